"""The report as PDF: two pages of A4 that hold what the page holds."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from unicodedata import normalize

import pypdf
import pytest

from fit_optimizer.report import ReportError, render_pdf
from tests.fit_optimizer.report.conftest import HOSTILE, checked, stored, uneven


def read(pdf: bytes) -> tuple[pypdf.PdfReader, list[str]]:
    """The PDF and the words of its pages."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    return reader, [" ".join(normalize("NFKC", p.extract_text()).split()) for p in reader.pages]


def test_two_pages_with_the_words_of_the_report(document: dict[str, Any]) -> None:
    reader, (first, second) = read(render_pdf(document))
    for page in reader.pages:
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    assert reader.metadata is not None
    assert reader.metadata.title == "Bike fit: turbo rider"
    order = (
        "Lower the saddle 10 mm",
        "Not checked against a recording.",
        "What to change",
        "728 mm",
        "718 mm",
        "713 to 724 mm",
        "In this order",
        "Why",
        "What binds it: no limit.",
        "Knee load",
        "saddle height, mm",
        "On the bike",
        "106 to 112",
    )
    places = [first.index(words) for words in order]
    assert places == sorted(places)
    for words in (
        "Crank torque over one revolution",
        "torque, Nm",
        "Kick over the top",
        "Not checked against a recording.",
        "Saddle height assumed 728 mm",
        "Seed",
        "This is no medical advice",
    ):
        assert words in second


def test_the_fullest_report_fits_and_runs_nothing() -> None:
    document = uneven(checked(stored())) | {"rider": f"{HOSTILE} #panic() $x$ \\ *b*"}
    reader, (first, second) = read(render_pdf(document))
    assert len(reader.pages) == 2
    assert "#panic() $x$ \\ *b*" in first
    assert "Checked against a recording" in first
    assert "Power by sector of the clock, left leg" in second
    assert "Typical error, all bins" in second


def test_what_is_missing_is_named_as_for_the_page(document: dict[str, Any]) -> None:
    del document["recommended"]["curves"]["right"]
    with pytest.raises(ReportError, match=r"recommended\.curves\.right"):
        render_pdf(document)
