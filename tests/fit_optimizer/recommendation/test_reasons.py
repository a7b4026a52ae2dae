"""Why the saddle moves: the reason that is told asks for the direction that is told."""

import pytest

from fit_optimizer.criteria.evaluation import evaluate, with_fit
from fit_optimizer.criteria.riding_angles import riding_angles
from fit_optimizer.recommendation.reasons import changes
from fit_optimizer.setup.adjustments import SADDLE, SETBACK
from fit_optimizer.setup.bike_parts import post_carries_mm
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


@pytest.mark.parametrize(
    ("back_mm", "why"), [(20.0, "setback"), (4.0, "knee_straight"), (0.0, "knee_straight")]
)
def test_a_slide_is_the_reason_of_a_saddle_that_follows_it_with_a_knee_where_none_need_move(
    back_mm, why
):
    """Of a slide by 4 mm the post, which goes down, undoes more than half."""
    set_up = with_changes(parse_set_up(STRAIGHT_KNEE), {"saddle_setback_mm": 200.0})
    knee = riding_angles(set_up)["right"].knee_bottom
    start = {SADDLE: 755.0, SETBACK: 200.0}
    carried = post_carries_mm(-8.0, set_up.bicycle.seat_tube_angle_deg)
    values = {SADDLE: 747.0, SETBACK: 200.0 + carried + back_mm}
    now, best = evaluate(set_up, start), evaluate(set_up, values)
    wide = (knee - 5.0, knee + 8.0)
    found = changes(set_up, with_fit(set_up, values), now, best, wide, start, {SETBACK: 1.0})
    assert {one.key: one.why for one in found}[SADDLE] == why
