"""The side-by-side table of techniques: what a sector adds, and by which two muscle groups."""

import pytest

from fit_optimizer.documents.ride import PartWork
from fit_optimizer.documents.technique import TechniqueShown
from fit_optimizer.report.tables.techniques import SECTOR_WORDS, number_text, sector_rows

DASH, MINUS = "\u2013", "\u2212"


def pushing(**muscle_w: float) -> TechniqueShown:
    push = PartWork(
        part="push", from_deg=0.0, to_deg=90.0, crank_w=61.4, muscle_w=muscle_w, limb_w=0.0
    )
    words = dict.fromkeys(("words", "does", "feel", "meter", "source", "strength_from"), "")
    return TechniqueShown(key="pull", sectors=[push], **words)


def test_a_sector_names_its_two_strongest_muscle_groups():
    shown = pushing(quadriceps=40.0, calf=3.0, hip_flexors=-9.0, glutes=25.4)
    texts = {row.name: row.texts[0] for row in sector_rows([shown])}
    assert texts[SECTOR_WORDS["push"]] == "61 (quadriceps 40, glutes 25)"
    assert texts[SECTOR_WORDS["lift"]] == DASH


def test_groups_that_give_less_than_a_watt_are_not_named():
    texts = {row.name: row.texts[0] for row in sector_rows([pushing(calf=0.4, glutes=-5.0)])}
    assert texts[SECTOR_WORDS["push"]] == "61"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [(12.34, 1, "12.3"), (-12.34, 1, f"{MINUS}12.3"), (-0.04, 1, "0.0"), (None, 0, DASH)],
)
def test_a_number_has_a_true_minus_and_nought_none(value, decimals, text):
    assert number_text(value, decimals) == text
    assert number_text(float("nan"), decimals) == DASH
