"""How far the answer moves when the rider is not quite who the set-up says."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from scipy.stats import qmc

from fit_optimizer.criteria.choice import as_good, least_guard, ratios
from fit_optimizer.criteria.evaluation import Evaluation, Tried, evaluate, with_fit
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.search.response_surface import (
    Predict,
    Region,
    best_point,
    fit_model,
    guard_column,
    log_objectives,
    region_around,
    targets,
)
from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.search_space import Variable
from fit_optimizer.setup.setup_file import allowed_range, with_values
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Array
from rider_models.body_survey import length_spreads
from rider_models.coordination import Coordination
from sim.kinematics import distinct_sides, move_leg
from sim.leg_kinematics import LegCannotReach
from sim.posture import sit

RIDERS = 8
"""How many plausible riders are simulated. A guess: more take longer."""
LENGTH_ERROR_MM = 10.0
"""A measured thigh, shank or foot: what a tape may be off by. A guess."""
MOST_HALVINGS = 4
"""How often the errors of a rider's lengths are halved before they are left: a guess."""
MASS_ERROR = 0.03
"""Two kilograms in 70: clothes, scales, a season. A guess."""
WEIGHT_FACTOR = 1.25
"""Coordination weights, either way: what searches that end equally well differ by. A guess."""
QUANTILE = 0.1
"""The range given holds the middle 80 % of the plausible riders' answers."""

_LENGTHS = ("thigh_mm", "shank_mm", "foot_mm")
_WEIGHTS = tuple(f.name for f in fields(Coordination))


@dataclass(frozen=True)
class Uncertainty:
    """What plausible riders would be advised, and what they gain.

    `low`, `high`: by variable, the range of the answer; `gain`: by objective, the range of the
    recommended fit's value over that of the fit as it is, less one; `as_good_now`: for how many of
    the `riders` the fit as it is has no more than the tolerance's worth of any objective.
    """

    low: dict[str, float]
    high: dict[str, float]
    gain: dict[str, tuple[float, float]]
    as_good_now: int
    riders: int


def plausible_riders(set_up: SetUp, count: int, seed: int) -> list[SetUp]:
    """Set-ups of riders that the one described may be: a Latin hypercube of errors, bicycle as it is.

    Both legs err alike. The errors are drawn evenly, those of mass and weights by ratio. Lengths that
    the set-up leaves to the survey of bodies err as people of that height, sex and inseam differ.
    """
    fit, _ = keys_in_force(set_up)
    held = with_fit(set_up, {})
    keys = (*_LENGTHS, "mass_kg", *_WEIGHTS)
    errors = 2 * qmc.LatinHypercube(len(keys), rng=seed).random(count) - 1
    largest = np.array([_length_error_mm(set_up, key) for key in _LENGTHS])
    return [_rider_with(held, fit, keys, row, largest) for row in errors]


def uncertainty(
    tried: Tried,
    variables: tuple[Variable, ...],
    current: Evaluation,
    recommended: Evaluation,
    seed: int,
    pool: Executor,
) -> Uncertainty:
    """Where the choice would lie for plausible riders, and what the recommendation gives them.

    Each rider's strokes are simulated for the recommended fit, for one to either side of it in
    every variable, for the fit that sets the guard and for the fit as it is. How they differ from the
    described rider's is taken to be a quadratic in each variable, added to the model of the
    described rider's neighbourhood; the shift of the model's choice is the shift of the answer.
    """
    around = region_around(variables, recommended.values)
    guard = least_guard(tried.settable(variables))
    assert guard is not None
    asked = [*_star(around, recommended), guard.values, current.values]
    described = tried.evaluate(asked)
    riders = plausible_riders(tried.set_up, RIDERS, seed)
    jobs = [(rider, values) for rider in riders for values in asked]
    answers = list(pool.map(evaluate, *zip(*jobs, strict=True)))
    theirs = [answers[k : k + len(asked)] for k in range(0, len(answers), len(asked))]

    model = fit_model(around, tried.known)
    now = log_objectives(current if current.objectives is not None else recommended)
    guarding = guard_column()
    floor = log_objectives(guard)[guarding]
    nominal = best_point(around, model, now, floor)
    shifts = np.zeros((RIDERS, len(variables)))
    for shift, mine in zip(shifts, theirs, strict=True):
        corrected = _corrected(around, model, described, mine)
        rise = 0.0 if mine[-2].objectives is None else log_objectives(mine[-2])[guarding] - floor
        shift[:] = best_point(around, corrected, now, floor + rise) - nominal
    low, high = np.quantile(shifts, [QUANTILE, 1 - QUANTILE], axis=0)
    return Uncertainty(
        low=_moved(around, recommended, low),
        high=_moved(around, recommended, high),
        gain=_gain([(mine[-1], mine[0]) for mine in theirs]),
        as_good_now=sum(not mine[-1].broken and as_good(mine[-1], mine[0]) for mine in theirs),
        riders=RIDERS,
    )


def _star(around: Region, centre: Evaluation) -> list[dict[str, float]]:
    """The centre, and for each variable a fit half the reach to either side of it."""
    points = [dict(centre.values)]
    for k, variable in enumerate(around.variables):
        lowest, highest = allowed_range(variable.key)
        for side in (-0.5, 0.5):
            value = float(np.clip(around.centre[k] + side * around.reach[k], lowest, highest))
            points.append({**centre.values, variable.key: value})
    return points


def _corrected(
    around: Region, model: Predict, described: list[Evaluation], theirs: list[Evaluation]
) -> Predict:
    """The model with another rider's difference added: a quadratic in each variable alone."""
    both = [
        (here, there)
        for here, there in zip(described[:-2], theirs[:-2], strict=True)
        if here.objectives is not None and there.objectives is not None
    ]
    if not both:
        return model
    units = np.array([around.units(here.values) for here, _ in both]).reshape(len(both), -1)
    log_rise, excess_rise = (
        np.linalg.lstsq(_separable(units), after - before, rcond=None)[0]
        for before, after in zip(
            *(targets(list(fits)) for fits in zip(*both, strict=True)), strict=True
        )
    )

    def predict(points: Array) -> tuple[Array, Array]:
        log, excess = model(points)
        terms = _separable(points)
        return log + terms @ log_rise, excess + terms @ excess_rise

    return predict


def _separable(units: Array) -> Array:
    return np.column_stack([np.ones(len(units)), units, units**2])


def _moved(around: Region, centre: Evaluation, shift: Array) -> dict[str, float]:
    """A fit's values, each shifted (n, in units of the reach) and put on the steps of its tool."""
    return {
        v.key: v.on_tool(centre.values[v.key] + by)
        for v, by in zip(around.variables, shift * around.reach, strict=True)
    }


def _gain(pairs: list[tuple[Evaluation, Evaluation]]) -> dict[str, tuple[float, float]]:
    """Range over the riders of each objective's change from the first fit to the second."""
    found = [
        list(ratios(now.objectives, then.objectives).values())
        for now, then in pairs
        if now.objectives is not None and then.objectives is not None
    ]
    if not found:
        return {}
    low, high = np.quantile(np.array(found) - 1, [QUANTILE, 1 - QUANTILE], axis=0)
    return {one.key: (float(low[k]), float(high[k])) for k, one in enumerate(OBJECTIVES)}


def _length_error_mm(set_up: SetUp, key: str) -> float:
    """Largest error (mm) of a length: of an even spread with the standard deviation of the survey."""
    if getattr(set_up.rider, key) is not None:
        return LENGTH_ERROR_MM
    spread = length_spreads()[key]
    given_inseam = set_up.rider.inseam_mm is not None
    return 3**0.5 * (spread.given_inseam_mm if given_inseam else spread.given_height_mm)


def _rider_with(
    held: SetUp, fit: dict[str, Any], keys: tuple[str, ...], errors: Array, largest_mm: Array
) -> SetUp:
    """A set-up with errors (n, -1 to 1 of the largest), those of lengths halved until the legs reach."""
    for halvings in range(MOST_HALVINGS + 1):
        by_key = errors.copy()
        by_key[: len(_LENGTHS)] *= largest_mm / 2**halvings
        changed = {k: _erring(k, fit[k], error) for k, error in zip(keys, by_key, strict=True)}
        rider = with_values(held, changed)
        if _reaches_pedals(rider):
            break
    return rider


def _reaches_pedals(set_up: SetUp) -> bool:
    on = seat_rider(set_up)
    posture = sit(on.rider, on.bicycle, on.riding)
    try:
        for leg, cleat in distinct_sides(on.rider, on.bicycle):
            move_leg(on.rider, leg, on.bicycle, cleat, on.riding, posture)
    except LegCannotReach:
        return False
    return True


def _erring(key: str, value: Any, error: float) -> Any:
    """A value with an error: mm of a length, else -1 to 1 of the greatest."""
    if isinstance(value, dict):
        return {side: _erring(key, one, error) for side, one in value.items()}
    if key in _LENGTHS:
        return float(np.clip(value + error, *allowed_range(key)))
    factor = 1 + MASS_ERROR if key == "mass_kg" else WEIGHT_FACTOR
    return float(value * factor**error)
