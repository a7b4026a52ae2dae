"""Forces at the knee as linear functions of muscle forces and pedal force: the shank's free body."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import FOOT, SHANK, Array
from rider_models.muscle_paths import MUSCLES, LinesOfAction
from rider_models.patella import QUADRICEPS_HEADS
from sim.free_body import carrying_force
from sim.kinematics import LegCycle

QUADRICEPS = np.array([name in QUADRICEPS_HEADS for name in MUSCLES])


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


def knee_mechanics(cycle: LegCycle, lines: LinesOfAction) -> KneeMechanics:
    """Knee mechanics of a leg's cycle from the lines of action."""
    ratio = lines.patellar_over_quadriceps
    pull = np.where(QUADRICEPS[:, None], lines.knee * ratio[:, :, None], lines.knee)
    tendon = lines.knee[:, QUADRICEPS].mean(axis=1)
    shank_axes = cycle.pose.rotations[:, SHANK]
    return KneeMechanics(
        pull=pull,
        tendon_ratio=ratio,
        patella_pull=lines.patella,
        patellar_tendon=tendon / np.linalg.norm(tendon, axis=1, keepdims=True),
        motion=np.einsum("nji,nj->ni", shank_axes, carrying_force(cycle, (SHANK, FOOT))),
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
