"""The report as PDF: pages of A4 that hold what the page holds, in type that can be read."""

from __future__ import annotations

from io import BytesIO
from math import hypot
from typing import Any
from unicodedata import normalize

import pypdf
import pytest

from fit_optimizer.documents.part import ReportError
from fit_optimizer.report import render_pdf
from tests.fit_optimizer.report.conftest import HOSTILE, checked, stored, uneven


def read(pdf: bytes) -> tuple[pypdf.PdfReader, list[str]]:
    """The PDF and the words of its pages."""
    reader = pypdf.PdfReader(BytesIO(pdf))
    return reader, [" ".join(normalize("NFKC", p.extract_text()).split()) for p in reader.pages]


LEAST_PT = 6.5
"""The smallest type that is printed."""
MOST_PAGES = 4


@pytest.fixture(scope="module")
def fullest() -> bytes:
    """Legs that differ, a recording, and a name that would be code if it were not text."""
    return render_pdf(uneven(checked(stored())) | {"rider": f"{HOSTILE} #panic() $x$ \\ *b*"})


def test_pages_with_the_words_of_the_report(document: dict[str, Any]) -> None:
    reader, pages = read(render_pdf(document))
    assert len(pages) <= MOST_PAGES
    for page in reader.pages:
        assert [round(float(side) / 72 * 25.4) for side in page.mediabox[2:]] == [210, 297]
    assert reader.metadata is not None
    assert reader.metadata.title == "Bike fit: turbo rider"
    order = (
        "Saddle up 26 mm",
        "Not checked against a recording.",
        "What to change",
        "742 to 765 mm",
        "In this order",
        "Why",
        "On the bike",
        "Crank torque over one revolution",
        "Kick over the top",
        "Saddle height 728 mm",
        "Seed",
        "This is no medical advice",
    )
    whole = " ".join(pages)
    places = [whole.index(words) for words in order]
    assert places == sorted(places)


def test_the_fullest_report_runs_nothing(fullest: bytes) -> None:
    _, pages = read(fullest)
    whole = " ".join(pages)
    assert "#panic() $x$ \\ *b*" in whole
    assert "Checked against a recording" in whole
    assert "Power by sector of the clock, left" in whole
    assert "Typical error, all bins" in whole


def test_no_type_is_smaller_than_can_be_read(fullest: bytes) -> None:
    reader, _ = read(fullest)
    sizes: list[float] = []

    def seen(text: str, current: Any, matrix: Any, font: Any, size: float) -> None:
        if text.strip():
            scale = hypot(matrix[2], matrix[3]) * hypot(current[2], current[3])
            sizes.append(size * scale)

    for page in reader.pages:
        page.extract_text(visitor_text=seen)
    assert len(sizes) > 500
    assert min(sizes) >= LEAST_PT


def test_what_is_missing_is_named_as_for_the_page(document: dict[str, Any]) -> None:
    del document["recommended"]["curves"]["right"]
    with pytest.raises(ReportError, match=r"recommended\.curves\.right"):
        render_pdf(document)
