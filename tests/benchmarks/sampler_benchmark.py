"""Samplers against each other on the real objective, and the default search against one ten times as long.

`python -m tests.benchmarks.sampler_benchmark samplers FOLDER [SETUP.toml] [KEY=VALUE ...]` prints the
hypervolume and the sampler's own CPU time after so many strokes, for every sampler and seed;
`... default FOLDER ...` compares the fronts that `fit` returns, polishing included.
FOLDER keeps the strokes simulated, so that a second run, or one that was interrupted, costs only the
samplers' time. GPSampler is left out where torch is not installed.

The hypervolume is that of the feasible fits' objectives relative to the fit as it is, up to a fixed
point: every objective worse by `WORSE`. The machine may be shared, so seconds are CPU seconds.
"""

from __future__ import annotations

import pickle
import sqlite3
import statistics
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from time import process_time

import moocore
import numpy as np
import optuna

from fit_optimizer.criteria.choice import ratios
from fit_optimizer.criteria.evaluation import Evaluation, evaluate
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.recommendation.recommend import recommend
from fit_optimizer.search.search import DEFAULT_TRIALS, POPULATION, Question, nsga2, search, suggest
from fit_optimizer.search.trial_storage import SamplerByTrial
from fit_optimizer.setup.search_space import search_space, values_in_force
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.workers.pool import worker_pool

TURBO = Path(__file__).parents[2] / "examples" / "turbo_rider.toml"
SEEDS = (1, 2, 3)
CHECKPOINTS = (48, 96, 192, 384)
MOST_GP_TRIALS = 48
"""GPSampler fits a process for every objective and limit before each trial: minutes beyond this."""
WORSE = 0.2
REFUSED = 1.5
"""What a refused stroke is told as, times the fit as it is: 1,000 would spoil a Gaussian process."""
MOST_EXCESS = 20.0
"""mm or deg: what a leg that cannot reach the pedal is told as, for the same reason."""
TEN = 10

Evaluate = Callable[[list[dict[str, float]]], list[Evaluation]]


class KeptStrokes(Executor):
    """A pool that looks strokes up in a file before it has them simulated.

    `spent`: CPU seconds that this process has spent on it.
    """

    def __init__(self, path: Path, pool: Executor):
        self._pool = pool
        self.spent = 0.0
        self._file = sqlite3.connect(path)
        self._file.execute("CREATE TABLE IF NOT EXISTS strokes (job TEXT PRIMARY KEY, answer BLOB)")

    def map(self, fn, *iterables, timeout=None, chunksize=1) -> Iterator[Evaluation]:
        """Answers in the order of the jobs, those of `evaluate` looked up where they are known."""
        if evaluate not in (fn, getattr(fn, "func", None)):
            return self._pool.map(fn, *iterables, chunksize=chunksize)
        began = process_time()
        bound = fn.args if isinstance(fn, partial) else ()
        jobs = [(*bound, *job) for job in zip(*iterables, strict=False)]
        names = [repr((set_up.model_dump(), sorted(values.items()))) for set_up, values in jobs]
        known = {name: self._look_up(name) for name in names}
        new = {n: job for n, job in zip(names, jobs, strict=True) if known[n] is None}
        answers = self._pool.map(evaluate, *zip(*new.values(), strict=True)) if new else ()
        for name, answer in zip(new, answers, strict=True):
            known[name] = answer
            self._file.execute("INSERT INTO strokes VALUES (?, ?)", [name, pickle.dumps(answer)])
        self._file.commit()
        self.spent += process_time() - began
        return iter([known[name] for name in names])

    def _look_up(self, name: str) -> Evaluation | None:
        found = self._file.execute("SELECT answer FROM strokes WHERE job = ?", [name]).fetchone()
        return None if found is None else pickle.loads(found[0])


def hypervolume(current: Evaluation, known: Iterable[Evaluation]) -> float:
    """Hypervolume (1) of the feasible fits relative to the fit as it is."""
    assert current.objectives is not None
    points = [
        list(ratios(current.objectives, e.objectives).values())
        for e in known
        if e.feasible and e.objectives is not None
    ]
    if not points:
        return 0.0
    return float(moocore.hypervolume(np.array(points), ref=[1 + WORSE] * len(OBJECTIVES)))


def run_sampler(
    set_up: SetUp,
    sampler: optuna.samplers.BaseSampler,
    batch: int,
    trials: int,
    pool: Executor,
) -> tuple[list[Evaluation], list[float]]:
    """Evaluations in the order asked, and the sampler's CPU seconds up to each."""
    variables = search_space(set_up)
    now = values_in_force(set_up)
    (current,) = pool.map(partial(evaluate, set_up), [{v.key: now[v.key] for v in variables}])
    assert current.objectives is not None
    refused = [REFUSED * value for value in current.objectives.values()]
    study = optuna.create_study(directions=["minimize"] * len(OBJECTIVES), sampler=sampler)
    study.enqueue_trial({v.key: v.on_tool(now[v.key]) for v in variables})
    found: list[Evaluation] = []
    seconds: list[float] = []
    spent = 0.0
    while len(found) < trials:
        began = process_time()
        asked = [study.ask() for _ in range(min(batch, trials - len(found)))]
        values = [{v.key: suggest(trial, v) for v in variables} for trial in asked]
        spent += process_time() - began
        answers = list(pool.map(partial(evaluate, set_up), values))
        began = process_time()
        for trial, answer in zip(asked, answers, strict=True):
            worst = max(limit.excess for limit in answer.limits)
            trial.set_constraint("limits", min(worst, MOST_EXCESS))
            of = answer.objectives
            trial.set_constraint("stroke", -1.0 if of else 1.0)
            study.tell(trial, list(of.values()) if of else refused)
        spent += process_time() - began
        found += answers
        seconds += [spent] * len(asked)
    return found, seconds


def samplers() -> dict[str, tuple[Callable[[int], optuna.samplers.BaseSampler], int, int]]:
    """By name: how a sampler is made from a seed, how many are asked at once, how many trials."""
    most = CHECKPOINTS[-1]
    made = {
        "random": (lambda seed: optuna.samplers.RandomSampler(seed=seed), POPULATION, most),
        "NSGA-II (SBX, polynomial)": (
            lambda seed: SamplerByTrial(nsga2, seed),
            POPULATION,
            most,
        ),
        "TPE": (lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=True), 1, most),
    }
    if find_spec("torch") is not None:
        made["GPSampler"] = (
            lambda seed: optuna.samplers.GPSampler(seed=seed),
            1,
            MOST_GP_TRIALS,
        )
    return made


def compare_samplers(set_up: SetUp, pool: KeptStrokes) -> None:
    """Print hypervolumes and CPU milliseconds of sampling, means of the seeds with their range."""
    variables = search_space(set_up)
    now = values_in_force(set_up)
    (current,) = pool.map(partial(evaluate, set_up), [{v.key: now[v.key] for v in variables}])
    print("| sampler | strokes | hypervolume, mean (seeds) | sampling, CPU ms a trial |")
    print("| --- | --: | --- | --: |")
    runs = [as_fit_searches(set_up, seed, pool) for seed in SEEDS]
    print_rows("spread to 48, then the model: `fit`", current, runs)
    for name, (make, batch, trials) in samplers().items():
        runs = [run_sampler(set_up, make(seed), batch, trials, pool) for seed in SEEDS]
        print_rows(name, current, runs)


def as_fit_searches(
    set_up: SetUp, seed: int, pool: KeptStrokes
) -> tuple[list[Evaluation], list[float]]:
    """Evaluations of `search` in the order asked, and its CPU seconds up to each but for the pool's."""
    seconds: list[float] = []
    began, pool.spent = process_time(), 0.0
    result = search(
        Question(set_up, {}),
        search_space(set_up),
        CHECKPOINTS[-1],
        seed,
        pool,
        lambda done: seconds.append(process_time() - began - pool.spent),
    )
    return list(result.evaluations), seconds[1:]


def print_rows(
    name: str, current: Evaluation, runs: list[tuple[list[Evaluation], list[float]]]
) -> None:
    """Print a sampler's rows of the table."""
    for count in (c for c in CHECKPOINTS if c <= len(runs[0][0])):
        volumes = [hypervolume(current, found[:count]) for found, _ in runs]
        spent = statistics.mean(seconds[count - 1] for _, seconds in runs)
        each = ", ".join(f"{100 * v:.3f}" for v in volumes)
        print(
            f"| {name} | {count} | {100 * statistics.mean(volumes):.3f} ({each}) "
            f"| {1000 * spent / count:.0f} |",
            flush=True,
        )


def compare_default(set_up: SetUp, pool: KeptStrokes) -> None:
    """Print the hypervolume of the default fit's front and of one with ten times the trials."""
    print("| seed | default | strokes | ten times | strokes | default over ten times |")
    print("| --: | --: | --: | --: | --: | --: |")
    for seed in SEEDS:
        cells = []
        volumes = []
        for trials in (DEFAULT_TRIALS, TEN * DEFAULT_TRIALS):
            around: list[int] = []
            result = search(set_up, trials, seed, pool)
            found = recommend(set_up, result, pool, around.append, seed)
            volumes.append(hypervolume(result.current, found.pareto))
            cells.append(f"{100 * volumes[-1]:.3f} | {trials + len(around)}")
        print(f"| {seed} | {' | '.join(cells)} | {volumes[0] / volumes[1]:.4f} |", flush=True)


@contextmanager
def kept_strokes(folder: Path) -> Iterator[KeptStrokes]:
    """Two workers that remember what they did."""
    folder.mkdir(parents=True, exist_ok=True)
    with worker_pool(2) as pool:
        yield KeptStrokes(folder / "strokes.sqlite", pool)


def main() -> None:
    """Read what to compare, and print a table."""
    which, folder, *rest = sys.argv[1:]
    files = [word for word in rest if "=" not in word]
    set_up = read_set_up(Path(files[0]) if files else TURBO, [word for word in rest if "=" in word])
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    warnings.simplefilter("ignore")
    compare = {"samplers": compare_samplers, "default": compare_default}[which]
    with kept_strokes(Path(folder)) as pool:
        compare(set_up, pool)


if __name__ == "__main__":
    main()
