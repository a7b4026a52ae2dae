"""What is said of the bicycle as it is, before anything is searched."""

import pytest

from fit_optimizer.recommendation.present import beyond_the_muscles
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.errors import PedalfitError

RIDER = {"height_mm": 1760, "mass_kg": 84, "inseam_mm": 815}
BICYCLE = {"saddle_setback_mm": 205, "crank_length_mm": 172.5}
RIDING = {"power_w": 150, "cadence_rpm": 78, "torso_angle_deg": 48}


def of(saddle_mm, power_w=150.0):
    bicycle = {**BICYCLE, "saddle_height_mm": saddle_mm}
    return parse_set_up(
        {"rider": RIDER, "bicycle": bicycle, "riding": {**RIDING, "power_w": power_w}}
    )


def test_nothing_is_said_of_what_can_be_ridden():
    assert beyond_the_muscles(of(715.0)) == ""


def test_a_saddle_that_asks_too_much_is_named_where_a_customary_one_does_not():
    assert beyond_the_muscles(of(748.4)).startswith("At 748 mm the saddle asks more of the muscles")


def test_a_power_that_no_saddle_mends_is_refused():
    with pytest.raises(PedalfitError, match="power_w"):
        beyond_the_muscles(of(715.0, 1800.0))
