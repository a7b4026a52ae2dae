"""From a search to one recommended fit: the choice, its reason, and the band around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import numpy as np

from fit_optimizer.evaluation import Evaluation, evaluate
from fit_optimizer.objectives import OBJECTIVE_NAMES, Objectives
from fit_optimizer.search import SearchResult, pareto_front
from fit_optimizer.search_space import Variable
from fit_optimizer.setup_tables import SetUp

TOLERANCE = 0.03
"""A band is where every objective stays within 3 % of what the recommendation gives."""

BAND_STEPS = {
    "saddle_height_mm": (4.0, 5),
    "heel_drop_deg": (1.0, 5),
    "ankle_range_deg": (2.0, 4),
    "torso_angle_deg": (1.0, 5),
}
"""Step of the scan around the recommendation, and how many steps to each side."""

POLISHING_ROUNDS = 4
"""How often the choice may move to a better neighbour that the scan around it turned up."""

WORTH_CHANGING = 0.01
"""Mean gain in knee load and dead spots below which nothing needs to change."""

_WORDS = {"knee_load": "knee load", "dead_spots": "dead spots", "effort": "muscle effort"}


@dataclass(frozen=True)
class Band:
    """Around the recommended value of one variable.

    `low` to `high`: where every objective stays within `TOLERANCE`; `limited_low`, `limited_high`:
    what ends it on either side; `slope`: relative change of each objective per step upwards.
    """

    key: str
    value: float
    low: float
    high: float
    limited_low: str
    limited_high: str
    step: float
    slope: dict[str, float]
    scanned: tuple[Evaluation, ...]


@dataclass(frozen=True)
class Recommendation:
    """The fit as it is, the fit recommended, why, and how sharply it is determined."""

    current: Evaluation
    recommended: Evaluation
    change_needed: bool
    reason: str
    bands: tuple[Band, ...]
    pareto: tuple[Evaluation, ...]
    trials: int


def recommend(
    set_up: SetUp,
    result: SearchResult,
    pool: Executor,
    progress: Callable[[int], None] = lambda done: None,
) -> Recommendation:
    """Choose from the Pareto front, judged against the fit as it is, and scan around the choice.

    Muscle effort is the guard: only fits within `TOLERANCE` of the least effort are looked at, and
    among them the one with the least mean of knee load and dead spots relative to now is taken.
    Values are rounded to what a tool can set and simulated again; while the scan around the choice
    turns up a better one, that one becomes the choice.
    """
    current = result.current
    known = [*result.pareto]
    centre = _best(current, known, set_up, result.variables)
    scans = _scan(set_up, result.variables, centre, pool, progress)
    for _ in range(POLISHING_ROUNDS):
        known += [centre, *(e for scanned in scans for e in scanned)]
        better = _best(current, known, set_up, result.variables)
        if better.values == centre.values:
            break
        centre = better
        scans = _scan(set_up, result.variables, centre, pool, progress)
    front = pareto_front(known)
    needed = not _good_enough(current, centre, front)
    if not needed:
        centre = current
        scans = _scan(set_up, result.variables, centre, pool, progress)
    return Recommendation(
        current=current,
        recommended=centre,
        change_needed=needed,
        reason=_reason(current, centre, needed),
        bands=tuple(
            _band(variable, centre, scanned)
            for variable, scanned in zip(result.variables, scans, strict=True)
        ),
        pareto=front,
        trials=len(result.evaluations),
    )


def _best(
    current: Evaluation,
    known: list[Evaluation],
    set_up: SetUp,
    variables: tuple[Variable, ...],
) -> Evaluation:
    """The choice among what is known, on values that a tool can set."""
    chosen = min(within_guard(tuple(known)), key=partial(_score, current), default=current)
    rounded = {v.key: _to_step(chosen.values[v.key], v) for v in variables}
    if rounded == chosen.values:
        return chosen
    settable = evaluate(set_up, rounded)
    return settable if settable.feasible else chosen


def within_guard(front: tuple[Evaluation, ...]) -> tuple[Evaluation, ...]:
    """The feasible fits whose effort is within `TOLERANCE` of the least among them."""
    feasible = [(e, e.objectives.effort) for e in front if e.objectives is not None and e.feasible]
    most = min((effort for _, effort in feasible), default=0.0) * (1 + TOLERANCE)
    return tuple(e for e, effort in feasible if effort <= most)


def _good_enough(
    current: Evaluation, recommended: Evaluation, front: tuple[Evaluation, ...]
) -> bool:
    """Whether the fit as it is breaks no limit, passes the guard and would gain next to nothing."""
    if not current.feasible or current.objectives is None:
        return False
    efforts = [e.objectives.effort for e in front if e.objectives is not None]
    if current.objectives.effort > min(efforts, default=np.inf) * (1 + TOLERANCE):
        return False
    return 1 - _score(current, recommended) <= WORTH_CHANGING


def _score(current: Evaluation, candidate: Evaluation) -> float:
    """Mean of knee load and dead spots relative to now; raw where now has no stroke."""
    if candidate.objectives is None:
        return float("inf")
    reference = current.objectives or Objectives(1.0, 1.0, 1.0)
    ratios = _ratios(reference, candidate.objectives)
    return (ratios["knee_load"] + ratios["dead_spots"]) / 2


def _ratios(reference: Objectives, of: Objectives) -> dict[str, float]:
    before, after = reference.as_dict(), of.as_dict()
    return {name: after[name] / before[name] for name in OBJECTIVE_NAMES}


def _to_step(value: float, variable: Variable) -> float:
    stepped = round(value / variable.step) * variable.step
    return float(min(max(stepped, variable.low), variable.high))


def _reason(current: Evaluation, recommended: Evaluation, needed: bool) -> str:
    if current.objectives is None:
        return f"The fit as it is cannot be ridden in the model: {current.refusal}."
    broken = [limit.name for limit in current.limits if limit.excess > 0]
    if not needed or recommended.objectives is None:
        return (
            f"Nothing needs to change: the fit is within {100 * TOLERANCE:.0f} % of the least muscle "
            "effort within reach, and no other such fit has less knee load and dead spots by more "
            f"than {100 * WORTH_CHANGING:.0f} %."
        )
    changes = [
        f"{_WORDS[name]} {_percent(ratio)}"
        for name, ratio in _ratios(current.objectives, recommended.objectives).items()
    ]
    text = (
        f"Of the fits within {100 * TOLERANCE:.0f} % of the least muscle effort, this one has the "
        f"least knee load and dead spots: against now, {', '.join(changes)}."
    )
    if broken:
        text += f" The fit as it is goes beyond the rider's limit of {' and '.join(broken)}."
    return text


def _percent(ratio: float) -> str:
    change = round(100 * (ratio - 1))
    return "as now" if change == 0 else f"{abs(change)} % {'more' if change > 0 else 'less'}"


def _scan(
    set_up: SetUp,
    variables: tuple[Variable, ...],
    centre: Evaluation,
    pool: Executor,
    progress: Callable[[int], None],
) -> tuple[list[Evaluation], ...]:
    """For each variable the strokes around a fit, that variable changed alone."""
    steps = [list(_scan_values(v, centre)) for v in variables]
    candidates = [
        {**centre.values, v.key: value}
        for v, values in zip(variables, steps, strict=True)
        for value in values
    ]
    answers = iter(pool.map(partial(evaluate, set_up), candidates))
    scans = []
    for values in steps:
        scans.append([next(answers) for _ in values])
        progress(len(values))
    return tuple(scans)


def _scan_values(variable: Variable, centre: Evaluation) -> Iterator[float]:
    step, count = BAND_STEPS[variable.key]
    for k in range(-count, count + 1):
        value = centre.values[variable.key] + k * step
        if k != 0 and variable.low <= value <= variable.high:
            yield value


def _band(variable: Variable, centre: Evaluation, scanned: list[Evaluation]) -> Band:
    middle = centre.values[variable.key]
    above = [e for e in scanned if e.values[variable.key] > middle]
    below = [e for e in reversed(scanned) if e.values[variable.key] < middle]
    high, limited_high = _edge(variable.key, centre, above)
    low, limited_low = _edge(variable.key, centre, below)
    step, _ = BAND_STEPS[variable.key]
    return Band(
        key=variable.key,
        value=middle,
        low=low,
        high=high,
        limited_low=limited_low,
        limited_high=limited_high,
        step=step,
        slope=_slope(centre, above, below),
        scanned=tuple(scanned),
    )


def _edge(key: str, centre: Evaluation, outward: list[Evaluation]) -> tuple[float, str]:
    """The last value outward from the centre that keeps every objective within tolerance, and what ends it."""
    edge = centre.values[key]
    for candidate in outward:
        stop = _what_ends(centre, candidate)
        if stop:
            return edge, stop
        edge = candidate.values[key]
    return edge, "end of the scan"


def _what_ends(centre: Evaluation, candidate: Evaluation) -> str:
    if candidate.objectives is None or centre.objectives is None:
        return "no stroke possible"
    broken = [limit.name for limit in candidate.limits if limit.excess > 0]
    if broken:
        return broken[0]
    ratios = _ratios(centre.objectives, candidate.objectives)
    worst = max(ratios, key=lambda name: ratios[name])
    return _WORDS[worst] if ratios[worst] > 1 + TOLERANCE else ""


def _slope(
    centre: Evaluation, above: list[Evaluation], below: list[Evaluation]
) -> dict[str, float]:
    """Relative change of each objective per step upwards, between the nearest neighbours scanned."""
    ends = [neighbours[0] for neighbours in (below, above) if neighbours]
    ends = [e for e in ends if e.objectives is not None]
    if not ends:
        return {}
    first, last = (ends[0], ends[-1]) if len(ends) == 2 else (centre, ends[0])
    if first.objectives is None or last.objectives is None:
        return {}
    rise = _ratios(first.objectives, last.objectives)
    return {name: (ratio - 1) / len(ends) for name, ratio in rise.items()}
