"""How many strokes a second one and two workers do: `python -m tests.benchmarks.scaling_benchmark`.

Workers are warmed up first, and rounds with one and with two take turns, for the machine may be
shared. The best round of each counts: what slows a round down is somebody else.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor
from contextlib import ExitStack
from time import perf_counter

from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.sweep.plan import NamedRider, Row
from fit_optimizer.sweep.rows import compute_row
from fit_optimizer.workers.pool import worker_pool

SET_UP = {
    "rider": {"height_mm": 1780, "mass_kg": 66},
    "riding": {"power_w": 200, "cadence_rpm": 81},
}
WORKERS = (1, 2)
STROKES, ROUNDS = 80, 5


def strokes_a_second(pool: Executor, strokes: int) -> float:
    """Rate at which a pool does strokes that differ a little in power."""
    rider = NamedRider("", parse_set_up(SET_UP))
    rows = [Row(i, rider, {"power_w": 180.0 + i / 4}) for i in range(strokes)]
    began = perf_counter()
    futures = [pool.submit(compute_row, row, False, False) for row in rows]
    assert all(future.result().cells["status"] == "solved" for future in futures)
    return strokes / (perf_counter() - began)


def main() -> None:
    """Take turns and print rates and the ratio of the best ones."""
    rates: dict[int, list[float]] = {workers: [] for workers in WORKERS}
    with ExitStack() as open_pools:
        pools = {w: open_pools.enter_context(worker_pool(w)) for w in WORKERS}
        for workers, pool in pools.items():
            strokes_a_second(pool, 8 * workers)
        for _ in range(ROUNDS):
            for workers, pool in pools.items():
                rates[workers].append(strokes_a_second(pool, STROKES))
    for workers, found in rates.items():
        each = " ".join(f"{rate:.1f}" for rate in found)
        print(f"{workers} workers: {each} strokes a second, best {max(found):.1f}")
    print(f"two over one: {max(rates[2]) / max(rates[1]):.2f} (load {os.getloadavg()[0]:.1f})")


if __name__ == "__main__":
    main()
