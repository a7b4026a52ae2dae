"""What is said of where the saddle lies: what moving it saves, and what staying costs."""

import json

import pytest

from fit_optimizer.documents.advice import Departure
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.tables.advice import advice
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


@pytest.mark.parametrize(
    ("knee_deg", "usual_mm", "first"),
    [(33.7, 160.0, True), (36.0, 160.0, False), (33.7, 170.0, False)],
)
def test_a_saddle_that_waits_for_other_cranks_is_told_after_them(stored, knee_deg, usual_mm, first):
    cranks, angles = stored.cranks, stored.angles
    shorter = cranks.tried[0].model_copy(update={"length_mm": usual_mm, "saddle_up_mm": 11.0})
    legs = {
        side: leg.model_copy(update={"knee_bottom": knee_deg})
        for side, leg in angles.recommended.items()
    }
    waits = stored.model_copy(
        update={
            "change_needed": False,
            "changes": [],
            "assumed": [key for key in stored.assumed if key != "inseam_mm"],
            "cranks": cranks.model_copy(update={"usual_mm": usual_mm, "tried": [shorter]}),
            "angles": angles.model_copy(update={"recommended": legs}),
            "saddle": stored.saddle.model_copy(update={"knee_low_deg": 30.0}),
        }
    )
    said = advice(waits, "en").moves
    height = round(stored.saddle.usual + 11)
    assert said[0].startswith("Decide on the cranks before the saddle") == first
    assert ("Nothing needs to change." in said) != first
    assert (f"most riders with such legs have it at {height}" in said[0]) == first
