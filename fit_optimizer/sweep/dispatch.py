"""Feeding the rows of a sweep to workers, and getting over workers that die or lack memory."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice

from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.plan import Plan, Row
from fit_optimizer.sweep.rows import (
    FAILED,
    LOST,
    Answer,
    compute_row,
    easy_stroke,
    row_without_stroke,
)
from fit_optimizer.workers.cluster import ClusterError
from fit_optimizer.workers.shortage import in_words, is_loss, is_shortage

STRIKES_FORGIVEN = 1
"""A row is given up when it has no answer more often than this while it is the only one under way and
the workers, asked in between, can ride an easy stroke."""

PROBES = 5
"""How often in succession the workers may fail the easy stroke before the sweep stops."""
FIRST_WAIT_S = 0.5
"""Wait before the workers are asked again; each one after it is twice as long, 16 s together: a guess
at how long a passing lack of memory lasts."""


FEWEST_IN_FLIGHT, ROWS_PER_WORKER = 64, 4
"""Rows under way at once, at the least and for each worker, so that none waits and memory stays bounded (guesses)."""


def rows_in_flight(workers: int) -> int:
    """Return how many rows are under way at once on so many workers of one machine."""
    return max(FEWEST_IN_FLIGHT, ROWS_PER_WORKER * workers)


@dataclass(frozen=True)
class Work:
    """How rows are computed: by which workers, how many at once, and with what in them.

    `probe` is what workers can do that can do anything.
    """

    workers: Callable[[], AbstractContextManager[Executor]]
    in_flight: int
    with_curves: bool = False
    compute: Callable[[Row, bool], Answer] = compute_row
    probe: Callable[[], None] = easy_stroke

    def submit(self, pool: Executor, row: Row) -> Future[Answer]:
        """Hand a row to a worker."""
        return pool.submit(self.compute, row, self.with_curves)


@dataclass(frozen=True)
class Trouble:
    """Why a row has no answer, which may be no fault of its own."""

    error: BaseException


def compute_rows(
    plan: Plan, indices: Iterator[int], work: Work, keep: Callable[[Answer], None]
) -> None:
    """Compute the rows of these indices and keep each as it comes, in whatever order.

    No more than `in_flight` rows are held at once. When worker processes die, or memory or
    temporary space is short, the rows that were under way are tried again one at a time. A row
    that again and again has no answer, while the workers can ride an easy stroke in between, is
    kept as lost (its worker died) or failed (it lacks memory). Where the workers cannot ride that
    either, nothing is held against any row: raises SweepError after a while.
    """
    suspects: deque[int] = deque()
    strikes: Counter[int] = Counter()
    trouble: Trouble | None = None
    failed_probes = 0
    while True:
        with _workers(work, trouble) as pool:
            if trouble is not None:
                if pool is None or not _works(pool, work):
                    failed_probes += 1
                    _wait_or_stop(failed_probes, trouble)
                    continue
                failed_probes, strikes[suspects[0]] = 0, strikes[suspects[0]] + 1
                if strikes[suspects[0]] > STRIKES_FORGIVEN:
                    keep(_given_up(plan.row(suspects.popleft()), trouble))
                trouble = None
            assert pool is not None
            while suspects and trouble is None:
                answer = _alone(pool, plan.row(suspects[0]), work)
                if isinstance(answer, Trouble):
                    trouble = answer
                else:
                    keep(answer)
                    suspects.popleft()
            if not suspects:
                suspects.extend(_feed(pool, plan, indices, work, keep))
                if not suspects:
                    return


@contextmanager
def _workers(work: Work, trouble: Trouble | None) -> Iterator[Executor | None]:
    """Workers; none where, after trouble, none can be had."""
    with ExitStack() as stack:
        try:
            pool = stack.enter_context(work.workers())
        except Exception as error:
            if trouble is None or not (isinstance(error, ClusterError) or is_shortage(error)):
                raise
            yield None
        else:
            yield pool


def _works(pool: Executor, work: Work) -> bool:
    """Whether the workers can do anything at all."""
    try:
        pool.submit(work.probe).result()
    except Exception as error:
        _passing(error)
        return False
    return True


def _wait_or_stop(failed_probes: int, trouble: Trouble) -> None:
    """Give a passing lack of memory time to pass. Raises SweepError where it does not."""
    if failed_probes >= PROBES:
        raise SweepError(
            f"the worker processes cannot work ({in_words(trouble.error)}): is there memory, and "
            "room for temporary files? Finished rows are kept, and the same command goes on"
        )
    time.sleep(FIRST_WAIT_S * 2 ** (failed_probes - 1))


def _given_up(row: Row, trouble: Trouble) -> Answer:
    if is_loss(trouble.error):
        reason = f"{STRIKES_FORGIVEN + 1} worker processes died while computing this row"
        return row_without_stroke(row, LOST, reason)
    return row_without_stroke(row, FAILED, in_words(trouble.error))


def _feed(
    pool: Executor, plan: Plan, indices: Iterator[int], work: Work, keep: Callable[[Answer], None]
) -> list[int]:
    """Compute rows until there are none left, or some have no answer: the indices of those."""
    under_way: dict[Future[Answer], Row] = {}
    unfinished: list[int] = []
    while not unfinished:
        for index in islice(indices, work.in_flight - len(under_way)):
            row = plan.row(index)
            try:
                under_way[work.submit(pool, row)] = row
            except Exception as error:
                _passing(error)
                unfinished.append(index)
                break
        if not under_way:
            break
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        unfinished += _keep_finished(done, under_way, keep)
    if unfinished:
        done, _ = wait(under_way)
        unfinished += _keep_finished(done, under_way, keep)
    return sorted(unfinished)


def _keep_finished(
    done: set[Future[Answer]], under_way: dict[Future[Answer], Row], keep: Callable[[Answer], None]
) -> list[int]:
    """Keep what is done; the indices of rows that have no answer."""
    unfinished = []
    for future in sorted(done, key=lambda f: under_way[f].index):
        row = under_way.pop(future)
        answer = _answer(future)
        if isinstance(answer, Trouble):
            unfinished.append(row.index)
        else:
            keep(answer)
    return unfinished


def _alone(pool: Executor, row: Row, work: Work) -> Answer | Trouble:
    """The answer to a row with no other under way."""
    try:
        return _answer(work.submit(pool, row))
    except Exception as error:
        return _passing(error)


def _answer(future: Future[Answer]) -> Answer | Trouble:
    """A row's answer, or why there is none. Raises SweepError."""
    try:
        return future.result()
    except Exception as error:
        return _passing(error)


def _passing(error: Exception) -> Trouble:
    """Trouble that may be no fault of a row; raises SweepError for an error of the program."""
    if is_loss(error) or is_shortage(error):
        return Trouble(error)
    if isinstance(error, SweepError):
        raise error
    raise SweepError(
        f"the workers failed with {type(error).__name__}: {error}; finished rows are kept"
    ) from None
