"""CMA-ES in generations, the same at any number of workers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

import cma
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

GENERATION = 16


def minimise(
    loss: Callable[[Array], float],
    start: Array,
    step: float,
    evaluations: int,
    seed: int,
    pool: Executor,
    progress: Callable[[int, float], None] = lambda done, best: None,
) -> Array:
    """The best point met by CMA-ES from a start, a generation of candidates at a time on the pool."""
    # A seed of nought is the time of day to cma.
    options = {"seed": seed + 1, "maxfevals": evaluations, "popsize": GENERATION, "verbose": -9}
    strategy = cma.CMAEvolutionStrategy(start, step, options)
    while not strategy.stop():
        candidates = strategy.ask()
        strategy.tell(candidates, list(pool.map(loss, candidates)))
        progress(int(strategy.result.evaluations), float(strategy.result.fbest))
    return np.asarray(strategy.result.xbest, dtype=np.float64)
