"""Curves of a leg, which is computed as a right one from its own top dead centre, as the whole model has them."""

from __future__ import annotations

import numpy as np

from rider_models.arrays import MIRROR, Array
from sim.opensim_export.leg import TO_OPENSIM


def mirror(side: str) -> Array:
    """Return the factors (3) that put a right side's vector (forward, up, right) on the "right" or "left" side."""
    return np.array([1.0, 1.0, -1.0 if side == "left" else 1.0])


def mirrored(turns: Array, side: str) -> Array:
    """Return rotations or inertias (... x 3 x 3, OpenSim's axes) of a right side as they are on a side."""
    factors = mirror(side)
    return np.asarray(factors[:, None] * turns * factors)


def against_right_crank(curve: Array, side: str) -> Array:
    """A leg's curve from its own top dead centre (n x ...), against the right crank's angle."""
    return np.roll(curve, len(curve) // 2, axis=0) if side == "left" else curve


def against_own_crank(curve: Array, side: str) -> Array:
    """A curve against the right crank's angle (n x ...), from the top dead centre of a side's leg."""
    return np.roll(curve, -(len(curve) // 2), axis=0) if side == "left" else curve


def own_axes(vectors: Array, side: str) -> Array:
    """Vectors (... x 3) of a leg, computed as a right one's, on their own side and in OpenSim's axes."""
    result: Array = (vectors * (MIRROR if side == "left" else np.ones(3))) @ TO_OPENSIM.T
    return result


def own_turns(turns: Array, side: str) -> Array:
    """Rotations (n x 3 x 3) of a leg, computed as a right one's, on their own side and in OpenSim's axes."""
    return mirrored(TO_OPENSIM @ turns @ TO_OPENSIM.T, side)
