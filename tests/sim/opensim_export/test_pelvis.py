"""The model's pelvis over a stroke: its hips are the stroke's, and femurs stay where legs close on the pedals."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rider_models.arrays import SIDES, Joint
from sim.leg_kinematics import rotation_about
from sim.opensim_export.leg import close_opensim_leg, thigh_turn
from sim.opensim_export.pelvis import (
    angles_of_hip,
    hip_centre,
    mean_pelvis,
    moving_pelvis,
    pelvis_scale,
)
from sim.opensim_export.pose import joint_angles
from sim.opensim_export.sides import against_own_crank, against_right_crank, own_axes, own_turns
from sim.pelvis_swing import ROLL_RAD, TILT_RAD, TURN_RAD

X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
SMALL = st.floats(-1.5, 1.5)


@given(st.floats(-3, 3), SMALL, SMALL)
def test_angles_turn_the_body_back_where_it_was(about_z, about_x, about_y):
    turn = np.eye(3)
    for axis, angle in ((Z, about_z), (X, about_x), (Y, about_y)):
        turn = turn @ rotation_about(axis, np.array([angle]))
    assert joint_angles(turn)[0] == pytest.approx([about_z, about_x, about_y], abs=1e-9)


@pytest.mark.parametrize("side", SIDES)
def test_the_pelvis_has_its_hips_where_the_strokes_are(side, stroke):
    hip = stroke.legs[side].problem.cycle.pose.hinges[:, 0]
    of_pelvis = hip_centre(moving_pelvis(stroke), pelvis_scale(stroke), side)
    apart = of_pelvis - against_right_crank(own_axes(hip, side), side)
    assert np.linalg.norm(apart, axis=1).max() < 5e-5


def test_the_pelvis_rolls_turns_and_tilts_as_far_as_the_stroke_says(stroke):
    turn = moving_pelvis(stroke).turn
    assert turn.transpose(0, 2, 1) @ turn == pytest.approx(np.tile(np.eye(3), (60, 1, 1)))
    across = turn[:, :, 2]
    assert np.abs(across[:, 1]).max() == pytest.approx(np.sin(ROLL_RAD), rel=0.01)
    assert np.abs(across[:, 0]).max() == pytest.approx(np.sin(TURN_RAD), rel=0.01)
    forward = np.arctan2(turn[:, 1, 0], turn[:, 0, 0])
    tilt = stroke.right.problem.cycle.pelvis_tilt
    assert np.ptp(tilt) == pytest.approx(2 * TILT_RAD, rel=0.01)
    assert forward == pytest.approx(-tilt, abs=ROLL_RAD * TURN_RAD)


def test_hips_that_stand_still_leave_the_pelvis_in_its_mean_place(stroke):
    hips = {side: _without_swing(leg) for side, leg in stroke.legs.items()}
    still, mean = moving_pelvis(replace(stroke, **hips)), mean_pelvis(stroke)
    assert still.origin == pytest.approx(np.tile(mean.origin, (60, 1)), abs=1e-9)
    assert still.turn == pytest.approx(np.tile(mean.turn, (60, 1, 1)), abs=1e-9)


def _without_swing(leg):
    """The leg's stroke with its hip in the middle of its path, and the pelvis' tilt at its mean."""
    cycle = leg.problem.cycle
    hinges = cycle.pose.hinges - cycle.pose.hinges[:, :1] + cycle.pose.hinges[:, :1].mean(axis=0)
    level = cycle.leg_angles + cycle.pelvis_tilt.mean() * np.eye(6)[Joint.HIP_FLEXION]
    cycle = replace(cycle, joint_angles=level, pose=replace(cycle.pose, hinges=hinges))
    return replace(leg, problem=replace(leg.problem, cycle=cycle))


@pytest.mark.parametrize(("side", "inwards"), [("right", 1.0), ("left", -1.0)])
def test_hip_angles_on_the_turned_pelvis_put_the_femur_where_the_leg_closes(side, inwards, stroke):
    """The reference model's left hip turns about axes that point the other way."""
    cycle, pelvis = stroke.legs[side].problem.cycle, moving_pelvis(stroke)
    angles = close_opensim_leg(cycle)
    flexion, adduction, rotation = angles_of_hip(pelvis, cycle, angles, side).T
    femur = against_own_crank(pelvis.turn, side) @ rotation_about(Z, flexion)
    femur = femur @ rotation_about(X, inwards * adduction) @ rotation_about(Y, inwards * rotation)
    assert femur == pytest.approx(own_turns(thigh_turn(cycle.skeleton, angles), side), abs=1e-9)
