"""Where a rider's figure lies among those of simulated riders who ride as hard and as fast."""

from __future__ import annotations

from functools import cache

import numpy as np

from fit_optimizer.population.columns import EFFORT, METRICS, TABLE
from rider_models.arrays import Array
from rider_models.data_tables import table_rows

FARTHEST = 0.05
"""How far beyond the riders' efforts, as a share of their range, one is still compared with them (a guess)."""


def percentile(metric: str, value: float, power_w_kg: float, cadence_rpm: float) -> int | None:
    """Of 100 simulated riders at a power per kg (W/kg) and cadence (rpm), how many have less of a metric.

    A quadratic surface over power and cadence takes every rider's figure to the effort asked for. At least one
    and at most 99: nobody is beyond all riders for lying beyond those that were simulated. None for a metric that
    the table does not hold and for efforts beyond those of the riders.
    """
    if metric not in METRICS:
        return None
    efforts, values = _riders(metric)
    asked = np.array([[power_w_kg, cadence_rpm]])
    low, high = efforts.min(axis=0), efforts.max(axis=0)
    room = FARTHEST * (high - low)
    if np.any(asked < low - room) or np.any(asked > high + room):
        return None
    surface, *_ = np.linalg.lstsq(_terms(efforts, low, high), values, rcond=None)
    there = values - _terms(efforts, low, high) @ surface + _terms(asked, low, high) @ surface
    return min(max(round(100 * float((there < value).mean())), 1), 99)


@cache
def _riders(metric: str) -> tuple[Array, Array]:
    """Efforts (n x 2: W/kg, rpm) and values (n) of the riders."""
    rows = table_rows(TABLE)
    efforts = np.array([[float(row[name]) for name in EFFORT] for row in rows])
    return efforts, np.array([float(row[metric]) for row in rows])


def _terms(efforts: Array, low: Array, high: Array) -> Array:
    """Columns of the surface (n x 6): both efforts, scaled to 0 to 1, their squares and product."""
    x, y = ((efforts - low) / (high - low)).T
    return np.stack([np.ones_like(x), x, y, x * x, x * y, y * y], axis=1)
