"""A steep bicycle's saddle stands where its tape says, though nobody measured the seat tube."""

from math import cos, hypot, radians, sin

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from fit_optimizer.setup.bike_parts import clamp_on_frame_mm, wrist_from_clamp_mm
from fit_optimizer.setup.keys_in_force import assumed_keys
from fit_optimizer.setup.measured_bar import bar_on_paper
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.seat_tube import RAILS_AND_POST_MM
from fit_optimizer.setup.setup_file import SetUpError, set_up_of_keys, with_values

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


def bar_read_back(set_up, route):
    """Where the bar or the pads are that a seated rider holds (mm), by the keys of the route it was measured by."""
    if route == "nose":
        return bar_on_paper(set_up)
    seated = seat_rider(set_up)
    at = seated.hands()
    forward, up = 1000 * at.x, 1000 * at.z
    if route == "pads":
        fore_mm, rise = 488 * seated.rider.arm_m, radians(10)
        return {
            "aero_pad_reach_mm": forward - fore_mm * cos(rise) + 60,
            "aero_pad_stack_mm": up - fore_mm * sin(rise) - 40,
        }
    stem = clamp_on_frame_mm(FRAME, 0.0, 0.0)
    wrist = wrist_from_clamp_mm({})
    return {
        "frame_reach_mm": forward - wrist[0] - stem[0],
        "frame_stack_mm": up - wrist[1] - stem[1],
    }


FRAME = {"stem_length_mm": 100.0, "spacers_mm": 20.0}
ROUTES = {
    "nose": ({"nose_to_bar_mm": 530.0, "saddle_to_bar_drop_mm": 70.0}, {}),
    "frame": ({"frame_reach_mm": 390.0, "frame_stack_mm": 560.0}, FRAME),
    "pads": (
        {"aero_pad_reach_mm": 460.0, "aero_pad_stack_mm": 640.0},
        {"discipline": "time_trial"},
    ),
}


@pytest.mark.parametrize("route", ROUTES)
@settings(max_examples=25)
@given(height_mm=st.floats(700, 820), setback_mm=st.floats(60, 300))
def test_a_bar_is_read_back_where_it_was_measured_whatever_the_setback(
    route, height_mm, setback_mm
):
    """Pads measured at 640 mm came back at 653 beside a setback of 120: placed from a tube that was steepened later."""
    bar, needs = ROUTES[route]
    saddle = {"saddle_height_mm": height_mm, "saddle_setback_mm": setback_mm}
    try:
        set_up = set_up_of_keys({**RIDER, **saddle, **bar, **needs})
    except SetUpError:  # too far for these arms
        reject()
    assert bar_read_back(set_up, route) == pytest.approx(bar, abs=1e-6)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("setback_mm", [120, 170, 300])
def test_an_angle_that_follows_seats_the_rider_as_the_same_angle_measured_does(route, setback_mm):
    bar, needs = ROUTES[route]
    keys = {**RIDER, "saddle_height_mm": 772, "saddle_setback_mm": setback_mm, **bar, **needs}
    followed = set_up_of_keys(keys)
    angle = followed.bicycle.seat_tube_angle_deg
    assert angle != USUAL_DEG
    assert followed == set_up_of_keys({**keys, "seat_tube_angle_deg": angle})
