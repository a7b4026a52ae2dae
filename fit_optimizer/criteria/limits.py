"""What forbids a fit: the rider's mobility, the reach to the bar, and bodies in each other's way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import degrees, hypot
from typing import Literal

import numpy as np

from fit_optimizer.setup.rider_on_bike import RiderOnBike
from rider_models.arrays import SAGITTAL_ANGLES, Array, Joint
from rider_models.muscle_groups import MUSCLES_BY_GROUP
from rider_models.muscle_paths import MUSCLES, path_geometry
from rider_models.rider import Mobility
from sim.clearance import clearance
from sim.hands import Hands
from sim.kinematics import distinct_sides, move_leg
from sim.posture import sit

FLESH_GIVES_M = 0.07
"""How far the undeformed bodies of thigh and trunk may overlap: flesh gives way. A guess."""
BAR_GAP_M = 0.03
"""Room between knee and bar, for rocking and standing up: a guess."""

PELVIS_SHARE_OF_LEG_RAISE = 0.285
"""Share of a straight leg's raise that is the pelvis turning, not the hip: 17.0 deg (SD 3.2) of 60 in 23 men (PubMed
10345331), between a fourth and a third in 17 women and men (Bohannon et al. 1985, Phys Ther 65:1501)."""
_STRAIGHT_KNEE = np.deg2rad(5.0)
"""Knee flexion of a leg held straight: the straightest knee that the muscles' paths were sampled at."""
_HIP_RAISED = np.deg2rad(np.arange(5.0, 126.0, 2.5))
"""Hip flexions at which the hamstrings of a straight leg are measured: the sampled range of their paths."""
_HAMSTRINGS = [MUSCLES.index(name) for name in MUSCLES_BY_GROUP["hamstrings"]]


MEASURED_BY = {
    "hip flexion at the top": "hip_flexion_max_deg",
    "hamstring length": "straight_leg_raise_deg",
    "knee extension at the bottom": "knee_flexion_min_deg",
    "knee flexion at the top": "knee_flexion_max_deg",
    "ankle dorsiflexion": "ankle_dorsiflexion_max_deg",
    "ankle plantarflexion": "ankle_plantarflexion_max_deg",
    "hip turned inward": "hip_inward_max_deg",
    "hip turned outward": "hip_outward_max_deg",
    "thigh taken outward": "hip_abduction_max_deg",
}
"""Limits of the rider's mobility by name, with the key of `[rider.mobility]` that says how far they go."""


@dataclass(frozen=True)
class Limit:
    """How a fit stands against one limit: `excess` above zero breaks it, in the limit's `unit`."""

    name: str
    excess: float
    unit: Literal["deg", "mm"] = "deg"


def limits(bar_now: Hands, seated: RiderOnBike) -> tuple[Limit, ...]:
    """Mobility, reach and clearances of a fit, against the rider and the bar as it is now.

    How far the bar moves is limited only where the set-up gives `bar_move_max_mm`.

    Raises LegCannotReach where the leg cannot be closed.
    """
    rider = seated.rider
    posture = sit(rider, seated.bicycle, seated.riding)
    bar = seated.hands()
    sides = distinct_sides(rider, seated.bicycle)
    cycles = [
        move_leg(rider, leg, seated.bicycle, cleat, seated.riding, posture) for leg, cleat in sides
    ]
    gaps = [
        clearance(rider, leg, cycle, posture, bar)
        for (leg, _), cycle in zip(sides, cycles, strict=True)
    ]
    angles = np.concatenate([cycle.joint_angles for cycle in cycles])
    hip, knee, ankle = (angles[:, joint] for joint in SAGITTAL_ANGLES)
    able, bar_move = rider.mobility, hypot(bar.x - bar_now.x, bar.z - bar_now.z)
    to_trunk = min(gap.thigh_to_trunk_m for gap in gaps)
    to_bar = min(gap.knee_to_bar_m for gap in gaps)
    farthest = seated.bar_move_max_m
    return (
        Limit("hip flexion at the top", degrees(hip.max() - able.hip_flexion_max)),
        Limit("hamstring length", degrees(leg_raise_needed(angles) - able.straight_leg_raise)),
        Limit("knee extension at the bottom", degrees(able.knee_flexion_min - knee.min())),
        Limit("knee flexion at the top", degrees(knee.max() - able.knee_flexion_max)),
        Limit("ankle dorsiflexion", degrees(ankle.max() - able.ankle_dorsiflexion_max)),
        Limit("ankle plantarflexion", degrees(-ankle.min() - able.ankle_plantarflexion_max)),
        *across_the_hip(angles, able),
        *(() if farthest is None else (Limit("bar move", 1000 * (bar_move - farthest), "mm"),)),
        Limit("thigh-to-trunk clearance", 1000 * (-FLESH_GIVES_M - to_trunk), "mm"),
        Limit("knee-to-bar clearance", 1000 * (BAR_GAP_M - to_bar), "mm"),
    )


def across_the_hip(angles: Array, able: Mobility) -> tuple[Limit, ...]:
    """Limits of the hip across the bicycle, as far as they were measured, of joint angles (n x 6, rad)."""
    rotation, adduction = angles[:, Joint.HIP_ROTATION], angles[:, Joint.HIP_ADDUCTION]
    asked = (
        ("hip turned inward", rotation.max(), able.hip_inward_max),
        ("hip turned outward", -rotation.min(), able.hip_outward_max),
        ("thigh taken outward", -adduction.min(), able.hip_abduction_max),
    )
    return tuple(
        Limit(name, degrees(needed - most)) for name, needed, most in asked if most is not None
    )


def leg_raise_needed(angles: Array) -> float:
    """Straight leg raise (rad) that stretches some hamstring as far as a stroke does.

    `angles` n x 6 (rad) are the joint angles of the stroke. Lengths are those of the reference
    model's muscle-tendon paths, so the rider's size does not matter.

    Raises AngleOutOfRange beyond the sampled range of the paths.
    """
    longest = path_geometry(angles).length[:, _HAMSTRINGS].max(axis=0)
    hip = max(
        float(np.interp(length, raised, _HIP_RAISED))
        for length, raised in zip(longest, _raised_lengths().T, strict=True)
    )
    return hip / (1 - PELVIS_SHARE_OF_LEG_RAISE)


@cache
def _raised_lengths() -> Array:
    """Hamstring lengths with a straight knee at the hip angles `_HIP_RAISED` (k x 3, m)."""
    angles = np.zeros((len(_HIP_RAISED), 6))
    angles[:, Joint.HIP_FLEXION], angles[:, Joint.KNEE_FLEXION] = _HIP_RAISED, _STRAIGHT_KNEE
    lengths = path_geometry(angles).length[:, _HAMSTRINGS]
    return lengths
