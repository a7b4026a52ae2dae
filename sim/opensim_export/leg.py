"""The leg of the OpenSim reference model, and the joint angles that put its foot on the pedal.

The simulator's knee is a hinge across the leg. The reference model's shank also turns inwards as the knee
bends, by up to 15 deg, about an axis a little askew, so that at the same joint angles its foot comes to lie
30-60 mm nearer to the bicycle. The angles written for OpenSim therefore close the reference model's own leg on
the pedal: with the same ankle angle, hip and knee flexion change by less than 1 deg, hip adduction, hip rotation
and the subtalar joint by up to 8.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

import numpy as np

from rider_models.arrays import HIP_ANGLES, Array, Joint
from rider_models.errors import PedalfitError
from rider_models.muscle_table import DATA
from rider_models.skeleton import REFERENCE_SHANK_M, REFERENCE_THIGH_M
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

MAX_NEWTON_STEPS = 30
CLOSED_M = 1e-9
NUDGE_RAD = 1e-6
_X, _Y, _Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


class OpenSimLegCannotClose(PedalfitError):
    """The reference model's leg does not reach the pedal with the solved ankle angle."""


@dataclass(frozen=True, eq=False)
class _Foot:
    """Spindle from the hip (n x 3, m) and its axis (n x 3), in the axes of a right leg."""

    spindle: Array
    spindle_axis: Array


def close_opensim_leg(cycle: LegCycle) -> Array:
    """Joint angles (n x 6, rad, against the pelvis) at which the reference model's foot is on the pedal.

    The model's thigh, shank and foot have the sizes of this leg. The five angles but the ankle's are found
    by Newton's method from the solved ones. Raises OpenSimLegCannotClose.
    """
    target = cycle.pose.spindle - cycle.pose.hinges[:, Joint.HIP_FLEXION]
    angles = cycle.leg_angles.copy()
    for _ in range(MAX_NEWTON_STEPS):
        missing = _missing(cycle, angles, target)
        if np.abs(missing).max() < CLOSED_M:
            return angles + (cycle.joint_angles - cycle.leg_angles)
        nudged = [
            (_missing(cycle, angles + NUDGE_RAD * np.eye(6)[j], target) - missing) / NUDGE_RAD
            for j in FREE_ANGLES
        ]
        step = np.linalg.solve(np.stack(nudged, axis=2), missing[..., None])[..., 0]
        angles[:, FREE_ANGLES] -= np.clip(step, -0.2, 0.2)
    worst = 360 * int(np.abs(missing).max(axis=1).argmax()) / len(target)
    raise OpenSimLegCannotClose(
        f"the OpenSim model's leg does not reach the pedal at a crank angle of {worst:.0f} deg"
    )


def _missing(cycle: LegCycle, angles: Array, target: Array) -> Array:
    """What is left to close (n x 5): the spindle's place (m), heading and roll of its axis."""
    foot = _pose_foot(cycle, angles)
    return np.concatenate([foot.spindle - target, foot.spindle_axis[:, [0, 2]]], axis=1)


def _pose_foot(cycle: LegCycle, angles: Array) -> _Foot:
    """Forward kinematics of the reference model's leg, hanging from an upright pelvis."""
    links = cycle.skeleton.links
    thigh = np.broadcast_to(np.eye(3), (len(angles), 3, 3))
    for j in HIP_ANGLES:
        thigh = thigh @ rotation_about(links[j].axis, angles[:, j])
    thigh_scale = cycle.skeleton.thigh_m / REFERENCE_THIGH_M
    shank_scale = cycle.skeleton.shank_m / REFERENCE_SHANK_M
    place, turn = shank_in_thigh(angles[:, Joint.KNEE_FLEXION], thigh_scale, shank_scale)
    shank = thigh @ turn
    ankle = place + turn @ (TO_OPENSIM.T @ ANKLE_IN_SHANK_M * shank_scale)
    at = np.einsum("nij,nj->ni", thigh, ankle)
    ankle_hinge, subtalar = links[Joint.ANKLE_DORSIFLEXION], links[Joint.SUBTALAR_INVERSION]
    talus = shank @ rotation_about(ankle_hinge.axis, angles[:, Joint.ANKLE_DORSIFLEXION])
    foot = talus @ rotation_about(subtalar.axis, angles[:, Joint.SUBTALAR_INVERSION])
    spindle = np.array(cycle.cleat.from_ankle) - np.array(subtalar.origin)
    toe_out = cycle.cleat.toe_out
    across = np.array([-np.sin(toe_out), np.cos(toe_out), 0.0])
    return _Foot(at + talus @ np.array(subtalar.origin) + foot @ spindle, foot @ across)


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
    lines = (DATA / "walker_knee.csv").read_text().splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["motion"]: [float(row[f"degree_{i}"]) for i in range(4, -1, -1)] for row in rows}
