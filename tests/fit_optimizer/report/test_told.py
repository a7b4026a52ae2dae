"""Changes and lists in words: per cent more or less, a dash where there is none, `and` before the last."""

from types import SimpleNamespace

import pytest

from fit_optimizer.report.tables.told import Told, value_of

DASH = "\u2013"


@pytest.fixture
def told():
    return Told(SimpleNamespace(), "en")


@pytest.mark.parametrize(
    ("ratio", "words"),
    [(1.056, "6\u00a0% more"), (0.94, "6\u00a0% less"), (1.004, "as now"), (0.996, "as now")],
)
def test_a_ratio_is_told_in_whole_per_cents(told, ratio, words):
    assert told.percent(ratio) == words


def test_a_change_between_fits_without_a_stroke_is_a_dash(told):
    before = {"knee_load": 2.0, "dead_spots": 0.0, "metabolic_power": 1000.0}
    after = {"knee_load": 3.0, "dead_spots": 0.2, "metabolic_power": 900.0}
    found = told.changes_between(before, after)
    assert found == {"knee": "50\u00a0% more", "dead": DASH, "cost": "10\u00a0% less"}
    assert set(told.changes_between(None, after).values()) == {DASH}


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_in_a_row_have_one_and(told, words, said):
    assert told.listed(words) == said


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(172.5, None, "172.5\u00a0mm"), (170.0, None, "170\u00a0mm"), (172.5, 0, "172\u00a0mm")],
)
def test_a_value_has_its_unit_and_a_whole_one_no_decimals(value, decimals, text):
    assert value_of("crank_length_mm", value, decimals) == text
