"""Why the saddle moves: the reason that is told asks for the direction that is told."""

import pytest

from fit_optimizer.criteria.evaluation import SADDLE, evaluate
from fit_optimizer.recommendation.reasons import changes
from fit_optimizer.setup.customary_ranges import BOTTOM_KNEE_DEG
from fit_optimizer.setup.setup_file import parse_set_up, with_changes

STRAIGHT_KNEE = {
    "rider": {
        "height_mm": 1830,
        "mass_kg": 90,
        "inseam_mm": 850,
        "mobility": {"hip_flexion_max_deg": 85},
    },
    "bicycle": {"saddle_height_mm": 755, "crank_length_mm": 175},
    "riding": {"power_w": 160, "cadence_rpm": 82, "torso_angle_deg": 30},
}


def _why_from_755_to(height_mm):
    set_up = parse_set_up(STRAIGHT_KNEE)
    now, then = (evaluate(set_up, {SADDLE: at}) for at in (755.0, height_mm))
    (change,) = changes(set_up, set_up, now, then, BOTTOM_KNEE_DEG, {SADDLE: 755.0}, {})
    return change


def test_a_saddle_that_goes_down_is_told_of_the_straight_knee():
    assert _why_from_755_to(740.0).why == "knee_straight"


def test_a_saddle_that_goes_up_with_a_straight_knee_is_told_of_the_limit_that_it_eases():
    change = _why_from_755_to(765.0)
    assert change.why == "limit"
    assert change.numbers["limit"] == "hip flexion at the top"


@pytest.mark.parametrize(("height_mm", "why"), [(758.0, "cranks"), (775.0, "limit")])
def test_cranks_are_the_reason_of_a_saddle_that_goes_up_as_far_as_the_pedal_and_no_farther(
    height_mm, why
):
    set_up = parse_set_up(STRAIGHT_KNEE)
    then = with_changes(set_up, {"crank_length_mm": 170.0})
    now, best = evaluate(set_up, {SADDLE: 755.0}), evaluate(then, {SADDLE: height_mm})
    (change,) = changes(set_up, then, now, best, BOTTOM_KNEE_DEG, {SADDLE: 755.0}, {})
    assert change.why == why
