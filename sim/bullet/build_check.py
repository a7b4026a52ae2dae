"""Whether the PyBullet that is loaded handles inertia as the simulation needs it: a pendulum known by hand."""

from __future__ import annotations

from math import cos, sin
from typing import Any

import numpy as np

from rider_models.errors import PedalfitError

BUILDS = ("pybullet", "pybullet-arm64")
"""Distributions that install the module `pybullet`: PyBullet's own, and the maintained fork with wheels
for Windows, macOS and the newer CPythons."""

PENDULUM = """<robot name="pendulum"><link name="base"><inertial><mass value="1"/>
<inertia ixx="1" iyy="1" izz="1" ixy="0" ixz="0" iyz="0"/></inertial></link>
<link name="bob"><inertial><origin xyz="0.05 0 -0.3"/><mass value="4"/>
<inertia ixx="0.08" iyy="0.09" izz="0.02" ixy="0" ixz="0" iyz="0"/></inertial></link>
<joint name="hinge" type="continuous"><parent link="base"/><child link="bob"/><axis xyz="0 1 0"/></joint>
</robot>"""
"""A bob of 4 kg on a hinge about y, centre 0.3 m below and 0.05 m before the hinge, with a thigh's inertia."""
MASS_KG, INERTIA_KG_M2, AHEAD_M, BELOW_M = 4.0, (0.08, 0.09, 0.02), 0.05, 0.3
"""Mass, inertia and centre of that bob, for the pendulum by hand."""

AGREES = 1e-9
"""Relative difference that rounding in PyBullet explains."""


class WrongBuild(PedalfitError):
    """A PyBullet that would compute wrong dynamics."""


def build_name() -> str:
    """Which distribution the module `pybullet` is of, with its version: `pybullet 3.2.7`."""
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  slow, and rarely asked

    for name in BUILDS:
        try:
            return f"{name} {version(name)}"
        except PackageNotFoundError:
            continue
    return "a PyBullet of unknown origin"


def check_build(engine: Any, body: int, client: int, gravity: float) -> None:
    """See that a loaded `PENDULUM` has the mass and inertia of its text and the moments they give.

    Without its flag PyBullet takes a box for the inertia, and it replaces tensors that it does not
    like by zeros. Raises WrongBuild.
    """
    info = engine.getDynamicsInfo(body, 0, physicsClientId=client)
    loaded, meant = (info[0], *info[2]), (MASS_KG, *INERTIA_KG_M2)
    angle, acceleration = 0.4, 3.0
    found = engine.calculateInverseDynamics(
        body, [angle], [0.0], [acceleration], physicsClientId=client
    )[0]
    about_hinge = INERTIA_KG_M2[1] + MASS_KG * (AHEAD_M**2 + BELOW_M**2)
    lever = BELOW_M * sin(angle) - AHEAD_M * cos(angle)
    expected = about_hinge * acceleration + MASS_KG * gravity * lever
    if not (np.allclose(loaded, meant, rtol=AGREES) and np.isclose(found, expected, rtol=AGREES)):
        raise WrongBuild(
            f"{build_name()} is installed and handles inertia wrongly (a pendulum needs {expected:.4f} Nm, "
            f"it says {found:.4f}): install pybullet 3.2.7 or pybullet-arm64 3.2.8"
        )
