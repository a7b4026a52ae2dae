"""Forces that move a rigid body: their power is what its energy gains, and a fly-wheel's are the textbook's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.bullet import GRAVITY_M_S2
from sim.kinematics import crank_angles, periodic_derivative
from sim.leg_kinematics import rotation_about
from sim.opensim_export.bodies import RigidBody
from sim.opensim_export.newton_euler import UP, acting_at, moving_and_carrying, total
from sim.opensim_export.pose import Pose

X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
AMPLITUDE = st.floats(-0.4, 0.4)


@settings(max_examples=20, deadline=None)
@given(st.tuples(*[AMPLITUDE] * 6), st.floats(0.0, 0.3))
def test_their_power_is_what_kinetic_and_potential_energy_gain(amplitudes, unsteadiness):
    angle = crank_angles()
    speed = 9.0 * (1 + unsteadiness * np.sin(2 * angle))
    body = RigidBody(4.0, np.array([0.1, -0.2, 0.05]), np.diag([0.05, 0.03, 0.06]))
    a, b, c, *place = amplitudes
    turn = rotation_about(Z, a * np.sin(angle)) @ rotation_about(X, b * np.cos(angle))
    turn = turn @ rotation_about(Y, c * np.sin(2 * angle))
    pose = Pose(np.outer(np.sin(angle), place), turn)
    wrench = moving_and_carrying(body, pose, speed)

    def rate(values):
        return periodic_derivative(values) * speed.reshape((-1,) + (1,) * (values.ndim - 1))

    spin_matrix = rate(turn) @ turn.transpose(0, 2, 1)
    spin = np.stack([spin_matrix[:, 2, 1], spin_matrix[:, 0, 2], spin_matrix[:, 1, 0]], axis=1)
    own_spin = (turn.transpose(0, 2, 1) @ spin[..., None])[..., 0]
    centre = pose.at(body.centre)
    kinetic = body.mass_kg * (rate(centre) ** 2).sum(axis=1) / 2
    kinetic += (own_spin**2 @ np.diag(body.inertia)) / 2
    potential = body.mass_kg * GRAVITY_M_S2 * centre @ UP
    power = (wrench.force * rate(pose.origin)).sum(axis=1)
    power += (wrench.about(pose.origin) * spin).sum(axis=1)
    assert power == pytest.approx(rate(kinetic + potential), abs=1e-6 * (1 + np.abs(power).max()))


def test_a_wheel_off_its_axle_needs_what_holds_it_in_its_circle():
    angle, speed, arm = crank_angles(), 10.0, 0.2
    wheel = RigidBody(3.0, np.array([arm, 0.0, 0.0]), np.diag([0.01, 0.02, 0.03]))
    pose = Pose(np.tile([0.5, 0.0, 0.0], (60, 1)), rotation_about(Z, angle))
    needs = moving_and_carrying(wheel, pose, np.full(60, speed))
    outwards = np.stack([np.cos(angle), np.sin(angle), np.zeros(60)], axis=1)
    force = 3.0 * (GRAVITY_M_S2 * UP - speed**2 * arm * outwards)
    assert needs.force == pytest.approx(force, abs=1e-6)
    about_axle = needs.about(np.array([0.5, 0.0, 0.0]))
    assert about_axle[:, 2] == pytest.approx(3.0 * GRAVITY_M_S2 * arm * np.cos(angle), abs=1e-6)
    held = total([needs, acting_at(pose.at(wheel.centre), -needs.force)])
    assert held.force == pytest.approx(0.0, abs=1e-9)
    assert held.moment == pytest.approx(0.0, abs=1e-6)
