"""PyBullet moves the leg by Newton's and Euler's equations, with the inertias it was given."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from rider_models.skeleton import Skeleton
from sim.bullet import BulletLeg
from sim.dynamics import leg_dynamics, pedal_jacobian
from sim.leg_kinematics import Cleat, pose_leg
from tests.sim.newton_euler import joint_moments, link_motions
from tests.strategies import fitted_set_ups, hip_acceleration, right_cycle, seated

HIP = np.array([-0.2, -0.08, 0.7])


@given(fitted_set_ups())
@settings(max_examples=8)
def test_moments_of_a_stroke_obey_newton_and_euler(tables):
    on_bike = seated(tables)
    cycle = right_cycle(on_bike)
    swung = hip_acceleration(on_bike, cycle)
    rows = zip(cycle.leg_angles, cycle.velocity, cycle.acceleration, swung, strict=True)
    expected = np.array([joint_moments(cycle.skeleton, *row) for row in rows])
    scale = np.abs(expected).max(axis=0)
    difference = np.abs(leg_dynamics(cycle).required - expected).max(axis=0)
    assert (difference < 1e-6 * scale).all(), difference / scale


def test_moments_of_violent_three_dimensional_motion_obey_newton_and_euler():
    skeleton = right_cycle(seated()).skeleton
    random = np.random.default_rng(3)
    angles = random.uniform(-1.5, 1.5, (40, 6))
    velocity, acceleration = random.normal(0, 10, (40, 6)), random.normal(0, 100, (40, 6))
    expected = np.array(
        [joint_moments(skeleton, *row) for row in zip(angles, velocity, acceleration, strict=True)]
    )
    leg = BulletLeg(skeleton)
    actual = leg.inverse_dynamics(angles, velocity, acceleration)
    assert np.abs(actual - expected).max() < 1e-6 * np.abs(expected).max(axis=0).min()


def test_a_leg_at_rest_weighs_its_mass_at_the_hip():
    skeleton = right_cycle(seated()).skeleton
    flexed = np.array([[np.pi / 2, 0, 0, 0, 0, 0]])
    still = np.zeros((1, 6))
    lever = sum(link.mass_kg * m.centre[0] for link, m in _at(skeleton, flexed[0]))
    leg = BulletLeg(skeleton)
    moment = leg.inverse_dynamics(flexed, still, still)[0, 0]
    assert moment == pytest.approx(9.81 * lever, rel=1e-6)


def _at(skeleton: Skeleton, q: np.ndarray) -> list:
    return list(zip(skeleton.links, link_motions(skeleton, q, q * 0, q * 0), strict=True))


@given(fitted_set_ups())
@settings(max_examples=5)
def test_pedal_jacobian_is_the_geometric_one(tables):
    cycle = right_cycle(seated(tables))
    actual = leg_dynamics(cycle).pedal_jacobian
    subtalar = np.array(cycle.skeleton.links[-1].origin)
    for q, jacobian in zip(cycle.leg_angles[::6], actual[::6], strict=True):
        motions = link_motions(cycle.skeleton, q, q * 0, q * 0)
        foot = motions[-1]
        spindle = foot.hinge + foot.rotation @ (np.array(cycle.cleat.from_ankle) - subtalar)
        moved = np.array([np.cross(m.axis, spindle - m.hinge) for m in motions]).T
        turned = np.array([m.axis for m in motions]).T
        assert np.abs(jacobian - np.vstack([moved, turned])).max() < 1e-8


def test_pedal_jacobian_is_the_slope_of_the_forward_kinematics():
    cycle = right_cycle(seated())
    angles, step = cycle.leg_angles[::6], 1e-6
    jacobian = leg_dynamics(cycle).pedal_jacobian[::6]
    for j in range(6):
        ahead = pose_leg(cycle.skeleton, cycle.cleat, HIP, angles + step * np.eye(6)[j])
        behind = pose_leg(cycle.skeleton, cycle.cleat, HIP, angles - step * np.eye(6)[j])
        moved = (ahead.spindle - behind.spindle) / (2 * step)
        turn = (ahead.rotations[:, 5] - behind.rotations[:, 5]) / (2 * step)
        here = pose_leg(cycle.skeleton, cycle.cleat, HIP, angles).rotations[:, 5]
        cross = turn @ here.transpose(0, 2, 1)
        spin = np.stack([cross[:, 2, 1], cross[:, 0, 2], cross[:, 1, 0]], axis=1)
        assert np.abs(jacobian[:, :3, j] - moved).max() < 1e-7
        assert np.abs(jacobian[:, 3:, j] - spin).max() < 1e-7


def test_pedal_point_far_from_the_foot_is_not_counted_from_the_centre_of_mass():
    cycle = right_cycle(seated())
    far = Cleat((0.5, 0.3, -0.4), 0.0)
    here = pose_leg(cycle.skeleton, far, HIP, cycle.leg_angles)
    spindle_in_foot = np.array(far.from_ankle) - np.array(cycle.skeleton.links[-1].origin)
    asked = BulletLeg(cycle.skeleton).pedal_jacobian(cycle.leg_angles, spindle_in_foot)
    assert np.abs(asked - pedal_jacobian(here)).max() < 1e-8


@pytest.mark.parametrize("link", [2, 3, 5])
@pytest.mark.parametrize("axis", [0, 1, 2])
def test_an_inertia_that_breaks_the_triangle_inequality_is_refused(link, axis):
    skeleton = right_cycle(seated()).skeleton
    broken = list(skeleton.links)
    moments = [1.0, 1.0, 1.0]
    moments[axis] = 2.1
    broken[link] = replace(broken[link], inertia=tuple(0.01 * m for m in moments))
    with pytest.raises(RuntimeError, match=broken[link].name):
        BulletLeg(replace(skeleton, links=tuple(broken)))


def test_a_refused_leg_leaves_the_next_one_as_it_should_be():
    skeleton = right_cycle(seated()).skeleton
    thigh = replace(skeleton.links[2], inertia=(0.1, 0.1, 0.3))
    broken = replace(skeleton, links=(*skeleton.links[:2], thigh, *skeleton.links[3:]))
    angles, moving = np.full((1, 6), 0.3), np.ones((1, 6))
    leg = BulletLeg(skeleton)
    before = leg.inverse_dynamics(angles, moving, moving)
    with pytest.raises(RuntimeError):
        BulletLeg(broken)
    leg = BulletLeg(skeleton)
    assert np.array_equal(leg.inverse_dynamics(angles, moving, moving), before)
