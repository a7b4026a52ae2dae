"""Memory that does not grow with how much is computed."""

import re

import pytest

from tests.faults.commands import finish, start, write_inputs
from tests.faults.sizes import NIGHTLY

pytestmark = pytest.mark.slow

LONG_REVOLUTIONS = 500 if NIGHTLY else 20
STROKES = 20_000 if NIGHTLY else 300
WARM = 200
"""Strokes before memory is watched: by then every table and buffer is there."""
MOST_A_STROKE_BYTES = 50 if NIGHTLY else 1500
"""Growth by stroke that is none: a body that is not given back costs 3,300, and over few strokes what the allocator
takes at a time, and what PyBullet keeps until its server is opened anew, are some hundreds."""
RIDE = f"""
import ctypes, gc, os
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up

def held():
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

for k in range({WARM} + {STROKES}):
    rider = {{"height_mm": 1700 + 150 * (k * 0.618 % 1), "mass_kg": 60 + 20 * (k * 0.414 % 1)}}
    riding = {{"power_w": 120 + 80 * (k * 0.732 % 1), "cadence_rpm": 70 + 20 * (k * 0.236 % 1)}}
    seat_rider(parse_set_up({{"rider": rider, "riding": riding}})).simulate()
    if k == {WARM}:
        began = held()
print("growth", held() - began)
"""
"""What is held is looked at without the pages that the allocator keeps free between those in use: it trims them."""
MOST_GROWTH_MB = 40.0
"""The 20,000 moments that a long ride keeps: 22 MB as measured over 500 revolutions, and a reserve."""


def peak_mb(words, folder) -> float:
    """The most memory that a command takes (MB), as the kernel counts it."""
    peak = "import atexit, resource, sys; atexit.register(lambda: print('peak', resource.getrusage("
    peak += "resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)); from fit_optimizer.cli import main; main()"
    code, _, err = finish(start(words, folder, python=("-c", peak)), within_s=1800)
    assert code == 0, err
    return int(re.search(r"peak (\d+)", err)[1]) / 1024


def test_a_long_forward_ride_takes_hardly_more_memory_than_a_short_one(tmp_path):
    write_inputs(tmp_path)
    peaks = [
        peak_mb(("forward", "rider.toml", "--revolutions", str(n), "--json", "f.json"), tmp_path)
        for n in (5, LONG_REVOLUTIONS)
    ]
    assert peaks[1] - peaks[0] < MOST_GROWTH_MB


def test_a_worker_holds_no_more_memory_after_thousands_of_riders_than_after_hundreds(tmp_path):
    code, out, err = finish(start((), tmp_path, python=("-c", RIDE)), within_s=3600)
    assert code == 0, err
    assert int(re.search(r"growth (-?\d+)", out)[1]) / STROKES < MOST_A_STROKE_BYTES
