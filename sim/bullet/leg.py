"""Inverse dynamics and Jacobians of one leg."""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array
from rider_models.skeleton import Skeleton
from rider_models.urdf import leg_urdf
from sim.bullet.server import free_joints, joint_names, load_urdf, physics_server, pybullet


class BulletLeg:
    """A right leg hanging from an upright, fixed pelvis; a context manager that clears it away.

    The leg is built anew for every use, and the whole simulation is reset after it: PyBullet keeps
    the inverse-dynamics tree of a removed body, and answers for the next one at the same place in
    memory with the old one's masses. PyBullet crashes on numpy arrays where it wants lists,
    ignores inertias unless told, and replaces a broken tensor by zeros: lists go in, and what was
    loaded is compared with what was meant.
    """

    def __init__(self, skeleton: Skeleton) -> None:
        self._skeleton = skeleton
        self._client = physics_server()
        self._body = load_urdf(leg_urdf(skeleton), self._client)
        try:
            self._prepare()
        except RuntimeError:
            self.__exit__()
            raise

    def _prepare(self) -> None:
        """Compare what was loaded with what was meant, and free the joints of motors and damping."""
        names = joint_names(self._body, self._client)
        if names != [link.name for link in self._skeleton.links]:
            raise RuntimeError(f"PyBullet loaded the joints {names}")
        self._foot = len(names) - 1
        free_joints(self._body, dict(enumerate(self._skeleton.links)), self._client)

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

    def __enter__(self) -> BulletLeg:
        return self

    def __exit__(self, *failure: object) -> None:
        pybullet.resetSimulation(physicsClientId=self._client)
