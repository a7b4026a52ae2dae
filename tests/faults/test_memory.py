"""Memory that does not grow with how much is computed."""

import re

import pytest

from tests.faults.commands import finish, start, write_inputs
from tests.faults.sizes import NIGHTLY

pytestmark = pytest.mark.slow

LONG_REVOLUTIONS = 500 if NIGHTLY else 20
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
