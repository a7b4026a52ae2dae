"""The kneecap: measured arm and tendon ratio of the quadriceps, and the arm of the patellar tendon they imply."""

import numpy as np
import pytest

from rider_models.muscle_paths import (
    MUSCLES,
    lines_of_action,
    path_geometry,
    reference_path_geometry,
)
from rider_models.muscle_table import COORDINATES
from rider_models.patella import QUADRICEPS_HEADS, patellar_over_quadriceps, quadriceps_arm

KNEE = COORDINATES.index("knee_flexion")
HEADS = [MUSCLES.index(head) for head in QUADRICEPS_HEADS]
VASTI = HEADS[1:]
DEGREES = np.arange(6.0, 131.0, 2.0)


def poses(degrees=DEGREES) -> np.ndarray:
    angles = np.zeros((len(degrees), len(COORDINATES)))
    angles[:, 0], angles[:, KNEE] = np.deg2rad(70.0), np.deg2rad(degrees)
    return angles


def test_the_vasti_turn_the_knee_with_the_measured_arm():
    arm = path_geometry(poses()).slope[:, VASTI, KNEE].mean(axis=1)
    assert np.abs(arm - quadriceps_arm(np.deg2rad(DEGREES))).max() < 0.2e-3


def test_every_head_keeps_its_own_departure_from_the_mean_of_the_vasti():
    """One change for all heads, of the knee alone; the other muscles and joints keep their paths."""
    changed, reference = path_geometry(poses()), reference_path_geometry(poses())
    slope, length = changed.slope - reference.slope, changed.length - reference.length
    assert np.abs(np.ptp(slope[:, HEADS, KNEE], axis=1)).max() < 1e-9
    assert np.abs(np.ptp(length[:, HEADS], axis=1)).max() < 1e-9
    others = [i for i in range(len(MUSCLES)) if i not in HEADS]
    assert np.abs(length[:, others]).max() < 1e-12
    assert np.abs(np.delete(slope, KNEE, axis=2)).max() < 1e-12


def test_the_measured_arm_hardly_changes_the_length_of_the_quadriceps_in_a_pedal_stroke():
    ridden = poses(np.arange(30.0, 118.0))
    change = path_geometry(ridden).length - reference_path_geometry(ridden).length
    assert np.abs(change).max() < 3e-3


@pytest.mark.parametrize(
    ("degrees", "measured"), [(10, 0.86), (20, 1.0), (70, 1.55), (100, 1.55), (120, 1.55)]
)
def test_every_head_pulls_on_the_patellar_tendon_by_the_ratio_of_the_cadavers(degrees, measured):
    """Buff et al. 1988, J Biomech 21:17; at 20 deg living knees, PMC4662057."""
    ratio = lines_of_action(poses(np.array([float(degrees)]))).patellar_over_quadriceps[0]
    assert 1 / ratio[HEADS] == pytest.approx(measured)
    assert np.delete(ratio, HEADS) == pytest.approx(0.0)


def test_the_patellar_tendons_arm_that_follows_is_as_measured():
    """A third measurement: 46 mm on average (Dandridge et al. 2022), at most a fifth less beyond 70 deg.

    Nearer to straight than 20 deg no stroke comes; the ratio and the arm are of other knees there.
    """
    knee = np.deg2rad(np.arange(20.0, 125.0))
    arm = quadriceps_arm(knee) / patellar_over_quadriceps(knee)
    shallow = knee <= np.deg2rad(70.0)
    assert np.abs(arm[shallow] - 0.046).max() < 3e-3
    assert (arm[~shallow] > 0.8 * 0.046).all()
    assert (arm[~shallow] < 0.046).all()
