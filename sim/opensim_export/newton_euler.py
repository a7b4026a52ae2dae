"""Newton's and Euler's laws of a rigid body that moves periodically with the crank, in OpenSim's ground axes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array, cross
from sim.bullet import GRAVITY_M_S2
from sim.kinematics import rate
from sim.opensim_export.bodies import RigidBody
from sim.opensim_export.pose import Pose

UP = np.array([0.0, 1.0, 0.0])
"""In OpenSim's axes."""


@dataclass(frozen=True, eq=False)
class Wrench:
    """Forces over n crank positions: their sum (n x 3, N) and their moment about the ground's origin (n x 3, Nm)."""

    force: Array
    moment: Array

    def about(self, point: Array) -> Array:
        """Return their moment (n x 3, Nm) about points (n x 3 or 3, m)."""
        return self.moment - cross(point, self.force)


def total(wrenches: Iterable[Wrench]) -> Wrench:
    """Return the sum of forces that act together."""
    wrenches = list(wrenches)
    force, moment = (
        np.sum([getattr(one, part) for one in wrenches], axis=0) for part in ("force", "moment")
    )
    return Wrench(force, moment)


def acting_at(point: Array, force: Array) -> Wrench:
    """Return forces (n x 3, N) at points (n x 3 or 3, m)."""
    return Wrench(force, cross(point, force))


def moving_and_carrying(body: RigidBody, pose: Pose, crank_speed: Array) -> Wrench:
    """Return the forces that move a body as its poses do and carry its weight.

    `crank_speed` (n, rad/s) is the speed of the crank against whose angle the poses are given.
    """
    centre = pose.at(body.centre)
    acceleration = rate(rate(centre, crank_speed), crank_speed)
    force = body.mass_kg * (acceleration + GRAVITY_M_S2 * UP)
    turned = pose.turn.transpose(0, 2, 1)
    spin = rate(pose.turn, crank_speed) @ turned
    about = np.stack([spin[:, 2, 1], spin[:, 0, 2], spin[:, 1, 0]], axis=1)
    momentum = (pose.turn @ body.inertia @ turned @ about[..., None])[..., 0]
    return Wrench(force, cross(centre, force) + rate(momentum, crank_speed))
