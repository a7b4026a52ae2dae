"""Plausible riders differ from the one described by what is known of people and of tapes."""

import numpy as np
import pytest

from fit_optimizer.recommendation.uncertainty import LENGTH_ERROR_MM, plausible_riders
from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.body_survey import length_spreads
from sim.kinematics import move_leg
from sim.posture import sit
from tests.strategies import set_up

COUNT = 64


def riders_of(**changes):
    described = parse_set_up(set_up(saddle_height_mm=700.0, crank_length_mm=170.0, **changes))
    return described, plausible_riders(described, COUNT, seed=2)


def errors_mm(described, riders, key: str) -> np.ndarray:
    now = keys_in_force(described)[0][key]
    return np.array([keys_in_force(rider)[0][key] - now for rider in riders])


@pytest.mark.parametrize("key", ["thigh_mm", "shank_mm", "foot_mm"])
def test_a_length_nobody_measured_errs_as_people_of_that_height_differ(key):
    described, riders = riders_of()
    spread = length_spreads()[key].given_height_mm
    assert errors_mm(described, riders, key).std() == pytest.approx(spread, rel=0.1)


def test_a_measured_inseam_narrows_the_shank_and_a_measured_thigh_leaves_the_tape():
    spreads = length_spreads()
    described, riders = riders_of(inseam_mm=850.0, thigh_mm=430.0)
    shank = errors_mm(described, riders, "shank_mm")
    assert shank.std() == pytest.approx(spreads["shank_mm"].given_inseam_mm, rel=0.1)
    assert np.abs(errors_mm(described, riders, "thigh_mm")).max() <= LENGTH_ERROR_MM


def test_every_plausible_rider_reaches_the_pedals_of_the_bicycle_that_is_ridden():
    described = parse_set_up(set_up(saddle_height_mm=770.0))
    riders = plausible_riders(described, COUNT, seed=2)
    for rider in riders:
        on = seat_rider(rider)
        posture = sit(on.rider, on.bicycle, on.riding)
        move_leg(on.rider, on.rider.left, on.bicycle, on.bicycle.left_cleat, on.riding, posture)
    assert errors_mm(described, riders, "thigh_mm").std() > 8
