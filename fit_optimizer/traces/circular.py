"""Median, mean and spread of angles in degrees, which wrap at 360.

The median is the angle with the least mean arc to all others (Fisher 1993, Statistical Analysis of
Circular Data, section 2.3.2); the spread is taken about it.
"""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array

ONE_SIGMA_SHARE = 68.27
"""Percentage of a normal distribution within one standard deviation of its mean."""


def wrapped_deg(angle_deg: Array) -> Array:
    """The same angles in [0, 360), any shape."""
    wrapped = np.mod(angle_deg, 360.0)
    return np.where(wrapped >= 360.0, 0.0, wrapped)


def arc_deg(from_deg: Array | float, to_deg: Array | float) -> Array:
    """Shortest signed arc between angles, in [-180, 180), broadcast shape."""
    return np.asarray(np.mod(np.asarray(to_deg) - from_deg + 180.0, 360.0) - 180.0)


def circular_mean_deg(angle_deg: Array) -> float:
    """Direction of the mean unit vector in [0, 360); NaN where no angle is finite."""
    finite = np.asarray(angle_deg, dtype=np.float64)
    finite = np.radians(finite[np.isfinite(finite)])
    if finite.size == 0:
        return float("nan")
    mean = np.degrees(np.arctan2(np.sin(finite).mean(), np.cos(finite).mean()))
    return float(wrapped_deg(np.asarray(mean)))


def circular_median_deg(angle_deg: Array) -> float:
    """Angle in [0, 360) with the least summed arc to the others; NaN where none is finite.

    `angle_deg` has any shape; angles that are not finite are passed over. Where several samples
    are equally central (an even number of them) the middle of their arc is returned.
    """
    finite = np.asarray(angle_deg, dtype=np.float64)
    sample = np.sort(wrapped_deg(finite[np.isfinite(finite)]))
    if sample.size == 0:
        return float("nan")
    count = sample.size
    # Arcs ahead of a candidate (up to half a turn) and behind it, summed by prefix sums over the
    # sorted sample laid out twice, so that the cost of every candidate takes O(n log n).
    laid_out = np.concatenate([sample, sample + 360.0])
    prefix = np.concatenate([[0.0], np.cumsum(laid_out)])
    first = np.arange(count)
    half = np.searchsorted(laid_out, sample + 180.0, side="right")
    ahead = prefix[half] - prefix[first] - (half - first) * sample
    behind_count = first + count - half
    behind = behind_count * (sample + 360.0) - (prefix[first + count] - prefix[half])
    cost = ahead + behind
    central = sample[cost <= cost.min() + 1e-9 * max(1.0, float(cost.min()))]
    offsets = arc_deg(central[0], central)
    middle = central[0] + 0.5 * (offsets.min() + offsets.max())
    return float(wrapped_deg(np.asarray(middle)))


def circular_spread_deg(angle_deg: Array, centre_deg: float | None = None) -> float:
    """Arc either side of the median that holds 68 % of the angles (one sigma, were they normal).

    `angle_deg` has any shape; `centre_deg` is the median where it is already known. NaN where no
    angle is finite.
    """
    finite = np.asarray(angle_deg, dtype=np.float64)
    finite = finite[np.isfinite(finite)]
    if finite.size == 0:
        return float("nan")
    centre = circular_median_deg(finite) if centre_deg is None else centre_deg
    return float(np.percentile(np.abs(arc_deg(centre, finite)), ONE_SIGMA_SHARE))


def spread(values: Array, centre: float | None = None) -> float:
    """Half-width about the median that holds 68 % of values that do not wrap."""
    finite = np.asarray(values, dtype=np.float64)
    finite = finite[np.isfinite(finite)]
    if finite.size == 0:
        return float("nan")
    middle = float(np.median(finite)) if centre is None else centre
    return float(np.percentile(np.abs(finite - middle), ONE_SIGMA_SHARE))
