"""The leg of the OpenSim reference model, and the joint angles that put its foot on the pedal.

The simulator's knee is a hinge across the leg. The reference model's shank also turns inwards as the knee
bends, by up to 15 deg, about an axis a little askew, so that at the same joint angles its foot comes to lie
30-60 mm nearer to the bicycle. The angles written for OpenSim therefore close the reference model's own leg on
the pedal: with the same ankle angle, hip and knee flexion change by less than 1 deg, hip adduction, hip rotation
and the subtalar joint by up to 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from rider_models.arrays import HIP_ANGLES, Array, Joint
from rider_models.data_tables import DATA, table_rows
from rider_models.errors import PedalfitError
from rider_models.skeleton import REFERENCE_SHANK_M, REFERENCE_THIGH_M, Skeleton
from sim.kinematics import LegCycle
from sim.leg_kinematics import FREE_ANGLES, rotation_about

TO_OPENSIM = np.array([[1.0, 0, 0], [0, 0, 1.0], [0, -1.0, 0]])
"""Vectors of a right leg (x forward, y left, z up) into OpenSim's axes (x forward, y up, z right)."""

KNEE_IN_THIGH_M = np.array([-0.0045, -0.4096, -0.00175])
KNEE_IN_SHANK_M = np.array([-0.00808954, -0.0035348, -0.00148474])
KNEE_AXES_RAD = (-1.64157, 1.44618, 1.5708)
ANKLE_IN_SHANK_M = np.array([-0.01, -0.4, 0.0])
"""The knee in femur and tibia of RajagopalLaiUhlrich2023.osim, in OpenSim's axes: places, the turn of its axes
(about x, y, z in turn), and the ankle centre."""

STRETCH = 1.0014
"""Thigh and shank of the scaled model over the rider's. Clipped to the pedal, the model's rolling and turning knee
reaches 1 mm less far than the simulator's hinge, and a nearly straight leg would have to bend otherwise by degrees,
which at 100 rpm takes 20 Nm of the hip. The angular accelerations of knee and hip differ least with it, over three
riders from 66 to 81 kg and knees that straighten to 22-38 deg."""

MAX_NEWTON_STEPS = 30
CLOSED_M = 1e-9
NUDGE_RAD = 1e-6
_X, _Y, _Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
"""Newton steps after which a leg is said not to reach, the gap (m) that counts as closed, the step (rad) of the
derivatives (guesses); OpenSim's axes."""


class OpenSimLegCannotClose(PedalfitError):
    """The reference model's leg does not reach the pedal with the solved ankle angle."""


@dataclass(frozen=True, eq=False)
class OpenSimLegPose:
    """The reference model's leg at n poses, in the axes of a right leg (x forward, y left, z up).

    Origins of femur, tibia and calcn from the hip centre (n x 3, m) and their turns (n x 3 x 3), which take
    vectors in axes parallel to a straight leg's; the pedal spindle under the foot and its axis (n x 3).
    """

    origins: dict[str, Array]
    turns: dict[str, Array]
    spindle: Array
    spindle_axis: Array


@dataclass(frozen=True)
class LegScale:
    """Size of the reference model's thigh and shank over what they are in its file."""

    thigh: float
    shank: float


def leg_scale(cycle: LegCycle) -> LegScale:
    """Scale of the model's thigh and shank for this leg: the rider's lengths over the model's, times `STRETCH`."""
    skeleton = cycle.skeleton
    return LegScale(
        STRETCH * skeleton.thigh_m / REFERENCE_THIGH_M,
        STRETCH * skeleton.shank_m / REFERENCE_SHANK_M,
    )


def close_opensim_leg(cycle: LegCycle) -> Array:
    """Joint angles (n x 6, rad, the thigh's in ground axes) at which the reference model's foot is on the pedal.

    The model's leg has the size that `leg_scale` says. The five angles but the ankle's are found
    by Newton's method from the solved ones. Raises OpenSimLegCannotClose.
    """
    scale = leg_scale(cycle)
    target = cycle.pose.spindle - cycle.pose.hinges[:, Joint.HIP_FLEXION]
    angles = cycle.leg_angles.copy()
    for _ in range(MAX_NEWTON_STEPS):
        missing = _missing(cycle, scale, angles, target)
        if np.abs(missing).max() < CLOSED_M:
            return angles
        nudged = [
            (_missing(cycle, scale, angles + NUDGE_RAD * np.eye(6)[j], target) - missing)
            / NUDGE_RAD
            for j in FREE_ANGLES
        ]
        step = np.linalg.solve(np.stack(nudged, axis=2), missing[..., None])[..., 0]
        angles[:, FREE_ANGLES] -= np.clip(step, -0.2, 0.2)
    worst = 360 * int(np.abs(missing).max(axis=1).argmax()) / len(target)
    raise OpenSimLegCannotClose(
        f"the OpenSim model's leg does not reach the pedal at a crank angle of {worst:.0f} deg"
    )


def _missing(cycle: LegCycle, scale: LegScale, angles: Array, target: Array) -> Array:
    """What is left to close (n x 5): the spindle's place (m), heading and roll of its axis."""
    pose = pose_opensim_leg(cycle, scale, angles)
    return np.concatenate([pose.spindle - target, pose.spindle_axis[:, [0, 2]]], axis=1)


def pose_opensim_leg(cycle: LegCycle, scale: LegScale, angles: Array) -> OpenSimLegPose:
    """Forward kinematics of the reference model's leg, from its hip (angles n x 6, rad, as above)."""
    links = cycle.skeleton.links
    thigh = thigh_turn(cycle.skeleton, angles)
    place, turn = shank_in_thigh(angles[:, Joint.KNEE_FLEXION], scale.thigh, scale.shank)
    shank = thigh @ turn
    knee = np.einsum("nij,nj->ni", thigh, place)
    ankle = knee + shank @ (TO_OPENSIM.T @ ANKLE_IN_SHANK_M * scale.shank)
    ankle_hinge, subtalar = links[Joint.ANKLE_DORSIFLEXION], links[Joint.SUBTALAR_INVERSION]
    talus = shank @ rotation_about(ankle_hinge.axis, angles[:, Joint.ANKLE_DORSIFLEXION])
    foot = talus @ rotation_about(subtalar.axis, angles[:, Joint.SUBTALAR_INVERSION])
    heel = ankle + talus @ np.array(subtalar.origin)
    spindle = np.array(cycle.cleat.from_ankle) - np.array(subtalar.origin)
    return OpenSimLegPose(
        origins={"femur": np.zeros_like(knee), "tibia": knee, "calcn": heel},
        turns={"femur": thigh, "tibia": shank, "calcn": foot},
        spindle=heel + foot @ spindle,
        spindle_axis=foot @ cycle.cleat.across,
    )


def thigh_turn(skeleton: Skeleton, angles: Array) -> Array:
    """Rotation of the thigh (n x 3 x 3) at joint angles (n x 6, rad), against what they are measured from."""
    thigh = np.broadcast_to(np.eye(3), (len(angles), 3, 3))
    for j in HIP_ANGLES:
        thigh = thigh @ rotation_about(skeleton.links[j].axis, angles[:, j])
    return thigh


def shank_in_thigh(
    knee_flexion: Array, thigh_scale: float, shank_scale: float
) -> tuple[Array, Array]:
    """Origin (n x 3, m) and axes (n x 3 x 3) of the model's shank in its thigh, axes of a right leg."""
    knee: dict[str, Array] = {
        name: np.asarray(np.polyval(row, knee_flexion), dtype=np.float64)
        for name, row in _walker_knee().items()
    }
    askew = np.eye(3)
    for axis, angle in zip((_X, _Y, _Z), KNEE_AXES_RAD, strict=True):
        askew = askew @ rotation_about(axis, np.array([angle]))[0]
    bend = rotation_about(_X, knee_flexion) @ rotation_about(_Z, knee["turn_z"])
    turn = askew @ bend @ rotation_about(_Y, knee["turn_y"]) @ askew.T
    slide = np.stack([knee[f"slide_{axis}"] for axis in "xyz"], axis=1) * thigh_scale
    place = thigh_scale * KNEE_IN_THIGH_M + slide @ askew.T
    place = place - turn @ (shank_scale * KNEE_IN_SHANK_M)
    return place @ TO_OPENSIM, TO_OPENSIM.T @ turn @ TO_OPENSIM


@cache
def _walker_knee() -> dict[str, list[float]]:
    """Coefficients of `data/walker_knee.csv`, highest degree first."""
    rows = table_rows(DATA / "walker_knee.csv")
    return {row["motion"]: [float(row[f"degree_{i}"]) for i in range(4, -1, -1)] for row in rows}
