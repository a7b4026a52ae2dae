"""What is read off a drawn rider and drawn of them: angles at crank positions, saddle, elbow and head."""

from math import cos, hypot, radians, sin
from types import SimpleNamespace

import pytest

from fit_optimizer.report.figures.rider_geometry import (
    HALF_SADDLE_MM,
    at_angle,
    elbow,
    head,
    knee_over_pedal_mm,
    saddle_line,
    toward,
    trunk_to_thigh_deg,
)

POSITIONS = 60


def leg(**points):
    """A leg whose points stay where they are all the way round."""
    return SimpleNamespace(**{name: [each] * POSITIONS for name, each in points.items()})


def ride(**fit):
    right = leg(hip=(-200.0, 700.0), knee=(150.0, 560.0), pedal=(170.0, 0.0))
    left = leg(hip=(-200.0, 700.0), knee=(120.0, 560.0), pedal=(170.0, 0.0))
    view = SimpleNamespace(
        right=right,
        left=left,
        shoulder=(150.0, 1100.0),
        hand=(550.0, 700.0),
        saddle=(-210.0, 720.0),
    )
    return SimpleNamespace(side_view_mm=view, fit={"height_mm": 1780.0, **fit})


@pytest.mark.parametrize(("angle", "index"), [(0, 0), (90, 15), (357, 0), (354, 59), (-6, 59)])
def test_an_angle_is_read_at_the_nearest_position_and_the_turn_closes(angle, index):
    assert at_angle(leg(hip=(0.0, 0.0)), angle) == index


def test_a_knee_is_ahead_of_its_own_pedal_where_it_lies_farther_forward():
    assert knee_over_pedal_mm(ride(), 90) == pytest.approx(-20.0)
    assert knee_over_pedal_mm(ride(), 90, "left") == pytest.approx(-50.0)


def test_trunk_and_thigh_enclose_the_angle_between_their_lines_at_the_hip():
    drawn = ride()
    drawn.side_view_mm.shoulder = (-200.0 + 400 * cos(radians(50)), 700.0 + 400 * sin(radians(50)))
    drawn.side_view_mm.right.knee = [
        (-200.0 + 300 * cos(radians(-20)), 700.0 + 300 * sin(radians(-20)))
    ] * POSITIONS
    assert trunk_to_thigh_deg(drawn, 0) == pytest.approx(70.0)


def test_a_saddle_whose_nose_is_up_is_drawn_with_its_nose_up():
    tail, nose = saddle_line(ride(saddle_tilt_deg=10.0))
    assert nose[0] > tail[0]
    assert nose[1] - tail[1] == pytest.approx(2 * HALF_SADDLE_MM * sin(radians(10)))
    level = saddle_line(ride())
    assert level[0][1] == level[1][1] == 720.0


@pytest.mark.parametrize("bend_deg", [10.0, 40.0])
def test_a_bent_elbow_lies_below_the_arm_with_upper_arm_and_forearm_alike(bend_deg):
    drawn = ride(elbow_bend_deg=bend_deg)
    at = elbow(drawn)
    shoulder, hand = drawn.side_view_mm.shoulder, drawn.side_view_mm.hand
    upper, fore = (hypot(end[0] - at[0], end[1] - at[1]) for end in (shoulder, hand))
    assert upper == pytest.approx(fore)
    straight = hypot(hand[0] - shoulder[0], hand[1] - shoulder[1])
    assert 2 * upper * cos(radians(bend_deg / 2)) == pytest.approx(straight)
    middle = [(a + b) / 2 for a, b in zip(shoulder, hand, strict=True)]
    assert at[1] < middle[1]


def test_the_head_stands_beyond_the_shoulders():
    drawn = ride()
    x, z, radius = head(drawn)
    assert z > drawn.side_view_mm.shoulder[1]
    assert radius > 0
    assert hypot(x - 150.0, z - 1100.0) > radius


def test_a_line_that_ends_short_of_its_end_lacks_that_distance():
    assert toward((0.0, 0.0), (30.0, 40.0), 10.0) == pytest.approx((24.0, 32.0))
