"""The model's curves under the names of measured ones, from its movement alone: no muscles, no stroke."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import atan2, degrees

import numpy as np

from fit_optimizer.pose.curves import MeanCurve
from fit_optimizer.pose.figures import PoseFigures, pose_figures
from fit_optimizer.pose.joint_angles import enclosed_deg
from fit_optimizer.pose.series import Reads
from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import SIDES, Array, Joint, Side
from sim.kinematics import move_leg
from sim.knee_angle import marker_knee_flexion
from sim.posture import sit

SIDE_VIEW = [0, 2]
"""Axes of the side view: forward and up."""


@dataclass(frozen=True, eq=False)
class ModelLeg:
    """One leg of the model: curves (60, deg or mm) over its own crank angle, and its figures."""

    curves: Mapping[str, Array]
    figures: PoseFigures


def model_legs(set_up: SetUp, reads: Reads, plane: bool) -> dict[Side, ModelLeg]:
    """Both legs of a set-up, their knees read as the measured ones are.

    `reads` is what the knee angle is between; `plane` projects the knee into the side view, as a film does.
    Raises LegCannotReach where a leg cannot be closed.
    """
    return {side: seated_leg(seat_rider(set_up), side, reads, plane) for side in SIDES}


def seated_leg(on: RiderOnBike, side: Side, reads: Reads, plane: bool) -> ModelLeg:
    """One leg of a rider on a bicycle. Raises LegCannotReach."""
    posture = sit(on.rider, on.bicycle, on.riding)
    leg, cleat = (
        (on.rider.left, on.bicycle.left_cleat)
        if side == "left"
        else (on.rider.right, on.bicycle.right_cleat)
    )
    cycle = move_leg(on.rider, leg, on.bicycle, cleat, on.riding, posture)
    hinges = cycle.pose.hinges
    hip, knee, ankle = (
        hinges[:, joint]
        for joint in (Joint.HIP_FLEXION, Joint.KNEE_FLEXION, Joint.ANKLE_DORSIFLEXION)
    )
    shoulder = np.tile([posture.shoulder_x, posture.shoulder_z], (len(hip), 1))
    torso = degrees(atan2(posture.shoulder_z - posture.hip_z, posture.shoulder_x - posture.hip_x))
    flexion = 180.0 - enclosed_deg(*(p[:, SIDE_VIEW] if plane else p for p in (hip, knee, ankle)))
    curves = {
        "knee_flexion": read_knee(flexion, reads),
        "hip_flexion": np.rad2deg(cycle.joint_angles[:, Joint.HIP_FLEXION]),
        "trunk_to_thigh": enclosed_deg(shoulder, hip[:, SIDE_VIEW], knee[:, SIDE_VIEW]),
        "ankle_dorsiflexion": np.rad2deg(cycle.joint_angles[:, Joint.ANKLE_DORSIFLEXION]),
        "torso": np.full(len(hip), torso),
        "elbow_bend": np.full(len(hip), float(np.rad2deg(on.elbow_bend))),
        "knee_ahead_mm": 1000 * (knee[:, 0] - cycle.pedal[len(hip) // 4, 0]),
        "knee_sideways_mm": 1000 * knee[:, 1],
    }
    return ModelLeg(curves, pose_figures({name: exact(each) for name, each in curves.items()}))


def read_knee(between_centres_deg: Array, reads: Reads) -> Array:
    """Knee flexion (deg) as markers or as joint centres tell it, from that between joint centres."""
    if reads == "centres":
        return between_centres_deg
    return np.asarray(np.rad2deg(marker_knee_flexion(np.deg2rad(between_centres_deg))))


def exact(values: Array) -> MeanCurve:
    """A curve that is known without spread."""
    nothing = np.full(len(values), np.nan)
    return MeanCurve(values, nothing, nothing, len(values))
