"""Kinovea's trajectories become points: times in seconds, lengths in metres or pixels, names or their order."""

import numpy as np
import pytest

from fit_optimizer.pose.formats.kinovea_tracks import Track, points_of_tracks
from fit_optimizer.pose.series import PoseError

FRAMES = np.arange(6.0)


def track(name, start=0, apart=1.0, x=10.0):
    """A trajectory from a frame on, frames so far apart, that goes up by one a frame."""
    frames = FRAMES[start:]
    return Track(name, np.column_stack([apart * frames, np.full(len(frames), x), frames]))


@pytest.mark.parametrize(("apart", "seconds"), [(0.04, 0.04), (40.0, 0.04)])
def test_times_are_seconds_whether_written_in_seconds_or_milliseconds(apart, seconds):
    found = points_of_tracks([track("right knee", apart=apart)], "a.txt")
    np.testing.assert_allclose(found.time_s, seconds * FRAMES)


@pytest.mark.parametrize(
    ("unit", "metres", "told"), [("px", 10.0, "px"), ("mm", 0.01, "m"), ("cm", 0.1, "m")]
)
def test_lengths_are_metres_where_the_file_names_a_unit_of_length(unit, metres, told):
    found = points_of_tracks([track("right knee", apart=0.04)], "a.txt", unit)
    assert found.unit == told
    assert found.points["right.knee"][0, 0] == pytest.approx(metres)


def test_a_trajectory_that_begins_later_has_no_place_before():
    found = points_of_tracks(
        [track("hip", apart=0.04), track("knee", start=2, apart=0.04)], "a.txt"
    )
    assert np.isnan(found.points["near.knee"][:2]).all()
    np.testing.assert_allclose(found.points["near.knee"][2:, 1], FRAMES[2:])


def test_three_trajectories_without_names_are_hip_knee_and_ankle_in_their_order():
    found = points_of_tracks([track("", apart=0.04, x=x) for x in (1.0, 2.0, 3.0)], "a.txt")
    at = {name.rpartition(".")[2]: points[0, 0] for name, points in found.points.items()}
    assert at == {"hip": 1.0, "knee": 2.0, "ankle": 3.0}
    assert any("taken in order" in said for said in found.losses)


def test_trajectories_of_other_names_are_refused_with_those_names():
    with pytest.raises(PoseError, match="trajectories named wheel, tree"):
        points_of_tracks([track("wheel"), track("tree")], "a.txt")
    with pytest.raises(PoseError, match="2 trajectories without names"):
        points_of_tracks([track(""), track("")], "a.txt")
