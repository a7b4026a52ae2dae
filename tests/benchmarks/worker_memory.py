"""Memory and CPU time of sweep workers over many strokes: `python -m tests.benchmarks.worker_memory STROKES [WORKERS]`.

Every stroke has another rider, so that PyBullet has to build another leg each time. Prints the workers' memory
(MB, resident) as it goes, and at the end the CPU time of a stroke, start-up left out.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from pathlib import Path

from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.sweep.plan import NamedRider, Row
from fit_optimizer.sweep.rows import compute_row
from fit_optimizer.workers.pool import worker_pool

SET_UP = {
    "rider": {"height_mm": 1780, "mass_kg": 66},
    "riding": {"power_w": 160, "cadence_rpm": 85},
}
WARM_UP = 200
"""Strokes before the first look."""
LOOKS = 10
"""How often memory is looked at."""


def ridden(pool: Executor, first: int, strokes: int) -> None:
    """Ride strokes of riders that differ in height and mass, and effort."""
    rider = NamedRider("", parse_set_up(SET_UP))
    rows = [
        Row(
            i,
            rider,
            {
                "height_mm": 1600 + i * 7.31 % 300,
                "mass_kg": 55 + i * 1.37 % 30,
                "power_w": 100 + i * 3.7 % 120,
            },
        )
        for i in range(first, first + strokes)
    ]
    for answer in pool.map(compute_row, rows, [False] * strokes, [False] * strokes, chunksize=4):
        assert answer.cells["status"] in ("solved", "refused")


def resident_mb(process: int) -> float:
    """Memory that a process holds (MB)."""
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def cpu_s(process: int) -> float:
    """CPU time of a process so far (s)."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Ride and print."""
    strokes = int(sys.argv[1])
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with worker_pool(workers) as pool:
        assert isinstance(pool, ProcessPoolExecutor)
        ridden(pool, 0, WARM_UP * workers)
        processes = sorted(pool._processes)
        before = sum(map(cpu_s, processes))
        for look in range(LOOKS):
            ridden(pool, WARM_UP * workers + look * strokes // LOOKS, strokes // LOOKS)
            held = " ".join(f"{resident_mb(one):.1f}" for one in processes)
            print(f"{(look + 1) * strokes // LOOKS:,} strokes: {held} MB", flush=True)
        used = sum(map(cpu_s, processes)) - before
    print(f"{workers} workers: {1000 * used / strokes:.2f} ms of CPU a stroke")


if __name__ == "__main__":
    main()
