"""The fit that custom gives: the knee stands over the pedal axle where fitters have it, but for the tallest."""

import numpy as np
import pytest

from fit_optimizer.criteria.riding_angles import heights_for_knees, knee_at_bottom, riding_angles
from fit_optimizer.setup.customary_ranges import customary
from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import set_up_of_keys
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Joint
from rider_models.skeleton import REFERENCE_SHANK_M
from sim.kinematics import crank_angles
from tests.strategies import right_cycle

EVERYBODY = pytest.mark.parametrize(
    ("sex", "height_mm"),
    [(sex, h) for sex in ("female", "male") for h in (1500.0, 1600.0, 1700.0, 1800.0)],
)
NOSE_BEHIND_MM = {755.0: 50.0, 795.0: 60.0, 835.0: 70.0}
"""Saddle's nose behind the bottom bracket by inseam (mm), as a table for buyers of road bicycles has it."""
NOSE_TO_REFERENCE_MM = (130.0, 160.0)
"""From the nose to where the saddle is 80 mm wide, on most."""
TUBEROSITY_FROM_KNEE_M = np.array([0.0326, -0.0631])
"""Where the patellar tendon ends on the shin, ahead of and below the knee centre of the reference model's leg."""
TENDON_AND_SKIN_M = 0.006
"""Over the tendon's middle line, where the plumb line touches. A guess."""


def custom_fit(sex: str, height_mm: float, **values: float) -> SetUp:
    mass_kg = 22.5 * (height_mm / 1000) ** 2
    keys = {"sex": sex, "height_mm": height_mm, "mass_kg": mass_kg, **values}
    return set_up_of_keys({**keys, "power_w": 200.0, "cadence_rpm": 90.0})


@EVERYBODY
def test_on_the_custom_fit_the_knee_stands_where_fitters_have_it_over_the_axle(sex, height_mm):
    usual = customary(90, "knee over pedal", "road")
    assert usual is not None
    over_mm = riding_angles(custom_fit(sex, height_mm))["right"].knee_over_pedal_mm
    assert usual.low <= over_mm <= usual.high


@EVERYBODY
def test_on_the_custom_fit_a_plumb_line_from_the_shins_bump_meets_the_axle_within_12_mm(
    sex, height_mm
):
    """Fitters' other measure of the same, which knows nothing of markers on the epicondyle."""
    on = seat_rider(custom_fit(sex, height_mm))
    cycle = right_cycle(on)
    forward = len(crank_angles()) // 4
    knee = cycle.pose.hinges[forward, Joint.KNEE_FLEXION]
    down_the_shank = cycle.pose.hinges[forward, Joint.ANKLE_DORSIFLEXION] - knee
    lean = np.arctan2(-down_the_shank[0], -down_the_shank[2])
    ahead, up = TUBEROSITY_FROM_KNEE_M * on.rider.right.shank_m / REFERENCE_SHANK_M
    bump_x = knee[0] + (ahead + TENDON_AND_SKIN_M) * np.cos(lean) + up * np.sin(lean)
    assert 1000 * (bump_x - cycle.pedal[forward, 0]) == pytest.approx(0, abs=12)


@pytest.mark.parametrize("inseam_mm", NOSE_BEHIND_MM)
def test_the_custom_setback_is_what_riders_of_that_inseam_have(inseam_mm):
    set_up = custom_fit("male", inseam_mm / 0.48, inseam_mm=inseam_mm)
    setback_mm = keys_in_force(set_up)[0]["saddle_setback_mm"]
    low, high = (NOSE_BEHIND_MM[inseam_mm] + from_nose for from_nose in NOSE_TO_REFERENCE_MM)
    assert low <= setback_mm <= high


@EVERYBODY
@pytest.mark.parametrize("straight_deg", [31.0, 33.0, 38.0, 43.0])
def test_the_height_looked_up_for_a_knee_angle_gives_the_leg_that_angle(
    sex, height_mm, straight_deg
):
    """Near a straight leg too, where the knee closes ever faster with the height."""
    (height,) = heights_for_knees(custom_fit(sex, height_mm), (straight_deg,))
    seated = custom_fit(sex, height_mm, saddle_height_mm=height)
    assert knee_at_bottom(seated) == pytest.approx(straight_deg, abs=0.1)
