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
"""Growth by stroke of the memory in use that is none: a body that is not given back costs 3,300. What PyBullet keeps of
each until its server is opened anew is some 550, which many strokes have behind them and few have not."""
MOST_A_STROKE_OBJECTS = 0.1 if NIGHTLY else 5.0
"""Growth by stroke of Python's own objects that is none: caches that fill take some 900 in all."""
MOST_RESIDENT_MB = 15.0
"""Growth of the whole process: 2 to 3 MB as measured over 20,000 strokes, in steps of 1 MB where the allocator puts a
server that is opened anew beside the place of the one before; over 300 such servers it came to 9 MB."""
RIDE = f"""
import ctypes, gc, os, sys
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up

class Pieces(ctypes.Structure):  # mallinfo2 of the GNU C library
    names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost"
    _fields_ = [(name, ctypes.c_size_t) for name in names.split()]

told = ctypes.CDLL(None).mallinfo2
told.restype = Pieces

def held():
    gc.collect()
    pieces = told()
    resident = int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return pieces.uordblks + pieces.hblkhd, sys.getallocatedblocks(), resident

for k in range({WARM} + {STROKES}):
    rider = {{"height_mm": 1700 + 150 * (k * 0.618 % 1), "mass_kg": 60 + 20 * (k * 0.414 % 1)}}
    riding = {{"power_w": 120 + 80 * (k * 0.732 % 1), "cadence_rpm": 70 + 20 * (k * 0.236 % 1)}}
    seat_rider(parse_set_up({{"rider": rider, "riding": riding}})).simulate()
    if k == {WARM}:
        began = held()
print(*(now - before for now, before in zip(held(), began)))
"""
"""Prints by how much grow: bytes in use by compiled code and arrays, Python's objects, bytes of the process."""
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
    in_use, objects, resident = (int(word) for word in out.split())
    assert in_use / STROKES < MOST_A_STROKE_BYTES
    assert objects / STROKES < MOST_A_STROKE_OBJECTS
    assert resident < MOST_RESIDENT_MB * 1e6
