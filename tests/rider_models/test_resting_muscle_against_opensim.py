"""Muscles at rest against the reference model's own: OpenSim solves for their equilibrium at every pose."""

import numpy as np
import pytest

from rider_models.muscle_groups import GROUP_OF_MUSCLE
from rider_models.muscle_table import muscle_rows
from rider_models.resting_muscle import resting_muscle
from tests.reference_model import MODEL, fresh_poses

osim = pytest.importorskip("opensim")
if not MODEL.exists():
    pytest.skip(f"the reference model {MODEL} is not here", allow_module_level=True)

from rider_models.derivation.derive_resting_muscles import (  # noqa: E402
    LATER_BY_GROUP,
    resist_later,
)
from rider_models.derivation.reference_model import ReferenceModel  # noqa: E402

N_POSES = 40


def _silent_model() -> ReferenceModel:
    """The reference model, its fibres resisting later, with muscles that may be without any activation."""
    reference = ReferenceModel(MODEL)
    for name, muscle in reference.muscles.items():
        millard = osim.Millard2012EquilibriumMuscle.safeDownCast(muscle)
        millard.setMinimumActivation(0.0)
        resist_later(millard, LATER_BY_GROUP.get(GROUP_OF_MUSCLE[name], 0.0))
    reference.state = reference.model.initSystem()
    reference.model.getCoordinateSet().get("subtalar_angle_r").setLocked(reference.state, False)
    return reference


@pytest.fixture(scope="module")
def at_rest() -> tuple[np.ndarray, np.ndarray]:
    """Path lengths (n x m, m) and OpenSim's tendon forces over maximum isometric force."""
    reference = _silent_model()
    muscles = [reference.muscles[row.name] for row in muscle_rows()]
    lengths, forces = [], []
    for pose in fresh_poses(N_POSES):
        reference.pose(pose)
        reference.model.realizeVelocity(reference.state)
        for muscle in muscles:
            muscle.setActivation(reference.state, 0.0)
            muscle.computeEquilibrium(reference.state)
        reference.model.realizeDynamics(reference.state)
        lengths.append([m.getLength(reference.state) for m in muscles])
        forces.append(
            [m.getTendonForce(reference.state) / m.getMaxIsometricForce() for m in muscles]
        )
    return np.array(lengths), np.array(forces)


def test_resting_pulls_are_those_of_opensims_equilibrium(at_rest):
    """A rigid tendon would give stretched muscles more."""
    lengths, forces = at_rest
    optimal = np.array([row.optimal_fibre_length_m for row in muscle_rows()])
    slack = np.array([row.tendon_slack_length_m for row in muscle_rows()])
    pull = resting_muscle(np.maximum((lengths - slack) / optimal, 0.0)).pull
    assert forces.max() > 0.3
    assert np.abs(pull - forces).max() < 1e-3
