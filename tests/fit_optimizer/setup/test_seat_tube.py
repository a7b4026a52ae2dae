"""A steep bicycle's saddle stands where its tape says, though nobody measured the seat tube."""

from math import cos, hypot, radians, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fit_optimizer.setup.keys_in_force import assumed_keys
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.seat_tube import RAILS_AND_POST_MM
from fit_optimizer.setup.setup_file import set_up_of_keys, with_values

RIDER = {"height_mm": 1800, "mass_kg": 68, "inseam_mm": 850, "power_w": 200, "cadence_rpm": 90}
USUAL_DEG = 73.5


def angle_deg(**bicycle):
    return set_up_of_keys({**RIDER, **bicycle}).bicycle.seat_tube_angle_deg


@pytest.mark.parametrize("setback_mm", [195, 215, 240])
def test_a_saddle_that_rails_and_post_reach_leaves_the_usual_tube(setback_mm):
    assert angle_deg(saddle_height_mm=772, saddle_setback_mm=setback_mm) == USUAL_DEG


def test_a_time_trial_saddle_is_not_taken_for_a_low_one():
    bicycle = seat_rider(
        set_up_of_keys({**RIDER, "saddle_height_mm": 772, "saddle_setback_mm": 120})
    ).bicycle
    up = bicycle.saddle_height_m * sin(bicycle.seat_tube_angle)
    assert hypot(bicycle.saddle_setback_m, up) == pytest.approx(0.772, abs=0.006)


def test_an_angle_that_follows_from_the_setback_is_told_as_assumed():
    bicycle = {"saddle_height_mm": 772, "saddle_setback_mm": 120}
    assert "seat_tube_angle_deg" in assumed_keys(set_up_of_keys({**RIDER, **bicycle}))
    measured = set_up_of_keys({**RIDER, **bicycle, "seat_tube_angle_deg": 77})
    assert "seat_tube_angle_deg" not in assumed_keys(measured)


def test_a_measured_angle_is_kept():
    assert angle_deg(saddle_height_mm=772, saddle_setback_mm=120, seat_tube_angle_deg=74) == 74


def test_a_setback_that_is_searched_does_not_bend_the_frame():
    set_up = set_up_of_keys({**RIDER, "saddle_height_mm": 772, "saddle_setback_mm": 215})
    moved = with_values(set_up, {"saddle_setback_mm": 150})
    assert moved.bicycle.seat_tube_angle_deg == USUAL_DEG


@settings(max_examples=30, deadline=None)
@given(st.floats(600, 850), st.floats(20, 330))
def test_no_saddle_stands_farther_from_its_tube_than_rails_and_post_allow(height_mm, setback_mm):
    angle = angle_deg(saddle_height_mm=height_mm, saddle_setback_mm=setback_mm)
    within = RAILS_AND_POST_MM + 0.1 * height_mm * radians(1)
    assert abs(setback_mm - height_mm * cos(radians(angle))) <= within or angle == 65
