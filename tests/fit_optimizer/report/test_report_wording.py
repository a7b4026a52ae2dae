"""Values in a fitter's words."""

from __future__ import annotations

import numpy as np
import pytest

from fit_optimizer.report import wording
from fit_optimizer.report.tables.ankle_cue import ankle_cue


@pytest.mark.parametrize(
    ("cue", "text"),
    [
        (wording.signed(-0.04, 1, "%"), "0.0\u00a0%"),
        (wording.signed(3.0, 1, "\u00b0"), "+3.0\u00b0"),
        (wording.number(-3.5, 1), "\u22123.5"),
    ],
)
def test_words(cue: str, text: str) -> None:
    assert cue == text


def test_the_ankle_cue_names_the_hours_where_the_heel_drops() -> None:
    hours = np.arange(60) / 5
    change = np.where((hours >= 1) & (hours <= 4), 5.0, 0.0)
    assert ankle_cue(change) == "let the heel drop about 5\u00b0 more through 1 to 4 o'clock"


def test_the_ankle_cue_says_up_for_a_heel_that_rises() -> None:
    assert ankle_cue(np.full(60, -4.0)) == "carry the heel about 4\u00b0 higher all the way round"


def test_a_change_too_small_to_feel_makes_no_cue() -> None:
    assert ankle_cue(np.full(60, 0.6)) == ""
