"""The multi-objective search (Optuna NSGA-II), asked and told in generations."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

import optuna
from optuna.samplers import NSGAIISampler
from optuna.samplers.nsgaii import PolynomialMutation, SBXCrossover

from fit_optimizer.evaluation import Evaluation, evaluate
from fit_optimizer.objectives import OBJECTIVE_NAMES
from fit_optimizer.rider_on_bike import keys_in_force
from fit_optimizer.search_space import Variable, search_space
from fit_optimizer.setup_tables import SetUp

GENERATION = 24
DEFAULT_TRIALS = 384
WORST = 1e3
"""Told for a stroke that was refused: worse than any that was found."""


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
) -> SearchResult:
    """Search saddle height, ankle strategy and torso angle, starting from the set-up as it is.

    Candidates are asked a generation at a time and told in the order asked, so a seed gives the
    same search with any number of workers.
    """
    variables = search_space(set_up)
    study = _new_study(seed)
    fit, _ = keys_in_force(set_up)
    as_it_is = {v.key: float(fit[v.key]) for v in variables}
    study.enqueue_trial({v.key: min(max(as_it_is[v.key], v.low), v.high) for v in variables})
    evaluations: list[Evaluation] = []
    while len(evaluations) < trials:
        asked = [study.ask() for _ in range(min(GENERATION, trials - len(evaluations)))]
        values = [{v.key: _suggest(trial, v) for v in variables} for trial in asked]
        answers = pool.map(partial(evaluate, set_up), values)
        for trial, answer in zip(asked, answers, strict=True):
            _tell(study, trial, answer)
            evaluations.append(answer)
            progress(len(evaluations))
    current = evaluate(set_up, as_it_is)
    return SearchResult(variables, current, tuple(evaluations), pareto_front(evaluations))


def pareto_front(evaluations: list[Evaluation]) -> tuple[Evaluation, ...]:
    """Feasible evaluations that no other feasible one beats in every objective, least knee load first."""
    feasible = [
        (e, list(e.objectives.as_dict().values()))
        for e in evaluations
        if e.feasible and e.objectives
    ]
    front = [
        (e, mine)
        for e, mine in feasible
        if not any(
            all(o <= m for o, m in zip(other, mine, strict=True)) and other != mine
            for _, other in feasible
        )
    ]
    unique = {tuple(e.values.values()): e for e, _ in sorted(front, key=lambda pair: pair[1])}
    return tuple(unique.values())


def _new_study(seed: int) -> optuna.Study:
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        sampler = NSGAIISampler(
            population_size=GENERATION,
            crossover=SBXCrossover(),
            mutation=PolynomialMutation(),
            seed=seed,
        )
    return optuna.create_study(directions=["minimize"] * len(OBJECTIVE_NAMES), sampler=sampler)


def _suggest(trial: optuna.Trial, variable: Variable) -> float:
    return trial.suggest_float(variable.key, variable.low, variable.high)


def _tell(study: optuna.Study, trial: optuna.Trial, answer: Evaluation) -> None:
    for limit in answer.limits:
        trial.set_constraint(limit.name, limit.excess)
    found = answer.objectives
    if found is None:
        trial.set_constraint("stroke", 1.0)
    values = [WORST] * len(OBJECTIVE_NAMES) if found is None else list(found.as_dict().values())
    study.tell(trial, values)
