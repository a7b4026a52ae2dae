"""Workers that are killed, or have no memory for a while, cost a command nothing but time."""

import os
import resource
import signal
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.faults.commands import (
    COMMANDS,
    assert_made,
    files_of,
    finish,
    orphans,
    start,
    undisturbed_run,
    write_inputs,
)
from tests.faults.sizes import NIGHTLY

pytestmark = pytest.mark.slow

STARVED_S = 4.0
LOADING = 60_000_000
"""Bytes of a worker that is loading what it rides strokes with; loaded it has 93 MB and more."""


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def workers(running, count: int = 2) -> list[int]:
    """Worker processes once so many are there and loading; none where the command ends first."""
    until = time.monotonic() + 120
    while time.monotonic() < until and running.poll() is None:
        found = [pid for pid in children(running.pid) if _memory(pid) > LOADING]
        if len(found) >= count:
            return found
        time.sleep(0.05)
    return []


def _memory(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


def starve(pid: int) -> None:
    """Leave a process no memory beyond what it has, for a while."""
    size = int(Path(f"/proc/{pid}/statm").read_text().split()[0]) * resource.getpagesize()
    resource.prlimit(pid, resource.RLIMIT_AS, (size, resource.RLIM_INFINITY))


def feed(pid: int) -> None:
    try:
        unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
        resource.prlimit(pid, resource.RLIMIT_AS, unlimited)
    except ProcessLookupError:
        pass


@pytest.mark.parametrize("fault", ["killed", "starved"])
@pytest.mark.parametrize("name", ["sweep", "fit", "calibrate", "trace"] if NIGHTLY else ["sweep"])
def test_a_worker_lost_or_starved_changes_no_result(tmp_path, name, fault):
    _, made = undisturbed_run(name)
    write_inputs(tmp_path)
    running = start(COMMANDS[name].words, tmp_path)
    victims = workers(running, 1 if fault == "killed" else 2)
    assert victims or running.poll() is not None
    if fault == "killed":
        for pid in victims[:1]:
            os.kill(pid, signal.SIGKILL)
    else:
        for pid in victims:
            starve(pid)
        time.sleep(STARVED_S)
        for pid in victims:
            feed(pid)
    code, _, err = finish(running)
    assert code == 0, err
    assert orphans(running.pid) == []
    assert files_of(tmp_path) - set(COMMANDS[name].keeps) == set(made)
    if name == "sweep":
        table = pq.read_table(tmp_path / "rows.parquet")
        assert set(table["status"].to_pylist()) == {"solved"}
    assert_made(tmp_path, made)
