"""Workers that are killed, or have no memory for a while, cost a command nothing but time."""

import json
import os
import random
import re
import resource
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import Request, urlopen

import pyarrow.parquet as pq
import pytest

from tests.faults.commands import (
    COMMANDS,
    INTERRUPT,
    assert_made,
    files_of,
    finish,
    orphans,
    signal_all,
    start,
    undisturbed_run,
    write_inputs,
)
from tests.faults.sizes import KILLS, NIGHTLY, SEED

pytestmark = pytest.mark.slow

STARVED_S = 4.0
LOADING = 60_000_000
"""Bytes of a worker that is loading what it rides strokes with; loaded it has 93 MB and more."""


def children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def workers(running) -> list[int]:
    """Worker processes once one is there and loading; none where the command ends first."""
    until = time.monotonic() + 120
    while time.monotonic() < until and running.poll() is None:
        found = [pid for pid in children(running.pid) if _memory(pid) > LOADING]
        if found:
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
    victims = workers(running)
    assert victims
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


ANSWERED_S = 0.5
"""A worker is killed so long after a question at most: about what a stroke takes while it starts anew."""


def test_a_studio_answers_the_same_whenever_a_worker_is_killed(tmp_path):
    write_inputs(tmp_path)
    words = ("studio", "rider.toml", "--no-browser", "--port", "0", "--workers", "2")
    running = start(words, tmp_path)
    address = re.search(r"http://[^\s/]+", running.stderr.readline())[0]
    chance = random.Random(f"{SEED}studio")
    rider, riding = {"height_mm": 1780, "mass_kg": 66}, {"power_w": 200, "cadence_rpm": 81}
    asked = json.dumps({"set_up": {"rider": rider, "riding": riding}}).encode()

    def answer() -> bytes:
        headers = {"content-type": "application/json"}
        return urlopen(Request(f"{address}/api/ridden", asked, headers), timeout=120).read()

    try:
        undisturbed = answer()
        assert json.loads(undisturbed)["metrics"]
        with ThreadPoolExecutor(1) as asking:
            for _ in range(KILLS):
                coming = asking.submit(answer)
                time.sleep(chance.uniform(0, ANSWERED_S))
                for pid in chance.sample(workers(running), 1):
                    os.kill(pid, signal.SIGKILL)
                assert coming.result() == undisturbed
    finally:
        signal_all(running, INTERRUPT)
        code, _, err = finish(running, within_s=60)
    assert code == 130, err
    assert "Traceback" not in err
    assert orphans(running.pid) == []
