"""The multi-objective search, asked and told in generations: NSGA-II (Optuna) first, then by a model."""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import optuna
from optuna.samplers import NSGAIISampler
from optuna.samplers.nsgaii import PolynomialMutation, SBXCrossover
from pydantic import TypeAdapter
from scipy.stats import qmc

from fit_optimizer.criteria.evaluation import Evaluation, evaluate, within_limits
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.search.pareto import pareto_front
from fit_optimizer.search.proposals import promising
from fit_optimizer.search.trial_storage import StoredStudy, TrialStore, memory_store
from fit_optimizer.setup.search_space import Variable, on_tools, search_space, values_in_force
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.versions import package_versions

GENERATION = 12
"""Strokes asked at once, after which the model is made anew. With 12 the search reaches in 528 strokes what it
reached in 700 with 24 (`docs/search.md`)."""
POPULATION = 24
"""Population of NSGA-II, which asks where the model proposes nothing. A guess."""
FIRST_GENERATIONS = 4
"""Generations that are spread evenly within the limits; later ones are proposed by a model of the strokes so
far. Measured in `docs/search.md`."""
MOST_DRAWN = 512
TESTED = 64
"""Most fits that are compared with the limits to find the first generations, and how many at a time. Guesses."""
DEFAULT_TRIALS = 528
"""Strokes of a search unless told otherwise, by the measurements of `docs/search.md`."""
WORST = 1e3
"""Objective told to NSGA-II for a refused stroke: worse than any that was found."""

_AS_JSON = TypeAdapter(Evaluation)


@dataclass(frozen=True)
class SearchResult:
    """The set-up as it is, every evaluation in the order asked, and the Pareto front among them.

    The front holds the feasible evaluations that no other beats in every objective.
    """

    variables: tuple[Variable, ...]
    current: Evaluation
    evaluations: tuple[Evaluation, ...]
    pareto: tuple[Evaluation, ...]


def search(
    set_up: SetUp,
    trials: int,
    seed: int,
    pool: Executor,
    progress: Callable[[int], None] = lambda done: None,
    store: TrialStore | None = None,
) -> SearchResult:
    """Search the variables of the set-up's profile, starting from the set-up as it is.

    Candidates are asked a generation at a time and told in the order asked, so a seed gives the
    same search with any number of workers. Raises SetUpError where there is nothing to search.
    """
    variables = search_space(set_up)
    now = values_in_force(set_up)
    as_it_is = {v.key: now[v.key] for v in variables}
    first = {v.key: v.on_tool(as_it_is[v.key]) for v in variables}
    name = _study_name(set_up, variables, seed)

    spread = [first, *_spread(set_up, variables, FIRST_GENERATIONS * GENERATION - 1, seed, pool)]

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
        answers = pool.map(partial(evaluate, set_up), values)
        for trial, answer in zip(asked, answers, strict=True):
            _tell(study, trial, answer)
            done += 1
            progress(done)
    evaluations = [_AS_JSON.validate_python(document) for document in study.documents()]
    (current,) = pool.map(partial(evaluate, set_up), [as_it_is])
    return SearchResult(variables, current, tuple(evaluations), pareto_front(evaluations))


def _spread(
    set_up: SetUp, variables: tuple[Variable, ...], count: int, seed: int, pool: Executor
) -> list[dict[str, float]]:
    """Fits within the limits, evenly spread: the first of a Sobol sequence (fewer where hard to find)."""
    drawn = on_tools(variables, qmc.Sobol(len(variables), rng=seed).random(MOST_DRAWN))
    fits = [dict(zip([v.key for v in variables], row, strict=True)) for row in drawn.tolist()]
    found: list[dict[str, float]] = []
    for batch in (fits[k : k + TESTED] for k in range(0, MOST_DRAWN, TESTED)):
        possible = pool.map(partial(within_limits, set_up), batch)
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


def _study_name(set_up: SetUp, variables: tuple[Variable, ...], seed: int) -> str:
    """Name of the study in a storage: the same for the same search, another for every other."""
    text = repr((set_up.model_dump(), variables, package_versions()))
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
