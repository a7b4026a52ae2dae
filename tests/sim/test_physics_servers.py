"""One physics server serves a process (28 MB each), and no leg in it answers for another."""

import resource
from pathlib import Path

import numpy as np
import pybullet
import pytest

from rider_models.rider import average_leg
from rider_models.skeleton import Skeleton, build_skeleton
from sim.bullet import BulletLeg, server
from sim.bullet.server import MOST_LEGS, _server, physics_server
from tests.sim.newton_euler import joint_moments

POSE = np.array([np.pi / 2, 0.1, -0.1, 0.3, 0.2, 0.1])
STILL = np.zeros(6)


def _skeletons() -> list[Skeleton]:
    sizes = [(1.5, 50.0), (2.0, 110.0), (1.78, 74.0), (1.5, 50.0), (1.5, 51.0)]
    return [build_skeleton(average_leg(h, "male"), m, "male") for h, m in sizes]


def _moments(skeleton: Skeleton) -> np.ndarray:
    leg = BulletLeg(skeleton)
    return leg.inverse_dynamics(POSE[None], STILL[None], STILL[None])[0]


def test_many_riders_do_not_pile_up_physics_servers(monkeypatch):
    opened = []
    connect = pybullet.connect
    monkeypatch.setattr(pybullet, "connect", lambda mode: opened.append(mode) or connect(mode))
    for skeleton in _skeletons():
        _moments(skeleton)
    assert len(opened) <= 1


def test_every_leg_answers_with_its_own_masses_whoever_was_there_before():
    for skeleton in _skeletons():
        expected = joint_moments(skeleton, POSE, STILL, STILL)
        assert _moments(skeleton) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_a_server_that_has_emptied_many_worlds_gives_way_to_another_with_the_same_answers(
    monkeypatch,
):
    """PyBullet keeps something of every body it ever loaded, until the server is closed."""
    fresh = [_moments(skeleton) for skeleton in _skeletons()]
    opened, closed = [], []
    connect, disconnect = pybullet.connect, pybullet.disconnect
    monkeypatch.setattr(pybullet, "connect", lambda mode: opened.append(mode) or connect(mode))
    monkeypatch.setattr(
        pybullet, "disconnect", lambda **which: closed.append(which) or disconnect(**which)
    )
    monkeypatch.setattr(server, "MOST_WORLDS", 1)
    for _ in range(3):
        physics_server()
        again = [_moments(skeleton) for skeleton in _skeletons()]
        assert all(np.array_equal(a, b) for a, b in zip(again, fresh, strict=True))
    assert len(opened) == len(closed) >= 2


def memory_mb() -> float:
    """What this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def test_memory_does_not_grow_with_the_riders_that_have_been_loaded():
    still = np.zeros((1, 6))

    def load(riders: range) -> None:
        for k in riders:
            skeleton = build_skeleton(average_leg(1.6 + 1e-4 * k, "male"), 70, "male")
            BulletLeg(skeleton).inverse_dynamics(still, still, still)

    load(range(200))
    before = memory_mb()
    load(range(200, 1000))  # 2.9 MB, were their texts kept
    assert memory_mb() - before < 1.0


def test_a_kept_leg_answers_the_same_to_the_last_bit_and_not_after_another_world_took_its_place():
    first, *others = _skeletons()
    fresh = _moments(first)
    for skeleton in others[:2]:
        _moments(skeleton)
    assert np.array_equal(_moments(first), fresh)
    physics_server()
    assert np.array_equal(_moments(first), fresh)


def test_more_riders_than_legs_that_stand_at_once_leave_no_more_bodies_behind():
    legs = [
        build_skeleton(average_leg(h, "male"), 70.0, "male")
        for h in np.linspace(1.5, 2.0, 30).tolist()
    ]
    for skeleton in legs:
        expected = joint_moments(skeleton, POSE, STILL, STILL)
        assert _moments(skeleton) == pytest.approx(expected, rel=1e-6, abs=1e-6)
    assert pybullet.getNumBodies(physicsClientId=_server().client) <= MOST_LEGS
