"""What carries and moves a part of the leg: mass times acceleration less weight."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from rider_models.arrays import Array
from sim.bullet import GRAVITY_M_S2
from sim.kinematics import LegCycle, rate
from sim.leg_kinematics import segment_centres


def carrying_force(cycle: LegCycle, links: Sequence[int]) -> Array:
    """Sum of all contact forces that some links need (n x 3, N, world axes) as the leg moves.

    Newton's second law of the links together: their mass times acceleration, less their weight.
    """
    force = _force_of_each(cycle)
    total = np.zeros_like(cycle.pedal)
    for j in links:
        total += force[:, j]
    return total


@lru_cache(maxsize=4)
def _force_of_each(cycle: LegCycle) -> Array:
    """The force of each link alone (n x 6 x 3, N), which knee, hip and trunk all ask for."""
    speed = cycle.crank_speed
    acceleration = rate(rate(segment_centres(cycle.pose, cycle.skeleton), speed), speed)
    mass = np.array([link.mass_kg for link in cycle.skeleton.links])
    return np.asarray(mass[:, None] * (acceleration + np.array([0.0, 0.0, GRAVITY_M_S2])))
