"""Fits a rider's coordination to their power meter: inverse optimal control around the stroke."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from functools import partial
from math import isfinite
from pathlib import Path

import numpy as np
import tomli_w

from fit_optimizer.calibration.fit_pose import PoseFit, followed
from fit_optimizer.calibration.knee_trends import knee_trends
from fit_optimizer.calibration.least_squares import STEPS, minimise
from fit_optimizer.calibration.leg_strength import balanced_strength
from fit_optimizer.calibration.loss import (
    TREND_MARGIN,
    Task,
    calibration_residuals,
    physiology,
)
from fit_optimizer.calibration.physiology import Row
from fit_optimizer.calibration.shrinkage import FITTED_OF_THREE, LEAST_JUDGES, supported_share
from fit_optimizer.plain_text import plain
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import (
    BALANCE,
    CheckedBin,
    check_bin,
    rms_errors,
)
from fit_optimizer.trace_check.torque_curve import CheckedCurve, check_curve
from fit_optimizer.trace_check.verdict import peak_shift_deg
from fit_optimizer.traces import Bin, Measured, TraceError
from fit_optimizer.versions import package_versions
from rider_models.arrays import Array

FITTED_POWER_W = (150.0, 250.0)
MOST_FITTED_BINS = 8
BIN_DISTANCE = (25.0, 10.0)
"""W and rpm by which bins are one apart."""

Errors = dict[str, float]


@dataclass(frozen=True)
class Checked:
    """A set-up against the fitted and the held-out bins, or against the torque curve."""

    fitted: tuple[CheckedBin, ...]
    held_out: tuple[CheckedBin, ...]
    curve: CheckedCurve | None
    physiology: tuple[Row, ...]

    @property
    def errors(self) -> dict[str, Errors]:
        """Root mean square errors over the fitted and over the held-out bins."""
        return {
            "fitted": rms_errors(self.fitted) | _curve_errors(self.curve),
            "held out": rms_errors(self.held_out),
        }


@dataclass(frozen=True)
class Calibration:
    """The calibrated set-up, what was fitted in it (in words), and how it compares, before and after.

    `notes` say what was left as it was, and why. `film` is how a film is followed that was fitted at once.
    """

    set_up: SetUp
    what: tuple[str, ...]
    before: Checked
    after: Checked
    notes: tuple[str, ...]
    film: PoseFit | None = None


def calibrate(
    set_up: SetUp,
    measured: Measured,
    seed: int,
    pool: Executor,
    steps: int = STEPS,
    progress: Callable[[int, int], None] = lambda done, of: None,
    journal: Path | None = None,
    film: PoseFit | None = None,
) -> Calibration:
    """Fit coordination weights, the natural ankle curve and left against right strength.

    Fitted are a few bins between 150 and 250 W that lie far apart (of all bins where none lies
    there), the rest is held out; a recording of torque against angle is fitted as a curve. The
    ankle is fitted where the recording tells crank angles, strength where it tells the balance.
    The pull back to the set-up and to published figures keeps what a meter cannot see
    physiological. Of the fitted change that share is taken over with which the held-out bins are predicted
    best and in no metric worse than before (`shrinkage`), which may be none. `steps` bounds the search,
    `progress` is told candidates done and the most there
    can be. With `film`, whose set-up this is, what the film tells of the movement (ankle, pelvis, hips, lengths of the
    legs, crank angle) and the weights are fitted at once, to the recording and to the film, each error by how far it
    may be off. Raises TraceError or JournalError.
    """
    if not measured.table.bins and measured.curve is None:
        raise TraceError(f"{measured.name} holds neither bins nor a torque curve to fit to")
    ridden = _ride(set_up, measured, pool)
    rideable = tuple(b for b, c in zip(measured.table.bins, ridden, strict=True) if not c.refusal)
    if measured.table.bins and not rideable:
        raise TraceError(
            f"the set-up can ride none of the {len(ridden)} bins of {measured.name}: "
            f"{ridden[0].refusal}"
        )
    fitted = split_bins(rideable)
    task = task_of(set_up, measured, fitted, film)
    notes = _notes(len(ridden) - len(rideable), task)
    calibrated, what = set_up, list[str]()
    if _tells_the_stroke(task, ridden):
        best = minimise(
            partial(calibration_residuals, task=task),
            task.size,
            seed,
            pool,
            steps,
            progress,
            journal,
            _fingerprint(task),
            task.start_spread(),
        )
        share, said = _share(task, measured, ridden, best, pool)
        notes += said
        if share > 0:
            calibrated, film = _with_change(task, share * best, film)
            what = _what_changed(task)
    stronger = balanced_strength(calibrated, fitted)
    if stronger is not None:
        calibrated = with_values(calibrated, stronger)
        what.append("left against right strength")
    return Calibration(
        set_up=calibrated,
        what=tuple(what),
        before=_checked(set_up, measured, fitted, ridden),
        after=_checked(calibrated, measured, fitted, _ride(calibrated, measured, pool)),
        notes=notes,
        film=None if film is None else replace(film, set_up=calibrated),
    )


def _with_change(task: Task, change: Array, film: PoseFit | None) -> tuple[SetUp, PoseFit | None]:
    """The set-up with a change of the task's numbers, and how its film is followed then."""
    moved = task.moved(change)
    keys = task.keys(change) | ({} if moved is None else moved.task.rounded(moved.at))
    if moved is not None and film is not None:
        film = followed(moved, film.before)
    return with_values(task.set_up, keys), film


def _what_changed(task: Task) -> list[str]:
    """What a task's numbers are of, in words."""
    what = ["coordination weights"]
    if task.ankle:
        what.append("natural ankle curve")
    if task.film is not None:
        what.append("movement, to film and recording at once")
    return what


def _share(
    task: Task,
    measured: Measured,
    ridden: list[CheckedBin],
    change: Array,
    pool: Executor,
) -> tuple[float, tuple[str, ...]]:
    """The share of a fitted change that the bins that were not fitted support, and what to say of it."""
    every = zip(measured.table.bins, ridden, strict=True)
    judges = [(b, checked) for b, checked in every if b not in task.bins and not checked.refusal]
    if len(judges) < LEAST_JUDGES:
        return 1.0, (
            "Too few bins were left to judge by, so the fitted change was taken over whole.",
        )

    def with_share(share: float) -> Errors:
        tried = with_values(task.set_up, task.keys(share * change))
        return _without_balance(pool.map(partial(check_bin, tried), [b for b, _ in judges]))

    share = supported_share(_without_balance(checked for _, checked in judges), with_share)
    if share == 0:
        said = (
            f"What was fitted predicts the {len(judges)} bins that were not fitted no better than the set-up "
            "does, so weights and ankle curve were left as they were."
        )
    elif share < 1:
        said = (
            f"Of the fitted change {100 * share:.0f} % was taken over: more predicts some metric of the "
            f"{len(judges)} bins that were not fitted worse."
        )
    else:
        return share, ()
    return share, (said,)


def _without_balance(bins: Iterable[CheckedBin]) -> Errors:
    """Root mean square errors of all metrics but the balance, which the legs' strength answers."""
    return {k: v for k, v in rms_errors(bins).items() if k != BALANCE}


def split_bins(bins: tuple[Bin, ...]) -> tuple[Bin, ...]:
    """Bins to fit: the most ridden between 150 and 250 W, then whichever is farthest from those taken.

    Bins far apart tell how the stroke changes with power and cadence, which the held-out bins will
    ask for. Of all bins where none lies between 150 and 250 W; never so many that fewer than a third of three bins
    or more are left to judge the fit by.
    """
    low, high = FITTED_POWER_W
    left = [b for b in bins if low <= b.power_w.median <= high] or list(bins)
    most = MOST_FITTED_BINS if len(bins) < 3 else FITTED_OF_THREE * len(bins) // 3
    taken: list[Bin] = []
    while left and len(taken) < min(most, MOST_FITTED_BINS):
        best = max(left, key=lambda b: (_distance(b, taken), b.records))
        taken.append(best)
        left.remove(best)
    return tuple(b for b in bins if b in taken)


def _distance(one: Bin, taken: list[Bin]) -> float:
    """How far a bin lies from the nearest of some others; the same for all where there are none."""
    watts, rpm = BIN_DISTANCE
    return min(
        (
            ((one.power_w.median - other.power_w.median) / watts) ** 2
            + ((one.cadence_rpm.median - other.cadence_rpm.median) / rpm) ** 2
            for other in taken
        ),
        default=0.0,
    )


def task_of(
    set_up: SetUp, measured: Measured, fitted: tuple[Bin, ...], film: PoseFit | None = None
) -> Task:
    """What is fitted, held to the published trends of knee load that the set-up keeps."""
    allowed = (row.error if row.error > 0 else -TREND_MARGIN for row in knee_trends(set_up))
    return _task(set_up, measured, fitted, film, tuple(allowed))


def task_size(set_up: SetUp, measured: Measured, film: PoseFit | None = None) -> int:
    """How many numbers a calibration moves, so far as it can be known before a stroke."""
    return _task(set_up, measured, split_bins(measured.table.bins), film, ()).size


def _task(
    set_up: SetUp,
    measured: Measured,
    fitted: tuple[Bin, ...],
    film: PoseFit | None,
    allowed: tuple[float, ...],
) -> Task:
    """The task of fitting bins, or the torque curve where there are none, and a film.

    The ankle is among it only where the recording tells crank angles and no film told it.
    """
    curve = None if fitted else measured.curve
    told = curve.top_dead_centre_known if curve is not None else _tells_angles(fitted)
    filmed = None if film is None else film.film
    return Task(set_up, fitted, curve, told and filmed is None, allowed, filmed)


def _tells_angles(bins: tuple[Bin, ...]) -> bool:
    legs = [leg for each in bins for leg in (each.left, each.right)]
    return any(isfinite(leg.peak_power_phase_start_deg.median) for leg in legs) or any(
        isfinite(leg.power_phase_start_deg.median) for leg in legs
    )


def _tells_the_stroke(task: Task, checked: list[CheckedBin]) -> bool:
    """Whether there is more to fit than the balance of the legs."""
    sent = {metric for each in checked for side in each.recorded.values() for metric in side}
    return task.curve is not None or bool(sent - {BALANCE})


def _ride(set_up: SetUp, measured: Measured, pool: Executor) -> list[CheckedBin]:
    """Every bin of the recording, ridden by a set-up."""
    return list(pool.map(partial(check_bin, set_up), measured.table.bins))


def _checked(
    set_up: SetUp, measured: Measured, fitted: tuple[Bin, ...], ridden: list[CheckedBin]
) -> Checked:
    every = dict(zip(measured.table.bins, ridden, strict=True))
    return Checked(
        fitted=tuple(every[b] for b in fitted),
        held_out=tuple(checked for b, checked in every.items() if b not in fitted),
        curve=None if fitted or measured.curve is None else check_curve(set_up, measured.curve),
        physiology=(*physiology(set_up), *knee_trends(set_up)),
    )


def _curve_errors(curve: CheckedCurve | None) -> Errors:
    """Errors of the torque curve, under names like those of the bins' figures."""
    errors: Errors = {}
    if curve is None:
        return errors
    for side, pair in curve.pairs.items():
        errors[f"{side}_torque_nm"] = pair.rms_error_nm
        if curve.positions_known:
            errors[f"{side}_peak_torque_deg"] = abs(peak_shift_deg(pair))
    return errors


def _notes(refused: int, task: Task) -> tuple[str, ...]:
    notes = []
    if refused:
        notes.append(f"{refused} bins that the set-up cannot ride were not fitted.")
    if task.film is not None:
        notes.append(
            "Movement and coordination were fitted at once, to the film and the recording."
        )
    elif not task.ankle:
        notes.append("The recording tells no crank angles, so the ankle curve was left as it is.")
    return tuple(notes)


def _fingerprint(task: Task) -> str:
    """What a journal belongs to: this set-up, this recording, this version."""
    curve = "" if task.curve is None else repr([c.tolist() for c in task.curve.by_side.values()])
    film = "" if task.film is None else repr(task.film_residuals(np.zeros(task.size)).tolist())
    return f"{task.set_up!r} {task.bins!r} {curve} {film} {package_versions()}"


def effort(checked: CheckedBin) -> str:
    """A bin's power and cadence in words."""
    return f"{checked.power_w:.0f} W {checked.cadence_rpm:.0f} rpm"


def calibrated_toml(calibration: Calibration, recording: str) -> str:
    """The calibrated set-up as a file, with what it was fitted to in comments."""
    return commented_toml(calibration.set_up, calibration_lines(calibration, recording))


def calibration_lines(calibration: Calibration, recording: str) -> list[str]:
    """What was fitted to a recording, and how near the set-up is now, in sentences."""
    after = calibration.after
    lines = [
        f"Calibrated on {recording}: {', '.join(calibration.what) or 'nothing was changed'}.",
        f"Fitted: {', '.join(effort(b) for b in after.fitted) or 'the torque curve'}.",
        f"Held out: {', '.join(effort(b) for b in after.held_out) or 'nothing'}.",
    ]
    for name, errors in after.errors.items():
        if errors:
            said = ", ".join(f"{metric} {error:.1f}" for metric, error in errors.items())
            lines.append(f"Root mean square errors, {name}: {said}.")
    return [*lines, *calibration.notes]


def commented_toml(set_up: SetUp, lines: Iterable[str]) -> str:
    """A set-up as a file, below sentences in comments."""
    comments = "".join(f"# {plain(' '.join(line.split()))}\n" for line in lines)
    return comments + tomli_w.dumps(set_up.model_dump(exclude_unset=True))
