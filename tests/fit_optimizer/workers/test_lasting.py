"""What is lost with a worker, or lacks memory for a while, is computed again: answers as if nothing had been."""

import os
import signal
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context
from pathlib import Path

import pytest

from fit_optimizer.workers.cluster import ClusterError
from fit_optimizer.workers.lasting import LastingPool, WorkersLost
from fit_optimizer.workers.shortage import is_shortage


@pytest.fixture(autouse=True)
def hurried(monkeypatch):
    monkeypatch.setattr("fit_optimizer.workers.lasting.FIRST_WAIT_S", 0.001)


def forked() -> Executor:
    """Real processes, forked from one that has the imports done."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.fit_optimizer.workers.test_lasting"])
    return ProcessPoolExecutor(2, context)


def squared(n: int) -> int:
    return n * n


def deadly_once(n: int, mark: str) -> int:
    """Squares; the first time that 3 is squared, the worker dies."""
    if n == 3 and not Path(mark).exists():
        Path(mark).write_text("died")
        time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGKILL)
    return n * n


def starved_twice(n: int, folder: str) -> int:
    """Squares; the first two times that 5 is squared there is no memory."""
    if n == 5 and len(os.listdir(folder)) < 2:
        Path(folder, str(time.monotonic_ns())).write_text("")
        raise MemoryError
    return n * n


def test_a_worker_that_dies_costs_no_answer(tmp_path):
    with LastingPool(forked) as pool:
        found = list(pool.map(deadly_once, range(12), [str(tmp_path / "mark")] * 12))
        assert found == [n * n for n in range(12)]
        assert list(pool.map(squared, range(3))) == [0, 1, 4]


def test_a_passing_lack_of_memory_costs_no_answer(tmp_path):
    with LastingPool(forked) as pool:
        found = list(pool.map(starved_twice, range(12), [str(tmp_path)] * 12))
    assert found == [n * n for n in range(12)]


class Dead(Executor):
    """Breaks at once."""

    def submit(self, fn, /, *args, **kwargs):
        raise BrokenExecutor


class Failing(Executor):
    """Answers with an error of the program."""

    def submit(self, fn, /, *args, **kwargs):
        future: Future = Future()
        future.set_exception(KeyError("a"))
        return future


def test_workers_that_cannot_work_at_all_end_in_one_sentence():
    with (
        LastingPool(lambda: nullcontext(Dead())) as pool,
        pytest.raises(WorkersLost, match="cannot work") as lost,
    ):
        list(pool.map(squared, range(3)))
    assert "\n" not in str(lost.value)


def test_a_scheduler_that_comes_back_costs_no_answer_and_one_that_does_not_is_named(tmp_path):
    made = []

    def make():
        made.append(1)
        if 1 < len(made) < 4 or len(made) > 4:
            raise ClusterError("the scheduler tcp://lost:1 cannot be reached")
        return forked()

    with LastingPool(make) as pool:
        mark = str(tmp_path / "mark")
        assert list(pool.map(deadly_once, range(6), 6 * [mark])) == [n * n for n in range(6)]
        assert len(made) == 4
        (tmp_path / "mark").unlink()
        with pytest.raises(ClusterError, match="tcp://lost:1 cannot be reached"):
            list(pool.map(deadly_once, range(6), 6 * [mark]))


def test_an_error_of_the_program_is_not_tried_again():
    with LastingPool(lambda: nullcontext(Failing())) as pool, pytest.raises(KeyError):
        list(pool.map(squared, range(3)))


@pytest.mark.parametrize(
    ("error", "passing"),
    [
        (MemoryError(), True),
        (OSError(28, "No space left on device"), True),
        (OSError(12, "Cannot allocate memory"), True),
        (FileNotFoundError(2, "No usable temporary directory found in ['/tmp']"), True),
        (FileNotFoundError(2, "No such file"), False),
        (RuntimeError("can't start new thread"), True),
        (ImportError("x.so: failed to map segment from shared object"), True),
        (ImportError("no module named x"), False),
        (ValueError("x"), False),
        (ArithmeticError("x"), False),
    ],
)
def test_what_the_machine_lacks_is_told_from_what_was_computed(error, passing):
    assert is_shortage(error) is passing
