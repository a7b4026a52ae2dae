"""From a search to one recommended fit: the choice, its reason, and the fits around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from fit_optimizer.criteria.choice import (
    GUARD,
    TOLERANCE,
    as_good,
    choose,
    least_guard,
    most_broken,
    ratios,
)
from fit_optimizer.criteria.evaluation import Evaluation, Tried, with_fit
from fit_optimizer.criteria.limits import limits
from fit_optimizer.criteria.objectives import (
    OBJECTIVES,
    Objective,
    Role,
    guard_objective,
    with_role,
)
from fit_optimizer.recommendation.bands import Band, bands, scan_candidates
from fit_optimizer.recommendation.moves import Move, moves
from fit_optimizer.recommendation.neighbourhood import Neighbourhood, neighbourhood
from fit_optimizer.recommendation.uncertainty import Uncertainty, uncertainty
from fit_optimizer.search.pareto import pareto_front
from fit_optimizer.search.response_surface import (
    best_point,
    design,
    fit_model,
    guard_column,
    least_guard_point,
    log_objectives,
    region_around,
)
from fit_optimizer.search.search import SearchResult
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.search_space import Variable
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError

POLISHING_ROUNDS = 5
"""How often the choice may move to a better fit that the model around it points to. A guess."""
GUARD_ROUNDS = 2
"""How often the least of the guard is looked for by a model. A guess."""
GUARD_MARGINS = (0.0, 0.003, 0.01)
"""How far within the guard (by its log) the model is asked for its best: it may miss by as much. Guesses."""


class NothingFound(PedalfitError):
    """No fit within the bounds of the search can be ridden within the rider's limits."""


@dataclass(frozen=True)
class Recommendation:
    """The fit as it is, the fit recommended, why, and how sharply it is determined.

    `binding` names the limits that one step of a tool away from the recommendation would break.
    """

    current: Evaluation
    recommended: Evaluation
    change_needed: bool
    reason: str
    bands: tuple[Band, ...]
    uncertainty: Uncertainty
    binding: tuple[str, ...]
    moves: tuple[Move, ...]
    neighbourhood: Neighbourhood
    pareto: tuple[Evaluation, ...]
    trials: int


def recommend(
    set_up: SetUp,
    result: SearchResult,
    pool: Executor,
    progress: Callable[[int], None] = lambda done: None,
    seed: int = 1,
) -> Recommendation:
    """Choose from what the search tried, polish the choice, and look around it.

    Muscle effort is the guard: only fits within `GUARD` of the least effort are looked at, and
    among them the one with the least mean of the scored objectives relative to now is taken.
    Where the fit as it is does as well, it is what is recommended.

    Raises NothingFound where the search found no fit that can be ridden within the limits.
    """
    tried = Tried(set_up, pool, progress)
    tried.remember([*result.evaluations, result.current])
    best = _polished(tried, result)
    plausible = uncertainty(tried, result.variables, result.current, best, seed, pool)
    around_best = bands(result.variables, best, tried)
    needed = not _may_stay(result.current, best, around_best, plausible)
    chosen = best if needed else result.current
    around = around_best if needed else bands(result.variables, chosen, tried)
    front = pareto_front(tried.settable(result.variables))
    return Recommendation(
        current=result.current,
        recommended=chosen,
        change_needed=needed,
        reason=_reason(set_up, result.current, chosen, needed),
        bands=around,
        uncertainty=plausible,
        binding=_binding(set_up, result.variables, chosen),
        moves=moves(set_up, chosen.values) if needed else (),
        neighbourhood=neighbourhood(tried, chosen),
        pareto=front,
        trials=len(result.evaluations),
    )


def _polished(tried: Tried, result: SearchResult) -> Evaluation:
    """The best fit of the search, replaced by the fits that models around it point to while they are better."""
    current, variables = result.current, result.variables
    best = choose(current, tried.settable(variables))
    if best is None:
        raise NothingFound(
            f"none of the {len(result.evaluations)} fits tried can be ridden within the rider's "
            f"limits and the bounds of [search]: {most_broken(result.evaluations)}"
        )
    _find_least_guard(tried, variables)
    for _ in range(POLISHING_ROUNDS):
        tried.evaluate(design(region_around(variables, best.values)))
        tried.evaluate(_pointed_to(tried, variables, current, best))
        tried.evaluate(scan_candidates(variables, best))
        better = choose(current, tried.settable(variables))
        assert better is not None
        if better.values == best.values:
            break
        best = better
    return best


def _find_least_guard(tried: Tried, variables: tuple[Variable, ...]) -> None:
    """Look for the least of the guard, by a model around the least known."""
    for _ in range(GUARD_ROUNDS):
        guard = least_guard(tried.settable(variables))
        assert guard is not None
        around = region_around(variables, guard.values)
        tried.evaluate(design(around))
        easiest = least_guard_point(around, fit_model(around, tried.known))
        (found,) = tried.evaluate([around.values(easiest)])
        if least_guard([guard, found]) is guard:
            return


def _pointed_to(
    tried: Tried, variables: tuple[Variable, ...], current: Evaluation, best: Evaluation
) -> Iterable[dict[str, float]]:
    """The fits of least score by the model around the best so far, at the guard and a little below:
    what a model takes for just within the guard need not be."""
    around = region_around(variables, best.values)
    model = fit_model(around, tried.known)
    guard = least_guard(tried.settable(variables))
    assert guard is not None
    now = log_objectives(current if current.objectives is not None else best)
    floor = log_objectives(guard)[guard_column()]
    return [around.values(best_point(around, model, now, floor - below)) for below in GUARD_MARGINS]


def _may_stay(
    current: Evaluation, best: Evaluation, around: tuple[Band, ...], plausible: Uncertainty
) -> bool:
    """Whether the fit as it is breaks no limit and is as good as the best one can tell.

    It is where no objective is worse by more than the tolerance; or where every variable lies in
    its band, widened by what the rider's measurements leave open, and for one of the plausible
    riders no objective is.
    """
    if not current.feasible:
        return False
    if as_good(current, best):
        return True
    inside = all(
        min(band.low, plausible.low[band.key])
        <= current.values[band.key]
        <= max(band.high, plausible.high[band.key])
        for band in around
    )
    return inside and plausible.as_good_now > 0


def _binding(set_up: SetUp, variables: tuple[Variable, ...], chosen: Evaluation) -> tuple[str, ...]:
    """Limits that a fit breaks or would break one step of a tool away, in their order."""
    bar = seat_rider(set_up).hands()
    broken = set(chosen.broken)
    for variable in variables:
        for step in (-variable.step, variable.step):
            moved = {**chosen.values, variable.key: chosen.values[variable.key] + step}
            try:
                near = limits(bar, seat_rider(with_fit(set_up, moved)))
            except PedalfitError:
                continue
            broken |= {limit.name for limit in near if limit.excess > 0}
    return tuple(limit.name for limit in chosen.limits if limit.name in broken)


def _reason(set_up: SetUp, current: Evaluation, chosen: Evaluation, needed: bool) -> str:
    share = f"{100 * TOLERANCE:.0f} %"
    if current.objectives is None:
        return f"The fit as it is cannot be ridden in the model: {current.refusal}."
    if not needed or chosen.objectives is None:
        return (
            f"Nothing needs to change: against the best fit found, {_listed(OBJECTIVES)} are within "
            f"{share}, or within what the rider's measurements leave open."
        )
    complaint = set_up.rider.complaint
    words = {one.key: one.words for one in OBJECTIVES}
    if complaint != "none":
        words["knee_load"] += f" (weighed for {complaint.replace('_', ' ')})"
    changes = ", ".join(
        f"{words[name]} {_percent(ratio)}"
        for name, ratio in ratios(current.objectives, chosen.objectives).items()
    )
    text = (
        f"Of the fits within {100 * GUARD:.0f} % of the least {guard_objective().words}, this one has the least "
        f"{_listed(with_role(Role.SCORED))}: against now, {changes}."
    )
    if current.broken:
        text += (
            f" The fit as it is goes beyond the rider's limit of {' and '.join(current.broken)}."
        )
    return text


def _listed(judged_by: Sequence[Objective]) -> str:
    """Objectives in words: `knee load, dead spots and muscle effort`."""
    *most, last = (one.words for one in judged_by)
    return f"{', '.join(most)} and {last}" if most else last


def _percent(ratio: float) -> str:
    change = round(100 * (ratio - 1))
    return "as now" if change == 0 else f"{abs(change)} % {'more' if change > 0 else 'less'}"
