"""What muscles at rest pull with, and how far that stretches their tendons.

Both follow from the length of the path alone, for the pull of the stretched fibre is that of the
tendon it stretches. On rigid tendons the calf would pull half as hard again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from rider_models.arrays import Array
from rider_models.data_tables import DATA, json_table
from rider_models.monotone_cubic import monotone_cubics
from rider_models.muscle_table import muscle_rows

ROOMS = np.linspace(0.0, 4.0, 1601)
"""Where resting muscles are tabled (path length less the tendon's slack length, in optimal fibre lengths): in an eighth
of the steps of the reference model's table, and on to pulls that no muscle reaches."""


@dataclass(frozen=True, eq=False)
class RestingMuscle:
    """m muscles at rest at n lengths of their paths (each n x m).

    `tendon_stretch` the tendon's elongation in optimal fibre lengths, `stretch_share` the part of a
    lengthening of the path that it takes, `pull` its force over maximum isometric force.
    """

    tendon_stretch: Array
    stretch_share: Array
    pull: Array


@dataclass(frozen=True, eq=False)
class RestingCurves:
    """Cubic pieces between k knots: coefficients (k - 1) x m x 8, four of stretch and then four of pull."""

    knots: Array
    coefficients: Array


@cache
def resting_curves() -> RestingCurves:
    """Curves of all muscles of the reference model, knots evenly spaced."""
    table = json_table(DATA / "resting_muscles.json")
    knots, rows = np.array(table["room"]), muscle_rows()
    values = [table["muscles"][row.name][of] for of in ("tendon_stretch", "pull") for row in rows]
    cubics = monotone_cubics(knots, np.array(values).T).reshape(4, -1, 2, len(rows))
    both = cubics.transpose(1, 3, 2, 0).reshape(len(knots) - 1, len(rows), 8)
    return RestingCurves(knots, both)


def resting_muscle(room: Array) -> RestingMuscle:
    """Muscles at rest where a tendon at its slack length would leave their fibres some room.

    `room` n x m is path length less slack length, in optimal fibre lengths. The curves are the
    reference model's, whose passive fibres are calibrated on tendons that yield (Uhlrich et al.
    2022). Nothing pulls below the tabled lengths; above, stretch and pull go on with their last slopes.
    """
    curves = resting_curves()
    knots = curves.knots
    step = knots[1] - knots[0]
    place = ((room - knots[0]) / step).astype(np.int64)
    piece = np.minimum(
        np.maximum(place, 0), len(knots) - 2
    )  # np.clip asks for the limits of integers
    past = np.maximum(room - knots[piece], 0.0)
    inside = np.minimum(past, step)
    count = room.shape[1]
    own = curves.coefficients.reshape(-1, 8).take(count * piece + np.arange(count), axis=0)
    by_power = np.ascontiguousarray(own.reshape(*room.shape, 2, 4).transpose(3, 2, 0, 1))
    (stretch, pull), (stretch_slope, pull_slope) = _cubic(by_power, inside)
    beyond = past - inside
    return RestingMuscle(
        stretch + beyond * stretch_slope, stretch_slope, pull + beyond * pull_slope
    )


def resting_pull(along: Array) -> Array:
    """Return the pull along the tendon of resting fibres that reach so far along it (each n x m).

    Pull over maximum isometric force, reach in optimal fibre lengths; the muscles are the m of the reference model.
    """
    pull, farthest = np.zeros(along.shape), along.max(axis=0)
    for i, muscle in enumerate(_resting_table()):
        if farthest[i] > muscle.pulls_from:
            pull[:, i] = np.interp(along[:, i], muscle.reach, muscle.pull)
    return pull


def tendon_strain(norm_force: Array) -> Array:
    """Return the tendon's elongation over its slack length at forces over maximum isometric force (any shape).

    All tendons of the reference model have one curve, which its resting muscles show: read from the one with the
    longest tendon, on which a stretched path gives the finest steps. Forces of one muscle are looked up one after
    another, for neighbours are found faster.
    """
    strain = np.interp(np.transpose(norm_force), *_tendon_curve())
    return np.asarray(strain.T, order="C")


@cache
def _tendon_curve() -> tuple[Array, Array]:
    """Forces over maximum isometric force, and the tendon's elongation over its slack length there."""
    longest = max(_resting_table(), key=lambda muscle: muscle.slack)
    return longest.pull, longest.stretch / longest.slack


class _Resting(NamedTuple):
    """A muscle at rest over `ROOMS`: how far its fibres reach along the tendon, their pull, the tendon's stretch.

    Lengths in optimal fibre lengths, also the tendon's `slack` length; pull over maximum isometric force. Fibres that
    reach no farther than `pulls_from` pull with nothing.
    """

    reach: Array
    pull: Array
    stretch: Array
    slack: float
    pulls_from: float


@cache
def _resting_table() -> list[_Resting]:
    rows = muscle_rows()
    rest = resting_muscle(ROOMS[:, None] * np.ones((1, len(rows))))
    reach = ROOMS[:, None] - rest.tendon_stretch
    last_slack = np.maximum((rest.pull > 0).argmax(axis=0) - 1, 0)
    return [
        _Resting(
            reach=reach[:, i].copy(),
            pull=rest.pull[:, i].copy(),
            stretch=rest.tendon_stretch[:, i].copy(),
            slack=row.tendon_slack_length_m / row.optimal_fibre_length_m,
            pulls_from=float(reach[last_slack[i], i]),
        )
        for i, row in enumerate(rows)
    ]


def _cubic(coefficients: Array, past: Array) -> tuple[Array, Array]:
    """Cubics (4 x k x n x m, highest power first) and their slopes (each k x n x m) so far past their knots (n x m)."""
    c3, c2, c1, c0 = coefficients
    return ((c3 * past + c2) * past + c1) * past + c0, (3 * c3 * past + 2 * c2) * past + c1
