"""What a calibration makes small: errors against the meter and published figures, and changes.

All are residuals (m,), always as many for one task, of which the search makes the sum of squares
small.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from math import degrees, hypot
from typing import TYPE_CHECKING

import numpy as np

from fit_optimizer.calibration.knee_trends import knee_trends
from fit_optimizer.calibration.physiology import Row, compare, softened
from fit_optimizer.calibration.smoothed_phase import fitted_metrics
from fit_optimizer.calibration.targets import calibration_table
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import BALANCE, CheckedBin, bin_errors, check_bin, of_metric
from fit_optimizer.trace_check.torque_curve import CheckedCurve, check_curve
from fit_optimizer.trace_check.verdict import peak_shift_deg
from fit_optimizer.traces import Bin, TorqueCurve
from rider_models.arrays import Array
from rider_models.coordination import COORDINATION_KEYS, UNSEEN_KEYS, Coordination

if TYPE_CHECKING:
    from fit_optimizer.calibration.film_task import Filmed

NOT_FITTED = ("vasti", "knee_swings_squared", *UNSEEN_KEYS)
"""Weights that a calibration leaves: the vasti's, for only ratios tell how the work is shared, the knee's wanted
stiffness, which is a guess of the model's, and what no meter sees."""
WEIGHTS = tuple(key for key in COORDINATION_KEYS if key not in NOT_FITTED)
ANKLE = ("heel_drop_deg", "ankle_range_deg", "ankle_peak_deg")

START_SPREAD = 0.5
"""The first start of a search is the set-up itself, each other one this far from it (standard deviation; a guess)."""
WEIGHT_SPREAD = 1.0
ANKLE_SPREAD_DEG = (4.0, 5.0, 10.0)
"""How far from the set-up a rider is taken to be: the width of the pull back (guesses; the ankle's
from the spread between riders in Millour et al. 2020)."""

ANKLE_LIMITS_DEG = ((-40.0, 40.0), (0.0, 70.0), (-180.0, 360.0))
FARTHEST = 3.0
"""What a set-up file may hold, and the most spreads by which the search moves anything."""

SCALE = {
    "torque_effectiveness_pct": 3.0,
    "pedal_smoothness_pct": 2.0,
    "combined_smoothness_pct": 4.0,
    "deg": 5.0,
}
"""Error that counts as one unit in a bin without spread: about what a meter's bin scatters by (2-3
and 1-1.5 points, and angles by 1.5-10 deg), rounded with an eye on the errors of held-out bins."""
CURVE_SCALE = 0.05
"""Share of a torque curve's peak that counts as one unit of its rms error (a guess)."""
CURVE_COUNTS_AS = 5
"""A curve's rms error weighs as much as five of the six figures that a pedal sends for a bin."""

TREND_REACH_W = 100.0
"""A rider also rides outside the fitted powers: how each error changes with power there counts by
what it would come to this far away (the meter's other bins reach 100 W either side of 150-250)."""
TREND_RIDGE = 0.5
"""Pull of a trend towards none, beside sums over the fitted bins of squares of 50 W and 10 rpm."""

TREND_MARGIN = 1.5
TREND_UNIT = 0.5
"""Percent short of a published trend's limit at which a residual sets in, and percent that count as
one unit beyond (guesses: the search is to stay clear of the limit). Where the set-up itself lies
beyond the limit, it sets in there: a calibration is to break nothing, and need not mend it."""

METER_SHARE = 4.0
PHYSIOLOGY_SHARE = 1.0
"""Weights of one bin's errors and of one published figure's, beside the pull back's one (guesses)."""
FAILED = 10.0
"""Residual of every figure that a stroke which cannot be ridden does not give: some ten such figures
outweigh a set-up before its calibration several times."""


@dataclass(frozen=True)
class Task:
    """What is fitted to what: bins, or a torque curve where there are none, from a set-up.

    `ankle` tells whether the natural ankle curve is fitted beside the weights; `trends_allowed` how
    far each published trend of knee load may lie beyond its limit (percent). With a film, what it tells of
    the movement is fitted at once with the weights, to film and recording together.
    """

    set_up: SetUp
    bins: tuple[Bin, ...]
    curve: TorqueCurve | None
    ankle: bool
    trends_allowed: tuple[float, ...]
    film: Filmed | None = None

    @property
    def of_rider(self) -> int:
        """How many of the numbers that the search moves are weights, or the ankle's without a film."""
        return len(WEIGHTS) + len(ANKLE) * self.ankle

    @property
    def size(self) -> int:
        """How many numbers the search moves: the rider's, then by how much the film's unknowns change."""
        return self.of_rider + (0 if self.film is None else len(self.film.at))

    def keys(self, x: Array) -> dict[str, object]:
        """Keys of the set-up for the search's numbers."""
        keys: dict[str, object] = {**changed_keys(self.set_up, x[: self.of_rider])}
        if self.film is not None:
            return {**keys, **self.film.task.values(self._of_film(x))}
        return keys

    def film_residuals(self, x: Array) -> Array:
        """Model less film for the search's numbers, with the pull back of the movement; empty without a film."""
        return np.zeros(0) if self.film is None else self.film.task.residuals(self._of_film(x))

    def start_spread(self) -> Array:
        """How far random starts lie from the set-up: a film tells where the movement is, so that starts there."""
        return np.where(np.arange(self.size) < self.of_rider, START_SPREAD, 0.0)

    def moved(self, x: Array) -> Filmed | None:
        """The film with its unknowns at the search's numbers."""
        return None if self.film is None else replace(self.film, at=self._of_film(x))

    def _of_film(self, x: Array) -> Array:
        assert self.film is not None
        return self.film.at + x[self.of_rider :]


def changed_keys(set_up: SetUp, x: Array) -> dict[str, float]:
    """Keys of the set-up for the search's numbers: weights, then ankle (widths of the pull back)."""
    seated = seat_rider(set_up)
    keys: dict[str, float] = {}
    moved = np.clip(x, -FARTHEST, FARTHEST)
    for key, v in zip(WEIGHTS, moved, strict=False):
        weight = getattr(seated.rider.coordination, key)
        tried = weight * np.exp(WEIGHT_SPREAD * v)
        keys[key] = round(float(np.clip(tried, min(weight, 0.01), 1000.0)), 4)
    ankle = seated.riding.ankle
    now = (set_up.riding.heel_drop_deg, degrees(ankle.range), degrees(ankle.peak_crank_angle))
    angles = zip(
        ANKLE, now, ANKLE_SPREAD_DEG, ANKLE_LIMITS_DEG, moved[len(WEIGHTS) :], strict=False
    )
    for key, value, spread, limits, v in angles:
        keys[key] = round(float(np.clip(value + spread * v, *limits)), 2)
    return keys


def calibration_residuals(x: Array, task: Task) -> Array:
    """Errors against the meter, their trends over power, published figures, and the pull back; the film's last."""
    tried = with_values(task.set_up, task.keys(x))
    of_meter = _curve_residuals(tried, task) if task.curve else _bin_residuals(tried, task)
    published_errors = np.array([row.error for row in quick_physiology(tried)])
    beyond = np.array([row.error for row in knee_trends(tried)]) - task.trends_allowed
    parts = [
        METER_SHARE**0.5 * of_meter,
        PHYSIOLOGY_SHARE**0.5 * softened(published_errors),
        np.maximum(beyond / TREND_UNIT, 0.0),
        x[: task.of_rider],
        task.film_residuals(x),
    ]
    every = np.concatenate(parts)
    return np.where(np.isfinite(every), every, FAILED)


def calibration_loss(x: Array, task: Task) -> float:
    """Sum of the squared residuals."""
    return float(np.sum(calibration_residuals(x, task) ** 2))


def physiology(set_up: SetUp) -> list[Row]:
    """A rider's weights against the published work shares, knee loads and moment shapes, their riders' ankles kept."""
    return list(_physiology(seat_rider(set_up).rider.coordination, dynamics=True))


def quick_physiology(set_up: SetUp) -> list[Row]:
    """A rider's weights against the targets that need no activation dynamics, ridden without them, as a search asks.

    The knee moment turns some 4 deg later without.
    """
    return list(_physiology(seat_rider(set_up).rider.coordination, dynamics=False))


@lru_cache(maxsize=2)
def _physiology(coordination: Coordination, dynamics: bool) -> tuple[Row, ...]:
    every = calibration_table().condition
    chosen = [each for each in every if dynamics or not each.wants_dynamics]
    return tuple(compare(coordination, dynamics, chosen))


def _bin_residuals(tried: SetUp, task: Task) -> Array:
    """The mean bin's errors and their trends."""
    bins = [check_bin(tried, each, fitted_metrics) for each in task.bins]
    errors = np.array([error for each in bins for _, error in scaled_errors(each)])
    return np.concatenate([softened(errors) / len(bins) ** 0.5, trends(bins)])


def _curve_residuals(tried: SetUp, task: Task) -> Array:
    """A torque curve's errors; NaN where the stroke cannot be ridden."""
    assert task.curve is not None
    checked = check_curve(tried, task.curve)
    if not checked.refusal:
        return softened(curve_errors(checked))
    of_one = CURVE_COUNTS_AS + task.curve.top_dead_centre_known
    return np.full(len(task.curve.by_side) * of_one, np.nan)


def scaled_errors(checked: CheckedBin) -> Iterator[tuple[tuple[str, str], float]]:
    """((side, metric), error) of a bin in units of the metric's scale and the bin's spread together.

    The balance is left out: it is the legs' strength that answers it.
    """
    for one in bin_errors(checked):
        if one.metric != BALANCE:
            spread = checked.spread[one.side][one.metric]
            unit = hypot(of_metric(one.metric, SCALE), spread)
            yield (one.side, one.metric), one.error / unit


def trends(bins: list[CheckedBin]) -> Array:
    """How much each side's and metric's error changes within `TREND_REACH_W` beyond the bins.

    The errors are fitted by a plane over power and cadence; its slope over power counts. Less than
    three bins tell no slope.
    """
    errors: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for each in bins:
        for what, error in scaled_errors(each):
            errors.setdefault(what, []).append((each.power_w, each.cadence_rpm, error))
    slopes = [_slope_per_w(np.array(points)) for points in errors.values()]
    return TREND_REACH_W * np.array(slopes)


def _slope_per_w(points: Array) -> float:
    """Change of an error per W in points (power W, cadence rpm, error), m x 3, cadence held."""
    points = points[np.isfinite(points).all(axis=1)]
    if len(points) < 3:
        return 0.0
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
