"""What a leg's motion demands of its joints, and how a pedal force acts on them (PyBullet)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array, Joint, cross
from rider_models.skeleton import Skeleton
from sim.bullet import GRAVITY_M_S2, BulletLeg
from sim.kinematics import LegCycle, crank_angles, rate
from sim.leg_kinematics import LegPose, segment_centres


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
    leg = BulletLeg(cycle.skeleton)
    return LegDynamics(
        required=leg.inverse_dynamics(cycle.leg_angles, cycle.velocity, cycle.acceleration)
        + moments_of_hip(cycle.pose, cycle.skeleton, hip_acceleration(cycle)),
        pedal_jacobian=pedal_jacobian(cycle.pose),
    )


def hip_velocity(cycle: LegCycle) -> Array:
    """Velocity of the hip over the cycle (n x 3, m/s)."""
    hip = cycle.pose.hinges[:, Joint.HIP_FLEXION]
    return rate(hip, cycle.crank_speed)


def hip_acceleration(cycle: LegCycle) -> Array:
    """Acceleration of the hip over the cycle (n x 3, m/s2)."""
    return rate(hip_velocity(cycle), cycle.crank_speed)


def moments_of_hip(pose: LegPose, skeleton: Skeleton, acceleration: Array) -> Array:
    """Joint moments (n x 6, Nm) that a hip's acceleration (n x 3, m/s2) adds to those of a hip that stands still."""
    return np.asarray((momentum_of_turning(pose, skeleton) * acceleration[:, None]).sum(axis=2))


def momentum_of_turning(pose: LegPose, skeleton: Skeleton) -> Array:
    """Momentum that a joint's velocity gives all that hangs below the joint (n x 6 x 3, kg m per rad)."""
    mass = np.array([link.mass_kg for link in skeleton.links])
    centres = segment_centres(pose, skeleton)
    below = np.cumsum((mass[:, None] * centres)[:, ::-1], axis=1)[:, ::-1]
    carried = np.cumsum(mass[::-1])[::-1]
    return np.asarray(cross(pose.axes, below - carried[:, None] * pose.hinges))


def pedal_jacobian(pose: LegPose) -> Array:
    """Velocity of the spindle and turning of the foot by each joint's velocity (n x 6 x 6).

    A hinge turns the foot about its axis and carries the spindle around it.
    """
    carried = cross(pose.axes, pose.spindle[:, None] - pose.hinges)
    return np.concatenate([carried, pose.axes], axis=2).transpose(0, 2, 1)


def pedal_weight_torque(mass_kg: float, crank_length_m: float) -> Array:
    """Return the crank torque of a mass on a pedal (n, Nm, + drives) against that crank's angle."""
    return np.asarray(mass_kg * GRAVITY_M_S2 * crank_length_m * np.sin(crank_angles()))
