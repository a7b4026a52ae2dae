"""What a calibration makes small: errors against the meter and published figures, and changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from math import degrees, hypot, isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fit_optimizer import default_coordination as published
from fit_optimizer.curve_check import CheckedCurve, check_curve
from fit_optimizer.rider_on_bike import seat_rider
from fit_optimizer.setup_file import with_values
from fit_optimizer.setup_tables import SetUp
from fit_optimizer.trace_check import BALANCE, CheckedBin, bin_errors, check_bin, of_metric
from fit_optimizer.trace_verdict import peak_shift_deg
from fit_optimizer.traces import Bin, TorqueCurve
from fit_optimizer.validation.experiments import Check, load_experiments
from fit_optimizer.validation.set_ups import build_set_up
from rider_models.errors import PedalfitError
from sim.pedalling_metrics import KNEE
from sim.riding import NATURAL_ANKLE

Array = NDArray[np.float64]

WEIGHTS = published.FITTED_WEIGHTS
ANKLE = ("heel_drop_deg", "ankle_range_deg", "ankle_peak_deg")

WEIGHT_SPREAD = 1.0
ANKLE_SPREAD_DEG = (4.0, 5.0, 10.0)
"""How far from the set-up a rider is taken to be: the width of the pull back (guesses; the ankle's
from the spread between riders in Millour et al. 2020)."""

SCALE = {
    "torque_effectiveness_pct": 3.0,
    "pedal_smoothness_pct": 1.5,
    "combined_smoothness_pct": 3.0,
    "deg": 8.0,
}
"""Error that counts as one unit in a bin without spread: about what a meter's bin scatters by."""
CURVE_SCALE = 0.05
"""Share of a torque curve's peak that counts as one unit of its rms error (a guess)."""
CURVE_COUNTS_AS = 5
"""A curve's rms error weighs as much as five of the six figures that a pedal sends for a bin."""

TREND_REACH_W = 100.0
"""A rider also rides outside the fitted powers: how each error changes with power there counts by
what it would come to this far away (the meter's other bins reach 100 W either side of 150-250)."""
TREND_RIDGE = 0.5
"""Pull of a trend towards none, beside sums over the fitted bins of squares of 50 W and 10 rpm."""

KNEE_MOMENT_MARGIN = 1.5
"""Percent below the published limit of the knee moment's spread at which a loss sets in, a unit for
each percent beyond (guesses: the search is to stay clear of the limit)."""

METER_SHARE = 4.0
PHYSIOLOGY_SHARE = 0.5
"""Weights of one bin's errors and of one published figure's, beside the pull back's one (guesses)."""
FAILED = 1000.0
"""Loss of a stroke that cannot be ridden: several times that of a set-up before its calibration."""


@dataclass(frozen=True)
class Task:
    """What is fitted to what: bins, or a torque curve where there are none, from a set-up.

    `ankle` tells whether the natural ankle curve is fitted beside the weights.
    """

    set_up: SetUp
    bins: tuple[Bin, ...]
    curve: TorqueCurve | None
    ankle: bool

    @property
    def size(self) -> int:
        """How many numbers the search moves."""
        return len(WEIGHTS) + len(ANKLE) * self.ankle


def changed_keys(set_up: SetUp, x: Array) -> dict[str, Any]:
    """Keys of the set-up for the search's numbers: weights, then ankle (widths of the pull back)."""
    seated = seat_rider(set_up)
    keys: dict[str, Any] = {
        key: round(getattr(seated.rider.coordination, key) * float(np.exp(WEIGHT_SPREAD * v)), 4)
        for key, v in zip(WEIGHTS, x, strict=False)
    }
    ankle = seated.riding.ankle
    now = (set_up.riding.heel_drop_deg, degrees(ankle.range), degrees(ankle.peak_crank_angle))
    moved = np.clip(x[len(WEIGHTS) :], -3, 3)
    for key, value, spread, v in zip(ANKLE, now, ANKLE_SPREAD_DEG, moved, strict=False):
        keys[key] = round(value + spread * float(v), 2)
    if keys.get("ankle_range_deg", 0.0) < 0.0:
        keys["ankle_range_deg"] = 0.0
    return keys


def calibration_loss(x: Array, task: Task) -> float:
    """Squared errors against the meter, their trends over power, published figures, pull back."""
    try:
        tried = with_values(task.set_up, changed_keys(task.set_up, x))
    except PedalfitError:
        return FAILED * (len(task.bins) + 1)
    meter, failed = _meter_loss(tried, task)
    figures = physiology(tried, dynamics=False)
    errors = np.array([row.error for row in figures])
    known = np.isfinite(errors)
    failed += int((~known).sum())
    return float(
        METER_SHARE * meter
        + PHYSIOLOGY_SHARE * published.robust(errors[known]).sum()
        + _beyond_limit(equal_torque_knee_moment(tried)) ** 2
        + (x**2).sum()
        + FAILED * failed
    )


def physiology(set_up: SetUp, dynamics: bool) -> list[published.Row]:
    """A rider's weights against the published work shares, knee loads and moment shapes.

    The published riders keep their own ankles; the recorded ride among the conditions is left out.
    """
    guess = published.Guess(seat_rider(set_up).rider.coordination, NATURAL_ANKLE)
    return published.compare(
        guess, dynamics, [c for c in published.conditions() if not _is_a_ride(c["name"])]
    )


def equal_torque_knee_moment(set_up: SetUp) -> published.Row:
    """Spread of the peak knee extension moment between 60 and 100 rpm at equal torque, and its limit.

    Ebbecke et al. 2026 found hardly any; weights that let it grow move the legs' inertia to the knee.
    NaN where a stroke cannot be ridden. The activation dynamics matter here.
    """
    weights = asdict(seat_rider(set_up).rider.coordination)
    check, slow, fast = _equal_torque()
    try:
        strokes = [seat_rider(with_values(at, weights)).simulate() for at in (slow, fast)]
        peaks = [-float(stroke.right.joint_moment[:, KNEE].min()) for stroke in strokes]
        spread = 100 * abs(peaks[1] - peaks[0]) / float(np.mean(peaks))
    except PedalfitError:
        spread = float("nan")
    return published.Row(
        "equal torque, 60 and 100 rpm",
        "knee_moment_spread_at_most_pct",
        check.high,
        spread,
        spread - check.high,
    )


@lru_cache(maxsize=1)
def _equal_torque() -> tuple[Check, SetUp, SetUp]:
    """The published check and its slowest and fastest set-up."""
    (experiment,) = [e for e in load_experiments() if e.key == "knee_moment_versus_torque"]
    slow, fast = (
        build_set_up(name, experiment.set_ups, lambda _: True) for name in ("rpm_60", "rpm_100")
    )
    return experiment.checks[0], slow, fast


def _beyond_limit(row: published.Row) -> float:
    """Percent beyond the margin before a limit; the square root of a failure where not known."""
    return max(row.error + KNEE_MOMENT_MARGIN, 0.0) if isfinite(row.error) else FAILED**0.5


def _is_a_ride(condition: str) -> bool:
    return condition.startswith("turbo ride")


def _meter_loss(tried: SetUp, task: Task) -> tuple[float, int]:
    """(mean squared error sum per bin or curve, strokes that could not be ridden)."""
    if not task.bins:
        assert task.curve is not None
        checked = check_curve(tried, task.curve)
        errors = curve_errors(checked)
        return float(published.robust(errors).sum()), int(bool(checked.refusal))
    bins = [check_bin(tried, each) for each in task.bins]
    ridden = [each for each in bins if not each.refusal]
    if not ridden:
        return 0.0, len(bins)
    errors = np.array([error for each in ridden for _, error in scaled_errors(each)])
    one_bin = float(published.robust(errors).sum()) / len(ridden)
    return one_bin + trend_loss(ridden), len(bins) - len(ridden)


def scaled_errors(checked: CheckedBin) -> Iterator[tuple[tuple[str, str], float]]:
    """((side, metric), error) of a bin in units of the metric's scale and the bin's spread together.

    The balance is left out: it is the legs' strength that answers it.
    """
    for one in bin_errors(checked):
        if one.metric != BALANCE:
            spread = checked.spread[one.side][one.metric]
            unit = hypot(of_metric(one.metric, SCALE), spread)
            yield (one.side, one.metric), one.error / unit


def trend_loss(bins: list[CheckedBin]) -> float:
    """Squared errors that would be added by going `TREND_REACH_W` from the fitted powers.

    Each side's and metric's errors are fitted by a plane over power and cadence; its slope over
    power counts. Less than three bins tell no slope.
    """
    if len(bins) < 3:
        return 0.0
    errors: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for each in bins:
        for what, error in scaled_errors(each):
            errors.setdefault(what, []).append((each.power_w, each.cadence_rpm, error))
    slopes = [_slope_per_w(np.array(points)) for points in errors.values() if len(points) > 2]
    return float(np.square(np.array(slopes) * TREND_REACH_W).sum())


def _slope_per_w(points: Array) -> float:
    """Change of an error per W in points (power W, cadence rpm, error), m x 3, cadence held."""
    over = (points[:, :2] - points[:, :2].mean(axis=0)) / (50.0, 10.0)
    error = points[:, 2] - points[:, 2].mean()
    normal = over.T @ over + TREND_RIDGE * np.eye(2)
    return float(np.linalg.solve(normal, over.T @ error)[0]) / 50.0


def curve_errors(checked: CheckedCurve) -> Array:
    """A torque curve's errors in units of `CURVE_SCALE` of its peak, and of an angle's scale."""
    errors = []
    for pair in checked.pairs.values():
        share = pair.rms_error_nm / float(pair.recorded.max()) / CURVE_SCALE
        errors += [share] * CURVE_COUNTS_AS
        if checked.positions_known:
            errors.append(peak_shift_deg(pair) / SCALE["deg"])
    return np.array(errors)
