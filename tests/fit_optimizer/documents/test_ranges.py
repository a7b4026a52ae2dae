"""A number, list or text beyond all measure is refused with its place, before anything is drawn."""

import json
import time
import tracemalloc
from copy import deepcopy
from pathlib import Path

import pytest

from fit_optimizer.documents.part import ReportError
from fit_optimizer.documents.ranges import check_numbers
from fit_optimizer.documents.read_json import read_json

FIT = Path(__file__).parents[1] / "report" / "data" / "fit.json"
DOCUMENT = json.loads(FIT.read_text())


def places(value, path=()):
    """Paths to all numbers of a document, of long lists to the first."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in list(enumerate(value))[:1]:
            yield from places(inner, (*path, index))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def test_a_fit_of_ours_is_within_measure():
    check_numbers(DOCUMENT, "fit.json", ReportError)


def test_any_number_of_a_document_made_huge_is_refused_with_its_place():
    for path in list(places(DOCUMENT))[::31]:
        document = deepcopy(DOCUMENT)
        inner = document
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = 1e9
        with pytest.raises(ReportError, match=r"holds 1e\+09 at ") as refused:
            check_numbers(document, "fit.json", ReportError)
        assert [step for step in path if isinstance(step, str)][-1] in str(refused.value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"x": [0] * 60_000}, "60,000 values at x"),
        ({"a": {"b": "y" * 20_000}}, "characters at a.b"),
    ],
)
def test_lists_and_texts_without_end_are_refused(value, words):
    with pytest.raises(ReportError, match=words):
        check_numbers(value, "fit.json", ReportError)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<!DOCTYPE html><html></html>", "is an HTML or XML page, not JSON"),
        ('{"a": ' + "9" * 5000 + "}", "a number of too many digits"),
        ("[" * 100_000, "too deep"),
        ('{"a": NaN}', "holds NaN"),
        ("[" + "[]," * 2_700_000, "8.1 MB"),
    ],
)
def test_json_that_is_none_or_too_much_ends_at_once(tmp_path, text, words):
    path = tmp_path / "fit.json"
    path.write_text(text)
    began = time.monotonic()
    with pytest.raises(ReportError, match=words):
        read_json(path)
    assert time.monotonic() - began < 5


def test_the_dearest_json_of_the_largest_size_takes_less_than_a_gigabyte(tmp_path):
    path = tmp_path / "fit.json"
    path.write_text("[" + "[]," * 2_660_000 + "[]]")
    tracemalloc.start()
    with pytest.raises(ReportError, match="values at the top"):
        read_json(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5e8
