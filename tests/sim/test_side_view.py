"""The side view: a foot of the rider's length with its heel behind, and the saddle on the seat tube."""

import numpy as np
import pytest

from rider_models.skeleton import HEEL_TO_BALL_OVER_FOOT
from sim.posture import sit
from sim.side_view import leg_points, view_of_movement
from tests.strategies import right_cycle, seated


@pytest.fixture(scope="module")
def on():
    return seated(foot_mm=260.0)


@pytest.fixture(scope="module")
def cycle(on):
    return right_cycle(on)


def test_a_foot_is_as_long_as_the_riders_with_its_toes_ahead(on, cycle):
    view = leg_points(cycle, on.rider.right.foot_m)
    foot = view.toe - view.heel
    np.testing.assert_allclose(np.linalg.norm(foot, axis=1), 0.260, atol=1e-4)
    assert (foot[:, 0] > 0.15).all()


def test_the_ball_of_the_foot_lies_over_the_pedal(on, cycle):
    """Along the sole the pedal's axle is where the ball is, and the cleat is set back from there."""
    view = leg_points(cycle, on.rider.right.foot_m)
    along = (view.toe - view.heel) / 0.260
    from_heel = np.sum((view.pedal - view.heel) * along, axis=1)
    setback = on.bicycle.right_cleat.setback_m
    np.testing.assert_allclose(from_heel, HEEL_TO_BALL_OVER_FOOT * 0.260 - setback, atol=2e-3)


def test_the_saddle_stands_at_its_height_along_the_seat_tube(on, cycle):
    view = view_of_movement(
        on.rider, on.bicycle, sit(on.rider, on.bicycle, on.riding), {"left": cycle, "right": cycle}
    )
    x, z = view.saddle
    assert x == pytest.approx(-on.bicycle.saddle_setback_m)
    assert z == pytest.approx(
        on.bicycle.saddle_height_m * np.sin(on.bicycle.seat_tube_angle), abs=1e-9
    )
    assert view.crank_length_m == on.bicycle.crank_length_m
