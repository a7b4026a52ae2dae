"""Processes that share the strokes of a search, a sweep or a calibration."""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from multiprocessing import connection, get_context, parent_process
from threading import Thread

from fit_optimizer.workers.cluster import cluster_pool
from fit_optimizer.workers.lasting import LastingPool

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@contextmanager
def lasting_pool(workers: int, scheduler: str | None = None) -> Iterator[LastingPool]:
    """Workers as of `worker_pool`, made anew when they die. Raises ClusterError."""
    with LastingPool(partial(worker_pool, workers, scheduler)) as pool:
        yield pool


@contextmanager
def worker_pool(workers: int, scheduler: str | None = None) -> Iterator[Executor]:
    """Worker processes on this machine, or those of the Dask cluster at a scheduler's address.

    Left by an error, strokes not yet begun are dropped; left by a signal, workers are ended too.
    Raises ClusterError.
    """
    with _local_pool(workers) if scheduler is None else cluster_pool(scheduler) as pool:
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


@contextmanager
def _local_pool(workers: int) -> Iterator[Executor]:
    """A spawn pool whose workers use one thread each for linear algebra, or they would fight."""
    before = {name: os.environ.get(name) for name in THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    try:
        with ProcessPoolExecutor(workers, get_context("spawn"), _end_with_parent) as pool:
            with _deaf_to_ctrl_c():
                for _ in range(workers):
                    pool.submit(_get_ready)  # while this process gets ready too
            yield pool
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes started within never hear Ctrl-C, which a terminal sends to all: this one ends them."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _get_ready() -> None:
    """Import what a stroke takes."""
    import_module("fit_optimizer.criteria.evaluation")


def _end_with_parent() -> None:
    """Have this worker end when its parent is killed: waiting for work, it would never know."""
    parent = parent_process()
    assert parent is not None
    warnings.simplefilter("ignore")  # the command itself says it once
    sentinel = parent.sentinel

    def watch() -> None:
        connection.wait([sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()
