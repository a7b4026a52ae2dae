"""Curves over the crank angle, mean and spread, from frames of many revolutions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array, Flags, Indices
from sim.kinematics import CRANK_POSITIONS, crank_angles

MOST_HARMONICS = 5
"""Harmonics of a mean curve: the model's joint angles have 0.1 deg beyond the fifth."""

FRAMES_A_HARMONIC = 8
"""Frames for each number of a curve, at least, lest noise is fitted (a guess)."""

OUTLIER = 4.0
"""A frame farther off the curve than so many typical distances is left out (a guess)."""

SPREAD_WITHIN = np.deg2rad(15.0)
"""Crank angles (rad) about a position from which the spread there is taken."""

HALF_WIDTH = 68.0
"""Percent of the frames that lie within the spread, as one standard deviation holds."""

LONG_STRETCH = 2000
"""Frames of a stretch from which percentiles one by one are as quick as all at once, and take no more memory than one
(measured)."""


@dataclass(frozen=True, eq=False)
class MeanCurve:
    """A quantity over the crank angle of its own leg: mean and half-width that holds 68 % (60 positions).

    `error` is the standard error of the mean (60); `frames` went into it.
    """

    mean: Array
    spread: Array
    error: Array
    frames: int

    def at(self, crank_deg: float) -> float:
        """The mean at a crank angle that is a position (deg)."""
        return float(self.mean[round(crank_deg / 360 * len(self.mean)) % len(self.mean)])

    @property
    def lowest(self) -> float:
        """Least of the mean curve."""
        return float(self.mean.min())

    @property
    def highest(self) -> float:
        """Most of the mean curve."""
        return float(self.mean.max())


AngleCurves = Mapping[str, MeanCurve]
"""Curves by name, each over the crank angle of its own leg."""


def mean_curve(crank_angle: Array, values: Array, pedalling: Flags) -> MeanCurve | None:
    """The mean curve of a quantity (n) over the crank angle (rad, n) of its leg; None where frames are too few.

    A Fourier series by least squares over all frames, those far off left out; frames need not lie evenly.
    """
    used = pedalling & np.isfinite(values) & np.isfinite(crank_angle)
    angle, seen = crank_angle[used], values[used]
    if len(seen) < 3 * FRAMES_A_HARMONIC or _widest_gap(angle) > np.deg2rad(60.0):
        return None
    harmonics = min(MOST_HARMONICS, (len(seen) // FRAMES_A_HARMONIC - 1) // 2)
    columns = _series(angle, harmonics)
    kept = np.ones(len(seen), dtype=bool)
    for _ in range(3):
        fitted = np.linalg.lstsq(columns[kept], seen[kept], rcond=None)[0]
        off = seen - columns @ fitted
        typical = float(np.median(np.abs(off[kept]))) * 1.4826
        again = np.abs(off) <= max(OUTLIER * typical, 1e-9)
        if np.array_equal(again, kept):
            break
        kept = again
    grid = _series(crank_angles(), harmonics)
    variance = float(np.sum(off[kept] ** 2)) / max(int(kept.sum()) - columns.shape[1], 1)
    inverse = np.linalg.pinv(columns[kept].T @ columns[kept])
    error = np.sqrt(variance * np.einsum("nk,kj,nj->n", grid, inverse, grid))
    return MeanCurve(
        mean=np.asarray(grid @ fitted),
        spread=_spread(angle, off),
        error=np.asarray(error),
        frames=int(kept.sum()),
    )


def of_one_turn(crank_angle: Array, values: Array) -> MeanCurve | None:
    """A mean curve that is given as such (n over one turn, rad); its spread is not known."""
    known = np.isfinite(values) & np.isfinite(crank_angle)
    if known.sum() < 8:
        return None
    angle = np.mod(crank_angle[known], 2 * np.pi)
    order = np.argsort(angle)
    mean = np.interp(crank_angles(), angle[order], values[known][order], period=2 * np.pi)
    nothing = np.full(CRANK_POSITIONS, np.nan)
    return MeanCurve(np.asarray(mean), nothing, nothing, int(known.sum()))


def _series(angle: Array, harmonics: int) -> Array:
    order = np.arange(1, harmonics + 1)
    turned = angle[:, None] * order
    return np.concatenate([np.ones((len(angle), 1)), np.cos(turned), np.sin(turned)], axis=1)


def _widest_gap(angle: Array) -> float:
    """Widest arc (rad) of the crank circle without a frame."""
    if not angle.size:
        return float(2 * np.pi)
    around = np.sort(np.mod(angle, 2 * np.pi))
    return float(np.diff(np.concatenate([around, around[:1] + 2 * np.pi])).max())


def _spread(angle: Array, off: Array) -> Array:
    """Half-width about the curve (60) that holds 68 % of the frames around each position."""
    around = np.mod(angle, 2 * np.pi)
    order = np.argsort(around)
    around, size = around[order], np.abs(off)[order]
    around = np.concatenate([around - 2 * np.pi, around, around + 2 * np.pi])
    size = np.tile(size, 3)
    first = np.searchsorted(around, crank_angles() - SPREAD_WITHIN)
    last = np.searchsorted(around, crank_angles() + SPREAD_WITHIN)
    return percentiles_of_stretches(size, first, last, HALF_WIDTH)


def percentiles_of_stretches(values: Array, first: Indices, last: Indices, percent: float) -> Array:
    """A percentile of each of some stretches of values, NaN of one without any; to the bit what `np.percentile` gives.

    Short stretches all at once: one by one they took half of the time that a film takes to be read.
    """
    count = last - first
    if count.max() > LONG_STRETCH:
        each = zip(first, last, strict=True)
        return np.array([np.percentile(values[i:j], percent) if j > i else np.nan for i, j in each])
    place = first[:, None] + np.arange(max(int(count.max()), 1))
    held = values[np.minimum(place, len(values) - 1)]
    rising = np.sort(np.where(place < last[:, None], held, np.nan), axis=1)  # NaN comes last
    at = np.maximum(count - 1, 0) * (percent / 100)
    below = np.floor(at).astype(int)
    row = np.arange(len(count))
    low = rising[row, below]
    high = rising[row, np.minimum(below + 1, np.maximum(count - 1, 0))]
    share, step = at - below, high - low
    return np.asarray(np.where(share < 0.5, low + step * share, high - step * (1 - share)))
