"""What saddle and hands give the rider: the force that the whole body lacks, by Newton and Euler.

The whole rider's momentum changes by gravity, by the pedals and by what saddle and hands carry. The first three are
known, so the rest is what saddle and hands give together. How these two share it no stroke says: here the hands push
straight up, alike, as hard as leaves the saddle without a pitching moment, and the saddle gives all else. That is a
guess, and no leg feels it. The legs are those of the OpenSim model, whose knees roll and turn, so that OpenSim finds no
residual at the pelvis.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import MIRROR, Array, Joint
from sim.bullet import GRAVITY_M_S2
from sim.kinematics import LegCycle, periodic_derivative
from sim.opensim_export.bodies import RigidBody, leg_segments, on_side
from sim.opensim_export.leg import TO_OPENSIM, close_opensim_leg, leg_scale, pose_opensim_leg
from sim.opensim_export.upper_body import UpperBody
from sim.stroke import Stroke

UP = np.array([0.0, 1.0, 0.0])
"""In OpenSim's axes."""


@dataclass(frozen=True, eq=False)
class Seat:
    """What holds the rider besides the pedals, against the right crank's angle, in OpenSim's ground axes.

    Force (n x 3, N) and moment (n x 3, Nm) of the saddle on the pelvis at `point` (3, m), and the upward
    push of the bar on each hand (n, N).
    """

    force: Array
    moment: Array
    point: Array
    push_on_hand: Array


@dataclass(frozen=True, eq=False)
class _Need:
    """Force (n x 3, N) and moment about a point (n x 3, Nm) that a part of the body needs of outside."""

    force: Array
    moment: Array


def hold_rider(stroke: Stroke, upper: UpperBody) -> Seat:
    """Forces of saddle and bar; the saddle's act at its reference point, where it is 80 mm wide."""
    bicycle = stroke.bicycle
    height = bicycle.saddle_height_m * float(np.sin(bicycle.seat_tube_angle))
    point = np.array([-bicycle.saddle_setback_m, height, 0.0])
    weight = upper.mass_kg * GRAVITY_M_S2 * UP
    force = np.tile(weight, (len(stroke.crank_speed), 1))
    moment = np.tile(np.cross(upper.centre - point, weight), (len(stroke.crank_speed), 1))
    for side in stroke.legs:
        need = _leg_needs(stroke, side, point)
        force += against_right_crank(need.force, side)
        moment += against_right_crank(need.moment, side)
    both_hands = moment[:, 2] / (upper.hand - point)[0]
    moment[:, 2] = 0.0
    return Seat(force - both_hands[:, None] * UP, moment, point, both_hands / 2)


def against_right_crank(curve: Array, side: str) -> Array:
    """A leg's curve from its own top dead centre (n x ...), against the right crank's angle."""
    return np.roll(curve, len(curve) // 2, axis=0) if side == "left" else curve


def own_axes(vectors: Array, side: str) -> Array:
    """Vectors (... x 3) of a leg, computed as a right one's, on their own side and in OpenSim's axes."""
    mirror = MIRROR if side == "left" else np.ones(3)
    result: Array = (vectors * mirror) @ TO_OPENSIM.T
    return result


def pedal_load(stroke: Stroke, side: str) -> tuple[Array, Array, Array]:
    """Force (N) and moment (Nm) of a pedal on its foot and where it acts (m): each n x 3, OpenSim's ground axes.

    From the leg's own top dead centre. A moment's mirror image turns the other way round.
    """
    leg = stroke.legs[side]
    roll, yaw = leg.coordination.moment_on_foot.T
    moment = np.stack([roll, np.zeros_like(roll), yaw], axis=1)
    return (
        own_axes(leg.coordination.force_on_foot, side),
        own_axes(moment, side) * (-1 if side == "left" else 1),
        own_axes(leg.problem.cycle.pedal, side),
    )


def _leg_needs(stroke: Stroke, side: str, point: Array) -> _Need:
    """What a leg needs of the pelvis besides the pedal: mass times acceleration less weight less pedal."""
    cycle = stroke.legs[side].problem.cycle
    against_pelvis = close_opensim_leg(cycle)
    scale = leg_scale(cycle)
    pose = pose_opensim_leg(cycle, scale, against_pelvis - (cycle.joint_angles - cycle.leg_angles))
    hip = cycle.pose.hinges[:, Joint.HIP_FLEXION]
    push, twist, at = pedal_load(stroke, side)
    force, moment = -push, -twist - np.cross(at - point, push)
    for name, segment in leg_segments(cycle.skeleton, scale).items():
        mirror = MIRROR if side == "left" else np.ones(3)
        turn = TO_OPENSIM @ (mirror[:, None] * pose.turns[name] * mirror) @ TO_OPENSIM.T
        origin = own_axes(hip + pose.origins[name], side)
        need = _segment_needs(cycle, on_side(segment, side), origin, turn, point)
        force, moment = force + need.force, moment + need.moment
    return _Need(force, moment)


def _segment_needs(
    cycle: LegCycle, segment: RigidBody, origin: Array, turn: Array, point: Array
) -> _Need:
    """Newton's and Euler's law of a rigid body that moves periodically with the crank."""

    def rate(values: Array) -> Array:
        speed = cycle.crank_speed.reshape((-1,) + (1,) * (values.ndim - 1))
        return periodic_derivative(values) * speed

    place = origin + turn @ segment.centre
    force = segment.mass_kg * (rate(rate(place)) + GRAVITY_M_S2 * UP)
    spin = rate(turn) @ turn.transpose(0, 2, 1)
    about = np.stack([spin[:, 2, 1], spin[:, 0, 2], spin[:, 1, 0]], axis=1)
    inertia = turn @ segment.inertia @ turn.transpose(0, 2, 1)
    turning = rate(np.einsum("nij,nj->ni", inertia, about))
    return _Need(force, np.cross(place - point, force) + turning)
