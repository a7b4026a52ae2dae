"""The only package that talks to PyBullet: the dynamics of one leg, and of two legs and a crank."""

from sim.bullet.leg import BulletLeg
from sim.bullet.pedaller import BulletPedaller, FootOnPedal, PedallerState
from sim.bullet.server import GRAVITY_M_S2

__all__ = [
    "GRAVITY_M_S2",
    "BulletLeg",
    "BulletPedaller",
    "FootOnPedal",
    "PedallerState",
]
