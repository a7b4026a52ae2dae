"""Least squares over strokes: slopes taken a candidate a worker, from several starts, resumable."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import numpy as np
from scipy.optimize import least_squares

from fit_optimizer.calibration.journal import NotedResiduals
from rider_models.arrays import Array

DIFFERENCE = 0.1
"""Step by which slopes are taken: large beside the grain of a stroke's figures (0.25 deg)."""
STARTS = 2
STEPS = 3
"""Most steps from a start; a step that gains less than `ENOUGH` of the loss is the last."""
ENOUGH = 0.01
"""Share of the loss. A guess."""


def most_candidates(size: int, steps: int = STEPS) -> int:
    """How many candidates a search over so many numbers tries at the most."""
    return STARTS * steps * (size + 1)


def minimise(
    residuals: Callable[[Array], Array],
    size: int,
    seed: int,
    pool: Executor,
    steps: int = STEPS,
    progress: Callable[[int, int], None] = lambda done, of: None,
    journal: Path | None = None,
    fingerprint: str = "",
    start_spread: Array | float = 0.5,
) -> Array:
    """Where the sum of squared residuals (m,) of so many numbers is least, of all points met.

    Trust-region steps (scipy's `least_squares`) from nought and from points the seed gives, `start_spread` (size or
    one for all, standard deviation) from there. The residuals are noted in the journal as they come, and a search
    that finds its own journal goes on from there. `progress` is told candidates done and the most there can be.
    Raises JournalError.
    """
    chance = np.random.default_rng(seed)
    starts = [np.zeros(size)]
    starts += [start_spread * chance.normal(0.0, 1.0, size) for _ in range(STARTS - 1)]
    noted = NotedResiduals(residuals, pool, journal, f"{fingerprint} {seed} {size} {steps}")
    most = most_candidates(size, steps)
    met: dict[bytes, Array] = {}
    done = 0

    def at(candidates: list[Array]) -> list[Array]:
        nonlocal done
        found = noted(candidates)
        met.update((x.tobytes(), r) for x, r in zip(candidates, found, strict=True))
        done += len(candidates)
        progress(min(done, most), most)
        return found

    def slopes(x: Array) -> Array:
        here = met[x.tobytes()]
        ahead = at([x + DIFFERENCE * axis for axis in np.eye(size)])
        return (np.array(ahead) - here).T / DIFFERENCE

    def one(x: Array) -> Array:
        return at([x])[0]

    for start in starts:
        least_squares(one, start, slopes, max_nfev=steps, ftol=ENOUGH, xtol=1e-3)
    progress(most, most)
    best = min(met, key=lambda x: float(np.sum(met[x] ** 2)))
    return np.frombuffer(best, dtype=np.float64).copy()
