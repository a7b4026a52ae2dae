"""Cubic pieces through tabled values that rise and fall only where the values do.

scipy's `PchipInterpolator` finds the same pieces; importing scipy takes several times as long as a
stroke, and a test compares the two.
"""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array


def monotone_cubics(knots: Array, values: Array) -> Array:
    """Coefficients (4 x (k - 1) x m, highest power first) of cubics through values at k knots (k x m).

    Each piece is a polynomial of the distance past its knot. Slopes at inner knots are the weighted
    harmonic means of Fritsch & Butland 1984 (SIAM J Sci Stat Comput 5:300), zero at an extremum;
    at the ends those of the parabola through three knots, cut so that the piece stays monotone.
    Raises ValueError for fewer than three knots.
    """
    if len(knots) < 3:
        raise ValueError(f"{len(knots)} knots: monotone cubics need three")
    step = np.diff(knots)[:, None]
    rise = np.diff(values, axis=0) / step
    slope = np.zeros_like(values)
    before, after = rise[:-1], rise[1:]
    same = before * after > 0
    weight_before, weight_after = 2 * step[1:] + step[:-1], step[1:] + 2 * step[:-1]
    total = weight_before + weight_after
    parts = np.divide(weight_before, before, out=np.ones_like(before), where=same)
    parts += np.divide(weight_after, after, out=np.ones_like(after), where=same)
    slope[1:-1] = np.where(same, total / parts, 0.0)
    slope[0] = _end_slope(step[0], step[1], rise[0], rise[1])
    slope[-1] = _end_slope(step[-1], step[-2], rise[-1], rise[-2])
    bend = (slope[:-1] + slope[1:] - 2 * rise) / step
    return np.stack([bend / step, (rise - slope[:-1]) / step - bend, slope[:-1], values[:-1]])


def _end_slope(step: Array, next_step: Array, rise: Array, next_rise: Array) -> Array:
    """Slope (m) at an end from the two pieces next to it."""
    slope = ((2 * step + next_step) * rise - step * next_rise) / (step + next_step)
    turned = np.sign(slope) != np.sign(rise)
    steep = (np.sign(rise) != np.sign(next_rise)) & (np.abs(slope) > 3 * np.abs(rise))
    return np.where(turned, 0.0, np.where(steep, 3 * rise, slope))
