"""Forces at the hip as linear functions of muscle forces and pedal force: the whole leg's free body."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import FOOT, SHANK, THIGH, Array
from rider_models.muscle_paths import LinesOfAction
from sim.free_body import carrying_force
from sim.kinematics import LegCycle


@dataclass(frozen=True, eq=False)
class HipMechanics:
    """What a muscle force or a pedal force does at the hip, over n crank positions.

    Vectors in thigh axes. `pull` n x m x 3 (N per N of tendon force) acts on thigh, patella, shank
    and foot together, so that a muscle that begins and ends on them pulls with nothing; `motion`
    n x 3 (N) is the mass times acceleration less weight of the leg; `thigh_axes` n x 3 x 3 turns
    thigh vectors into world ones.
    """

    pull: Array
    motion: Array
    thigh_axes: Array


def hip_mechanics(cycle: LegCycle, lines: LinesOfAction) -> HipMechanics:
    """Hip mechanics of a leg's cycle from the lines of action."""
    thigh_axes = cycle.pose.rotations[:, THIGH]
    carried = carrying_force(cycle, (THIGH, SHANK, FOOT))
    motion = np.einsum("nji,nj->ni", thigh_axes, carried)
    return HipMechanics(pull=lines.hip, motion=motion, thigh_axes=thigh_axes)


def hip_contact(hip: HipMechanics, muscle_force: Array, force_on_foot: Array) -> Array:
    """Force of the pelvis on the thigh (n x 3, N, thigh axes): contact, labrum and capsule together.

    `muscle_force` n x m are tendon forces, `force_on_foot` n x 3 the pedal's push on the foot in
    world axes.
    """
    pedal = np.einsum("nji,nj->ni", hip.thigh_axes, force_on_foot)
    result: Array = hip.motion - pedal - np.einsum("nmi,nm->ni", hip.pull, muscle_force)
    return result
