"""Forces at the knee as linear functions of muscle forces and pedal force: the shank's free body."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rider_models.muscle_paths import MUSCLES, LinesOfAction
from sim.bullet import GRAVITY_M_S2
from sim.kinematics import LegCycle, periodic_derivative

Array = NDArray[np.float64]

_KNEE, _SHANK, _FOOT = 3, 3, 5
QUADRICEPS = np.array([name in ("recfem", "vasint", "vaslat", "vasmed") for name in MUSCLES])


@dataclass(frozen=True, eq=False)
class KneeMechanics:
    """What a muscle force or a pedal force does at the knee, over n crank positions.

    Vectors in shank axes. `pull` n x m x 3 (N per N of tendon force) acts on the shank and foot,
    the quadriceps through the patellar tendon; `tendon_ratio` n x m is patellar over quadriceps
    tendon force (0 for other muscles); `patella_pull` n x m x 3 is the pull of each quadriceps
    head on the patella; `patellar_tendon` n x 3 its direction on the shank; `motion` n x 3 (N)
    the mass times acceleration less weight of shank and foot; `shank_axes` n x 3 x 3 turns shank
    vectors into world ones.
    """

    pull: Array
    tendon_ratio: Array
    patella_pull: Array
    patellar_tendon: Array
    motion: Array
    shank_axes: Array


def knee_mechanics(cycle: LegCycle, lines: LinesOfAction, slope: Array) -> KneeMechanics:
    """Knee mechanics of a leg's cycle from lines of action and path slopes (n x m x 6).

    The patella is weightless and the patellar tendon does not stretch, so quadriceps force times
    its arm equals patellar tendon force times the tendon's own arm.
    """
    extension_arm = slope[:, :, _KNEE]
    ratio = np.where(QUADRICEPS, extension_arm, 0.0) / lines.patellar_tendon_arm[:, None]
    pull = np.where(QUADRICEPS[:, None], lines.knee * ratio[:, :, None], lines.knee)
    tendon = lines.knee[:, QUADRICEPS].mean(axis=1)
    shank_axes = cycle.pose.rotations[:, _SHANK]
    return KneeMechanics(
        pull=pull,
        tendon_ratio=ratio,
        patella_pull=lines.patella,
        patellar_tendon=tendon / np.linalg.norm(tendon, axis=1, keepdims=True),
        motion=np.einsum("nji,nj->ni", shank_axes, _motion_below_knee(cycle)),
        shank_axes=shank_axes,
    )


def knee_contact(knee: KneeMechanics, muscle_force: Array, force_on_foot: Array) -> Array:
    """Force of the thigh on the shank (n x 3, N, shank axes): contact and ligaments together.

    `muscle_force` n x m are tendon forces, `force_on_foot` n x 3 the pedal's push on the foot in
    world axes.
    """
    pedal = np.einsum("nji,nj->ni", knee.shank_axes, force_on_foot)
    result: Array = knee.motion - pedal - np.einsum("nmi,nm->ni", knee.pull, muscle_force)
    return result


def _motion_below_knee(cycle: LegCycle) -> Array:
    total = np.zeros_like(cycle.pedal)
    for j in (_SHANK, _FOOT):
        link = cycle.skeleton.links[j]
        centre = cycle.pose.hinges[:, j] + cycle.pose.rotations[:, j] @ np.array(link.centre)
        velocity = periodic_derivative(centre) * cycle.crank_speed[:, None]
        acceleration = periodic_derivative(velocity) * cycle.crank_speed[:, None]
        total += link.mass_kg * (acceleration + np.array([0.0, 0.0, GRAVITY_M_S2]))
    return total
