"""The process's one PyBullet physics server, and loading a body into it."""

from __future__ import annotations

import ctypes
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rider_models.errors import PedalfitError
from rider_models.skeleton import Link, Skeleton
from sim.bullet.build_check import PENDULUM, check_build


def _c_library() -> ctypes.CDLL:
    """The C library whose buffers PyBullet prints into (on Windows untried)."""
    return ctypes.CDLL("ucrtbase" if sys.platform == "win32" else None)


@contextmanager
def quiet_output() -> Iterator[None]:
    """PyBullet prints on import and on a change of solver, past Python, between a command's own lines."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as a program without a terminal has it
            stream.flush()
    kept = _copy_of(1), _copy_of(2)
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for number in (1, 2):
            os.dup2(nowhere, number)
        if nowhere not in (1, 2):
            os.close(nowhere)
        yield
    finally:
        _c_library().fflush(None)
        for number, copy in zip((1, 2), kept, strict=True):
            if copy is None:
                os.close(number)
            else:
                os.dup2(copy, number)
                os.close(copy)


def _copy_of(number: int) -> int | None:
    """Another number of an open stream; None where it is closed."""
    try:
        return os.dup(number)
    except OSError:
        return None


try:
    with quiet_output():
        import pybullet
except ModuleNotFoundError as missing:
    raise PedalfitError(
        "PyBullet is not installed: install pybullet (Linux x86-64 with CPython 3.11) or "
        "pybullet-arm64, which despite its name has wheels for Windows, macOS and CPython 3.10 to 3.13"
    ) from missing

__all__ = [
    "GRAVITY_M_S2",
    "free_joints",
    "joint_names",
    "load_urdf",
    "physics_server",
    "pybullet",
    "quiet_output",
    "standing_leg",
]

GRAVITY_M_S2 = 9.81
"""Acceleration of gravity."""

MOST_LEGS = 8
"""Bodies that stand in the world at once: both legs of a few riders; a stroke with a new leg empties it after them."""


MOST_WORLDS = 1000
"""How often a server's world is emptied before another server is opened (16 ms): PyBullet keeps some 150 B of every
body it ever loaded, in containers that double, and a million riders' legs would take 150 to 300 MB. A guess."""


@dataclass(eq=False)
class _Server:
    """The process's physics server and the legs that stand in its world, by skeleton.

    At first the pendulum of the build's check stands there, under its text: taking it away would take 5 ms.
    """

    client: int
    legs: dict[Skeleton | str, int]
    worlds: int = 0
    """How often its world has been emptied."""


@lru_cache(maxsize=1)
def _server() -> _Server:
    """The process's one physics server, its build checked: opening one takes 16 ms and 28 MB.

    Without file caching PyBullet would keep the text of every body it ever loaded. Raises WrongBuild.
    """
    client = int(pybullet.connect(pybullet.DIRECT))
    if client < 0:
        raise RuntimeError("PyBullet could not open a physics server")
    # it would keep the text of every body ever loaded: 3.6 kB a stroke of a new rider
    pybullet.setPhysicsEngineParameter(enableFileCaching=0, physicsClientId=client)
    pybullet.setGravity(0, 0, -GRAVITY_M_S2, physicsClientId=client)
    pendulum = load_urdf(PENDULUM, client)
    check_build(pybullet, pendulum, client, GRAVITY_M_S2)
    return _Server(client, {PENDULUM: pendulum})


def physics_server() -> int:
    """The process's physics server, its world emptied, with gravity on."""
    server = _server()
    if server.worlds >= MOST_WORLDS:
        pybullet.disconnect(physicsClientId=server.client)
        _server.cache_clear()
        server = _server()
    server.worlds += 1
    server.legs.clear()
    pybullet.resetSimulation(physicsClientId=server.client)
    with quiet_output():
        pybullet.setPhysicsEngineParameter(enableFileCaching=0, physicsClientId=server.client)
    pybullet.setGravity(0, 0, -GRAVITY_M_S2, physicsClientId=server.client)
    return server.client


def standing_leg(skeleton: Skeleton, build: Callable[[int], int]) -> tuple[int, int]:
    """Server and body of a leg: the one that stands in the world, or one built there by `build`.

    Legs are never removed one by one: PyBullet keeps the inverse-dynamics tree of a removed body,
    and answers for the next one at the same place in memory with the old one's masses. The world is
    emptied when `MOST_LEGS` stand in it, when a leg cannot be built, and for any other use.
    """
    legs = _server().legs
    if skeleton not in legs:
        client = _server().client if 0 < len(legs) < MOST_LEGS else physics_server()
        try:
            legs[skeleton] = build(client)
        except RuntimeError:
            physics_server()
            raise
    return _server().client, legs[skeleton]


def load_urdf(urdf: str, client: int) -> int:
    """Load a body on a fixed base, with the inertias of the text. Returns its number."""
    handle, path = tempfile.mkstemp(suffix=".urdf")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(urdf)
        flags = pybullet.URDF_USE_INERTIA_FROM_FILE
        return int(pybullet.loadURDF(path, useFixedBase=True, flags=flags, physicsClientId=client))
    finally:
        os.unlink(path)


def joint_names(body: int, client: int) -> list[str]:
    """Names of a body's joints, in PyBullet's order."""
    n = pybullet.getNumJoints(body, physicsClientId=client)
    return [pybullet.getJointInfo(body, j, physicsClientId=client)[1].decode() for j in range(n)]


def free_joints(body: int, links: Mapping[int, Link], client: int) -> None:
    """Free every joint of its motor and damping, and compare inertias with those meant.

    `links` are the segments by joint number. PyBullet replaces a broken tensor by zeros and says
    so only in print: raises RuntimeError.
    """
    for joint in range(pybullet.getNumJoints(body, physicsClientId=client)):
        pybullet.changeDynamics(
            body,
            joint,
            linearDamping=0,
            angularDamping=0,
            jointDamping=0,
            physicsClientId=client,
        )
        pybullet.setJointMotorControl2(
            body, joint, pybullet.VELOCITY_CONTROL, force=0, physicsClientId=client
        )
        link = links.get(joint)
        if link is None or link.mass_kg == 0:
            continue
        info = pybullet.getDynamicsInfo(body, joint, physicsClientId=client)
        loaded, meant = (info[0], *info[2]), (link.mass_kg, *link.inertia)
        if not np.allclose(loaded, meant, rtol=1e-9):
            raise RuntimeError(
                f"PyBullet loaded {loaded} as mass and inertia of {link.name}, not {meant}"
            )
