"""Torque against crank angle, at any sampling: one mean revolution, or each by itself.

Arrays of samples have shape (n,), of revolutions (m,), of curves (360,) at 0, 1, ... 359 deg.
"""

from __future__ import annotations

import numpy as np
from scipy.interpolate import Akima1DInterpolator

from fit_optimizer.traces.circular import arc_deg
from fit_optimizer.traces.recording import TraceError
from fit_optimizer.traces.stroke_metrics import STEPS
from rider_models.arrays import Array

WIDEST_GAP_DEG = 46.0
"""A revolution needs a sample at least every eighth of a turn to tell where its torque lies."""

MOST_REVOLUTIONS = 8000
"""Revolutions cut out of one series: 90 minutes at 90 rpm, so that memory and time stay bounded."""

GRID_DEG = np.arange(STEPS, dtype=np.float64)


def in_degrees(angle: Array, unit: str, heading: str, name: str) -> tuple[Array, str]:
    """Angles in degrees, and a sentence where the unit was not named and had to be judged.

    `unit` is `deg` where the heading named a unit (the angles then are degrees already), empty
    where it did not. Raises `TraceError` where no angle is a number.
    """
    finite = angle[np.isfinite(angle)]
    if finite.size == 0:
        raise TraceError(f"{name} has no numbers in its column {heading}.")
    if unit:
        return angle, ""
    if float(finite.max() - finite.min()) <= 2.02 * np.pi:
        return np.degrees(angle), f"The column {heading} names no unit and was taken as radians."
    return angle, f"The column {heading} names no unit and was taken as degrees."


def mean_revolution(angle_deg: Array, torque: Array, name: str) -> Array:
    """The curve of samples in any order and number, shape (360,).

    Samples at the same angle (to 1 deg where there are more than 360, else to 0.01 deg) are
    averaged; between them the curve is Akima's, which does not overshoot and closes on itself.
    Raises `TraceError` where the samples do not go round the crank.
    """
    usable = np.isfinite(angle_deg) & np.isfinite(torque)
    folded = np.mod(angle_deg[usable], 360.0)
    values = torque[usable]
    if folded.size == 0:
        raise TraceError(f"{name} has no row with both a crank angle and a torque or force.")
    cells = np.floor(folded) if folded.size > STEPS else np.mod(np.round(folded, 2), 360.0)
    _, place, count = np.unique(cells, return_inverse=True, return_counts=True)
    angles = np.bincount(place, folded if folded.size > STEPS else cells) / count
    means = np.bincount(place, values) / count
    gap = np.diff(angles, append=angles[0] + 360.0).max()
    if gap > WIDEST_GAP_DEG:
        raise TraceError(
            f"{name} has no crank angles over {gap:.0f} deg of the turn: is a column missing, "
            "swapped, or in another unit than its heading says?"
        )
    round_and_round = np.concatenate([angles - 360.0, angles, angles + 360.0])
    curve = Akima1DInterpolator(round_and_round, np.tile(means, 3))(GRID_DEG)
    return np.asarray(curve, dtype=np.float64)


def refuse_braking(curve: Array, which: str, name: str) -> None:
    """Raise `TraceError` where a curve's mean does not drive the bicycle."""
    if not float(curve.mean()) > 0.0:
        raise TraceError(
            f"{name} has a {which} whose mean over the turn does not drive the bicycle: is its "
            "sign turned round or a column swapped?"
        )


def turned_leg(left: Array, right: Array) -> str:
    """Which leg's curve is drawn against the other leg's crank: `left`, `right` or neither, ``.

    A leg drives in the forward half of its own turn. Curves against their own cranks drive over
    the same angles; against one common crank they drive half a turn apart, and the leg that drives
    further from 90 deg is the one that is drawn against the other's crank.
    """
    centre = {}
    for side, curve in (("left", left), ("right", right)):
        drive = np.clip(curve, 0.0, None)
        turn = np.exp(1j * np.radians(GRID_DEG))
        centre[side] = float(np.degrees(np.angle(np.sum(drive * turn))))
    if abs(float(arc_deg(centre["left"], centre["right"]))) <= 90.0:
        return ""
    return max(centre, key=lambda side: abs(float(arc_deg(90.0, centre[side]))))


def looks_like_one_leg(curve: Array) -> bool:
    """Whether a curve swells once a turn, as one leg's does, rather than twice, as two legs' do."""
    once, twice = np.abs(np.fft.rfft(curve))[1:3]
    return bool(once > twice)


def half_turned(curves: Array) -> Array:
    """Curves of shape (..., 360) drawn against the opposite crank."""
    return np.roll(curves, STEPS // 2, axis=-1)


def revolutions(
    time_s: Array, angle_deg: Array, torques: list[Array]
) -> tuple[Array, Array, list[Array]]:
    """Cut a series into whole revolutions, the first `MOST_REVOLUTIONS` of them.

    `angle_deg` may wrap or count on, and must grow with forward pedalling. Returns the start of
    each revolution in s, shape (m,), its cadence in rpm, shape (m,), and every torque, (m, 360).
    """
    turned = np.unwrap(angle_deg, period=360.0)
    turned = np.maximum.accumulate(turned)
    first, last = int(np.ceil(turned[0] / 360.0)), int(np.floor(turned[-1] / 360.0))
    if last <= first:
        return np.empty(0), np.empty(0), [np.empty((0, STEPS)) for _ in torques]
    last = min(last, first + MOST_REVOLUTIONS)
    edges = np.interp(360.0 * np.arange(first, last + 1), turned, time_s)
    grid = (360.0 * np.arange(first, last)[:, None] + GRID_DEG).ravel()
    curves = [np.interp(grid, turned, torque).reshape(-1, STEPS) for torque in torques]
    durations = np.maximum(np.diff(edges), 1e-6)
    return edges[:-1], 60.0 / durations, curves
