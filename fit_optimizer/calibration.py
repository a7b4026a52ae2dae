"""Fits a rider's coordination to their power meter: inverse optimal control around the stroke."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from math import degrees
from pathlib import Path
from typing import Any

import numpy as np
import tomli_w
from numpy.typing import NDArray

from fit_optimizer import default_coordination as published
from fit_optimizer.cma_search import minimise
from fit_optimizer.rider_on_bike import seat_rider
from fit_optimizer.setup_file import with_values
from fit_optimizer.setup_tables import SetUp
from fit_optimizer.trace_check import (
    CheckedBin,
    bar_for,
    bin_errors,
    check_bin,
    read_bins,
    rms_errors,
)
from fit_optimizer.traces import Bin, TraceError
from rider_models.errors import PedalfitError
from sim.riding import NATURAL_ANKLE

Array = NDArray[np.float64]

FITTED_POWER_W = (150.0, 250.0)
MOST_FITTED_BINS = 5
EVALUATIONS = 480
FIRST_STEP = 0.25

WEIGHT_SPREAD = 1.0
HEEL_DROP_SPREAD_DEG, RANGE_SPREAD_DEG, PEAK_SPREAD_DEG = 4.0, 5.0, 10.0
STRENGTH_SPREAD = 0.1
"""How far from the set-up a rider is taken to be: the width of the pull back (guesses; the ankle's
from the spread between riders in Millour et al. 2020)."""

SCALE = {"torque_effectiveness_pct": 3.0, "pedal_smoothness_pct": 1.5, "deg": 8.0}
"""Error that counts as one unit: about what a meter's bin scatters by."""

PHYSIOLOGY_SHARE = 0.5
"""Weight of the published work shares, knee loads and moment shapes beside the meter."""
FAILED = 50.0

WEIGHTS = published.FITTED_WEIGHTS


@dataclass(frozen=True)
class Calibration:
    """The calibrated set-up, and errors over the fitted and the held-out bins, before and after."""

    set_up: SetUp
    fitted: tuple[CheckedBin, ...]
    held_out: tuple[CheckedBin, ...]
    errors_before: dict[str, dict[str, float]]
    errors_after: dict[str, dict[str, float]]


def calibrate(
    set_up: SetUp,
    trace: Path,
    seed: int,
    pool: Executor,
    evaluations: int = EVALUATIONS,
    progress: Callable[[int, float], None] = lambda done, best: None,
    journal: Path | None = None,
) -> Calibration:
    """Fit coordination weights, ankle curve and, from both pedals, left against right strength.

    Fitted are the most ridden bins between 150 and 250 W (of all bins where none lies there), the
    rest is held out. The pull back to the set-up and to the published figures keeps what a meter
    cannot see physiological. Raises TraceError or JournalError.
    """
    table = read_bins(trace)
    fitted, held_out = split_bins(table.bins)
    both = table.sides == "both"
    start = np.zeros(len(WEIGHTS) + 3 + int(both))
    loss = partial(calibration_loss, set_up=set_up, bins=fitted)
    fingerprint = f"{set_up!r} {[(b.power_w, b.cadence_rpm, b.records) for b in fitted]!r}"
    best = minimise(
        loss, start, FIRST_STEP, evaluations, seed, pool, progress, journal, fingerprint
    )
    calibrated = with_values(set_up, changed_keys(set_up, best))

    def checked(tried: SetUp) -> dict[str, tuple[CheckedBin, ...]]:
        parts = {"fitted": fitted, "held out": held_out}
        return {n: tuple(pool.map(partial(check_bin, tried), bins)) for n, bins in parts.items()}

    before, after = checked(set_up), checked(calibrated)
    return Calibration(
        set_up=calibrated,
        fitted=after["fitted"],
        held_out=after["held out"],
        errors_before={name: rms_errors(bins) for name, bins in before.items()},
        errors_after={name: rms_errors(bins) for name, bins in after.items()},
    )


def split_bins(bins: tuple[Bin, ...]) -> tuple[tuple[Bin, ...], tuple[Bin, ...]]:
    """(fitted, held out) bins of a recording. Raises TraceError where there is none to fit."""
    low, high = FITTED_POWER_W
    within = [b for b in bins if low <= b.power_w.median <= high] or list(bins)
    if not within:
        raise TraceError("the recording holds no bin of steady riding to calibrate with")
    most_ridden = sorted(within, key=lambda b: b.records, reverse=True)[:MOST_FITTED_BINS]
    fitted = tuple(b for b in bins if b in most_ridden)
    return fitted, tuple(b for b in bins if b not in fitted)


def changed_keys(set_up: SetUp, x: Array) -> dict[str, Any]:
    """Keys of the set-up for the search's numbers (units of the pull back's widths)."""
    seated = seat_rider(set_up)
    ankle = seated.riding.ankle
    keys: dict[str, Any] = {
        key: round(getattr(seated.rider.coordination, key) * float(np.exp(WEIGHT_SPREAD * v)), 4)
        for key, v in zip(WEIGHTS, x, strict=False)
    }
    drop, extent, peak = x[len(WEIGHTS) : len(WEIGHTS) + 3]
    keys["heel_drop_deg"] = round(
        set_up.riding.heel_drop_deg + HEEL_DROP_SPREAD_DEG * float(np.clip(drop, -3, 3)), 2
    )
    extended = degrees(ankle.range) + RANGE_SPREAD_DEG * float(np.clip(extent, -3, 3))
    keys["ankle_range_deg"] = round(max(extended, 0.0), 2)
    shifted = degrees(ankle.peak_crank_angle) + PEAK_SPREAD_DEG * float(np.clip(peak, -3, 3))
    keys["ankle_peak_deg"] = round(shifted, 2)
    if len(x) > len(WEIGHTS) + 3:
        tilt = float(np.exp(STRENGTH_SPREAD * x[-1]))
        left, right = seated.rider.left.strength, seated.rider.right.strength
        keys["strength"] = {"left": round(left * tilt, 4), "right": round(right / tilt, 4)}
    return keys


def calibration_loss(x: Array, set_up: SetUp, bins: tuple[Bin, ...]) -> float:
    """Robust squared errors against the meter and the published figures, and the pull back."""
    try:
        tried = with_values(set_up, changed_keys(set_up, x))
    except PedalfitError:
        return FAILED * len(bins)
    meter = [
        error / bar_for(metric, SCALE)
        for each in bins
        for metric, error in bin_errors(check_bin(tried, each))
    ]
    coordination = seat_rider(tried).rider.coordination
    guess = published.Guess(coordination, NATURAL_ANKLE)
    physiology = [
        row.error
        for row in published.compare(guess, dynamics=False)
        if not row.condition.startswith("turbo ride")
    ]
    errors = np.array(meter)
    others = np.array(physiology)
    if len(errors) == 0 or not np.isfinite(errors).all() or not np.isfinite(others).all():
        return FAILED * len(bins)
    return float(
        published.robust(errors).sum() / len(bins) * 4
        + PHYSIOLOGY_SHARE * published.robust(others).sum()
        + (x**2).sum()
    )


def calibrated_toml(calibration: Calibration, trace: Path) -> str:
    """The calibrated set-up as a file, with what it was fitted to in a comment."""
    errors = calibration.errors_after["fitted"]
    said = ", ".join(f"{metric} {error:.1f}" for metric, error in errors.items())
    heading = f"# Calibrated on {trace.name}: {len(calibration.fitted)} bins, rms errors {said}\n"
    return heading + tomli_w.dumps(calibration.set_up.model_dump(exclude_unset=True))
