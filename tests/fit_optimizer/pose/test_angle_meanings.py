"""Angles of a plain table are told by their values: flexion or the angle enclosed, whichever way a program counts."""

import numpy as np
import pytest

from fit_optimizer.pose.angle_meanings import is_in_radians, settled_angles

TURN = np.linspace(0.0, 2 * np.pi, 60, endpoint=False)
KNEE = 75.0 + 38.0 * np.cos(TURN)
"""Flexion of a knee that is most bent at the top."""
HIP = 60.0 + 22.0 * np.cos(TURN - 0.2)
ENCLOSED = 180.0
KNEES = {"flexion": KNEE, "enclosed": ENCLOSED - KNEE, "negative": -KNEE}


def settled(**columns):
    return settled_angles({f"right.{name}": values for name, values in columns.items()})


@pytest.mark.parametrize("counted", KNEES)
def test_a_knee_is_flexion_however_it_is_counted(counted):
    found, said = settled(knee=KNEES[counted])
    np.testing.assert_allclose(found["right.knee_flexion"], KNEE)
    assert any("angle enclosed" in one for one in said) == (counted == "enclosed")


@pytest.mark.parametrize("counted", KNEES)
def test_a_hip_that_closes_with_the_knee_is_flexion_and_one_that_opens_is_enclosed(counted):
    found, (*_, said) = settled(knee=KNEES[counted], hip=HIP)
    np.testing.assert_array_equal(found["right.hip_flexion"], HIP)
    assert "flexion of the thigh" in said
    found, (*_, said) = settled(knee=KNEES[counted], hip=ENCLOSED - HIP)
    np.testing.assert_array_equal(found["right.trunk_to_thigh"], ENCLOSED - HIP)
    assert "right.hip_flexion" not in found
    assert "enclosed by trunk and thigh" in said


def test_a_hip_without_its_knee_or_with_one_that_is_still_means_nothing():
    assert settled(hip=HIP)[0] == {}
    assert "right.hip_flexion" not in settled(knee=np.full(60, 70.0), hip=HIP)[0]


@pytest.mark.parametrize(
    ("written", "dorsiflexion"), [(100.0, -10.0), (75.0, 15.0), (-12.0, -12.0)]
)
def test_an_ankle_near_square_is_the_angle_between_foot_and_shank(written, dorsiflexion):
    found, _ = settled(ankle=np.full(60, written))
    np.testing.assert_allclose(found["right.ankle_dorsiflexion"], dorsiflexion)


@pytest.mark.parametrize(("written", "bend"), [(160.0, 20.0), (20.0, 20.0)])
def test_an_elbow_is_straight_at_nought(written, bend):
    found, _ = settled(elbow=np.full(60, written))
    np.testing.assert_allclose(found["right.elbow_bend"], bend)


def test_an_angle_with_a_name_of_its_own_and_one_without_numbers():
    found, said = settled(trunk_to_thigh=HIP, knee=np.full(60, np.nan))
    assert list(found) == ["right.trunk_to_thigh"]
    assert said == []


def test_radians_are_left_as_they_are_for_the_check_that_refuses_them():
    radians = np.deg2rad(KNEE)
    assert is_in_radians(radians)
    assert not is_in_radians(KNEE)
    assert not is_in_radians(np.full(60, 1.0))
    np.testing.assert_array_equal(settled(knee=radians)[0]["right.knee_flexion"], radians)
