"""Workers use one thread each, here and on a cluster, and a cluster may lose one."""

import gc
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import BrokenExecutor
from contextlib import nullcontext
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from distributed import Client, LocalCluster
from threadpoolctl import threadpool_info

from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.sweep.dispatch import Work
from fit_optimizer.sweep.execute import execute
from fit_optimizer.sweep.sweep_file import read_sweep
from fit_optimizer.workers.cluster import ClusterError
from fit_optimizer.workers.pool import THREAD_VARIABLES, worker_pool
from tests.fit_optimizer.workers.in_this_process import InThisProcess

EXAMPLES = Path(__file__).parents[3] / "examples"


def threads_after_a_stroke() -> list[tuple[str, int]]:
    """Threads of every linear-algebra library that a stroke loads."""
    from fit_optimizer.setup.rider_on_bike import seat_rider  # noqa: PLC0415

    seat_rider(read_set_up(EXAMPLES / "turbo_rider.toml")).simulate()
    return [(pool["internal_api"], pool["num_threads"]) for pool in threadpool_info()]


def test_linear_algebra_in_a_worker_uses_one_thread_and_ours_keep_their_setting():
    before = {name: os.environ.get(name) for name in THREAD_VARIABLES}
    with worker_pool(1) as pool:
        found = pool.submit(threads_after_a_stroke).result()
    assert "openblas" in {library for library, _ in found}
    assert {threads for _, threads in found} == {1}
    assert {name: os.environ.get(name) for name in THREAD_VARIABLES} == before


SCRIPT = """
from fit_optimizer.workers.pool import worker_pool
print("once", __spec__, __file__[-9:])
with worker_pool(1, ready="json") as pool:
    print(pool.submit(abs, -3).result(), __file__[-9:])
"""


def test_a_script_is_not_run_again_by_its_workers(tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, "script.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(EXAMPLES.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("once None script.py\n3 script.py\n", "")


def test_workers_know_the_functions_of_a_module_that_is_run_by_its_name(tmp_path):
    (tmp_path / "study.py").write_text(
        "from fit_optimizer.workers.pool import worker_pool\n"
        "def twice(x):\n    return 2 * x\n"
        "if __name__ == '__main__':\n"
        "    with worker_pool(1) as pool:\n        print(pool.submit(twice, 21).result())\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "study"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stdout, done.stderr) == ("42\n", "")


def test_an_unreachable_scheduler_is_one_sentence_within_seconds():
    began = time.monotonic()
    with (
        pytest.raises(ClusterError, match=r"tcp://127.0.0.1:9 cannot be reached") as refusal,
        worker_pool(1, "tcp://127.0.0.1:9"),
    ):
        pass
    assert time.monotonic() - began < 6
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("address", ["nonsense://host", "tcp://", "tcp://me:secret@host:port"])
def test_an_address_that_is_none_is_refused_and_leaves_no_client_half_open(address):
    """Its finaliser waits for a lock, and a cluster that starts meanwhile gives up after ten seconds."""
    refused = pytest.raises(ClusterError, match="allowed is an address")
    with refused as refusal, worker_pool(1, address):
        pass
    assert "secret" not in str(refusal.value)
    clients = [thing for thing in gc.get_objects() if isinstance(thing, Client)]
    assert [client.status for client in clients if client.status != "closed"] == []


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and two worker processes."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0"
    ) as started:
        yield started


def test_a_worker_killed_during_a_sweep_on_a_cluster_costs_no_row_and_doubles_none(
    cluster, tmp_path
):
    (tmp_path / "turbo.toml").write_text((EXAMPLES / "turbo_rider.toml").read_text())
    path = tmp_path / "sweep.toml"
    path.write_text(
        "riders = ['turbo.toml']\n[grid]\npower_w = { from = 150, to = 171, step = 3 }\n"
    )
    plan = read_sweep(path)
    victims = [worker.process.pid for worker in cluster.workers.values()]
    killed = threading.Event()

    def kill_one(done: int) -> None:
        if done >= 2 and not killed.is_set():
            killed.set()
            os.kill(victims[0], signal.SIGKILL)

    by_cluster = Work(lambda: worker_pool(1, cluster.scheduler_address), in_flight=32)
    execute(plan, tmp_path / "cluster.parquet", by_cluster, progress=kill_one)
    assert killed.is_set()
    execute(
        plan, tmp_path / "local.parquet", Work(lambda: nullcontext(InThisProcess()), in_flight=1)
    )
    table = pq.read_table(tmp_path / "cluster.parquet")
    assert table["row"].to_pylist() == list(range(8))
    assert set(table["status"].to_pylist()) == {"solved"}
    cluster_file, local_file = (tmp_path / f"{n}.parquet" for n in ("cluster", "local"))
    assert cluster_file.read_bytes() == local_file.read_bytes()


def test_workers_with_several_threads_are_refused():
    with (
        LocalCluster(
            n_workers=1,
            threads_per_worker=2,
            processes=False,
            protocol="tcp",
            dashboard_address=":0",
        ) as crowded,
        pytest.raises(ClusterError, match="--nthreads 1"),
        worker_pool(1, crowded.scheduler_address),
    ):
        pass


def test_a_pool_whose_manager_has_no_memory_for_a_thread_is_broken_and_not_silent(monkeypatch):
    def no_thread(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("multiprocessing.queues.Queue._start_thread", no_thread)
    with worker_pool(1) as pool:
        for _ in range(4):
            with pytest.raises(BrokenExecutor):
                pool.submit(int).result(timeout=30)
