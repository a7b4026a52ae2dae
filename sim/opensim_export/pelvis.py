"""How the model's pelvis turns over the stroke, and the angles of its hips.

A stroke says where the two hips are, and how far the pelvis is tilted about the line through them at each crank angle.
"""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array, Joint
from sim.kinematics import LegCycle
from sim.leg_kinematics import rotation_about
from sim.opensim_export.leg import thigh_turn
from sim.opensim_export.pose import Pose, joint_angles
from sim.opensim_export.sides import (
    against_own_crank,
    against_right_crank,
    mirror,
    mirrored,
    own_axes,
    own_turns,
)
from sim.stroke import Stroke

HIP_IN_PELVIS_M = np.array([-0.056276, -0.07849, 0.07726])
"""Right hip centre in the pelvis of RajagopalLaiUhlrich2023.osim."""
ACROSS = np.array([0.0, 0.0, 1.0])
"""To the rider's right, in OpenSim's axes."""


def pelvis_scale(stroke: Stroke) -> float:
    """Size of the rider's pelvis over the reference model's, by the distance of the hip centres."""
    return float(stroke.rider.hip_width_m / (2 * HIP_IN_PELVIS_M[2]))


def moving_pelvis(stroke: Stroke) -> Pose:
    """Return the pelvis at each position of the right crank, its hips where the stroke's are.

    Rolling and turning, the stroke's hips come apart by up to 0.06 mm; the middle between them is kept.
    """
    right, left = (
        against_right_crank(
            own_axes(stroke.legs[side].problem.cycle.pose.hinges[:, Joint.HIP_FLEXION], side), side
        )
        for side in ("right", "left")
    )
    tilt = stroke.right.problem.cycle.pelvis_tilt
    return _pelvis(stroke, (right + left) / 2, right - left, tilt)


def mean_pelvis(stroke: Stroke) -> Pose:
    """Return the pelvis in its mean place, neither rolled nor turned, with its mean tilt (n = 1)."""
    place = np.array([[stroke.posture.hip_x, stroke.posture.hip_z, 0.0]])
    return _pelvis(stroke, place, ACROSS[None], np.array([stroke.posture.pelvis_tilt]))


def hip_centre(pelvis: Pose, scale: float, side: str) -> Array:
    """Return where a hip of the pelvis is (n x 3, m) at the pelvis' own positions of the right crank."""
    return pelvis.at(HIP_IN_PELVIS_M * mirror(side) * scale)


def angles_of_hip(pelvis: Pose, cycle: LegCycle, angles: Array, side: str) -> Array:
    """Return flexion, adduction and rotation of a hip (n x 3, rad), from its leg's top dead centre.

    `angles` (n x 6, rad) are those of the leg in ground axes.
    """
    thigh = own_turns(thigh_turn(cycle.skeleton, angles), side)
    turn = against_own_crank(pelvis.turn, side)
    return joint_angles(mirrored(turn.transpose(0, 2, 1) @ thigh, side))


def _pelvis(stroke: Stroke, middle: Array, across: Array, tilt: Array) -> Pose:
    """The pelvis, tilted forward by so much (n, rad), the middle of its hips at `middle` and the right hip in a
    direction (n x 3 each)."""
    tilted = rotation_about((0.0, 0.0, 1.0), -tilt)
    turn = _shortest_turn(across) @ tilted
    middle_in_pelvis = HIP_IN_PELVIS_M * [1, 1, 0] * pelvis_scale(stroke)
    return Pose(middle - turn @ middle_in_pelvis, turn)


def _shortest_turn(across: Array) -> Array:
    """Rotations (n x 3 x 3) about a level or sloping axis that take the lateral axis to directions (n x 3)."""
    unit = across / np.linalg.norm(across, axis=1, keepdims=True)
    axis = np.cross(ACROSS, unit)
    crossing = np.cross(axis[:, None], np.eye(3)).transpose(0, 2, 1)
    twice = crossing @ crossing
    turn: Array = np.eye(3) + crossing + twice / (1 + unit[:, 2])[:, None, None]
    return turn
