"""A rider's own axes are found whatever way camera or program have theirs."""

import numpy as np
import pytest

from fit_optimizer.pose.series import PointSeries, PoseError
from fit_optimizer.pose.views import rider_view
from rider_models.arrays import SIDES

TURN = np.linspace(0.0, 2 * np.pi, 30, endpoint=False)
LEFTWARD_M = {"left": 0.1, "right": -0.1}


def body() -> dict[str, np.ndarray]:
    """Hips, knees and ankles of both legs (n x 3: forward, left, up; m), the ankles on the pedals' circles."""
    points = {}
    for side in SIDES:
        turn = TURN if side == "right" else TURN + np.pi
        ankle = np.stack([0.1 + 0.17 * np.sin(turn), 0.17 * np.cos(turn)], axis=1)
        hip = np.broadcast_to([-0.2, 0.75], ankle.shape)
        knee = (hip + ankle) / 2 + [0.2, 0.1]
        for name, each in (("hip", hip), ("knee", knee), ("ankle", ankle)):
            left = np.full(len(TURN), LEFTWARD_M[side])
            points[f"{side}.{name}"] = np.stack([each[:, 0], left, each[:, 1]], axis=1)
    return points


def series(points: dict[str, np.ndarray]) -> PointSeries:
    return PointSeries(TURN, points, "m", "centres", "test", {})


@pytest.mark.parametrize("across", [1.0, -1.0])
@pytest.mark.parametrize("up", [1.0, -1.0])
def test_the_riders_left_is_positive_from_the_front_and_from_behind(across, up):
    seen = {name: each[:, 1:] * [across, up] for name, each in body().items()}
    view = rider_view(series(seen), None)
    assert view.seen_from == "front"
    for name, each in body().items():
        np.testing.assert_allclose(view.points[name], each[:, 1:])


@pytest.mark.parametrize("up", [1.0, -1.0])
@pytest.mark.parametrize(("ahead", "near"), [(1.0, "right"), (-1.0, "left")])
def test_forward_is_positive_from_either_side(up, ahead, near):
    seen = {name: each[:, [0, 2]] * [ahead, up] for name, each in body().items()}
    view = rider_view(series(seen), None)
    assert (view.seen_from, view.near) == ("side", near)
    np.testing.assert_allclose(view.points["right.knee"], body()["right.knee"][:, [0, 2]])


@pytest.mark.parametrize("turn_deg", [0.0, 70.0, 180.0])
@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0)])
def test_axes_in_space_are_the_riders_wherever_the_programs_point(turn_deg, order):
    turn = np.deg2rad(turn_deg)
    about_up = np.array(
        [[np.cos(turn), -np.sin(turn), 0.0], [np.sin(turn), np.cos(turn), 0.0], [0.0, 0.0, 1.0]]
    )
    seen = {name: (each @ about_up.T)[:, order] for name, each in body().items()}
    view = rider_view(series(seen), None)
    for name, each in body().items():
        np.testing.assert_allclose(view.points[name], each, atol=1e-9)


def test_a_mirrored_body_in_space_is_refused():
    mirrored = {name: each * [1.0, -1.0, 1.0] for name, each in body().items()}
    with pytest.raises(PoseError, match="the points are mirrored"):
        rider_view(series(mirrored), None)
