"""The saddle is slid for a knee that hurts, as far as the knee over the spindle is off, and for no other reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from scipy.optimize import brentq

from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.criteria.riding_angles import heights_for_knees, riding_angles
from fit_optimizer.recommendation.fore_aft import setback_carried, setback_for_complaint
from fit_optimizer.setup.adjustments import SADDLE, SETBACK
from fit_optimizer.setup.bike_parts import post_carries_mm
from fit_optimizer.setup.customary_ranges import customary
from fit_optimizer.setup.setup_file import read_set_up

BACK_OF_KNEE_DEG = 40.5
"""The middle of the 38 to 43 deg that are advised for Bernd's pain."""

BERND = Path(__file__).parents[3] / "examples" / "clients" / "bernd.toml"


def advised(*changes: str) -> float | None:
    return setback_for_complaint(read_set_up(BERND, list(changes)))


def knee_over_pedal(setback: float) -> float:
    set_up = read_set_up(BERND, [f"{SETBACK}={setback}"])
    (height,) = heights_for_knees(set_up, (BACK_OF_KNEE_DEG,))
    legs = riding_angles(with_fit(set_up, {SADDLE: height})).values()
    return min(leg.knee_over_pedal_mm for leg in legs)


def within_custom() -> float:
    """A setback at which Bernd's knee is at the back end of its customary range."""
    usual = customary(90, "knee over pedal")
    assert usual is not None
    return brentq(lambda setback: knee_over_pedal(setback) - usual.low, 180.0, 280.0, xtol=0.1)


def test_pain_behind_the_knee_brings_a_saddle_that_is_far_back_forward_as_far_as_custom() -> None:
    start = round(within_custom())
    for back in (60, 10):
        found = advised(f"{SETBACK}={start + back}", "saddle_setback_min_mm=150")
        assert found == pytest.approx(start, abs=3)


def test_a_saddle_whose_knee_is_within_custom_or_ahead_of_it_is_left() -> None:
    start = round(within_custom())
    assert advised(f"{SETBACK}={start - 10}") is None
    assert advised(f"{SETBACK}={start - 80}") is None


def test_pain_at_the_front_slides_a_saddle_back_and_never_forward() -> None:
    start = round(within_custom())
    front = "complaint=front_of_knee"
    assert advised(front, f"{SETBACK}={start + 60}") is None
    moved = advised(front, f"{SETBACK}={start - 60}")
    assert moved is not None
    assert start - 60 < moved < start


def test_rails_that_end_end_the_slide_and_other_pains_and_guesses_move_nothing() -> None:
    start = round(within_custom()) + 60
    far_back = f"{SETBACK}={start}"
    assert advised(far_back, f"saddle_setback_min_mm={start - 8}") == start - 8
    assert advised(far_back, f"saddle_setback_min_mm={start}") is None
    assert advised(far_back, "complaint=none") is None
    assert advised(far_back, "complaint=hands") is None
    assumed = read_set_up(BERND.parent / "sophie.toml", ["complaint=back_of_knee"])
    assert setback_for_complaint(assumed) is None


def carried(setback: float, raised_mm: float) -> float | None:
    """Where the post leaves Bernd's saddle when it is raised, if that is the better place."""
    set_up = read_set_up(BERND, [f"{SETBACK}={setback}", f"{SADDLE}=830"])
    return setback_carried(set_up, 830 + raised_mm)


def test_a_saddle_that_is_far_back_already_is_not_slid_back_again_when_it_goes_down():
    """On paper a rider with the knee 50 mm behind the pedal axle was told to slide the saddle further back."""
    set_up = read_set_up(BERND, [f"{SADDLE}=830"])
    far_back = round(within_custom()) + 20
    assert carried(far_back, -30) == pytest.approx(
        far_back + post_carries_mm(-30, set_up.bicycle.seat_tube_angle_deg), abs=0.051
    )


def test_a_saddle_that_goes_up_is_slid_back_to_where_the_knee_is_customary():
    assert carried(round(within_custom()) + 10, 30) is None


def test_a_saddle_with_the_knee_in_its_range_keeps_its_setback():
    assert carried(round(within_custom()) - 8, -20) is None
