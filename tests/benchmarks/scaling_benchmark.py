"""How many strokes a second one and two workers do: `python -m tests.benchmarks.scaling_benchmark`.

Beside the pool's workers, as many processes of their own do the same strokes by a plain loop, without a pool: what
two of them do more than one is what the machine gives, whose cores share caches, clock and neighbours. Workers are
warmed up first, and rounds of all kinds take turns, for the machine may be shared. The best round of each counts: what
slows a round down is somebody else.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from time import perf_counter
from typing import TYPE_CHECKING

from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.sweep.plan import NamedRider, Row
from fit_optimizer.sweep.rows import compute_row
from fit_optimizer.workers.pool import worker_pool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

SET_UP = {
    "rider": {"height_mm": 1780, "mass_kg": 66},
    "riding": {"power_w": 200, "cadence_rpm": 81},
}
WORKERS = (1, 2)
STROKES, ROUNDS = 80, 5


def _rows(strokes: int) -> list[Row]:
    """Strokes that differ a little in power."""
    rider = NamedRider("", parse_set_up(SET_UP))
    return [Row(i, rider, {"power_w": 180.0 + i / 4}) for i in range(strokes)]


def pool_rate(pool: Executor, strokes: int) -> float:
    """Strokes a second of a pool."""
    rows = _rows(strokes)
    began = perf_counter()
    futures = [pool.submit(compute_row, row, False, False) for row in rows]
    assert all(future.result().cells["status"] == "solved" for future in futures)
    return strokes / (perf_counter() - began)


def loop_rate(peers: list[Connection], strokes: int) -> float:
    """Strokes a second of processes of which each does its share in a loop and says when it is done."""
    began = perf_counter()
    for peer in peers:
        peer.send(strokes // len(peers))
    assert all(peer.recv() for peer in peers)
    return strokes / (perf_counter() - began)


def _loop(asked: Connection) -> None:
    """Do as many strokes as are asked for, until none are."""
    rows = _rows(STROKES)
    while strokes := asked.recv():
        done = [compute_row(row, False).cells["status"] for row in rows[:strokes]]
        asked.send(done == ["solved"] * strokes)


@contextmanager
def _peers(count: int) -> Iterator[list[Connection]]:
    """Processes of their own, with the environment of the pool's workers."""
    spawn = get_context("spawn")
    with worker_pool(count):  # whose environment they inherit
        ends = [spawn.Pipe() for _ in range(count)]
        processes = [spawn.Process(target=_loop, args=(theirs,)) for _, theirs in ends]
        for process in processes:
            process.start()
    try:
        yield [ours for ours, _ in ends]
    finally:
        for (ours, _), process in zip(ends, processes, strict=True):
            ours.send(0)
            process.join()


def main() -> None:
    """Take turns and print rates, the ratio of two workers' to one's, and what the pool costs."""
    with ExitStack() as opened:
        pools = {w: opened.enter_context(worker_pool(w)) for w in WORKERS}
        peers = {w: opened.enter_context(_peers(w)) for w in WORKERS}
        for w in WORKERS:
            pool_rate(pools[w], 8 * w)
            loop_rate(peers[w], 8 * w)
        rounds = [
            {("pool", w): pool_rate(pools[w], STROKES) for w in WORKERS}
            | {("loop", w): loop_rate(peers[w], STROKES) for w in WORKERS}
            for _ in range(ROUNDS)
        ]
    best = {kind: max(one[kind] for one in rounds) for kind in rounds[0]}
    for (kind, workers), most in best.items():
        each = " ".join(f"{one[kind, workers]:.1f}" for one in rounds)
        print(f"{kind}, {workers} at once: {each} strokes a second, best {most:.1f}")
    gains = {kind: best[kind, 2] / best[kind, 1] for kind in ("pool", "loop")}
    print(
        f"two over one: pool {gains['pool']:.2f}, plain loops {gains['loop']:.2f}: the pool gives "
        f"{gains['pool'] / gains['loop']:.0%} of what the machine does (load {os.getloadavg()[0]:.1f})"
    )
    for w in WORKERS:
        costs_ms = 1000 * w * (1 / best["pool", w] - 1 / best["loop", w])
        print(f"the pool costs {costs_ms:.2f} ms of a core a stroke with {w}")


if __name__ == "__main__":
    main()
