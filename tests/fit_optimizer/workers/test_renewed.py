"""A pool that is ended is ended at once, with what its workers are at, and is not made anew."""

import os
import time
from concurrent.futures import CancelledError
from functools import partial

import pytest

from fit_optimizer.workers.pool import worker_pool
from fit_optimizer.workers.renewed import RenewedPool

LONG_S = 120.0
SOON_S = 30.0
"""A pool that waited for its work would take `LONG_S`."""


def test_workers_that_are_ended_now_do_not_finish_what_they_are_at():
    pool = RenewedPool(partial(worker_pool, 1, ready="math"))
    worker = pool.current().submit(os.getpid).result()
    at_work = pool.current().submit(time.sleep, LONG_S)
    while not at_work.running():
        time.sleep(0.01)
    began = time.monotonic()
    pool.close_now()
    assert time.monotonic() - began < SOON_S
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)
    assert at_work.done()


def test_workers_that_have_been_ended_are_not_made_anew():
    made = []
    pool = RenewedPool(lambda: made.append(worker_pool(1)) or made[-1])
    pool.close_now()
    with pytest.raises(CancelledError):
        pool.current()
    assert made == []
