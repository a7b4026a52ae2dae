"""Processes that share the strokes of a search, a sweep or a calibration."""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from importlib import import_module
from multiprocessing import connection, parent_process
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import Lock, Thread
from typing import Any

from fit_optimizer.workers.lasting import LastingPool

STROKE = "fit_optimizer.setup.rider_on_bike"
"""What a worker loads while it waits for its first work: what rides a stroke, and nothing beyond it."""

CRITERIA = "fit_optimizer.criteria.evaluation"
"""What the workers of a search load beside it: what a stroke is judged by."""

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

MOST_ON_WINDOWS = 61
"""Processes of a pool that Windows can wait for (Python's `ProcessPoolExecutor`)."""


_ONE_STARTS = Lock()
"""Held while a worker is started, so that no other finds the script without its name."""


class _Worker(SpawnProcess):
    """A process that does not run the caller's script again.

    Python's processes do, lest something is defined there that they need, and a script without
    `if __name__ == "__main__":` would start workers of workers. Strokes need pedalfit alone. What `python -m` runs
    is a module, which workers load by its name.
    """

    def start(self) -> None:
        """Start the process while a script has no file that it could be run from."""
        script = vars(sys.modules["__main__"])
        if script.get("__spec__") is not None:
            super().start()
            return
        with _ONE_STARTS:
            named: dict[str, Any] = {
                name: script.pop(name) for name in ("__file__", "__spec__") if name in script
            }
            script["__spec__"] = None
            try:
                super().start()
            finally:
                script.update(named)


class _Workers(SpawnContext):
    """How the processes of a pool are started."""

    Process = _Worker


@contextmanager
def lasting_pool(
    workers: int, scheduler: str | None = None, ready: str = STROKE
) -> Iterator[LastingPool]:
    """Workers as of `worker_pool`, made anew when they die. Raises ClusterError."""
    with LastingPool(partial(worker_pool, workers, scheduler, ready)) as pool:
        yield pool


@contextmanager
def worker_pool(
    workers: int, scheduler: str | None = None, ready: str = STROKE
) -> Iterator[Executor]:
    """Worker processes on this machine, or those of the Dask cluster at a scheduler's address.

    `ready` is the module that processes of this machine load while they wait for their first work.
    Left by an error, strokes not yet begun are dropped; left by a signal, workers are ended too.
    Raises ClusterError.
    """
    with _local_pool(workers, ready) if scheduler is None else _cluster_pool(scheduler) as pool:
        try:
            yield pool
        except BaseException as error:
            if isinstance(pool, ProcessPoolExecutor):
                if not isinstance(error, Exception):
                    _end_workers(pool)
                pool.shutdown(wait=True, cancel_futures=True)
            raise


def _end_workers(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool at once: a stroke takes long to someone who has pressed Ctrl-C."""
    for process in list((pool._processes or {}).values()):
        process.terminate()


def _cluster_pool(scheduler: str) -> AbstractContextManager[Executor]:
    from fit_optimizer.workers.cluster import cluster_pool  # noqa: PLC0415  no worker has a cluster

    return cluster_pool(scheduler)


@contextmanager
def _local_pool(workers: int, ready: str) -> Iterator[Executor]:
    """A spawn pool whose workers use one thread each for linear algebra, or they would fight."""
    before = {name: os.environ.get(name) for name in THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    try:
        count = min(workers, MOST_ON_WINDOWS) if sys.platform == "win32" else workers
        with _manager_missed(), ProcessPoolExecutor(count, _Workers(), _end_with_parent) as pool:
            with _deaf_to_ctrl_c(), suppress(BrokenProcessPool):  # whoever hands in work is told
                for _ in range(count):
                    pool.submit(_get_ready, ready)  # while this process gets ready too
            yield pool
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _manager_missed() -> Iterator[None]:
    """Pools within are broken when the thread that manages one dies, of a lack of memory or of threads.

    Without it whoever waits for an answer would wait for ever (`concurrent.futures.process`).
    """
    before = threading.excepthook

    def died(what: threading.ExceptHookArgs) -> None:
        waiting = getattr(what.thread, "pending_work_items", None)
        if waiting is None:
            before(what)
            return
        manager: Any = what.thread
        pool = manager.executor_reference()
        if pool is not None:
            pool._broken = "its manager died"
            _end_workers(pool)
        while waiting:
            waiting.popitem()[1].future.set_exception(BrokenProcessPool("the pool's manager died"))

    threading.excepthook = died
    try:
        yield
    finally:
        threading.excepthook = before


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes started within never hear Ctrl-C, which a terminal sends to all: this one ends them.

    Windows has no such mask: there each process turns it off for itself (`_end_with_parent`).
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _get_ready(module: str) -> None:
    """Load what the work takes."""
    import_module(module)


def _end_with_parent() -> None:
    """Have this worker end when its parent is killed: waiting for work, it would never know."""
    parent = parent_process()
    assert parent is not None
    warnings.simplefilter("ignore")  # the command itself says it once
    if sys.platform == "win32":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sentinel = parent.sentinel

    def watch() -> None:
        connection.wait([sentinel])
        os._exit(1)

    try:
        Thread(target=watch, daemon=True).start()
    except RuntimeError:  # no memory for another thread: a worker that is lost, without a word
        os._exit(1)
