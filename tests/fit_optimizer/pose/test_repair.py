"""What trackers get wrong is found frame by frame: legs taken for each other, and points that jump."""

import numpy as np
import pytest

from fit_optimizer.pose.repair import exchanged_legs, flipped_frames, jumping_frames

TURN = np.linspace(0.0, 8 * np.pi, 200)


def legs(missing=()):
    """Ankles and knees of two legs half a turn apart; not found in some frames."""
    points = {}
    for side, ahead in (("right", 0.0), ("left", np.pi)):
        turn = TURN + ahead
        points[f"{side}.ankle"] = 0.17 * np.stack([np.sin(turn), np.cos(turn)], axis=1)
        points[f"{side}.knee"] = 0.4 + 0.1 * np.stack([np.sin(turn), np.cos(turn)], axis=1)
    for frame in missing:
        for each in points.values():
            each[frame] = np.nan
    return points


def flags(frames):
    found = np.zeros(len(TURN), dtype=bool)
    found[list(frames)] = True
    return found


@pytest.mark.parametrize("frames", [range(0), range(40, 55), [3, 70, 71, 150], range(180, 200)])
@pytest.mark.parametrize("missing", [(), (38, 39, 41)])
def test_legs_whose_names_are_exchanged_for_a_while_are_found_and_put_back(frames, missing):
    points, flipped = legs(missing), flags(frames)
    seen = exchanged_legs(points, flipped)
    found = flipped_frames(seen)
    known = ~flags(missing)
    np.testing.assert_array_equal(found[known], flipped[known])
    mended = exchanged_legs(seen, found)
    for name, each in points.items():
        np.testing.assert_array_equal(mended[name][known], each[known])


def test_the_names_that_most_frames_have_stay():
    mostly = flags(range(150))
    found = flipped_frames(exchanged_legs(legs(), mostly))
    np.testing.assert_array_equal(found, ~mostly)


def test_one_leg_alone_is_never_exchanged():
    one = {name: each for name, each in legs().items() if name.startswith("right")}
    assert not flipped_frames(one).any()


def test_a_point_that_jumps_for_a_frame_is_left_out_and_its_neighbours_are_not():
    point = legs()["right.ankle"]
    for frame in (20, 90, 95):
        point[frame] += [0.3, -0.2]
    assert np.flatnonzero(jumping_frames(point, 0.08)).tolist() == [20, 90, 95]
    assert not jumping_frames(legs()["right.ankle"], 0.08).any()


def test_a_point_that_is_elsewhere_for_two_frames_is_left_out_in_both_and_its_neighbours_stay():
    point = legs()["right.ankle"]
    point[40:42] += [0.3, -0.2]
    point[120:122] += [-0.1, 0.15]
    point[124] += [0.2, 0.0]
    assert np.flatnonzero(jumping_frames(point, 0.08)).tolist() == [40, 41, 120, 121, 124]


@pytest.mark.parametrize("frames_a_second", [25, 50, 120])
def test_a_foot_that_turns_quickly_and_a_tracker_that_trembles_do_not_jump(frames_a_second):
    turned = 2 * np.pi * 2.0 * np.arange(0, 4, 1 / frames_a_second)
    trembling = np.random.default_rng(1).normal(0.0, 0.006, (len(turned), 2))
    point = 0.17 * np.stack([np.sin(turned), np.cos(turned)], axis=1) + trembling
    assert not jumping_frames(point, 0.2 * 0.43).any()
