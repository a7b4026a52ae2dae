"""A PyBullet server takes 28 MB and 16 ms: a process opens one, and no leg is left behind in it."""

import numpy as np
import pybullet

from rider_models.rider import average_leg
from rider_models.skeleton import build_skeleton
from sim.bullet import BulletLeg, _server


def test_many_riders_share_one_physics_server_and_leave_no_body_in_it(monkeypatch):
    server, opened = _server(), []
    monkeypatch.setattr(pybullet, "connect", lambda mode: opened.append(mode))
    still = np.zeros((1, 6))
    for height_m in (1.6, 1.7, 1.8):
        skeleton = build_skeleton(average_leg(height_m, "female"), 60.0, "female")
        with BulletLeg(skeleton) as leg:
            leg.inverse_dynamics(still, still, still)
    assert opened == []
    assert pybullet.getNumBodies(physicsClientId=server) == 0
