"""Points of rider and bicycle in the side view at a crank position, for pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rider_models.arrays import FOOT, Array, Joint
from rider_models.rider import Rider
from rider_models.skeleton import HEEL_TO_BALL_OVER_FOOT
from sim.bicycle import Bicycle
from sim.kinematics import LegCycle
from sim.posture import Posture
from sim.stroke import Stroke


@dataclass(frozen=True, eq=False)
class LegPoints:
    """Side view (x forward, z up, m) of a leg at n crank positions, each n x 2."""

    hip: Array
    knee: Array
    ankle: Array
    heel: Array
    toe: Array
    pedal: Array


def leg_points(cycle: LegCycle, foot_m: float) -> LegPoints:
    """Joint centres and foot of a leg over its crank cycle, from its own top dead centre."""
    foot = cycle.pose.rotations[:, FOOT]
    ankle = cycle.pose.hinges[:, Joint.ANKLE_DORSIFLEXION]
    ball_x, _, sole_z = cycle.skeleton.ball_from_ankle
    heel_x = ball_x - HEEL_TO_BALL_OVER_FOOT * foot_m
    heel = ankle + foot @ np.array([heel_x, 0.0, sole_z])
    toe = ankle + foot @ np.array([heel_x + foot_m, 0.0, sole_z])
    flat = [
        points[:, [0, 2]]
        for points in (
            cycle.pose.hinges[:, Joint.HIP_FLEXION],
            cycle.pose.hinges[:, Joint.KNEE_FLEXION],
            ankle,
            heel,
            toe,
            cycle.pedal,
        )
    ]
    return LegPoints(*flat)


@dataclass(frozen=True, eq=False)
class SideView:
    """What a side view shows (x forward, z up, m): legs over the cycle, trunk, saddle, hands."""

    left: LegPoints
    right: LegPoints
    shoulder: tuple[float, float]
    saddle: tuple[float, float]
    crank_length_m: float


def side_view(stroke: Stroke) -> SideView:
    """Side view of a stroke; legs at index k are at crank angle 360 k / n of their own crank."""
    cycles = {side: leg.problem.cycle for side, leg in stroke.legs.items()}
    return view_of_movement(stroke.rider, stroke.bicycle, stroke.posture, cycles)


def view_of_movement(
    rider: Rider, bicycle: Bicycle, posture: Posture, cycles: Mapping[str, LegCycle]
) -> SideView:
    """The side view from the movement of both legs alone, by side, before a stroke is solved."""
    saddle = (
        -bicycle.saddle_setback_m,
        bicycle.saddle_height_m * float(np.sin(bicycle.seat_tube_angle)),
    )
    return SideView(
        left=leg_points(cycles["left"], rider.left.foot_m),
        right=leg_points(cycles["right"], rider.right.foot_m),
        shoulder=(posture.shoulder_x, posture.shoulder_z),
        saddle=saddle,
        crank_length_m=bicycle.crank_length_m,
    )
