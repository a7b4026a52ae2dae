"""Loads on knee and tendons from muscle forces, through the free bodies of shank and patella."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rider_models.muscle_paths import MUSCLES
from sim.coordination import LegCoordination
from sim.knee import QUADRICEPS, KneeMechanics, knee_contact

Array = NDArray[np.float64]

ACHILLES = np.array([name in ("gaslat", "gasmed", "soleus") for name in MUSCLES])


@dataclass(frozen=True, eq=False)
class JointLoads:
    """Loads of one leg over n crank positions (N).

    `tibiofemoral_compression` presses along the shank; `tibiofemoral_shear` is the forward push of
    the thigh's condyles and the ligaments on the shank, at right angles to it (positive where the
    muscles pull the shank back).
    """

    tibiofemoral_compression: Array
    tibiofemoral_shear: Array
    patellofemoral: Array
    quadriceps_tendon: Array
    patellar_tendon: Array
    achilles_tendon: Array


def joint_loads(knee: KneeMechanics, coordination: LegCoordination) -> JointLoads:
    """Loads of a leg whose muscles share the work as solved."""
    force = coordination.muscle_force
    contact = knee_contact(knee, force, coordination.force_on_foot)
    patellar_tendon = (knee.tendon_ratio * force).sum(axis=1)
    on_patella = np.einsum("nmi,nm->ni", knee.patella_pull, force)
    on_patella -= patellar_tendon[:, None] * knee.patellar_tendon
    return JointLoads(
        tibiofemoral_compression=-contact[:, 2],
        tibiofemoral_shear=contact[:, 0],
        patellofemoral=np.linalg.norm(on_patella, axis=1),
        quadriceps_tendon=force[:, QUADRICEPS].sum(axis=1),
        patellar_tendon=patellar_tendon,
        achilles_tendon=force[:, ACHILLES].sum(axis=1),
    )
