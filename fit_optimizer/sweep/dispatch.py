"""Feeding the rows of a sweep to workers, and getting over workers that die."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    wait,
)
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice

from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.plan import Plan, Row
from fit_optimizer.sweep.rows import Answer, compute_row, lost_row

DEATHS_FORGIVEN = 1
"""A row is given up when more worker processes than this died while it was the only one under way."""

LOST_IN_SUCCESSION = 3
"""So many rows given up without one finished: the workers cannot work at all."""


@dataclass(frozen=True)
class Work:
    """How rows are computed: by which workers, how many at once, and with what in them."""

    workers: Callable[[], AbstractContextManager[Executor]]
    in_flight: int
    by_leg: bool = False
    with_curves: bool = False
    compute: Callable[[Row, bool, bool], Answer] = compute_row

    def submit(self, pool: Executor, row: Row) -> Future[Answer]:
        """Hand a row to a worker."""
        return pool.submit(self.compute, row, self.by_leg, self.with_curves)


def compute_rows(
    plan: Plan, indices: Iterator[int], work: Work, keep: Callable[[Answer], None]
) -> None:
    """Compute the rows of these indices and keep each as it comes, in whatever order.

    No more than `in_flight` rows are held at once. When worker processes die, the rows that were
    under way are tried again one at a time, so that a row that kills its worker is found and kept
    as lost. Raises SweepError where workers keep dying or the cluster is gone.
    """
    suspects: deque[int] = deque()
    deaths = lost = 0
    while True:
        with work.workers() as pool:
            while suspects and (answer := _alone(pool, plan.row(suspects[0]), work)):
                keep(answer)
                suspects.popleft()
                deaths = lost = 0
            if not suspects:
                suspects.extend(_feed(pool, plan, indices, work, keep))
                if not suspects:
                    return
                continue
        deaths += 1
        if deaths > DEATHS_FORGIVEN:
            reason = f"{deaths} worker processes died while computing this row"
            keep(lost_row(plan.row(suspects.popleft()), work.by_leg, reason))
            deaths, lost = 0, lost + 1
        if lost == LOST_IN_SUCCESSION:
            raise SweepError(
                f"worker processes keep dying, at the last {lost} rows in succession: "
                "is there memory enough? Finished rows are kept, and the same command goes on"
            )


def _feed(
    pool: Executor, plan: Plan, indices: Iterator[int], work: Work, keep: Callable[[Answer], None]
) -> list[int]:
    """Compute rows until there are none left, or workers die: the indices then under way."""
    under_way: dict[Future[Answer], Row] = {}
    unfinished: list[int] = []
    while not unfinished:
        for index in islice(indices, work.in_flight - len(under_way)):
            row = plan.row(index)
            try:
                under_way[work.submit(pool, row)] = row
            except BrokenExecutor:
                unfinished.append(index)
                break
        if not under_way:
            break
        done, _ = wait(under_way, return_when=FIRST_COMPLETED)
        unfinished += _keep_finished(done, under_way, work.by_leg, keep)
    if unfinished:
        done, _ = wait(under_way)
        unfinished += _keep_finished(done, under_way, work.by_leg, keep)
    return sorted(unfinished)


def _keep_finished(
    done: set[Future[Answer]],
    under_way: dict[Future[Answer], Row],
    by_leg: bool,
    keep: Callable[[Answer], None],
) -> list[int]:
    """Keep what is done; the indices of rows whose workers died."""
    unfinished = []
    for future in sorted(done, key=lambda f: under_way[f].index):
        row = under_way.pop(future)
        answer = _answer(future, row, by_leg)
        if answer is None:
            unfinished.append(row.index)
        else:
            keep(answer)
    return unfinished


def _alone(pool: Executor, row: Row, work: Work) -> Answer | None:
    """The answer to a row with no other under way; None where its worker died."""
    try:
        return _answer(work.submit(pool, row), row, work.by_leg)
    except BrokenExecutor:
        return None


def _answer(future: Future[Answer], row: Row, by_leg: bool) -> Answer | None:
    """A row's answer; None where the pool of workers broke. Raises SweepError."""
    try:
        return future.result()
    except BrokenExecutor:
        return None
    except CancelledError:
        raise SweepError(
            "the connection to the cluster was lost; finished rows are kept, and the same command "
            "goes on"
        ) from None
    except Exception as error:
        if type(error).__name__ == "KilledWorker":  # Dask's, and Dask is not always installed
            return lost_row(row, by_leg, "the cluster's workers died while computing this row")
        raise SweepError(
            f"the workers failed with {type(error).__name__}: {error}; finished rows are kept"
        ) from None
