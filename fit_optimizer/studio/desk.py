"""The one pool of workers that all pages share: the newest request of a page first, dead workers replaced."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from functools import partial
from threading import Event
from typing import Any, TypeVar

from fit_optimizer.workers.lasting import WorkersLost
from fit_optimizer.workers.pool import worker_pool
from fit_optimizer.workers.renewed import RenewedPool
from fit_optimizer.workers.shortage import in_words, is_loss, is_shortage
from rider_models.errors import PedalfitError

T = TypeVar("T")

READY = "fit_optimizer.studio.work"
"""What the workers load while the page opens."""
MOST_LANES = 256
"""Pages times kinds of question that are kept apart; the longest unused is forgotten. A guess."""
TRIED = 3
"""How often a question is put to workers that die of it or lack memory, before the page is told."""
WAIT_S = 0.2
"""Wait before each further try, times how often it was tried: a guess at how long memory is short."""


class Dropped(PedalfitError):
    """A question that a newer one of the same page has replaced."""


class Cancelled(PedalfitError):
    """Work in the background that its page has ended."""


class _Lane:
    """Questions of one kind of one page: one at a time, and the newest next."""

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.newest = 0
        self.waiting = 0


class Desk:
    """Puts questions to the workers. Used from the server's event loop alone, but for `Lent`."""

    def __init__(self, workers: int, ready: str = READY) -> None:
        """`ready` is the module that workers load while they wait for their first question."""
        self.workers = workers
        self.waiting = 0
        self._pool = RenewedPool(partial(worker_pool, workers, ready=ready))
        self._lanes: OrderedDict[tuple[str, str], _Lane] = OrderedDict()

    def open(self) -> None:
        """Start the workers, so that they are ready when the page is."""
        self._pool.current()

    def close(self) -> None:
        """End the workers. Nothing may be asked afterwards."""
        self._pool.close_now()

    async def ask(self, work: Callable[..., T], *given: Any) -> T:
        """What a worker answers. Raises what the work raises, and WorkersLost where none finishes it."""
        self.waiting += 1
        try:
            return await self._ask(work, *given)
        finally:
            self.waiting -= 1

    async def newest(self, page: str, kind: str, work: Callable[..., T], *given: Any) -> T:
        """What a worker answers. Raises Dropped where a newer question of that kind and page comes first."""
        lane = self._lane(page, kind)
        lane.newest += 1
        mine = lane.newest
        lane.waiting += 1
        try:
            async with lane.lock:
                if mine != lane.newest:
                    raise Dropped("a newer request of this page has come")
                return await self.ask(work, *given)
        finally:
            lane.waiting -= 1

    async def _ask(self, work: Callable[..., T], *given: Any) -> T:
        trouble: Exception | None = None
        for tried in range(TRIED):
            await asyncio.sleep(WAIT_S * tried)
            pool: Executor | None = None
            try:
                pool = self._pool.current()
                return await asyncio.wrap_future(pool.submit(work, *given))
            except Exception as error:
                if is_loss(error):
                    self._pool.drop_if(pool)
                elif not is_shortage(error):
                    raise
                trouble = error
        assert trouble is not None
        raise WorkersLost(
            f"no worker process finishes this ({in_words(trouble)}): free memory, or change the "
            "set-up that was asked about"
        ) from None

    def _lane(self, page: str, kind: str) -> _Lane:
        lane = self._lanes.setdefault((page, kind), _Lane())
        self._lanes.move_to_end((page, kind))
        for key in [key for key, one in self._lanes.items() if not one.waiting and one is not lane]:
            if len(self._lanes) <= MOST_LANES:
                break
            del self._lanes[key]
        return lane


class Lent(Executor):
    """The desk's workers as an executor for work in a thread of its own, which leaves room for the pages.

    Only some pieces are under way at once, so that a page's question waits for one piece at most.
    `map` and `submit` raise Cancelled once `ended` is set.
    """

    def __init__(self, desk: Desk, loop: asyncio.AbstractEventLoop, ended: Event) -> None:
        self._desk, self._loop, self._ended = desk, loop, ended
        self._at_once = max(1, desk.workers - 1)

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Put one piece to the workers. Raises Cancelled."""
        if self._ended.is_set():
            raise Cancelled("it was cancelled")
        return asyncio.run_coroutine_threadsafe(
            self._desk.ask(_called, fn, args, kwargs), self._loop
        )

    def map(
        self,
        fn: Callable[..., T],
        *iterables: Iterable[Any],
        timeout: float | None = None,
        chunksize: int = 1,
    ) -> Iterator[T]:
        """Answers in order, as of the built-in `map`."""
        under_way: deque[Future[T]] = deque()
        for given in zip(*iterables, strict=False):
            if len(under_way) >= self._at_once:
                yield under_way.popleft().result()
            under_way.append(self.submit(fn, *given))
        while under_way:
            yield under_way.popleft().result()


def _called(fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
    return fn(*args, **kwargs)
