"""What the default coordination and natural ankle curve are fitted to: `data/calibration.toml`.

`derive_default_coordination` makes the search, over the logarithms of the weights and three ankle
parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np

from fit_optimizer.calibration.targets import (
    CheckTarget,
    Condition,
    Ridden,
    Trend,
    calibration_table,
)
from fit_optimizer.setup.rider_on_bike import FARTHEST_PEDAL, seat_rider
from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.setup.toml_text import Tables
from fit_optimizer.trace_check.bins import metric_error
from fit_optimizer.validation.comparisons import NothingToMeasure
from fit_optimizer.validation.experiments import experiment
from fit_optimizer.validation.published_curves import column
from fit_optimizer.validation.set_ups import build_set_up
from rider_models.arrays import Array
from rider_models.coordination import COORDINATION_KEYS, Coordination
from rider_models.errors import PedalfitError
from sim.crank_curve import first_rise
from sim.kinematics import CRANK_POSITIONS
from sim.riding import AnkleStrategy
from sim.stroke import Stroke
from sim.stroke_values import StrokeValues, values_of

WILKINSON = "wilkinson_seated_70rpm.csv"
FITTED_WEIGHTS = tuple(
    key for key in COORDINATION_KEYS if key not in ("vasti", "knee_swings_squared")
)
ANKLE_BOUNDS_DEG = np.array([[4.0, 12.0], [22.0, 32.0], [15.0, 50.0]])
"""Mean, range and peak crank angle: Ericson 1988 (mean +10), BMC Musculoskelet Disord 2021 22:1044
(range 27), Wilkinson et al. 2020 (peak at 35; how late it may come is a guess). At 90 rpm the leg's inertia and
weight drive the crank with 16.3 Nm at 144 deg with a peak at 35 and with 16.8 at 50, where Wilkinson's
joint angles give 14."""
ANKLE_AT_BOTTOM_DEG, ANKLE_AT_BOTTOM_SPREAD_DEG = -7.6, 0.5
"""Dorsiflexion where the pedal is farthest: the saddle over the crotch is fitted to filmed people with it
(sim/posture.py), and 1 deg of it is 2.3 mm of custom saddle."""
PRIOR_SPREAD = 1.2
PRIOR_CENTRE = {
    "habit": 7.0,
    "knee_stiffness": 0.3,
    "trunk_weight": 3.0,
    "knee_force": 0.8,
    "trunk_push": 28.0,
    "trunk_twist": 5.6,
    "trunk_push_frequency_hz": 1.5,
    "trunk_twist_frequency_hz": 1.5,
}
"""Guesses: forces of a fifth to the whole of the body weight that cost as much as a muscle fully active, and a
trunk that swings with a leg or two of a quick cadence."""
FAILED = 7.0
"""Error in spreads of a figure that a candidate does not have."""
TURN_WITHIN_DEG = (45.0, 360.0)
"""Where the knee moment is looked for to turn from extension to flexion."""


@dataclass(frozen=True)
class Guess:
    """One candidate: the coordination and the natural ankle curve."""

    coordination: Coordination
    ankle: AnkleStrategy


@dataclass(frozen=True)
class Row:
    """One target of the table: wanted (in words), simulated, and the error in units of its spread."""

    condition: str
    metric: str
    wanted: str
    simulated: float
    error: float


def simulate_condition(ridden: Ridden, riding: Tables, guess: Guess, dynamics: bool) -> Stroke:
    """The stroke of a condition's rider and bicycle under a candidate. Raises PedalfitError."""
    tables = ridden.tables(riding)
    tables["rider"]["coordination"] = {
        key: getattr(guess.coordination, key) for key in COORDINATION_KEYS
    }
    return seat_rider(parse_set_up(tables), guess.ankle).simulate(dynamics)


def compare(guess: Guess, dynamics: bool, chosen: list[Condition] | None = None) -> list[Row]:
    """Every target (of the chosen conditions, else of all) against its simulation."""
    rows = []
    for condition in calibration_table().condition if chosen is None else chosen:
        try:
            stroke = simulate_condition(condition, condition.riding, guess, dynamics)
            figures = calibration_figures(stroke)
        except PedalfitError:
            figures = {}
        for metric, (*allowed, spread) in condition.targets.items():
            simulated = figures.get(metric, float("nan"))
            nearest = min(max(simulated, allowed[0]), allowed[-1])
            error = metric_error(metric, simulated, nearest) / spread
            wanted = " to ".join(f"{bound:g}" for bound in allowed)
            rows.append(Row(condition.name, metric, wanted, simulated, error))
    return rows


def published_checks(guess: Guess) -> list[Row]:
    """Return the checks of the published experiments that are targets, measured with a candidate."""
    ridden: dict[str, StrokeValues | None] = {}

    def ride(set_up: SetUp) -> StrokeValues | None:
        key = set_up.model_dump_json()
        if key not in ridden:
            try:
                ridden[key] = values_of(seat_rider(set_up, guess.ankle).simulate())
            except PedalfitError:
                ridden[key] = None
        return ridden[key]

    return [_published_check(target, guess, ride) for target in calibration_table().check]


def _published_check(
    target: CheckTarget, guess: Guess, ride: Callable[[SetUp], StrokeValues | None]
) -> Row:
    of = experiment(target.experiment)
    check = of.check(target.key)
    assert check.comparison is not None, target
    weights = asdict(guess.coordination)
    low, high, spread = target.wanted
    strokes = {}
    for name in check.comparison.strokes:
        set_up = build_set_up(name, of.set_ups, lambda each: ride(each) is not None, weights)
        figures = ride(set_up)
        if figures is not None:
            strokes[name] = figures
    try:
        value = check.comparison.measure(strokes).value
    except (KeyError, NothingToMeasure):
        value = float("nan")
    error = (value - min(max(value, low), high)) / spread
    return Row(of.key, check.label, f"{low:g} to {high:g}", value, error)


def trends(guess: Guess) -> list[Row]:
    """What must fall, or not change, from ride to ride: the step farthest outside what is allowed."""
    return [_trend(guess, trend) for trend in calibration_table().trend]


def _trend(guess: Guess, trend: Trend) -> Row:
    values = []
    for riding in trend.riding:
        try:
            stroke = simulate_condition(trend, riding, guess, dynamics=True)
            values.append(calibration_figures(stroke)[trend.metric])
        except PedalfitError:
            values.append(float("nan"))
    low, high = trend.step
    step, beyond = worst_step(values, low, high)
    wanted = f"at most {high:g}" if low == -np.inf else f"{low:g} to {high:g}"
    return Row(trend.name, trend.metric, f"{wanted} a step", step, beyond / trend.spread)


def worst_step(values: list[float], low: float, high: float) -> tuple[float, float]:
    """The step from value to value that lies farthest outside a range, and how far (nought inside).

    NaN where a value is.
    """
    steps = np.diff(values)
    outside = np.maximum(low - steps, steps - high)
    worst = int(outside.argmax())
    return float(steps[worst]), float(np.maximum(outside[worst], 0.0))


def residuals(x: Array) -> Array:
    """Residuals (n) of the search's numbers: robust errors, trends missed, and a weak pull to usual weights."""
    guess = decode(x)
    fitted = _errors(compare(guess, dynamics=True))
    missed = _errors(trends(guess))
    likeness = _errors(published_checks(guess))
    weights, ankle = x[: len(FITTED_WEIGHTS)], x[len(FITTED_WEIGHTS) :]
    prior = (
        weights - np.log([PRIOR_CENTRE.get(key, 1.0) for key in FITTED_WEIGHTS])
    ) / PRIOR_SPREAD
    beyond = 10 * np.maximum(np.abs(ankle) - 1, 0)
    bottom = np.rad2deg(guess.ankle.dorsiflexion(FARTHEST_PEDAL)) - ANKLE_AT_BOTTOM_DEG
    return np.concatenate(
        [
            softened(fitted),
            missed,
            softened(likeness),
            prior,
            beyond,
            [bottom / ANKLE_AT_BOTTOM_SPREAD_DEG],
        ]
    )


def _errors(rows: list[Row]) -> Array:
    return np.asarray(np.nan_to_num([row.error for row in rows], nan=FAILED))


def softened(errors: Array) -> Array:
    """Residuals whose squares grow only slowly beyond two spreads, so no single target rules.

    NaN stays NaN.
    """
    result: Array = np.sign(errors) * np.sqrt(4 * np.log1p(errors**2 / 4))
    return result


def decode(x: Array) -> Guess:
    """Candidate from the search's numbers: log weights, then ankle parameters in [-1, 1]."""
    weights = np.exp(x[: len(FITTED_WEIGHTS)])
    ankle = np.clip(x[len(FITTED_WEIGHTS) :], -1, 1)
    mean, extent, peak = np.deg2rad(
        ANKLE_BOUNDS_DEG.mean(axis=1) + ankle * np.diff(ANKLE_BOUNDS_DEG, axis=1)[:, 0] / 2
    )
    coordination = Coordination(**dict(zip(FITTED_WEIGHTS, weights.tolist(), strict=True)))
    return Guess(coordination, AnkleStrategy(float(mean), float(extent), float(peak)))


def encode(guess: Guess) -> Array:
    """The search's numbers (n) of a candidate: logarithms of its weights, then ankle parameters in [-1, 1]."""
    weights = [np.log(max(getattr(guess.coordination, key), 1e-3)) for key in FITTED_WEIGHTS]
    ankle = np.rad2deg([guess.ankle.mean, guess.ankle.range, guess.ankle.peak_crank_angle])
    half = np.diff(ANKLE_BOUNDS_DEG, axis=1)[:, 0] / 2
    return np.array([*weights, *((ankle - ANKLE_BOUNDS_DEG.mean(axis=1)) / half)])


def calibration_figures(stroke: Stroke) -> dict[str, float]:
    """The metrics of a stroke, flat, with the few more that the targets use."""
    found = values_of(stroke)
    figures = {_target_name(name): value for name, value in found.metrics.items()}
    for angle in ("hip_flexion", "knee_flexion", "ankle_dorsiflexion"):
        joint = angle.partition("_")[0]
        figures[f"{angle}_mean_deg"] = float(found.curve(f"{angle}_deg").mean())
        pair = np.corrcoef(found.curve(f"{angle}_moment_nm"), wilkinson_moments()[joint])
        figures[f"{joint}_moment_correlation"] = float(pair[0, 1])
    turn = first_rise(found.curve("knee_flexion_moment_nm"), *TURN_WITHIN_DEG)
    figures["knee_moment_turn_deg"] = float("nan") if turn is None else turn
    return figures


def _target_name(name: str) -> str:
    """A target's key for a metric that the validation calls `positive_work_pct.hip_extension`."""
    whole, _, part = name.partition(".")
    return f"{whole.removesuffix('_pct')}_{part}_pct" if part else name


@lru_cache(maxsize=1)
def wilkinson_moments() -> dict[str, Array]:
    """Measured joint moments (Nm/kg) at the simulator's crank positions."""
    at = column(WILKINSON, "crank_angle_deg")
    wanted = 360 * np.arange(CRANK_POSITIONS) / CRANK_POSITIONS
    return {
        joint: np.interp(wanted, at, column(WILKINSON, f"{joint}_moment_Nm_per_kg"), period=360)
        for joint in ("hip", "knee", "ankle")
    }
