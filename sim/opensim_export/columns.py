"""A stroke's curves under the names that they have in the OpenSim reference model, over one revolution.

Ground has its origin at the bottom bracket, x forward, y up and z to the right; rows run from the right top dead
centre.
"""

from __future__ import annotations

import numpy as np

from rider_models.arrays import HIP_ANGLES, Array, Joint
from rider_models.skeleton import REFERENCE_FOOT_M
from sim.kinematics import LegCycle
from sim.opensim_export.holding import holding_moments
from sim.opensim_export.leg import close_opensim_leg, leg_scale
from sim.opensim_export.newton_euler import UP
from sim.opensim_export.pelvis import angles_of_hip
from sim.opensim_export.seat import Seat, pedal_load
from sim.opensim_export.sides import against_right_crank
from sim.opensim_export.trunk_model import PELVIS_PLACE
from sim.opensim_export.upper_body import UpperBody
from sim.stroke import Stroke

Columns = dict[str, Array]

_LEG_COORDINATES = ("hip_flexion", "hip_adduction", "hip_rotation", "knee_angle")
_FOOT_COORDINATES = ("ankle_angle", "subtalar_angle")
_ACTUATORS = {
    "lumbar_extension": "lumbar_ext",
    "lumbar_bending": "lumbar_bend",
    "lumbar_rotation": "lumbar_rot",
    "arm_flex": "shoulder_flex",
    "arm_add": "shoulder_add",
    "arm_rot": "shoulder_rot",
}
"""Actuators of the reference model that are not called as their coordinates are."""


def coordinates(stroke: Stroke, upper: UpperBody) -> Columns:
    """The reference model's coordinates over one revolution (n; deg, m), the coupled kneecap's in rad.

    OpenSim takes a coordinate that turns and slides its body at once for neither an angle nor a length, so
    that its tools leave the kneecap's as it stands in a file in degrees.
    """
    columns = {
        name: value if _is_bare(name) else np.rad2deg(value)
        for name, value in upper.coordinates.items()
    }
    for side, leg in stroke.legs.items():
        angles = against_right_crank(_leg_angles(leg.problem.cycle, upper, side), side)
        names = [f"{name}_{side[0]}" for name in (*_LEG_COORDINATES, *_FOOT_COORDINATES)]
        columns |= dict(zip(names, np.rad2deg(angles).T, strict=True))
        columns[f"knee_angle_{side[0]}_beta"] = angles[:, Joint.KNEE_FLEXION]
        columns[f"mtp_angle_{side[0]}"] = np.zeros(len(angles))
    return columns


def _leg_angles(cycle: LegCycle, upper: UpperBody, side: str) -> Array:
    """A leg's joint angles (n x 6, rad) from its own top dead centre, the hip's against the turning pelvis."""
    angles = close_opensim_leg(cycle)
    hip = angles_of_hip(upper.placed["pelvis"].pose, cycle, angles, side)
    return np.concatenate([hip, angles[:, len(HIP_ANGLES) :]], axis=1)


def in_model_units(name: str, column: Array) -> Array:
    """A column of `coordinates` in m or rad, as the model has it inside."""
    return column if _is_bare(name) else np.deg2rad(column)


def _is_bare(name: str) -> bool:
    """Whether a coordinate is one of those that OpenSim does not convert from degrees."""
    return name in PELVIS_PLACE or name.endswith("_beta")


def external_loads(stroke: Stroke, upper: UpperBody, seat: Seat) -> Columns:
    """Forces (N) and moments (Nm) of pedals, saddle and bar and where they act (m), in ground (n)."""
    n = len(stroke.crank_speed)
    loads = {
        f"{side}_pedal": tuple(against_right_crank(v, side) for v in pedal_load(stroke, side))
        for side in stroke.legs
    }
    loads["saddle"] = (seat.force, seat.moment, np.tile(seat.point, (n, 1)))
    push = seat.push_on_hand[:, None] * UP
    for side in stroke.legs:
        hand = upper.placed[f"hand_{side[0]}"].pose.origin
        loads[f"{side}_hand"] = (push, np.zeros((n, 3)), hand)
    columns: Columns = {}
    for name, (force, moment, point) in loads.items():
        for key, vector in (("force_v", force), ("force_p", point), ("torque_", moment)):
            columns |= {f"{name}_{key}{axis}": vector[:, i] for i, axis in enumerate("xyz")}
    return columns


def trunk_and_arm_moments(stroke: Stroke, upper: UpperBody, seat: Seat) -> Columns:
    """Moment (n, Nm) of each actuator of trunk and arms by its name in the reference model."""
    push = seat.push_on_hand[:, None] * UP
    moments = holding_moments(upper, stroke.crank_speed, push)
    return {_actuator(coordinate): moment for coordinate, moment in moments.items()}


def _actuator(coordinate: str) -> str:
    """Name of the actuator of a coordinate of trunk and arms."""
    for name, actuator in _ACTUATORS.items():
        if coordinate.startswith(name):
            return actuator + coordinate.removeprefix(name)
    return coordinate


def by_muscle(stroke: Stroke, what: str) -> Columns:
    """A curve of each muscle by its name in the reference model."""
    columns: Columns = {}
    for side, leg in sorted(stroke.legs.items(), reverse=True):
        curves = against_right_crank(getattr(leg.coordination, what), side)
        names = [f"{name}_{side[0]}" for name in leg.problem.muscles.names]
        columns |= dict(zip(names, curves.T, strict=True))
    return columns


def scale_factors(stroke: Stroke, upper: UpperBody) -> dict[str, float]:
    """The rider's size over the reference model's, by body."""
    factors = dict(upper.scale)
    for side, leg in stroke.legs.items():
        scale = leg_scale(leg.problem.cycle)
        for bodies, factor in (
            (("femur", "patella"), scale.thigh),
            (("tibia",), scale.shank),
            (("talus", "calcn", "toes"), foot_scale(stroke, side)),
        ):
            factors |= {f"{body}_{side[0]}": factor for body in bodies}
    return factors


def foot_scale(stroke: Stroke, side: str) -> float:
    """Size of the rider's foot over the reference model's."""
    leg = stroke.rider.left if side == "left" else stroke.rider.right
    return leg.foot_m / REFERENCE_FOOT_M
