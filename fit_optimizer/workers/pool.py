"""Processes that share the strokes of a search, a sweep or a calibration."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import connection, get_context, parent_process
from threading import Thread

from fit_optimizer.workers.cluster import cluster_pool

THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@contextmanager
def worker_pool(workers: int, scheduler: str | None = None) -> Iterator[Executor]:
    """Worker processes on this machine, or those of the Dask cluster at a scheduler's address.

    Left by an error, strokes not yet begun are dropped. Raises ClusterError.
    """
    with _local_pool(workers) if scheduler is None else cluster_pool(scheduler) as pool:
        try:
            yield pool
        except BaseException:
            if isinstance(pool, ProcessPoolExecutor):
                pool.shutdown(wait=True, cancel_futures=True)
            raise


@contextmanager
def _local_pool(workers: int) -> Iterator[Executor]:
    """A spawn pool whose workers use one thread each for linear algebra, or they would fight."""
    before = {name: os.environ.get(name) for name in THREAD_VARIABLES}
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    try:
        with ProcessPoolExecutor(workers, get_context("spawn"), _end_with_parent) as pool:
            for _ in range(workers):
                pool.submit(_get_ready)  # while this process gets ready too
            yield pool
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _get_ready() -> None:
    """Import what a stroke takes."""
    import_module("fit_optimizer.criteria.evaluation")


def _end_with_parent() -> None:
    """Have this worker end when its parent is killed: waiting for work, it would never know."""
    parent = parent_process()
    assert parent is not None
    sentinel = parent.sentinel

    def watch() -> None:
        connection.wait([sentinel])
        os._exit(1)

    Thread(target=watch, daemon=True).start()
