"""A pedal stroke's metrics from recorded torque against crank angle, as power meters define them.

The definitions are those of the simulated stroke, `sim.pedalling_metrics.torque_metrics`. Every
array is (m, 360): m revolutions, one row each, sampled at 0, 1, ... 359 deg; a force serves as well
as a torque, for every metric is a ratio or an angle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array
from sim.pedalling_metrics import torque_metrics

STEPS = 360
"""Samples of a revolution: one a degree."""
EVENLY = np.full(STEPS, 1 / STEPS)
"""Share of the time at each angle: a recording against angle tells no speed within the turn."""

PHASES = ("power_phase", "peak_power_phase")


@dataclass(frozen=True, slots=True)
class StrokeMetrics:
    """Metrics of m strokes, each of shape (m,); NaN where a stroke has none (no drive at all)."""

    torque_effectiveness_pct: Array
    pedal_smoothness_pct: Array
    power_phase_start_deg: Array
    power_phase_end_deg: Array
    peak_power_phase_start_deg: Array
    peak_power_phase_end_deg: Array


NAMES = tuple(StrokeMetrics.__dataclass_fields__)


def metrics_of_strokes(torque: Array) -> StrokeMetrics:
    """Metrics of every row of `torque`, shape (m, 360)."""
    rows = np.atleast_2d(np.asarray(torque, dtype=np.float64))
    figures = np.array([_figures_of(row) for row in rows]).reshape(len(rows), len(NAMES)).T
    return StrokeMetrics(*figures)


def _figures_of(torque: Array) -> list[float]:
    """One stroke's metrics; a phase that goes all the way round has neither start nor end."""
    if not np.all(np.isfinite(torque)) or not np.any(torque > 0.0):
        return [float("nan")] * len(NAMES)
    figures = torque_metrics(torque, EVENLY)
    for phase in PHASES:
        start, end = f"{phase}_start_deg", f"{phase}_end_deg"
        if figures[start] == figures[end]:
            figures |= {start: float("nan"), end: float("nan")}
    return [figures[name] for name in NAMES]
