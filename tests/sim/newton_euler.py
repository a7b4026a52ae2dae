"""Recursive Newton-Euler equations of a chain of hinges, in world axes (Featherstone 2008, ch. 5).

Written for the tests, without anything of `sim`: one pose at a time, from the textbook.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from rider_models.arrays import Array
from rider_models.skeleton import Skeleton

GRAVITY = np.array([0.0, 0.0, -9.81])


@dataclass(frozen=True)
class LinkMotion:
    """One link in world axes: hinge point and axis, orientation, spin and the centre of mass."""

    hinge: Array
    axis: Array
    rotation: Array
    spin: Array
    spin_rate: Array
    centre: Array
    centre_acceleration: Array


AT_REST = np.zeros(3)


def link_motions(
    skeleton: Skeleton, q: Array, qd: Array, qdd: Array, hip_acceleration: Array = AT_REST
) -> list[LinkMotion]:
    """Outward recursion from a pelvis at the origin, at rest or with an acceleration."""
    rotation, hinge = np.eye(3), np.zeros(3)
    spin, spin_rate, hinge_acceleration = np.zeros(3), np.zeros(3), hip_acceleration
    motions = []
    for link, angle, rate, rate_rate in zip(skeleton.links, q, qd, qdd, strict=True):
        arm = rotation @ np.array(link.origin)
        hinge_acceleration = hinge_acceleration + _acceleration(arm, spin, spin_rate)
        hinge = hinge + arm
        axis = rotation @ np.array(link.axis)
        spin_rate = spin_rate + axis * rate_rate + np.cross(spin, axis * rate)
        spin = spin + axis * rate
        rotation = rotation @ Rotation.from_rotvec(np.array(link.axis) * angle).as_matrix()
        centre = rotation @ np.array(link.centre)
        acceleration = hinge_acceleration + _acceleration(centre, spin, spin_rate)
        motions.append(
            LinkMotion(hinge, axis, rotation, spin, spin_rate, hinge + centre, acceleration)
        )
    return motions


def joint_moments(
    skeleton: Skeleton, q: Array, qd: Array, qdd: Array, hip_acceleration: Array = AT_REST
) -> Array:
    """Inward recursion: moment (Nm) about each hinge that moves and carries all beyond it."""
    motions = link_motions(skeleton, q, qd, qdd, hip_acceleration)
    force, moment, point = np.zeros(3), np.zeros(3), np.zeros(3)
    about_axis = []
    for link, motion in reversed(list(zip(skeleton.links, motions, strict=True))):
        inertia = motion.rotation @ np.diag(link.inertia) @ motion.rotation.T
        angular_momentum = inertia @ motion.spin
        push = link.mass_kg * (motion.centre_acceleration - GRAVITY)
        turn = inertia @ motion.spin_rate + np.cross(motion.spin, angular_momentum)
        moment = moment + np.cross(point - motion.hinge, force)
        moment = moment + turn + np.cross(motion.centre - motion.hinge, push)
        force, point = force + push, motion.hinge
        about_axis.append(moment @ motion.axis)
    return np.array(about_axis[::-1])


def _acceleration(arm: Array, spin: Array, spin_rate: Array) -> Array:
    return np.cross(spin_rate, arm) + np.cross(spin, np.cross(spin, arm))
