"""Pelvis, trunk and arms over a stroke: shoulders are the rider's, and the torso keeps its heading."""

import numpy as np
import pytest

from sim.opensim_export.upper_body import ELBOW_BEND, sit_upper_body


@pytest.fixture(scope="module")
def upper(stroke):
    return sit_upper_body(stroke, ELBOW_BEND)


def test_the_shoulders_are_the_riders_on_average_and_move_by_mm(upper, stroke):
    shoulders = [upper.placed[f"humerus_{side}"].pose.origin for side in "rl"]
    middle = np.mean(shoulders, axis=0)
    wanted = [stroke.posture.shoulder_x, stroke.posture.shoulder_z, 0.0]
    assert middle.mean(axis=0) == pytest.approx(wanted, abs=2e-4)
    assert (np.ptp(middle, axis=0) < [0.0055, 0.006, 0.008]).all()


def test_the_torso_keeps_its_heading_while_the_pelvis_turns(upper):
    torso, pelvis = upper.placed["torso"].pose.turn, upper.placed["pelvis"].pose.turn
    assert np.abs(torso - torso[0]).max() < 1e-12
    assert np.abs(pelvis - pelvis[0]).max() > 0.01


def test_the_arms_are_mirror_images_about_the_torso(upper):
    torso = upper.placed["torso"].pose
    for name in ("humerus", "ulna", "radius", "hand"):
        right, left = (
            ((upper.placed[f"{name}_{side}"].pose.origin - torso.origin)[:, None] @ torso.turn)
            for side in "rl"
        )
        assert left[:, 0] == pytest.approx(right[:, 0] * [1, 1, -1], abs=1e-9)
