"""Powers of a leg: they add up, and they are those of lengths and energies."""

from __future__ import annotations

import numpy as np
import pytest

from rider_models.muscle_groups import COACHED_GROUPS, MUSCLES_BY_GROUP, groups_coached_as
from rider_models.muscle_paths import path_geometry
from sim.kinematics import periodic_derivative
from sim.leg_power import leg_power
from sim.pedalling_metrics import mean_power
from sim.stroke import LegStroke


@pytest.fixture(params=["left", "right"])
def leg(request, uneven_stroke) -> LegStroke:
    return uneven_stroke.legs[request.param]


def test_muscles_and_pelvis_work_for_the_crank_over_a_revolution(leg):
    power = leg_power(leg)
    time = leg.problem.cycle.time_share
    muscles, crank = time @ power.muscle.sum(axis=1), time @ power.crank
    passive, limb = time @ power.passive, time @ power.limb
    assert crank == pytest.approx(mean_power(leg))
    assert muscles + time @ power.pelvis == pytest.approx(crank, rel=2e-3)
    assert abs(passive) < 2e-3 * crank
    assert abs(limb) < 2e-3 * crank


def test_powers_add_up_at_every_crank_position(leg):
    power = leg_power(leg)
    missing = power.muscle.sum(axis=1) + power.passive + power.pelvis + power.limb - power.crank
    assert np.abs(missing).max() < 1e-3 * np.abs(power.crank).max()


def test_muscle_power_is_force_times_rate_of_the_length_measured_by_the_path(leg):
    problem = leg.problem
    length = path_geometry(problem.cycle.joint_angles).length * problem.muscles.path_scale
    rate = periodic_derivative(length) * problem.cycle.crank_speed[:, None]
    expected = -(leg.coordination.muscle_force * rate).sum(axis=1)
    found = leg_power(leg).muscle.sum(axis=1)
    assert np.abs(found - expected).max() < 1e-3 * np.abs(expected).max()


def test_limb_gives_back_its_energy(leg):
    """Against the leg's kinetic and potential energy, reckoned from its segments' motion."""
    cycle = leg.problem.cycle
    energy = np.zeros(len(cycle.crank_angle))
    omega = np.zeros((len(energy), 3))
    speed = cycle.crank_speed[:, None]
    for j, link in enumerate(cycle.skeleton.links):
        omega = omega + cycle.pose.axes[:, j] * cycle.velocity[:, j : j + 1]
        centre = cycle.pose.hinges[:, j] + cycle.pose.rotations[:, j] @ np.array(link.centre)
        moving = periodic_derivative(centre) * speed
        body = cycle.pose.rotations[:, j]
        inertia = body @ np.diag(link.inertia) @ body.transpose(0, 2, 1)
        energy += link.mass_kg * (0.5 * (moving**2).sum(axis=1) + 9.81 * centre[:, 2])
        energy += 0.5 * np.einsum("ni,nij,nj->n", omega, inertia, omega)
    expected = -periodic_derivative(energy) * cycle.crank_speed
    assert np.abs(leg_power(leg).limb - expected).max() < 0.01 * np.abs(expected).max()


def test_every_functional_group_is_coached_once():
    members = [group for one in COACHED_GROUPS for group in groups_coached_as(one.key)]
    assert sorted(members) == sorted(MUSCLES_BY_GROUP)
