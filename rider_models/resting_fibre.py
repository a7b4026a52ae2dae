"""What a fibre at rest pulls with, and how far that stretches its tendon.

The passive curves of the reference model are calibrated on tendons that yield (Uhlrich et al. 2022);
on rigid ones the stretched fibres of the calf would pull half as hard again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from rider_models.muscle_table import muscle_rows, path_table

Array = NDArray[np.float64]
Indices = NDArray[np.int64]

_TOE = 0.2
_STRAIN_AT_FULL_FORCE = 0.049
_STIFFNESS = np.log(1 + 1 / _TOE) / _STRAIN_AT_FULL_FORCE
"""Tendon force over maximum isometric force is toe (e^(stiffness strain) - 1): De Groote et al. 2016, Ann
Biomed Eng 44:2922, as re-solved in OpenSim Moco to begin at nought; strain from the reference model."""
NEWTON_STEPS = 5
"""From a slack tendon: four reach 1e-11 optimal fibre lengths anywhere on the passive curves."""


@dataclass(frozen=True, eq=False)
class _PassiveCurves:
    """Cubic pieces of all muscles' passive curves: k knots, coefficients 4 x (k - 1) x m."""

    knots: Array
    coefficients: Array
    last_slope: Array


@cache
def _passive_curves() -> _PassiveCurves:
    table = path_table()["passive_force"]
    knots = np.array(table["norm_fibre_length"])
    forces = np.array([table["force_over_max_isometric"][row.name] for row in muscle_rows()])
    curves = PchipInterpolator(knots, forces.T)
    return _PassiveCurves(knots, np.asarray(curves.c), np.asarray(curves(knots[-1], 1)))


def passive_force(norm_fibre_length: Array) -> Array:
    """Passive fibre force over maximum isometric force at normalised lengths (n x m), n x m.

    The curve of each muscle is the calibrated one that the reference model carries (Uhlrich et
    al. 2022); it is zero below the sampled lengths and goes on with its last slope above them.
    """
    each = np.arange(norm_fibre_length.shape[1])
    return _force_and_slope(norm_fibre_length, each)[0]


def _force_and_slope(norm_fibre_length: Array, muscle: Indices) -> tuple[Array, Array]:
    curves = _passive_curves()
    knots = curves.knots
    inside = np.clip(norm_fibre_length, knots[0], knots[-1])
    piece = np.clip(np.searchsorted(knots, inside, side="right") - 1, 0, len(knots) - 2)
    past = inside - knots[piece]
    c3, c2, c1, c0 = curves.coefficients[:, piece, muscle]
    beyond = np.maximum(norm_fibre_length - knots[-1], 0.0)
    force = ((c3 * past + c2) * past + c1) * past + c0 + beyond * curves.last_slope[muscle]
    return force, (3 * c3 * past + 2 * c2) * past + c1


def resting_fibre(room: Array, height: Array, tendon: Array) -> tuple[Array, Array]:
    """Extent of resting fibres along their tendons (n x m), and its rate per rate of the room.

    All lengths are in optimal fibre lengths: `room` n x m is what a tendon at its slack length
    leaves of the path, `height` m the fibre's extent across it, `tendon` m the slack length.
    Where the fibre pulls, the tendon is longer and the fibre shorter.
    """
    along, share = room.copy(), np.ones_like(room)
    pulls = passive_force(np.hypot(room, height)) > 0
    muscle = np.nonzero(pulls)[1]
    x, y, slack = room[pulls], height[muscle], tendon[muscle]
    for _ in range(NEWTON_STEPS):
        strain, slope = _strain_and_slope(x, y, muscle)
        x -= (x + slack * strain - room[pulls]) / (1 + slack * slope)
    along[pulls] = x
    share[pulls] = 1 / (1 + slack * _strain_and_slope(x, y, muscle)[1])
    return along, share


def _strain_and_slope(along: Array, height: Array, muscle: Indices) -> tuple[Array, Array]:
    """Strain of tendons by resting fibres that extend so far along them, and its slope."""
    fibre = np.hypot(along, height)
    force, by_fibre = _force_and_slope(fibre, muscle)
    cosine = along / fibre
    pull = force * cosine
    by_along = by_fibre * cosine**2 + force * (height / fibre) ** 2 / fibre
    return np.log1p(pull / _TOE) / _STIFFNESS, by_along / (_TOE + pull) / _STIFFNESS
