"""Where the parts of a leg are at given joint angles, and which angles put the foot on the pedal."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rider_models.arrays import FOOT, Array, Joint
from rider_models.errors import PedalfitError
from rider_models.skeleton import Skeleton, Vector

MAX_NEWTON_STEPS = 25
CLOSED_M = 1e-11
FREE_ANGLES = [joint for joint in Joint if joint is not Joint.ANKLE_DORSIFLEXION]
"""The joint angles that close the leg; the ankle's is given."""


class LegCannotReach(PedalfitError):
    """The pedal is beyond the leg's reach, or too close to fold it, at some crank angle."""


@dataclass(frozen=True)
class Cleat:
    """Where the pedal spindle lies under the foot (m, rad), in the axes of the foot.

    `from_ankle` is the spindle's middle from the ankle centre, `toe_out` the foot's heading
    outwards from straight ahead.
    """

    from_ankle: tuple[float, float, float]
    toe_out: float


@dataclass(frozen=True)
class LegPose:
    """A leg at n poses: hinge points and axes (n x 6 x 3), link axes (n x 6 x 3 x 3), pedal.

    `rotations[:, j]` turns vectors of link j into world axes. `spindle` n x 3 is the middle of
    the pedal spindle, `spindle_axis` n x 3 its direction (to the rider's left).
    """

    hinges: Array
    axes: Array
    rotations: Array
    spindle: Array
    spindle_axis: Array


def rotation_about(axis: Vector, angle: Array) -> Array:
    """Rotation matrices (n x 3 x 3) about a fixed unit axis by n angles (Rodrigues)."""
    cross, twice = _cross_matrices(axis)
    sine, cosine = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    result: Array = np.eye(3) + sine * cross + (1 - cosine) * twice
    return result


@lru_cache(maxsize=64)
def _cross_matrices(axis: Vector) -> tuple[Array, Array]:
    """The matrix of a cross product with an axis, and its square."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return cross, cross @ cross


def pose_leg(skeleton: Skeleton, cleat: Cleat, hip: Array, angles: Array) -> LegPose:
    """Forward kinematics of a right leg at joint angles (n x 6, rad) with the hip centre at `hip` (3)."""
    n = len(angles)
    rotation = np.broadcast_to(np.eye(3), (n, 3, 3))
    point = np.broadcast_to(hip, (n, 3))
    hinges, axes, rotations = [], [], []
    for j, link in enumerate(skeleton.links):
        axis = np.array(link.axis)
        point = point + rotation @ np.array(link.origin)
        hinges.append(point)
        axes.append(rotation @ axis)
        rotation = rotation @ rotation_about(link.axis, angles[:, j])
        rotations.append(rotation)
    foot = rotation
    subtalar_from_ankle = np.array(skeleton.links[FOOT].origin)
    spindle = point + foot @ (np.array(cleat.from_ankle) - subtalar_from_ankle)
    across = np.array([-np.sin(cleat.toe_out), np.cos(cleat.toe_out), 0.0])
    return LegPose(
        np.stack(hinges, axis=1),
        np.stack(axes, axis=1),
        np.stack(rotations, axis=1),
        spindle,
        foot @ across,
    )


def close_leg(
    skeleton: Skeleton, cleat: Cleat, hip: Array, pedal: Array, ankle: Array
) -> tuple[Array, LegPose]:
    """Joint angles (n x 6, rad) that put the cleat on the pedal at n crank positions, and the pose there.

    `hip` (3) and `pedal` (n x 3) are points of a right leg in bicycle axes, `ankle` (n) the
    dorsiflexion. Five angles follow from the three coordinates of the spindle and the two
    directions in which a clipped-in foot cannot turn (heading and roll); Newton's method from the
    planar leg.

    Raises LegCannotReach with the crank position where the leg is too short.
    """
    angles = _planar_guess(skeleton, cleat, hip, pedal, ankle)
    for _ in range(MAX_NEWTON_STEPS):
        pose = pose_leg(skeleton, cleat, hip, angles)
        error = np.concatenate([pose.spindle - pedal, pose.spindle_axis[:, [0, 2]]], axis=1)
        if np.abs(error).max() < CLOSED_M:
            return angles, pose
        moved = np.cross(pose.axes, pose.spindle[:, None] - pose.hinges)
        turned = np.cross(pose.axes, pose.spindle_axis[:, None])[:, :, [0, 2]]
        jacobian = np.concatenate([moved, turned], axis=2)[:, FREE_ANGLES]
        step = np.linalg.solve(jacobian.transpose(0, 2, 1), error[..., None])[..., 0]
        angles = angles.copy()
        angles[:, FREE_ANGLES] -= np.clip(step, -0.3, 0.3)
    worst = int(np.abs(error).max(axis=1).argmax())
    stretched = float(np.linalg.norm(pedal[worst] - hip)) - skeleton.thigh_m - skeleton.shank_m
    raise _out_of_reach(skeleton, worst, len(pedal), stretched)


def _planar_guess(
    skeleton: Skeleton, cleat: Cleat, hip: Array, pedal: Array, ankle: Array
) -> Array:
    """Hip, knee and ankle of a planar leg through the same points (law of cosines)."""
    forward, _, up = cleat.from_ankle
    reach = np.linalg.norm((pedal - hip)[:, [0, 2]], axis=1)
    foot_x = forward * np.cos(ankle) - up * np.sin(ankle)
    foot_z = forward * np.sin(ankle) + up * np.cos(ankle) - skeleton.shank_m
    lower = np.hypot(foot_x, foot_z)
    lower_ahead = np.arctan2(foot_x, -foot_z)
    cosine = (skeleton.thigh_m**2 + lower**2 - reach**2) / (2 * skeleton.thigh_m * lower)
    if (np.abs(cosine) >= 1).any():
        worst = int(np.abs(cosine).argmax())
        gap = reach[worst] - (skeleton.thigh_m + lower[worst])
        raise _out_of_reach(skeleton, worst, len(pedal), float(gap))
    knee = np.pi - np.arccos(cosine) + lower_ahead
    above = np.arcsin(np.sin(knee - lower_ahead) * lower / reach)
    sight = np.arctan2((pedal - hip)[:, 0], -(pedal - hip)[:, 2])
    guess = np.zeros((len(pedal), 6))
    guess[:, Joint.HIP_FLEXION] = sight + above
    guess[:, Joint.KNEE_FLEXION] = knee
    guess[:, Joint.ANKLE_DORSIFLEXION] = ankle
    return guess


def _out_of_reach(skeleton: Skeleton, worst: int, n: int, gap_m: float) -> LegCannotReach:
    """The refusal: `gap_m` above zero is missing length, below zero the leg cannot fold so far."""
    crank_deg = 360 * worst / n
    leg = (skeleton.thigh_m + skeleton.shank_m) * 1000
    if gap_m > 0:
        what = f"out of reach of the leg by {gap_m * 1000:.0f} mm"
    else:
        what = "too close to the hip for the leg to fold"
    return LegCannotReach(
        f"the pedal is {what} at a crank angle of {crank_deg:.0f} deg "
        f"(thigh and shank together {leg:.0f} mm)"
    )
