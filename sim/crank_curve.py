"""What is read off a curve over the crank circle: arcs, crossings, peaks (angles in degrees)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from rider_models.arrays import Array

STEP_DEG = 0.25
"""Step of finely interpolated curves: a sixth of the 1.4 deg in which FIT sends angles."""


@dataclass(frozen=True)
class Arc:
    """An arc of the crank circle, from start forward to end (deg, 0-360)."""

    start_deg: float
    end_deg: float

    @property
    def width_deg(self) -> float:
        """Degrees from start to end in the direction of pedalling."""
        return (self.end_deg - self.start_deg) % 360


def fine(curve: Array) -> Array:
    """A curve over the circle, interpolated linearly to steps of `STEP_DEG`."""
    angles, steps = _angles(len(curve))
    return np.asarray(np.interp(steps, angles, np.append(curve, curve[0])))


@cache
def _angles(samples: int) -> tuple[Array, Array]:
    """Angles (deg) of so many samples, the first once more at 360, and those of a fine curve."""
    return 360 * np.arange(samples + 1) / samples, np.arange(0, 360, STEP_DEG)


def main_positive_arc(curve: Array) -> Arc:
    """The arc of positive values that holds the most area; all around from the lowest if none is negative."""
    values = fine(curve)
    n = len(values)
    if (values > 0).all():
        lowest = float(values.argmin() * STEP_DEG)
        return Arc(lowest, lowest)
    first = int(np.argmin(values > 0))
    rolled = np.roll(values, -first)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], (rolled > 0).astype(int), [0]])))
    runs = edges.reshape(-1, 2)
    if len(runs) == 0:
        return Arc(0.0, 0.0)
    start, end = max(runs, key=lambda run: rolled[run[0] : run[1]].sum())
    return Arc((first + int(start)) % n * STEP_DEG, (first + int(end)) % n * STEP_DEG)


def between_samples(curve: Array, arc: Arc) -> Arc:
    """An arc of positive values with its ends moved to where the curve's straight lines cross nought.

    An arc that goes all around, or is empty, is returned as it is.
    """
    if arc.start_deg == arc.end_deg:
        return arc
    values = fine(curve)

    def crossing(after_deg: float) -> float:
        k = round(after_deg / STEP_DEG)
        before, after = values[k - 1], values[k % len(values)]
        return float((k - after / (after - before)) * STEP_DEG % 360)

    return Arc(crossing(arc.start_deg), crossing(arc.end_deg))


def first_rise(curve: Array, first_deg: float, last_deg: float) -> float | None:
    """Crank angle (deg) at which a curve first passes nought upwards between two; None where it does not."""
    values = fine(curve)
    after = np.roll(values, -1)
    at = np.flatnonzero((values < 0) & (after >= 0))
    into_arc = (STEP_DEG * (at + values[at] / (values[at] - after[at])) - first_deg) % 360
    inside = into_arc[into_arc <= last_deg - first_deg]
    return float((first_deg + inside.min()) % 360) if len(inside) else None


def narrowest_arc_with(curve: Array, share: float) -> Arc:
    """The narrowest arc that holds a share of the area under the positive part of a curve.

    Its start is a sample; its end lies between samples, since many arcs are nearly as narrow and
    whole steps could not tell them apart.
    """
    values = np.maximum(fine(curve), 0.0)
    n = len(values)
    twice = np.tile(values, 2)
    area = np.concatenate([[0.0], np.cumsum((twice + np.roll(twice, -1)) / 2)])
    wanted = share * area[n]
    if wanted == 0:
        return Arc(0.0, 0.0)
    ends = np.interp(area[:n] + wanted, area, np.arange(len(area)))
    start = int((ends - np.arange(n)).argmin())
    return Arc(start * STEP_DEG, float(ends[start]) % n * STEP_DEG)


def share_below(curve: Array, level: float) -> float:
    """Degrees of the circle over which a curve lies below a level."""
    return float((fine(curve) < level).sum() * STEP_DEG)


def peak(curve: Array) -> tuple[float, float]:
    """Largest value of a curve and its angle (deg)."""
    i = int(curve.argmax())
    return float(curve[i]), 360.0 * i / len(curve)
