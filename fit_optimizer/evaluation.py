"""Judging one candidate fit: objectives, limits and the figures a report shows."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from fit_optimizer.objectives import Objectives, objectives
from fit_optimizer.rider_on_bike import seat_rider
from fit_optimizer.search_space import Limit, limits
from fit_optimizer.setup_file import with_values
from fit_optimizer.setup_tables import SetUp
from rider_models.errors import PedalfitError
from sim.pedalling_metrics import Figures, stroke_metrics

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Evaluation:
    """A candidate's values by flat key and what came of it; `objectives` is None where no stroke was found."""

    values: dict[str, float]
    limits: tuple[Limit, ...]
    objectives: Objectives | None
    figures: Figures
    refusal: str

    @property
    def feasible(self) -> bool:
        """Whether a stroke was found and no limit is broken."""
        return self.objectives is not None and all(limit.excess <= 0 for limit in self.limits)


def evaluate(set_up: SetUp, values: Mapping[str, float]) -> Evaluation:
    """Simulate a set-up with some values changed; a refused stroke is an answer, not an error."""
    kept = dict(values)
    try:
        seated = seat_rider(with_values(set_up, values))
        standing = limits(seat_rider(set_up), seated)
    except PedalfitError as error:
        return Evaluation(kept, (Limit("leg length", 1e3),), None, {}, str(error))
    try:
        figures = stroke_metrics(seated.simulate())
    except PedalfitError as error:
        return Evaluation(kept, standing, None, {}, str(error))
    figures.pop("solve_time_ms")
    return Evaluation(kept, standing, objectives(figures), figures, "")


@contextmanager
def worker_pool(workers: int) -> Iterator[Executor]:
    """A spawn pool whose workers use one thread each for linear algebra, or they would fight."""
    before = {name: os.environ.get(name) for name in THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    try:
        with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
            yield pool
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
