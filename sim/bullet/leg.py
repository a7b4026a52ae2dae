"""Inverse dynamics and Jacobians of one leg."""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array
from rider_models.skeleton import Skeleton
from rider_models.urdf import leg_urdf
from sim.bullet.server import free_joints, joint_names, load_urdf, pybullet, standing_leg


class BulletLeg:
    """A right leg hanging from an upright, fixed pelvis, kept for the next use of the same skeleton.

    PyBullet crashes on numpy arrays where it wants lists, ignores inertias unless told, and replaces
    a broken tensor by zeros: lists go in, and what was loaded is compared with what was meant.
    Raises RuntimeError where they differ. Valid until another body is loaded.
    """

    def __init__(self, skeleton: Skeleton) -> None:
        self._foot = len(skeleton.links) - 1
        self._client, self._body = standing_leg(skeleton, lambda client: _build(skeleton, client))

    def inverse_dynamics(self, angles: Array, velocity: Array, acceleration: Array) -> Array:
        """Joint moments (n x 6, Nm) that the leg's own weight and motion need, without a pedal."""
        rows = zip(angles.tolist(), velocity.tolist(), acceleration.tolist(), strict=True)
        return np.array(
            [
                pybullet.calculateInverseDynamics(self._body, q, v, a, physicsClientId=self._client)
                for q, v, a in rows
            ]
        )

    def pedal_jacobian(self, angles: Array, spindle_in_foot: Array) -> Array:
        """Translation and rotation of the pedal point by the joint angles (n x 6 x 6).

        `spindle_in_foot` (3) is the point from the subtalar hinge, in foot axes: this PyBullet
        call, unlike the forces and constraints, counts from the hinge and not from the centre of
        mass.
        """
        local = spindle_in_foot.tolist()
        still = [0.0] * 6
        rows = []
        for q in angles.tolist():
            linear, angular = pybullet.calculateJacobian(
                self._body, self._foot, local, q, still, still, physicsClientId=self._client
            )
            rows.append([*linear, *angular])
        return np.array(rows)


def _build(skeleton: Skeleton, client: int) -> int:
    """Load a leg, compare it with what was meant, and free its joints of motors and damping."""
    body = load_urdf(leg_urdf(skeleton), client)
    names = joint_names(body, client)
    if names != [link.name for link in skeleton.links]:
        raise RuntimeError(f"PyBullet loaded the joints {names}")
    free_joints(body, dict(enumerate(skeleton.links)), client)
    return body
