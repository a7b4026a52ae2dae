"""One physics server serves a process (28 MB each), and a leg that was used leaves nothing in it."""

import numpy as np
import pybullet

from rider_models.rider import average_leg
from rider_models.skeleton import build_skeleton
from sim.bullet import BulletLeg, _server
from sim.dynamics import leg_dynamics
from tests.strategies import right_cycle, seated


def test_many_riders_do_not_pile_up_physics_servers(monkeypatch):
    opened = []
    connect = pybullet.connect
    monkeypatch.setattr(pybullet, "connect", lambda mode: opened.append(mode) or connect(mode))
    for height_m in (1.6 + 0.01 * k for k in range(12)):
        with BulletLeg(build_skeleton(average_leg(height_m, "female"), 60.0, "female")):
            pass
    assert len(opened) <= 1


def test_a_leg_that_was_used_is_removed_from_the_server():
    leg_dynamics(right_cycle(seated()))
    assert pybullet.getNumBodies(physicsClientId=_server()) == 0


def test_a_leg_is_not_answered_for_with_the_masses_of_the_leg_before_it():
    random = np.random.default_rng(0)
    motion = random.normal(size=(3, 4, 6))
    riders = [(1.6, 60.0), (1.9, 100.0), (1.7, 70.0)]
    skeletons = [build_skeleton(average_leg(h, "male"), m, "male") for h, m in riders]

    def alone(skeleton):
        _server.cache_clear()
        with BulletLeg(skeleton) as leg:
            return leg.inverse_dynamics(*motion)

    expected = [alone(skeleton) for skeleton in skeletons]
    for _ in range(3):
        for skeleton, answer in zip(skeletons, expected, strict=True):
            with BulletLeg(skeleton) as leg:
                np.testing.assert_array_equal(leg.inverse_dynamics(*motion), answer)
