"""What is said of where the saddle lies: what moving it saves, and what staying costs."""

import json

import pytest

from fit_optimizer.documents.advice import Departure
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.tables.saddle_words import SaddleWords
from fit_optimizer.setup.adjustments import CRANK, SADDLE
from tests.fit_optimizer.report.conftest import DATA

COST, TOLD = "metabolic_power", 0.03


@pytest.fixture(scope="module")
def stored():
    return FitDocument.read(json.loads((DATA / "fit.json").read_text(encoding="utf-8")))


@pytest.fixture
def words(stored):
    """The words of a document whose present fit costs so many times what the recommended one does."""

    def of(now=1.0, height=None, **changes):
        then = stored.recommended.objectives
        current = stored.current.model_copy(
            update={
                "objectives": {**then, COST: now * then[COST]},
                "values": stored.current.values if height is None else {SADDLE: height},
            }
        )
        rows = [one.model_copy(update={"matters": TOLD}) for one in stored.judged_by]
        return SaddleWords(
            stored.model_copy(update={"current": current, "judged_by": rows, **changes}), "en"
        )

    return of


@pytest.mark.parametrize(("now", "saves"), [(1.05, True), (1.02, False), (0.95, False)])
def test_a_fit_saves_energy_only_where_it_costs_less_by_what_can_be_told(words, now, saves):
    assert words(now).saves() == saves


def test_what_staying_costs_is_told_where_it_can_be_told(words):
    below = words().document.bands[SADDLE].low - 1
    assert "5\u00a0% more" in words(1.05, below).worst_of_now()
    for now in (1.02, 0.95):
        assert words(now, below).worst_of_now() == ""


def test_within_the_saddles_range_staying_costs_nothing(words):
    band = words().document.bands[SADDLE]
    for height in (band.low, band.high):
        assert words(1.05, height).worst_of_now() == ""


@pytest.mark.parametrize(
    ("key", "moves_mm", "said"),
    [
        (SADDLE, 5.0, "share_knee_straight"),
        (SADDLE, -5.0, "share_knee_bent"),
        (CRANK, -5.0, f"share_{CRANK}"),
    ],
)
def test_a_saddle_higher_than_its_share_is_laid_to_a_straighter_knee(words, key, moves_mm, said):
    assert words().share_key(Departure(key=key, moves_mm=moves_mm)) == said
