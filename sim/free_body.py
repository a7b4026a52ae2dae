"""What carries and moves a part of the leg: mass times acceleration less weight."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rider_models.arrays import Array
from sim.bullet import GRAVITY_M_S2
from sim.kinematics import LegCycle, periodic_derivative


def carrying_force(cycle: LegCycle, links: Sequence[int]) -> Array:
    """Sum of all contact forces that some links need (n x 3, N, world axes) as the leg moves.

    Newton's second law of the links together: their mass times acceleration, less their weight.
    """
    total = np.zeros_like(cycle.pedal)
    for j in links:
        link = cycle.skeleton.links[j]
        centre = cycle.pose.hinges[:, j] + cycle.pose.rotations[:, j] @ np.array(link.centre)
        velocity = periodic_derivative(centre) * cycle.crank_speed[:, None]
        acceleration = periodic_derivative(velocity) * cycle.crank_speed[:, None]
        total += link.mass_kg * (acceleration + np.array([0.0, 0.0, GRAVITY_M_S2]))
    return total
