"""Passive joint moments in the poses of pedalling against those measured on ten healthy people."""

import numpy as np
import pytest

from rider_models.muscle_paths import path_geometry
from sim.muscle_curves import muscle_state
from sim.passive_joints import passive_joint_moments
from tests.strategies import right_cycle, seated

HIP, KNEE, ANKLE = 0, 3, 4


def riener_and_edrich(angles: np.ndarray) -> np.ndarray:
    """Hip flexion, knee flexion and dorsiflexion moments (n x 3, Nm) at joint angles (n x 6, rad).

    Riener & Edrich 1999, J Biomech 32:539, whose ankle angle is positive in plantarflexion.
    """
    hip, knee, dorsal = np.rad2deg(angles[:, [HIP, KNEE, ANKLE]]).T
    of_hip = np.exp(1.4655 - 0.0034 * knee - 0.0750 * hip)
    of_hip += 8.072 - np.exp(1.3403 - 0.0226 * knee + 0.0305 * hip)
    of_knee = np.exp(1.800 + 0.0460 * dorsal - 0.0352 * knee + 0.0217 * hip) - 4.820
    of_knee -= np.exp(-3.971 + 0.0004 * dorsal + 0.0495 * knee - 0.0128 * hip)
    of_knee += np.exp(2.220 - 0.150 * knee)
    of_ankle = np.exp(-7.9763 - 0.1949 * dorsal + 0.0008 * knee) + 1.792
    of_ankle -= np.exp(2.1016 + 0.0843 * dorsal - 0.0176 * knee)
    return np.stack([of_hip, of_knee, of_ankle], axis=1)


def passive(angles: np.ndarray) -> np.ndarray:
    """The model's (n x 3, Nm), of a rider of the reference model's size."""
    muscles = seated(height_mm=1700).simulate().right.problem.muscles
    state = muscle_state(muscles, path_geometry(angles), np.zeros_like(angles))
    fibres = np.einsum("nmj,nm->nj", state.arms, state.passive)
    return np.asarray((fibres + passive_joint_moments(angles))[:, [HIP, KNEE, ANKLE]])


def test_in_the_poses_of_pedalling_passive_moments_are_those_measured():
    """The reference model's own fibres are 21, 7 and 4 Nm off."""
    angles = np.concatenate(
        [right_cycle(seated(torso_angle_deg=torso)).joint_angles for torso in (5, 24, 43, 70)]
    )
    off = passive(angles) - riener_and_edrich(angles)
    assert (np.sqrt((off**2).mean(axis=0)) < [7.0, 4.0, 3.5]).all()


@pytest.mark.parametrize("knee_deg", [20, 40])
def test_with_the_knee_nearly_straight_the_hamstrings_stop_the_hip_no_harder_than_in_people(
    knee_deg,
):
    """The reference model's own fibres pull three to four times as hard: 89 Nm instead of 20 at 80 deg."""
    angles = np.deg2rad([[hip, 0, 0, knee_deg, 0, 0] for hip in (40, 60, 80, 100)])
    off = (passive(angles) - riener_and_edrich(angles))[:, 0]
    assert np.sqrt((off**2).mean()) < 12
