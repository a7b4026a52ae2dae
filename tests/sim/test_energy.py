"""Over a revolution no energy appears or is lost between muscles, joints and crank."""

import numpy as np
import pytest
from hypothesis import given, settings

from rider_models.muscle_paths import path_geometry
from sim.kinematics import periodic_derivative
from sim.leg_power import leg_power
from sim.stroke import LegStroke
from tests.strategies import custom_set_ups, seated

TOLERANCE = 1e-3


def _mean_crank_power(leg: LegStroke) -> float:
    return float((leg.crank_torque * leg.problem.cycle.crank_speed).mean())


@pytest.mark.parametrize("which", ["stroke", "uneven_stroke"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_joints_and_pelvis_do_the_work_of_the_crank(which, side, request):
    leg = request.getfixturevalue(which).legs[side]
    given = leg.joint_power.sum(axis=1).mean() + leg_power(leg).pelvis.mean()
    assert given == pytest.approx(_mean_crank_power(leg), rel=TOLERANCE)


@pytest.mark.parametrize("which", ["stroke", "uneven_stroke"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_shortening_muscles_and_ligaments_do_the_work_of_the_joints(which, side, request):
    leg = request.getfixturevalue(which).legs[side]
    problem = leg.problem
    length = path_geometry(problem.cycle.joint_angles).length * problem.muscles.path_scale
    lengthening = periodic_derivative(length) * problem.cycle.crank_speed[:, None]
    muscles = -(leg.coordination.muscle_force * lengthening).sum(axis=1)
    ligaments = (problem.passive_joint * problem.cycle.joint_velocity).sum(axis=1)
    joints = leg.joint_power.sum(axis=1)
    assert (muscles + ligaments).mean() == pytest.approx(joints.mean(), rel=TOLERANCE)
    assert np.abs(muscles + ligaments - joints).max() < TOLERANCE * np.abs(joints).max()


@pytest.mark.parametrize("which", ["stroke", "uneven_stroke"])
def test_both_cranks_deliver_the_power_ridden(which, request):
    stroke = request.getfixturevalue(which)
    delivered = sum(_mean_crank_power(leg) for leg in stroke.legs.values())
    assert delivered == pytest.approx(stroke.riding.power_w, rel=1e-5)
    total = (stroke.total_crank_torque * stroke.riding.crank_speed).mean()
    assert total == pytest.approx(stroke.riding.power_w, rel=1e-5)


def test_ligaments_do_no_work_over_a_revolution(stroke):
    for leg in stroke.legs.values():
        power = (leg.problem.passive_joint * leg.problem.cycle.joint_velocity).sum(axis=1)
        assert abs(power.mean()) < 1e-4 * _mean_crank_power(leg)


def test_moments_balance_at_every_joint_and_crank_position(uneven_stroke):
    for leg in uneven_stroke.legs.values():
        dynamics, solved = leg.problem.dynamics, leg.coordination
        roll_and_yaw = solved.moment_on_foot
        zero = np.zeros(len(roll_and_yaw))
        moment = np.stack([roll_and_yaw[:, 0], zero, roll_and_yaw[:, 1]], axis=1)
        wrench = np.concatenate([solved.force_on_foot, moment], axis=1)
        pedal = np.einsum("nij,ni->nj", dynamics.pedal_jacobian, wrench)
        missing = leg.joint_moment + pedal + solved.reserve - dynamics.required
        assert np.abs(missing).max() < 1e-4 * np.abs(leg.joint_moment).max()


@given(custom_set_ups())
@settings(max_examples=6)
def test_any_riders_joints_and_pelvis_do_the_work_of_the_crank(tables):
    leg = seated(tables).simulate(activation_dynamics=False).right
    given = leg.joint_power.sum(axis=1).mean() + leg_power(leg).pelvis.mean()
    assert given == pytest.approx(_mean_crank_power(leg), rel=TOLERANCE)
