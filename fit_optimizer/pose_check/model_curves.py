"""The model's curves under the names of measured ones, from its movement alone: no muscles, no stroke."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import atan2, degrees

import numpy as np

from fit_optimizer.pose.curves import MeanCurve
from fit_optimizer.pose.figures import PoseFigures, pose_figures
from fit_optimizer.pose.joint_angles import direction_deg, enclosed_deg, wrapped_deg
from fit_optimizer.pose.measure import MeasuredPose
from fit_optimizer.pose.series import Reads
from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import FOOT, SIDES, Array, Joint, Side
from sim.kinematics import LegCycle, leg_of, move_leg
from sim.knee_angle import marker_knee_flexion
from sim.posture import sit

SIDE_VIEW = [0, 2]
"""Axes of the side view: forward and up."""


@dataclass(frozen=True, eq=False)
class ModelLeg:
    """One leg of the model: curves (60, deg or mm) over its own crank angle."""

    curves: Mapping[str, Array]

    @property
    def figures(self) -> PoseFigures:
        """The figures that fitters read off the curves."""
        return pose_figures({name: exact(each) for name, each in self.curves.items()})


@dataclass(frozen=True, slots=True)
class Reading:
    """How angles were read: what the knee is between, whether in the plane of a film, whether from points.

    From points the ankle is between the shank and the line from heel to toe, in the side view; else it is the
    joint's own angle.
    """

    reads: Reads
    plane: bool = False
    from_points: bool = False


def reading_of(pose: MeasuredPose) -> Reading:
    """How the angles of a measured pose were read."""
    return Reading(pose.reads, pose.plane, pose.from_points)


def model_legs(set_up: SetUp, reading: Reading) -> dict[Side, ModelLeg]:
    """Both legs of a set-up, read as the measured ones were. Raises LegCannotReach."""
    on = seat_rider(set_up)
    return {side: seated_leg(on, side, reading) for side in SIDES}


def seated_leg(on: RiderOnBike, side: Side, reading: Reading) -> ModelLeg:
    """One leg of a rider on a bicycle. Raises LegCannotReach."""
    plane = reading.plane
    posture = sit(on.rider, on.bicycle, on.riding)
    leg, cleat = leg_of(on.rider, on.bicycle, side)
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
        "knee_flexion": read_knee(flexion, reading.reads),
        "hip_flexion": np.rad2deg(cycle.joint_angles[:, Joint.HIP_FLEXION]),
        "trunk_to_thigh": enclosed_deg(shoulder, hip[:, SIDE_VIEW], knee[:, SIDE_VIEW]),
        "ankle_dorsiflexion": _ankle_seen(cycle)
        if reading.from_points
        else np.rad2deg(cycle.joint_angles[:, Joint.ANKLE_DORSIFLEXION]),
        "torso": np.full(len(hip), torso),
        "elbow_bend": np.full(len(hip), float(np.rad2deg(on.elbow_bend))),
        "knee_ahead_mm": 1000 * (knee[:, 0] - cycle.pedal[len(hip) // 4, 0]),
        "knee_sideways_mm": 1000 * knee[:, 1],
        "hip_ahead_mm": 1000 * hip[:, 0],
        "hip_above_mm": 1000 * hip[:, 2],
        "thigh_mm": 1000 * _length(hip, knee, plane),
        "shank_mm": 1000 * _length(knee, ankle, plane),
    }
    return ModelLeg(curves)


def _ankle_seen(cycle: LegCycle) -> Array:
    """Angle (n, deg) of the sole against the shank in the side view, 0 where square."""
    hinges = cycle.pose.hinges[:, :, SIDE_VIEW]
    shank = direction_deg(hinges[:, Joint.ANKLE_DORSIFLEXION], hinges[:, Joint.KNEE_FLEXION])
    sole = cycle.pose.rotations[:, FOOT][:, SIDE_VIEW, 0]
    return wrapped_deg(direction_deg(np.zeros_like(sole), sole) - shank + 90.0)


def _length(one: Array, other: Array, plane: bool) -> Array:
    """Length (n, m) of a segment, in the side view where a film is."""
    along = other - one
    return np.asarray(np.linalg.norm(along[:, SIDE_VIEW] if plane else along, axis=1))


def read_knee(between_centres_deg: Array, reads: Reads) -> Array:
    """Knee flexion (deg) as markers or as joint centres tell it, from that between joint centres."""
    if reads == "centres":
        return between_centres_deg
    return np.asarray(np.rad2deg(marker_knee_flexion(np.deg2rad(between_centres_deg))))


def exact(values: Array) -> MeanCurve:
    """A curve that is known without spread."""
    nothing = np.full(len(values), np.nan)
    return MeanCurve(values, nothing, nothing, len(values))
