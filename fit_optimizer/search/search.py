"""The multi-objective search, asked and told in generations: NSGA-II (Optuna) first, then by a model."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import optuna
from optuna.samplers import NSGAIISampler
from optuna.samplers.nsgaii import PolynomialMutation, SBXCrossover
from pydantic import TypeAdapter
from scipy.stats import qmc

from fit_optimizer.criteria.evaluation import Evaluation, evaluate, with_fit, within_limits
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.criteria.riding_angles import with_saddle_for_knee
from fit_optimizer.search.pareto import pareto_front
from fit_optimizer.search.proposals import promising
from fit_optimizer.search.trial_storage import StoredStudy, TrialStore, memory_store
from fit_optimizer.setup.bike_parts import SeatPost
from fit_optimizer.setup.search_space import Variable, on_tools, values_in_force
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.versions import package_versions
from rider_models.errors import PedalfitError

GENERATION = 12
"""Asked at once: the model is made anew from the answers. Half as many as at first reach in 528 strokes
what took 700."""
POPULATION = 24
"""Of NSGA-II, where it asks."""
FIRST_GENERATIONS = 4
"""Generations spread evenly within the limits. The strokes after them are where a model of those
before expects most: `docs/search.md` has the measurements."""
MOST_DRAWN = 512
TESTED = 64
"""Fits held against the limits to find the first ones, and how many at a time."""
DEFAULT_TRIALS = 288
WORST = 1e3
"""Told for a stroke that was refused: worse than any that was found."""

_AS_JSON = TypeAdapter(Evaluation)


@dataclass(frozen=True)
class SearchResult:
    """Every evaluation in the order asked, and the Pareto front among them.

    The front holds the feasible evaluations that no other beats in every objective.
    """

    variables: tuple[Variable, ...]
    evaluations: tuple[Evaluation, ...]
    pareto: tuple[Evaluation, ...]


@dataclass(frozen=True)
class Question:
    """What a search asks of one of its fits: a set-up with values of its own held, the variables changed.

    `knee_deg`: the saddle follows every fit so that the straighter leg's knee keeps this angle at the
    bottom (by markers), as a fitter sets it after other cranks or cleats; None leaves the saddle. `post`: what then
    carries it back and forward; None keeps the setback.
    """

    set_up: SetUp
    held: dict[str, float]
    knee_deg: float | None = None
    post: SeatPost | None = None

    def values(self, variables: Mapping[str, float]) -> dict[str, float]:
        """A fit's values, the saddle's among them. Raises PedalfitError where legs follow none."""
        values = {**self.held, **variables}
        if self.knee_deg is None:
            return values
        return with_saddle_for_knee(self.set_up, self.knee_deg, values, self.post)

    def answer(self, variables: Mapping[str, float]) -> Evaluation:
        """What comes of a fit."""
        try:
            return evaluate(self.set_up, self.values(variables))
        except PedalfitError as error:
            return Evaluation({**self.held, **variables}, (), None, {}, str(error))

    def possible(self, variables: Mapping[str, float]) -> bool:
        """Whether a fit breaks no limit, without simulating it."""
        try:
            return within_limits(self.set_up, self.values(variables))
        except PedalfitError:
            return False


def search(
    question: Question,
    variables: tuple[Variable, ...],
    trials: int,
    seed: int,
    pool: Executor,
    progress: Callable[[int], None] = lambda done: None,
    store: TrialStore | None = None,
) -> SearchResult:
    """Search some variables, starting from the question's set-up as it is.

    Candidates are asked a generation at a time and told in the order asked, so a seed gives the
    same search with any number of workers.
    """
    now = values_in_force(with_fit(question.set_up, question.held))
    first = {v.key: v.on_tool(now[v.key]) for v in variables}
    name = _study_name(question, variables, seed)

    spread = [first, *_spread(question, variables, FIRST_GENERATIONS * GENERATION - 1, seed, pool)]

    def by_model(documents: list[Any], generation: int) -> list[dict[str, float]]:
        if generation < FIRST_GENERATIONS:
            return spread[generation * GENERATION :][:GENERATION]
        known = [_AS_JSON.validate_python(document) for document in documents]
        return promising(variables, known, GENERATION, np.random.default_rng([seed, generation]))

    study = StoredStudy(
        store or memory_store(), name, len(OBJECTIVES), nsga2, seed, first, by_model
    )
    done = len(study.documents())
    progress(done)
    while asked := study.ask(GENERATION, trials):
        values = [{v.key: suggest(trial, v) for v in variables} for trial in asked]
        answers = pool.map(question.answer, values)
        for trial, answer in zip(asked, answers, strict=True):
            _tell(study, trial, answer)
            done += 1
            progress(done)
    evaluations = [_AS_JSON.validate_python(document) for document in study.documents()]
    return SearchResult(variables, tuple(evaluations), pareto_front(evaluations))


def _spread(
    question: Question, variables: tuple[Variable, ...], count: int, seed: int, pool: Executor
) -> list[dict[str, float]]:
    """Fits within the limits, evenly spread: the first of a Sobol sequence (fewer where hard to find)."""
    drawn = on_tools(variables, qmc.Sobol(len(variables), rng=seed).random(MOST_DRAWN))
    fits = [dict(zip([v.key for v in variables], row, strict=True)) for row in drawn.tolist()]
    found: list[dict[str, float]] = []
    for batch in (fits[k : k + TESTED] for k in range(0, MOST_DRAWN, TESTED)):
        possible = pool.map(question.possible, batch)
        found += [fit for fit, is_possible in zip(batch, possible, strict=True) if is_possible]
        if len(found) >= count:
            break
    return found[:count]


def nsga2(seed: int) -> NSGAIISampler:
    """NSGA-II with simulated binary crossover and polynomial mutation (Deb et al. 2002)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        return NSGAIISampler(
            population_size=POPULATION,
            crossover=SBXCrossover(),
            mutation=PolynomialMutation(),
            seed=seed,
        )


def _study_name(question: Question, variables: tuple[Variable, ...], seed: int) -> str:
    """Name that only the same search has, so that others may share its storage."""
    asked = (question.set_up.model_dump(), question.held, question.knee_deg, question.post)
    text = repr((asked, variables, package_versions()))
    return f"pedalfit-{hashlib.sha256(text.encode()).hexdigest()[:16]}-seed-{seed}"


def suggest(trial: optuna.Trial, variable: Variable) -> float:
    """A trial's value of a variable, on the steps of its tool."""
    return trial.suggest_float(variable.key, variable.low, variable.high, step=variable.step)


def _tell(study: StoredStudy, trial: optuna.Trial, answer: Evaluation) -> None:
    constraints = {limit.name: limit.excess for limit in answer.limits}
    found = answer.objectives
    if found is None:
        constraints["stroke"] = 1.0
    values = [WORST] * len(OBJECTIVES) if found is None else list(found.values())
    study.tell(trial, values, constraints, _AS_JSON.dump_python(answer, mode="json"))
