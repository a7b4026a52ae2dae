"""A fit searched and recommended."""

from __future__ import annotations

from fit_optimizer.api.errors import of_kind, whole_number
from fit_optimizer.api.results import Fit
from fit_optimizer.recommendation.fit_document import fit_document
from fit_optimizer.recommendation.recommend import recommend
from fit_optimizer.search.search import DEFAULT_TRIALS
from fit_optimizer.search.trial_storage import open_store
from fit_optimizer.setup.argument_limits import MOST_SEED, MOST_TRIALS, MOST_WORKERS
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.workers.pool import CRITERIA, lasting_pool


def fit(
    set_up: SetUp,
    *,
    trials: int = DEFAULT_TRIALS,
    workers: int = 1,
    seed: int = 1,
    storage: str | None = None,
) -> Fit:
    """The recommended fit of a rider: values now and recommended, bands, and what changes by them.

    `trials` strokes are tried on `workers` processes; `storage` keeps them (`journal:FILE`), so that
    the same call goes on. The same seed gives the same fit on any number of workers. Raises
    PedalfitError where the set-up lets nothing change or nothing can be ridden.
    """
    of_kind(set_up, SetUp, "set_up")
    trials = whole_number("trials", trials, 1, MOST_TRIALS)
    workers = whole_number("workers", workers, 1, MOST_WORKERS)
    seed = whole_number("seed", seed, 0, MOST_SEED)
    with lasting_pool(workers, ready=CRITERIA) as pool, open_store(storage) as store:
        found = recommend(set_up, trials, seed, pool, store=store)
        return Fit(set_up, fit_document(set_up, found, seed).plain())
