"""The inverse mode and OpenSim's inverse dynamics on the same coordinates and pedal forces."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rider_models.arrays import SIDES, Array, Side
from sim.inverse.motion import MeasuredAngles
from sim.inverse.solve import InverseStroke, MeasuredForce, inverse_stroke
from sim.opensim_export.sides import against_right_crank
from sim.stroke import Stroke
from tests.sim.opensim_export.tables import Table, read_table
from tests.sim.opensim_export.test_with_model import (
    _analysed,
    _inverse_dynamics,
)

MOMENTS = {"hip_flexion": 0, "knee_angle": 3, "ankle_angle": 4}


@pytest.fixture(scope="module")
def inverse(with_model: Path, stroke: Stroke) -> InverseStroke:
    """OpenSim's coordinates, which close its own leg on the pedal, as if they had been measured."""
    table = read_table(with_model / "coordinates.mot")
    angles: dict[Side, MeasuredAngles] = {}
    forces: dict[Side, MeasuredForce] = {}
    for side in SIDES:
        hip, knee, ankle = (
            own(np.deg2rad(table[f"{name}_{side[0]}"][:60]), side)
            for name in ("hip_flexion", "knee_angle", "ankle_angle")
        )
        angles[side] = MeasuredAngles(hip, knee, ankle)
        on_pedal = -stroke.legs[side].coordination.force_on_foot
        forces[side] = MeasuredForce(fore_aft=on_pedal[:, 0], vertical=on_pedal[:, 2])
    return inverse_stroke(stroke.rider, stroke.bicycle, stroke.riding, angles, forces)


@pytest.fixture(scope="module")
def moments(osim: object, with_model: Path) -> Table:
    """Joint moments by OpenSim's inverse dynamics."""
    return _inverse_dynamics(osim, with_model)


@pytest.fixture(scope="module")
def reactions(osim: object, with_model: Path) -> Table:
    """Joint reactions of both legs by OpenSim, at the first 20 crank positions."""
    _analysed(osim, with_model, "joint_reaction.xml", 20)
    return read_table(with_model / "joint_reaction_JointReaction_ReactionLoads.sto")


def own(values: Array, side: Side) -> Array:
    """A curve against the right crank's angle, against the leg's own."""
    return np.roll(values, -30) if side == "left" else values


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("joint", MOMENTS)
def test_joint_moments_are_opensims_within_three_per_cent_rms(
    moments: Table, inverse: InverseStroke, side: Side, joint: str
) -> None:
    theirs = moments[f"{joint}_{side[0]}_moment"][:60]
    moment = inverse.stroke.legs[side].joint_moment[:, MOMENTS[joint]]
    ours = against_right_crank(moment, side)
    rms = float(np.sqrt(np.mean((theirs - ours) ** 2)))
    assert rms < 0.03 * np.ptp(theirs)


@pytest.mark.parametrize("side", SIDES)
def test_the_knees_compression_is_joint_reactions_within_eight_per_cent(
    reactions: Table, inverse: InverseStroke, side: Side
) -> None:
    shank = f"tibia_{side[0]}"
    theirs = -reactions[f"walker_knee_{side[0]}_on_{shank}_in_{shank}_fy"]
    ours = against_right_crank(inverse.stroke.legs[side].loads.tibiofemoral_compression, side)
    assert np.abs(theirs - ours[:20]).max() < 0.08 * theirs.max()


def test_the_hips_move_little_where_two_models_of_a_leg_differ(inverse: InverseStroke) -> None:
    for motion in inverse.motions.values():
        assert np.ptp(motion.hip_path, axis=0).max() < 0.02
        assert motion.foot_off.max() < 0.005
