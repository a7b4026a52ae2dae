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

from rider_models.arrays import Array
from sim.opensim_export.bodies import leg_segments, on_side
from sim.opensim_export.holding import HANDS, upper_body_needs
from sim.opensim_export.leg import close_opensim_leg, leg_scale, pose_opensim_leg
from sim.opensim_export.newton_euler import UP, Wrench, acting_at, moving_and_carrying, total
from sim.opensim_export.pelvis import hip_centre
from sim.opensim_export.pose import Pose
from sim.opensim_export.sides import against_own_crank, against_right_crank, own_axes, own_turns
from sim.opensim_export.upper_body import UpperBody
from sim.stroke import Stroke


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


def hold_rider(stroke: Stroke, upper: UpperBody) -> Seat:
    """Forces of saddle and bar; the saddle's act at its reference point, where it is 80 mm wide."""
    bicycle = stroke.bicycle
    height = bicycle.saddle_height_m * float(np.sin(bicycle.seat_tube_angle))
    point = np.array([-bicycle.saddle_setback_m, height, 0.0])
    legs = [_leg_needs(stroke, upper, side) for side in stroke.legs]
    needed = total([*upper_body_needs(upper, stroke.crank_speed).values(), *legs])
    between_hands = np.mean([upper.placed[hand].pose.origin for hand in HANDS], axis=0)
    both_hands = needed.about(point)[:, 2] / (between_hands - point)[:, 0]
    push = both_hands[:, None] * UP
    saddle = total([needed, acting_at(between_hands, -push)])
    moment = saddle.about(point)
    moment[:, 2] = 0.0  # but for rounding
    return Seat(saddle.force, moment, point, both_hands / 2)


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


def _leg_needs(stroke: Stroke, upper: UpperBody, side: str) -> Wrench:
    """What a leg needs of the pelvis besides the pedal, against the right crank's angle."""
    cycle = stroke.legs[side].problem.cycle
    scale = leg_scale(cycle)
    pose = pose_opensim_leg(cycle, scale, close_opensim_leg(cycle))
    hip = hip_centre(upper.placed["pelvis"].pose, upper.scale["pelvis"], side)
    push, twist, at = pedal_load(stroke, side)
    pedal = acting_at(at, push)
    needs = [Wrench(-pedal.force, -pedal.moment - twist)]
    for name, segment in leg_segments(cycle.skeleton, scale).items():
        origin = against_own_crank(hip, side) + own_axes(pose.origins[name], side)
        placed = Pose(origin, own_turns(pose.turns[name], side))
        needs.append(moving_and_carrying(on_side(segment, side), placed, cycle.crank_speed))
    needed = total(needs)
    return Wrench(against_right_crank(needed.force, side), against_right_crank(needed.moment, side))
