"""From a set-up to one recommended fit: the bicycle first, then what the rider could learn."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

from fit_optimizer.criteria.choice import ratios
from fit_optimizer.criteria.evaluation import Evaluation, Tried, evaluate, with_fit
from fit_optimizer.criteria.limits import limits
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.criteria.riding_angles import NothingFound
from fit_optimizer.documents.advice import (
    BrokenLimit,
    ChangeAdvised,
    CrankAdvised,
    LegsAdvised,
    MeasureFirst,
    ReliefFound,
)
from fit_optimizer.recommendation.bands import Band, bands, saddle_band
from fit_optimizer.recommendation.diagnosis import diagnosis
from fit_optimizer.recommendation.legs import (
    advise_legs,
    shim_advised,
    shims_now,
    with_advised_shims,
)
from fit_optimizer.recommendation.measure_first import measure_first
from fit_optimizer.recommendation.moves import SMALLEST_MOVE, Move, moves
from fit_optimizer.recommendation.placing import place_bicycle
from fit_optimizer.recommendation.present import beyond_the_muscles
from fit_optimizer.recommendation.reasons import RANK_OF_SHIM, changes
from fit_optimizer.recommendation.relief import relief
from fit_optimizer.recommendation.saddle import (
    SURE_MM,
    TOLD_APART_MM,
    SaddleFound,
    knee_range,
)
from fit_optimizer.recommendation.technique import TechniqueFound, advise_technique
from fit_optimizer.recommendation.uncertainty import Uncertainty, uncertainty
from fit_optimizer.recommendation.worthwhile import Worthwhile, worthwhile
from fit_optimizer.search.pareto import pareto_front
from fit_optimizer.search.search import Question, search
from fit_optimizer.search.trial_storage import TrialStore
from fit_optimizer.setup.adjustments import CRANK, SADDLE, SETBACK, TORSO
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.search_space import Variable, of_kind, search_space, values_in_force
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import SIDES
from rider_models.errors import PedalfitError

__all__ = ["NothingFound", "Recommendation", "recommend"]

LEAST = 1e-6
"""mm or deg that are nothing."""
SHIMMED = "with"
"""Number of a saddle's change whose knee is that with a shim in place: then "shim"."""
TECHNIQUE_SHARE = 1 / 3
"""Share of the trials that the search over technique gets where the bicycle's has some too."""


@dataclass(frozen=True)
class Recommendation:
    """The fit as it is, the fit recommended, why, and how sharply it is determined.

    `then` is the set-up recommended, shims in place, of which `recommended` has the values; where
    nothing needs to change both are as now. `changes`: what changes on the bicycle, what matters most
    first. `binding` names the limits that one step of a tool away from the recommendation would break.
    """

    current: Evaluation
    recommended: Evaluation
    then: SetUp
    change_needed: bool
    reason: str
    changes: tuple[ChangeAdvised, ...]
    saddle: SaddleFound | None
    bands: tuple[Band, ...]
    uncertainty: Uncertainty
    binding: tuple[str, ...]
    moves: tuple[Move, ...]
    diagnosis: tuple[BrokenLimit, ...]
    cranks: CrankAdvised | None
    legs: LegsAdvised | None
    measure: tuple[MeasureFirst, ...]
    others: Worthwhile | None
    relief: ReliefFound | None
    technique: TechniqueFound | None
    pareto: tuple[Evaluation, ...]
    trials: int


def recommend(
    set_up: SetUp,
    trials: int,
    seed: int,
    pool: Executor,
    tried: Callable[[int], None] = lambda done: None,
    around: Callable[[int], None] = lambda done: None,
    store: TrialStore | None = None,
) -> Recommendation:
    """Recommend a fit for a rider as they pedal now, and apart from it what they could learn.

    The saddle is placed by the knee angle (`recommendation.saddle`); the profile's other variables of
    the bicycle are searched with the saddle following, and changed where that is worth it; then
    technique, at that bicycle, by a search of its own. `trials` are the strokes of the searches together.

    Raises NothingFound where no fit within the bounds can be ridden, SetUpError where there is
    nothing to search, and PedalfitError, naming the key, where no saddle would help (`beyond_the_muscles`).
    """
    beyond = beyond_the_muscles(set_up)
    bike, technique = (of_kind(search_space(set_up), kind) for kind in ("bike", "technique"))
    now = values_in_force(set_up)
    shimmed = with_advised_shims(set_up)
    known = Tried(shimmed, pool, around)
    (current,) = pool.map(evaluate, [set_up], [{v.key: now[v.key] for v in bike}])

    placed = place_bicycle(set_up, known, bike, current.values)
    rest = tuple(v for v in bike if v.key != SADDLE)
    split = round(trials * TECHNIQUE_SHARE) if rest and technique else 0
    best, others = placed.fit, None
    searched: tuple[Evaluation, ...] = ()
    if rest:
        question = Question(shimmed, dict(best.values), placed.knee_kept, placed.post)
        searched = search(question, rest, trials - split, seed, pool, tried, store).evaluations
        others = _others(known, question, best, searched, rest, now)
        best = others.fit

    then = with_fit(shimmed, best.values)
    needed = shimmed is not set_up or _has_to_change(current, best, others, now)
    if not needed:
        best, then = current, set_up
    plausible = uncertainty(set_up, current, best, placed.knee_kept, seed, pool)
    on_bicycle = known if needed else Tried(set_up, pool, around)
    learnt = None
    if technique and best.objectives is not None:
        at = Question(on_bicycle.set_up, dict(best.values))
        told = partial(_from, tried, len(searched))
        ridden = search(at, technique, split or trials, seed, pool, told, store).evaluations
        searched += ridden
        learnt = advise_technique(on_bicycle, best, ridden, technique)
    return Recommendation(
        current=current,
        recommended=best,
        then=then,
        change_needed=needed,
        reason=beyond or _reason(set_up, current, best, needed),
        changes=_changes(set_up, then, shimmed, current, best, now) if needed else (),
        saddle=placed.saddle,
        bands=_bands(on_bicycle, bike, best, placed.saddle, plausible),
        uncertainty=plausible,
        binding=_binding(set_up, bike, best),
        moves=moves(set_up, then) if needed else (),
        diagnosis=diagnosis(set_up),
        cranks=placed.cranks,
        legs=advise_legs(set_up, best.values, placed.knee),
        measure=measure_first(set_up, placed.knee),
        others=others,
        relief=relief(then, best, pool),
        technique=learnt,
        pareto=pareto_front([*placed.scanned, *searched, current, best]),
        trials=len(searched),
    )


def _others(
    known: Tried,
    question: Question,
    base: Evaluation,
    evaluations: tuple[Evaluation, ...],
    rest: tuple[Variable, ...],
    now: dict[str, float],
) -> Worthwhile:
    """What of the bicycle's other variables is worth changing; the saddle follows each."""
    start_values = {**base.values, **{v.key: now[v.key] for v in rest}}
    known.remember(evaluations)
    (start,) = known.evaluate([start_values])
    keys = {v.key for v in rest}

    def ask(values: dict[str, float]) -> Evaluation:
        of = {key: value for key, value in values.items() if key in keys}
        if all(of[key] == start.values[key] for key in of):
            return start
        try:
            return known.evaluate([question.values(of)])[0]
        except PedalfitError as error:
            return Evaluation(dict(values), (), None, {}, str(error))

    return worthwhile(start, evaluations, rest, ask)


def _has_to_change(
    current: Evaluation, best: Evaluation, others: Worthwhile | None, now: dict[str, float]
) -> bool:
    """Whether the fit as it is cannot be ridden, or anything of the bicycle moves."""
    if current.objectives is None:
        return True
    if others is not None and others.changed:
        return True
    kept = (TORSO, CRANK, SADDLE, SETBACK)
    return any(abs(best.values[key] - now[key]) > LEAST for key in kept if key in best.values)


def _from(progress: Callable[[int], None], before: int, done: int) -> None:
    """Tell progress of strokes that come after others."""
    progress(before + done)


def _changes(
    set_up: SetUp,
    then: SetUp,
    shimmed: SetUp,
    current: Evaluation,
    best: Evaluation,
    now: dict[str, float],
) -> tuple[ChangeAdvised, ...]:
    """The bicycle's changes, the shim among them: before the saddle, whose knee is then told with it in place."""
    found = changes(shimmed, then, current, best, knee_range(set_up), now, SMALLEST_MOVE)
    if shimmed is set_up:
        return found
    found = tuple(
        one.model_copy(update={"numbers": {**one.numbers, SHIMMED: "shim"}})
        if one.key == SADDLE
        else one
        for one in found
    )
    shims, before = shim_advised(set_up), shims_now(set_up)
    side = next(side for side in SIDES if shims[side] != before[side])
    numbers: dict[str, float | str] = {"side": side}
    shim = ChangeAdvised(
        key="shim_mm",
        start=before[side],
        end=shims[side],
        why="legs",
        numbers=numbers,
        rank=max([RANK_OF_SHIM, *(one.rank for one in found if one.key == SADDLE)]),
    )
    return tuple(sorted([shim, *found], key=lambda one: -one.rank))


def _bands(
    tried: Tried,
    bike: tuple[Variable, ...],
    best: Evaluation,
    saddle: SaddleFound | None,
    plausible: Uncertainty,
) -> tuple[Band, ...]:
    """The band of every variable of the bicycle; the saddle's from its own scan."""
    rest = tuple(v for v in bike if v.key != SADDLE)
    found = list(bands(rest, best, tried)) if best.objectives is not None else []
    variable = next((v for v in bike if v.key == SADDLE), None)
    if variable is None or saddle is None or best.objectives is None:
        return tuple(found)
    low, high = plausible.saddle_mm or (-SURE_MM, SURE_MM)
    stays = abs(best.values[SADDLE] - values_in_force(tried.set_up)[SADDLE]) < LEAST
    sure = float("inf") if stays else min(max((high - low) / 2, TOLD_APART_MM), SURE_MM)
    return (saddle_band(variable, saddle, best, sure), *found)


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
    if current.objectives is None:
        return f"The fit as it is cannot be ridden in the model: {current.refusal}."
    if not needed or chosen.objectives is None:
        return (
            "Nothing needs to change: the saddle lies where riders have it, and no load and no cost is "
            "worse by as much as can be told."
        )
    words = {one.key: one.words for one in OBJECTIVES}
    told = ", ".join(
        f"{words[name]} {_percent(ratio)}"
        for name, ratio in ratios(current.objectives, chosen.objectives).items()
    )
    text = f"Against now: {told}."
    if current.broken:
        text += (
            f" The fit as it is goes beyond the rider's limit of {' and '.join(current.broken)}."
        )
    return text


def _percent(ratio: float) -> str:
    change = round(100 * (ratio - 1))
    return "as now" if change == 0 else f"{abs(change)} % {'more' if change > 0 else 'less'}"
