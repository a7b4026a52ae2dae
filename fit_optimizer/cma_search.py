"""CMA-ES in generations, the same at any number of workers, and resumed by replaying its losses."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path

import cma
import numpy as np
from numpy.typing import NDArray

from fit_optimizer.files import write_json
from rider_models.errors import PedalfitError

Array = NDArray[np.float64]

GENERATION = 16
JOURNAL_SCHEMA = "pedalfit.journal/1"


class JournalError(PedalfitError):
    """A journal of an interrupted search that belongs to another search or cannot be read."""


def minimise(
    loss: Callable[[Array], float],
    start: Array,
    step: float,
    evaluations: int,
    seed: int,
    pool: Executor,
    progress: Callable[[int, float], None] = lambda done, best: None,
    journal: Path | None = None,
    fingerprint: str = "",
) -> Array:
    """The best point met by CMA-ES from a start, a generation of candidates at a time on the pool.

    Losses are noted in the journal after each generation. A search that finds its own journal (same
    fingerprint, seed and start) takes the losses from there instead of computing them again, which
    brings it to where it was interrupted. Raises JournalError.
    """
    # A seed of nought is the time of day to cma.
    options = {"seed": seed + 1, "maxfevals": evaluations, "popsize": GENERATION, "verbose": -9}
    strategy = cma.CMAEvolutionStrategy(start, step, options)
    key = json.dumps([fingerprint, seed, step, [round(float(v), 12) for v in start]])
    noted = _read_journal(journal, key)
    generation = 0
    while not strategy.stop():
        candidates = strategy.ask()
        if generation < len(noted):
            losses = noted[generation]
        else:
            losses = list(pool.map(loss, candidates))
            noted.append(losses)
            _write_journal(journal, key, noted)
        strategy.tell(candidates, losses)
        generation += 1
        progress(int(strategy.result.evaluations), float(strategy.result.fbest))
    return np.asarray(strategy.result.xbest, dtype=np.float64)


def _read_journal(journal: Path | None, key: str) -> list[list[float]]:
    if journal is None or not journal.exists():
        return []
    try:
        document = json.loads(journal.read_text(encoding="utf-8"))
        schema, owner, losses = document["schema"], document["key"], document["losses"]
    except (OSError, ValueError, KeyError, TypeError):
        raise JournalError(f"{journal} cannot be read as the journal of a search") from None
    if schema != JOURNAL_SCHEMA or owner != key:
        raise JournalError(f"{journal} belongs to another search: remove it or write elsewhere")
    return [[float(loss) for loss in generation] for generation in losses]


def _write_journal(journal: Path | None, key: str, noted: list[list[float]]) -> None:
    if journal is not None:
        write_json(journal, {"schema": JOURNAL_SCHEMA, "key": key, "losses": noted})
