"""The pictures of a ride: the left leg mirrored in front of the rider, the body at the crank angle that is asked."""

import numpy as np
import pytest

from fit_optimizer.rides.drawn_body import MOST_POINTS, body_outlines, front_view
from tests.strategies import seated


@pytest.fixture(scope="module")
def stroke():
    return seated().simulate()


@pytest.fixture(scope="module")
def bodies(stroke):
    """The body at the top and the bottom of the right crank's turn."""
    return body_outlines(stroke, (0.5, 0.7), (0, 180))


def test_legs_that_are_alike_are_each_others_mirror_image_from_the_front(stroke):
    view = front_view(stroke)
    left, right = (np.array(leg.pedal) for leg in (view.left, view.right))
    np.testing.assert_allclose(left, right * [-1.0, 1.0], atol=0.11)
    assert (left[:, 0] > 0).all()
    assert (right[:, 0] < 0).all()


def test_the_leg_is_drawn_at_the_angle_of_the_right_crank(stroke, bodies):
    top, bottom = bodies
    assert (top.crank_angle_deg, bottom.crank_angle_deg) == (0, 180)

    def lowest(body, part):
        return min(y for one in body.outlines if one.part == part for _, y in one.points)

    crank_mm = 1000 * stroke.bicycle.crank_length_m
    sunk = lowest(top, "leg") - lowest(bottom, "leg")
    assert 1.5 * crank_mm < sunk < 2.5 * crank_mm
    assert lowest(top, "trunk") == lowest(bottom, "trunk")


def test_muscles_have_their_activation_and_no_outline_more_points_than_paper_tells(bodies):
    body = bodies[0]
    working = {one.part: one.activation for one in body.outlines if one.activation is not None}
    assert len(working) > 5
    assert all(0 < value <= 1 for value in working.values())
    assert all(len(one.points) <= MOST_POINTS for one in body.outlines)
