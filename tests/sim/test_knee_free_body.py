"""The knee carries what is left over of all forces on shank and foot, summed here anew."""

import numpy as np
import pytest
from hypothesis import given, settings

from rider_models.muscle_paths import MUSCLES, lines_of_action, path_geometry
from sim.joint_loads import joint_loads
from sim.knee import QUADRICEPS, knee_contact, knee_mechanics
from sim.muscle_sharing import LegCoordination
from tests.sim.newton_euler import GRAVITY, link_motions
from tests.strategies import fitted_set_ups, hip_acceleration, right_cycle, seated

SHANK, FOOT = 3, 5


def _mechanics(cycle):
    return knee_mechanics(cycle, lines_of_action(cycle.joint_angles))


def _pulls_on_shank(joint_angles, force):
    """Sum of tendon forces on shank and foot (shank axes) at one pose, muscle by muscle."""
    lines = lines_of_action(joint_angles[None])
    total = np.zeros(3)
    for i, name in enumerate(MUSCLES):
        tension = force[i]
        if name in ("recfem", "vasint", "vaslat", "vasmed"):
            tension *= lines.patellar_over_quadriceps[0, i]
        total += tension * lines.knee[0, i]
    return total


def _expected_contact(cycle, k, force, pedal, of_hip):
    q, qd, qdd = cycle.leg_angles[k], cycle.velocity[k], cycle.acceleration[k]
    motions = link_motions(cycle.skeleton, q, qd, qdd, of_hip)
    needed = np.zeros(3)
    for j in (SHANK, FOOT):
        mass = cycle.skeleton.links[j].mass_kg
        needed += mass * (motions[j].centre_acceleration - GRAVITY)
    to_shank = motions[SHANK].rotation.T
    return to_shank @ (needed - pedal) - _pulls_on_shank(cycle.joint_angles[k], force)


@given(fitted_set_ups())
@settings(max_examples=6)
def test_contact_closes_the_free_body_of_shank_and_foot(tables):
    on_bike = seated(tables)
    cycle = right_cycle(on_bike)
    of_hip = hip_acceleration(on_bike, cycle)
    random = np.random.default_rng(7)
    force = random.uniform(0, 1500, (60, len(MUSCLES)))
    pedal = random.normal(0, 200, (60, 3))
    contact = knee_contact(_mechanics(cycle), force, pedal)
    for k in range(0, 60, 5):
        expected = _expected_contact(cycle, k, force[k], pedal[k], of_hip[k])
        assert np.abs(contact[k] - expected).max() < 1e-5 * np.linalg.norm(expected)


def test_compression_that_was_priced_is_the_compression_reported(uneven_stroke):
    for leg in uneven_stroke.legs.values():
        priced, reported = leg.coordination.compression, leg.loads.tibiofemoral_compression
        assert np.abs(priced - reported).max() < 1e-4 * reported.max()


def test_a_push_of_the_pedal_along_the_shank_presses_the_knee():
    cycle = right_cycle(seated())
    knee, idle = _mechanics(cycle), np.zeros((60, len(MUSCLES)))
    up_the_shank = 100 * cycle.pose.rotations[:, SHANK, :, 2]
    pressed = knee_contact(knee, idle, up_the_shank) - knee_contact(knee, idle, 0 * up_the_shank)
    assert pressed == pytest.approx(np.tile([0.0, 0.0, -100.0], (60, 1)), abs=1e-9)


def test_every_muscle_across_the_knee_presses_it_when_the_knee_is_bent_to_a_right_angle():
    pose = np.deg2rad([[70.0, 0, 0, 90, 0, 0]])
    up = lines_of_action(pose).knee[0, :, 2]
    crossing = np.linalg.norm(lines_of_action(pose).knee[0], axis=1) > 0.1
    assert 12 <= crossing.sum() <= 16
    names = np.array(MUSCLES)
    assert set(names[QUADRICEPS]) <= set(names[crossing])
    for gastrocnemius in ("gaslat", "gasmed"):
        assert up[MUSCLES.index(gastrocnemius)] > 0.9


def test_quadriceps_extends_the_knee_over_the_whole_cycling_range():
    for flexion in np.deg2rad(np.arange(15, 126, 5.0)):
        pose = np.array([[1.2, 0, 0, flexion, 0, 0]])
        assert (path_geometry(pose).slope[0, QUADRICEPS, 3] > 0).all()


def test_patellofemoral_force_follows_from_both_tendons_by_the_law_of_cosines(stroke):
    leg = stroke.right
    cycle = leg.problem.cycle
    lone = np.zeros((60, len(MUSCLES)))
    lone[:, MUSCLES.index("vasint")] = 1000.0
    knee, solved = leg.problem.knee, leg.coordination
    loads = joint_loads(
        leg.problem,
        LegCoordination(
            solved.activation,
            lone,
            solved.force_on_foot,
            solved.moment_on_foot,
            solved.reserve,
            solved.compression,
        ),
    )
    lines = lines_of_action(cycle.joint_angles)
    quadriceps = lines.patella[:, MUSCLES.index("vasint")]
    strength = np.linalg.norm(quadriceps, axis=1) * 1000
    cosine = (quadriceps * knee.patellar_tendon).sum(axis=1) / np.linalg.norm(quadriceps, axis=1)
    tendon = loads.patellar_tendon
    expected = np.sqrt(strength**2 + tendon**2 - 2 * strength * tendon * cosine)
    assert loads.patellofemoral == pytest.approx(expected, rel=1e-9)
