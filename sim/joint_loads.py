"""Loads on hip, knee and tendons from muscle forces, through free bodies of leg, shank and patella."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array, Joint
from rider_models.muscle_paths import MUSCLES
from rider_models.patella import patellofemoral_contact_area
from sim.hip import hip_contact
from sim.knee import QUADRICEPS, knee_contact
from sim.leg_problem import LegProblem
from sim.muscle_sharing import LegCoordination

ACHILLES = np.array([name in ("gaslat", "gasmed", "soleus") for name in MUSCLES])


@dataclass(frozen=True, eq=False)
class JointLoads:
    """Loads of one leg over n crank positions (N; the stress in Pa).

    `tibiofemoral_compression` presses along the shank; `tibiofemoral_shear` is the forward push of
    the thigh's condyles and the ligaments on the shank, at right angles to it (positive where the
    muscles pull the shank back). `hip_contact` is the whole force between pelvis and thigh,
    `patellofemoral` that between patella and thigh, `patellofemoral_stress` the latter over the
    contact area.
    """

    tibiofemoral_compression: Array
    tibiofemoral_shear: Array
    patellofemoral: Array
    patellofemoral_stress: Array
    quadriceps_tendon: Array
    patellar_tendon: Array
    achilles_tendon: Array
    hip_contact: Array


def joint_loads(problem: LegProblem, coordination: LegCoordination) -> JointLoads:
    """Loads of a leg whose muscles share the work as solved."""
    knee, force = problem.knee, coordination.muscle_force
    contact = knee_contact(knee, force, coordination.force_on_foot)
    at_hip = hip_contact(problem.hip, force, coordination.force_on_foot)
    patellar_tendon = (knee.tendon_ratio * force).sum(axis=1)
    on_patella = np.einsum("nmi,nm->ni", knee.patella_pull, force)
    on_patella -= patellar_tendon[:, None] * knee.patellar_tendon
    patellofemoral = np.linalg.norm(on_patella, axis=1)
    skeleton, flexion = problem.cycle.skeleton, problem.cycle.joint_angles[:, Joint.KNEE_FLEXION]
    area = patellofemoral_contact_area(flexion, skeleton.thigh_m + skeleton.shank_m)
    return JointLoads(
        tibiofemoral_compression=-contact[:, 2],
        tibiofemoral_shear=contact[:, 0],
        patellofemoral=patellofemoral,
        patellofemoral_stress=patellofemoral / area,
        quadriceps_tendon=force[:, QUADRICEPS].sum(axis=1),
        patellar_tendon=patellar_tendon,
        achilles_tendon=force[:, ACHILLES].sum(axis=1),
        hip_contact=np.linalg.norm(at_hip, axis=1),
    )
