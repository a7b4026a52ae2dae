"""How far the answer moves when the rider is not quite who the set-up says."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

import numpy as np
from scipy.stats import qmc

from fit_optimizer.criteria.choice import as_good, ratios
from fit_optimizer.criteria.evaluation import Evaluation, evaluate, with_fit
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.criteria.riding_angles import NothingFound, heights_for_knees
from fit_optimizer.setup.keys_in_force import Keys, keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
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

    `saddle_mm`: the range of their saddles, None where it was not searched; `gain`: by objective, the
    range of the recommended fit's value over that of the fit as it is, less one; `as_good_now`: for how
    many of the `riders` the fit as it is is as good, as far as can be told.
    """

    saddle_mm: tuple[float, float] | None
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
    set_up: SetUp,
    current: Evaluation,
    recommended: Evaluation,
    knee_deg: float | None,
    seed: int,
    pool: Executor,
) -> Uncertainty:
    """Where the saddle would lie for plausible riders, and what the recommendation gives them.

    `knee_deg` is the angle at the bottom that the saddle was set by, None where it was not; each
    rider's saddle is the one that gives it to them. Two strokes a rider.
    """
    riders = plausible_riders(set_up, RIDERS, seed)
    jobs = [(rider, e.values) for rider in riders for e in (current, recommended)]
    answers = list(pool.map(evaluate, *zip(*jobs, strict=True)))
    pairs = list(zip(answers[::2], answers[1::2], strict=True))
    return Uncertainty(
        saddle_mm=None if knee_deg is None else _saddles(riders, recommended, knee_deg, pool),
        gain=_gain(pairs),
        as_good_now=sum(not now.broken and as_good(now, then) for now, then in pairs),
        riders=RIDERS,
    )


def _saddles(
    riders: list[SetUp], recommended: Evaluation, knee_deg: float, pool: Executor
) -> tuple[float, float]:
    """Range of the riders' saddle heights (mm), about the recommended one."""
    found = [h for h in pool.map(partial(_saddle, recommended.values, knee_deg), riders) if h]
    middle = recommended.values["saddle_height_mm"]
    if not found:
        return middle, middle
    low, high = np.quantile(found, [QUANTILE, 1 - QUANTILE])
    return min(float(round(low)), middle), max(float(round(high)), middle)


def _saddle(values: dict[str, float], knee_deg: float, rider: SetUp) -> float | None:
    try:
        return heights_for_knees(rider, (knee_deg,), values)[0]
    except NothingFound:
        return None


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
    held: SetUp, fit: Keys, keys: tuple[str, ...], errors: Array, largest_mm: Array
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
