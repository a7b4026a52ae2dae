"""The only module that talks to PyBullet: inverse dynamics and Jacobians of one leg."""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rider_models.errors import PedalfitError
from rider_models.skeleton import Skeleton
from rider_models.urdf import leg_urdf


@contextmanager
def _quiet_output() -> Iterator[None]:
    """PyBullet prints its build time on import, past Python, between a command's own lines."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        ctypes.CDLL(None).fflush(None)
        for stream, copy in zip((1, 2), kept, strict=True):
            os.dup2(copy, stream)
            os.close(copy)


try:
    with _quiet_output():
        import pybullet
except ImportError as missing:
    raise PedalfitError(
        "PyBullet is not installed: it exists ready-made for CPython 3.10 and 3.11 on Linux x86-64 only"
    ) from missing

Array = NDArray[np.float64]

GRAVITY_M_S2 = 9.81


@lru_cache(maxsize=1)
def _server() -> int:
    """The process's one physics server: opening one takes 16 ms and 28 MB."""
    client = int(pybullet.connect(pybullet.DIRECT))
    if client < 0:
        raise RuntimeError("PyBullet could not open a physics server")
    return client


class BulletLeg:
    """A right leg hanging from an upright, fixed pelvis; a context manager that clears it away.

    The leg is built anew for every use, and the whole simulation is reset after it: PyBullet keeps
    the inverse-dynamics tree of a removed body, and answers for the next one at the same place in
    memory with the old one's masses. PyBullet crashes on numpy arrays where it wants lists, ignores inertias unless told, and
    replaces a broken tensor by zeros: lists go in, and what was loaded is compared with what was
    meant.
    """

    def __init__(self, skeleton: Skeleton) -> None:
        self._skeleton = skeleton
        self._client = _server()
        pybullet.setGravity(0, 0, -GRAVITY_M_S2, physicsClientId=self._client)
        self._body = self._load(leg_urdf(skeleton))
        try:
            self._prepare()
        except RuntimeError:
            self.__exit__()
            raise

    def _prepare(self) -> None:
        """Compare what was loaded with what was meant, and free the joints of motors and damping."""
        n_joints = pybullet.getNumJoints(self._body, physicsClientId=self._client)
        names = [
            pybullet.getJointInfo(self._body, j, physicsClientId=self._client)[1].decode()
            for j in range(n_joints)
        ]
        if names != [link.name for link in self._skeleton.links]:
            raise RuntimeError(f"PyBullet loaded the joints {names}")
        self._foot = n_joints - 1
        for j in range(n_joints):
            self._check_and_free(j)

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

    def _load(self, urdf: str) -> int:
        handle, path = tempfile.mkstemp(suffix=".urdf")
        try:
            with os.fdopen(handle, "w") as file:
                file.write(urdf)
            flags = pybullet.URDF_USE_INERTIA_FROM_FILE
            return int(
                pybullet.loadURDF(
                    path, useFixedBase=True, flags=flags, physicsClientId=self._client
                )
            )
        finally:
            os.unlink(path)

    def _check_and_free(self, joint: int) -> None:
        pybullet.changeDynamics(
            self._body,
            joint,
            linearDamping=0,
            angularDamping=0,
            jointDamping=0,
            physicsClientId=self._client,
        )
        pybullet.setJointMotorControl2(
            self._body,
            joint,
            pybullet.VELOCITY_CONTROL,
            force=0,
            physicsClientId=self._client,
        )
        link = self._skeleton.links[joint]
        if link.mass_kg == 0:
            return
        info = pybullet.getDynamicsInfo(self._body, joint, physicsClientId=self._client)
        loaded, meant = (info[0], *info[2]), (link.mass_kg, *link.inertia)
        if not np.allclose(loaded, meant, rtol=1e-9):
            raise RuntimeError(
                f"PyBullet loaded {loaded} as mass and inertia of {link.name}, not {meant}"
            )
