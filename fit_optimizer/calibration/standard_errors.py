"""Standard errors of what least squares found, where part of the neighbourhood cannot be ridden."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from rider_models.arrays import Array

STEP = 1e-3
"""Step of the slopes, in how far an unknown may be off: what bends no curve (a guess)."""


def standard_errors(
    residuals: Callable[[Array], Array],
    reaches: Callable[[Array], bool],
    at: Array,
    bounds: tuple[Array, Array],
) -> Array:
    """Standard errors (n, in the unknowns' own units) of a least-squares solution with residuals of unit variance.

    Slopes are taken to a side within the bounds on which the legs reach the pedals: one across the edge of
    reach is a cliff, and would make look certain what nothing tells. NaN where neither side is such.
    """
    here, (low, high) = residuals(at), bounds
    slopes = np.full((len(here), len(at)), np.nan)
    for k in range(len(at)):
        for step in (STEP, -STEP):
            moved = at.copy()
            moved[k] += step
            if low[k] <= moved[k] <= high[k] and reaches(moved):
                slopes[:, k] = (residuals(moved) - here) / step
                break
    known = np.isfinite(slopes).all(axis=0)
    errors = np.full(len(at), np.nan)
    told = slopes[:, known]
    errors[known] = np.sqrt(np.diag(np.linalg.pinv(told.T @ told)))
    return errors
