"""How far thighs and trunk, and knees and handlebar, stay apart, on the solid bodies of the rider."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import cos, sin

import numpy as np
import trimesh

from rider_models.arrays import SHANK, THIGH, Array, Joint
from rider_models.rider import Leg, Rider
from rider_models.segment_solids import rider_solids
from sim.hands import Hands
from sim.kinematics import LegCycle
from sim.posture import Posture

GROIN_OVER_THIGH = 0.4
"""Part of the thigh next to the hip that is left out: there the two bodies are one. A guess."""

PELVIS_OVER_TRUNK = 0.35
"""Length over which the trunk goes on in the direction of the pelvis before the lumbar spine bends it
towards the shoulders. De Leva's (1996) pelvis is 0.28 of the trunk, the lumbar spine reaches to 0.5: a guess."""

FAR_M = 0.5
"""Gap given where no part of the trunk is over the thigh."""

TOPS_BEHIND_WRIST_M, TOPS_BELOW_WRIST_M = 0.05, 0.04
"""Tops of a drop bar against the wrists of hands on the hoods: a guess from a reach of 80 mm."""
BAR_RADIUS_M, BAR_WIDTH_M = 0.016, 0.42
"""A 31.8 mm clamp and a bar of 420 mm."""


@dataclass(frozen=True)
class Clearance:
    """Least gaps (m) over the upper half of the crank circle; below zero the bodies overlap."""

    thigh_to_trunk_m: float
    knee_to_bar_m: float


@dataclass(frozen=True, eq=False)
class _Bodies:
    """Faces of the convex solids of thigh and shank (f x 4: unit normal, offset; m), points of the
    front right half of the straight trunk (p x 3: forward, left, up from the hips)."""

    thigh: Array
    shank: Array
    trunk: Array


def clearance(rider: Rider, leg: Leg, cycle: LegCycle, posture: Posture, hands: Hands) -> Clearance:
    """Gaps of one leg, computed as a right one, while its pedal is above the bottom bracket."""
    bodies = _bodies(rider, leg)
    upper = np.cos(cycle.crank_angle) >= 0
    hinges, axes = cycle.pose.hinges[upper], cycle.pose.rotations[upper]
    trunk = bent_trunk(bodies.trunk, rider.torso_m, posture)
    thigh_from_trunk = _seen_from(trunk, hinges[:, Joint.HIP_FLEXION], axes[:, THIGH])
    beyond_groin = thigh_from_trunk[..., 2] < -GROIN_OVER_THIGH * leg.thigh_m
    apart = distance_to_convex(bodies.thigh, thigh_from_trunk[beyond_groin])
    bar = _bar_axis(hands)
    to_bar = [
        distance_to_convex(solid, _seen_from(bar, hinges[:, hinge], axes[:, link])).min()
        for solid, hinge, link in (
            (bodies.thigh, Joint.HIP_FLEXION, THIGH),
            (bodies.shank, Joint.KNEE_FLEXION, SHANK),
        )
    ]
    return Clearance(
        thigh_to_trunk_m=float(apart.min(initial=FAR_M)),
        knee_to_bar_m=float(min(to_bar)) - BAR_RADIUS_M,
    )


def distance_to_convex(faces: Array, points: Array) -> Array:
    """Signed distance of points (... x 3) to a convex solid given by its faces (f x 4).

    Exact inside (the negative depth) and over a face; off an edge it is a little less than the
    true one.
    """
    each = faces[:, :3] @ points.reshape(-1, 3).T - faces[:, 3:]
    return np.asarray(each.max(axis=0).reshape(points.shape[:-1]))


def convex_faces(solid: trimesh.Trimesh) -> Array:
    """Planes of a convex solid, each once: unit normal outwards and offset (f x 4)."""
    normals = np.asarray(solid.face_normals)
    offsets = np.einsum("fi,fi->f", normals, np.asarray(solid.triangles_center))
    return np.asarray(np.unique(np.column_stack([normals, offsets]).round(9), axis=0))


def bent_trunk(straight: Array, torso_m: float, posture: Posture) -> Array:
    """Points of a straight trunk (p x 3, from the hips up along z) where the rider has them (p x 3, m).

    Its axis leaves the hips in the direction of the pelvis and ends at the shoulders: a parabola.
    """
    hip = np.array([posture.hip_x, posture.hip_z])
    shoulder = np.array([posture.shoulder_x, posture.shoulder_z])
    upwards = np.array([sin(posture.pelvis_tilt), cos(posture.pelvis_tilt)])
    lumbar = hip + PELVIS_OVER_TRUNK * torso_m * upwards
    along = straight[:, 2:] / torso_m
    axis = (1 - along) ** 2 * hip + 2 * along * (1 - along) * lumbar + along**2 * shoulder
    tangent = (1 - along) * (lumbar - hip) + along * (shoulder - lumbar)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    forward = np.column_stack([tangent[:, 1], -tangent[:, 0]])
    placed = axis + straight[:, :1] * forward
    return np.column_stack([placed[:, 0], straight[:, 1], placed[:, 1]])


@lru_cache(maxsize=8)
def _bodies(rider: Rider, leg: Leg) -> _Bodies:
    solids = rider_solids(rider, leg)
    trunk = np.asarray(solids["trunk"].vertices) * [1.0, 1.0, -1.0]
    return _Bodies(
        thigh=convex_faces(solids["thigh"]),
        shank=convex_faces(solids["shank"]),
        trunk=trunk[(trunk[:, 0] >= 0) & (trunk[:, 1] <= 0)],
    )


def _seen_from(points: Array, origins: Array, axes: Array) -> Array:
    """Points (p x 3) in n moving frames with origins n x 3 and axes n x 3 x 3: n x p x 3."""
    return np.asarray((points[None] - origins[:, None]) @ axes)


def _bar_axis(hands: Hands) -> Array:
    """Points along the middle of the bar's tops."""
    across = np.linspace(-BAR_WIDTH_M / 2, BAR_WIDTH_M / 2, 29)
    x, z = hands.x - TOPS_BEHIND_WRIST_M, hands.z - TOPS_BELOW_WRIST_M
    return np.column_stack([np.full_like(across, x), across, np.full_like(across, z)])
