"""What a leg's motion demands of its joints, and how a pedal force acts on them (PyBullet)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array
from sim.bullet import BulletLeg
from sim.kinematics import LegCycle


@dataclass(frozen=True, eq=False)
class LegDynamics:
    """Moments over n crank positions, right-leg axes.

    `required` n x 6 (Nm): joint moments that carry and move the leg when the pedal pushes nothing.
    `pedal_jacobian` n x 6 x 6: rows are the spindle's velocity and the foot's angular velocity by
    each joint velocity, so its transpose turns a wrench on the foot into joint moments.
    """

    required: Array
    pedal_jacobian: Array


def leg_dynamics(cycle: LegCycle) -> LegDynamics:
    """Inverse dynamics and pedal Jacobian of a leg over the crank cycle."""
    spindle = np.array(cycle.cleat.from_ankle) - np.array(cycle.skeleton.links[-1].origin)
    with BulletLeg(cycle.skeleton) as leg:
        return LegDynamics(
            required=leg.inverse_dynamics(cycle.leg_angles, cycle.velocity, cycle.acceleration),
            pedal_jacobian=leg.pedal_jacobian(cycle.leg_angles, spindle),
        )
