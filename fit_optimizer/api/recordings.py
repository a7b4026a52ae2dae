"""Recordings of power meters: read, compared with a set-up, and a rider fitted to them."""

from __future__ import annotations

import os

from fit_optimizer.api.errors import number_within, of_kind, whole_number
from fit_optimizer.calibration.calibrate import Calibration
from fit_optimizer.calibration.calibrate import calibrate as calibrated
from fit_optimizer.calibration.fit_pose import PoseFit
from fit_optimizer.setup.argument_limits import MOST_SEED, MOST_WORKERS
from fit_optimizer.setup.setup_file import allowed_range
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import TraceCheck, check_trace, crank_length_mm
from fit_optimizer.traces import Measured, read_measured
from fit_optimizer.workers.pool import lasting_pool

Recorded = str | os.PathLike[str] | Measured
"""A recording's file, or what was read from it."""


def read_trace(file: str | os.PathLike[str], *, crank_length_mm: float | None = None) -> Measured:
    """What a recording says of the pedal stroke: bins of power and cadence, and its torque curve.

    Reads FIT, TCX, PWX, GoldenCheetah JSON and text tables; a pedal force needs `crank_length_mm`
    to become a torque. Raises PedalfitError where the file holds nothing to compare.
    """
    if crank_length_mm is not None:
        crank_length_mm = number_within(
            "crank_length_mm", crank_length_mm, *allowed_range("crank_length_mm")
        )
    return read_measured(file, crank_length_mm)


def check(set_up: SetUp, recording: Recorded, *, workers: int = 1) -> TraceCheck:
    """A set-up simulated at every power and cadence of a recording, beside what was recorded.

    Raises PedalfitError where the file cannot be used.
    """
    measured = _measured(of_kind(set_up, SetUp, "set_up"), recording)
    with lasting_pool(whole_number("workers", workers, 1, MOST_WORKERS)) as pool:
        return check_trace(set_up, measured, pool)


def calibrate(
    set_up: SetUp,
    recording: Recorded,
    *,
    film: PoseFit | None = None,
    workers: int = 1,
    seed: int = 1,
) -> Calibration:
    """The rider's coordination fitted to a recording: `.set_up` is the calibrated set-up.

    With what `fit_pose` gives as `film` (its set-up is used, not this one), movement and coordination are fitted at
    once, to film and recording; `.film` is how the film is followed then. Takes minutes. Raises PedalfitError where
    the recording tells nothing to fit.
    """
    known = of_kind(set_up, SetUp, "set_up")
    if film is not None:
        known = of_kind(film, PoseFit, "fit_pose").set_up
    measured = _measured(known, recording)
    seed = whole_number("seed", seed, 0, MOST_SEED)
    with lasting_pool(whole_number("workers", workers, 1, MOST_WORKERS)) as pool:
        return calibrated(known, measured, seed, pool, film=film)


def _measured(set_up: SetUp, recording: Recorded) -> Measured:
    if isinstance(recording, Measured):
        return recording
    return read_measured(recording, crank_length_mm(set_up))
