"""Workers that are replaced when they die, so that a search outlives them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager
from typing import Any, TypeVar

from fit_optimizer.workers.cluster import ClusterError
from fit_optimizer.workers.renewed import RenewedPool
from fit_optimizer.workers.shortage import in_words, is_loss, is_shortage
from rider_models.errors import PedalfitError

T = TypeVar("T")

TRIED_AGAIN = 5
"""How often work that no worker finishes is tried again before the search ends with a sentence."""
FIRST_WAIT_S = 0.25
"""Wait before the first further try; each one after it waits twice as long, 8 s together: a guess at
how long a passing lack of memory lasts."""


class WorkersLost(PedalfitError):
    """Workers that keep dying, or lack memory or temporary space for too long."""


class LastingPool(Executor):
    """An executor whose `map` tries again what was lost with a worker or lacked memory or room.

    When workers die, new ones are made, and what was under way is tried again one piece at a time:
    where memory is short, one piece has the best chance. Every piece is a function of its
    arguments alone, so the answers do not depend on how often it was tried.
    """

    def __init__(self, make: Callable[[], AbstractContextManager[Executor]]) -> None:
        self._pool = RenewedPool(make)

    def __enter__(self) -> LastingPool:
        self._pool.current()
        return self

    def __exit__(self, *failure: Any) -> None:
        self._pool.close(*failure)

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Hand one piece to the workers there are."""
        return self._pool.current().submit(fn, *args, **kwargs)

    def map(
        self,
        fn: Callable[..., T],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
    ) -> Iterator[T]:
        """Answers in order, as of the built-in `map`. Raises WorkersLost, ClusterError and what `fn` raises."""
        waiting = dict(enumerate(zip(*iterables, strict=False)))
        found: dict[int, T] = {}
        given, failures, together = 0, 0, len(waiting)
        while waiting:
            trouble = self._try(fn, waiting, found, together)
            while given in found:
                yield found.pop(given)
                given, failures = given + 1, 0
            if trouble is None:
                continue
            failures, together = failures + 1, 1
            if failures > TRIED_AGAIN:
                if isinstance(trouble, ClusterError):
                    raise trouble
                raise WorkersLost(
                    f"the worker processes cannot work ({in_words(trouble)}): free memory or room "
                    "in the folder for temporary files, or take fewer workers"
                ) from None
            time.sleep(FIRST_WAIT_S * 2 ** (failures - 1))

    def _try(
        self,
        fn: Callable[..., T],
        waiting: dict[int, tuple[Any, ...]],
        found: dict[int, T],
        together: int,
    ) -> BaseException | None:
        """Try the first pieces; what is found leaves `waiting`. The trouble, if there was one."""
        trouble: BaseException | None = None
        futures: dict[int, Future[T]] = {}
        try:
            pool = self._pool.current()
            for index in list(waiting)[:together]:
                futures[index] = pool.submit(fn, *waiting[index])
        except Exception as error:
            trouble = self._passing(error)
        for index, future in futures.items():
            try:
                found[index] = future.result()
                del waiting[index]
            except Exception as error:
                trouble = self._passing(error)
        return trouble

    def _passing(self, error: Exception) -> Exception:
        """The error, if another try may cure it; raises it otherwise.

        A scheduler that was there when the pool was entered and cannot be reached now may come back.
        """
        if isinstance(error, ClusterError):
            return error
        if is_loss(error):
            self._pool.drop()
        elif not is_shortage(error):
            raise error
        return error
