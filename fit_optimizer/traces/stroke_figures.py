"""A pedal stroke's figures from torque against crank angle, as power meters define them.

Torque effectiveness (P+ + P-) / P+, pedal smoothness mean / max, power phase (where torque
drives) and peak power phase (the narrowest arc with half of the driving work) follow the ANT+
cycling power profile and the FIT profile. Every array is (m, 360): m revolutions, one row each,
sampled at 0, 1, ... 359 deg; a force serves as well as a torque, for every figure is a ratio.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fit_optimizer.traces.recording import FloatArray

STEPS = 360
PEAK_SHARE = 0.5
"""Share of the driving work within the peak power phase."""


@dataclass(frozen=True, slots=True)
class StrokeFigures:
    """Figures of m strokes, each of shape (m,); NaN where a stroke has none (no drive at all)."""

    torque_effectiveness_pct: FloatArray
    pedal_smoothness_pct: FloatArray
    power_phase_start_deg: FloatArray
    power_phase_end_deg: FloatArray
    peak_power_phase_start_deg: FloatArray
    peak_power_phase_end_deg: FloatArray


def stroke_figures(torque: FloatArray) -> StrokeFigures:
    """Figures of every row of `torque`, shape (m, 360)."""
    rows = np.atleast_2d(np.asarray(torque, dtype=np.float64))
    figures = np.array([_figures_of(row) for row in rows]).reshape(len(rows), 6).T
    return StrokeFigures(*figures)


def _figures_of(torque: FloatArray) -> tuple[float, float, float, float, float, float]:
    driving = float(np.clip(torque, 0.0, None).sum())
    if not np.all(np.isfinite(torque)) or driving <= 0.0:
        nan = float("nan")
        return (nan, nan, nan, nan, nan, nan)
    braking = float(np.clip(torque, None, 0.0).sum())
    effectiveness = 100.0 * (driving + braking) / driving
    smoothness = 100.0 * float(torque.mean() / torque.max())
    return (effectiveness, smoothness, *_power_phase(torque), *_peak_phase(torque))


def _power_phase(torque: FloatArray) -> tuple[float, float]:
    """Where the arc of driving torque with the most work starts and ends; NaN where it never ends.

    The ends are where the straight line between two samples crosses zero.
    """
    after = np.roll(torque, -1)
    rises = np.flatnonzero((torque <= 0.0) & (after > 0.0))
    falls = np.flatnonzero((torque > 0.0) & (after <= 0.0))
    if rises.size == 0 or falls.size == 0:
        return (float("nan"), float("nan"))
    ends = falls[np.searchsorted(falls, rises) % falls.size]
    twice = np.concatenate([[0.0], np.cumsum(np.concatenate([torque, torque]))])
    lengths = np.mod(ends - rises, STEPS)
    best = int(np.argmax(twice[rises + lengths + 1] - twice[rises + 1]))
    crossings = (
        step + torque[step] / (torque[step] - after[step]) for step in (rises[best], ends[best])
    )
    start, end = (float(np.mod(crossing, 360.0)) for crossing in crossings)
    return (start, end)


def _peak_phase(torque: FloatArray) -> tuple[float, float]:
    """The narrowest arc that holds half of the driving work."""
    drive = np.clip(torque, 0.0, None)
    samples = np.concatenate([drive, drive, drive[:1]])
    work = np.concatenate([[0.0], np.cumsum(0.5 * (samples[:-1] + samples[1:]))])
    wanted = PEAK_SHARE * work[STEPS]
    starts = np.arange(STEPS)
    angle = np.arange(work.size, dtype=np.float64)
    ends = np.interp(work[starts] + wanted, work, angle)
    narrowest = int(np.argmin(ends - starts))
    return (float(narrowest), float(np.mod(ends[narrowest], 360.0)))
