"""Rows and executors that cost nothing, for tests of the bookkeeping."""

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context
from pathlib import Path

from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.sweep.columns import Column
from fit_optimizer.sweep.dispatch import Work
from fit_optimizer.sweep.plan import Axis, NamedRider, Plan, Row, Steps
from fit_optimizer.sweep.rows import REFUSED, SOLVED, Answer
from tests.fit_optimizer.workers.in_this_process import InThisProcess

EXAMPLES = Path(__file__).parents[3] / "examples"
SET_UP = parse_set_up(
    {"rider": {"height_mm": 1780, "mass_kg": 66}, "riding": {"power_w": 200, "cadence_rpm": 81}}
)
COLUMNS = (
    Column("row", "whole"),
    Column("rider_file", "text"),
    Column("status", "text"),
    Column("reason", "text"),
    Column("power_w", "number"),
)


def plan_of(rows: int) -> Plan:
    """A plan that steps the power."""
    return Plan((NamedRider("a.toml", SET_UP),), (Axis("power_w", Steps(100, 1, rows)),), None, {})


def cheap_row(row: Row, with_curves: bool) -> Answer:
    """A row without a stroke; every third is refused."""
    refused = row.index % 3 == 2
    return Answer(
        row.index,
        {
            "row": row.index,
            "rider_file": row.rider.file,
            "status": REFUSED if refused else SOLVED,
            "reason": "out of reach" if refused else "",
            "power_w": row.changes["power_w"],
        },
    )


def deadly_row(row: Row, with_curves: bool) -> Answer:
    """A cheap row, except that row 5 kills the process that computes it."""
    if row.index == 5:
        time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGKILL)
    return cheap_row(row, with_curves)


def nothing() -> None:
    """What any worker can do."""


class Dead(Executor):
    """An executor whose workers die of everything."""

    def submit(self, fn, /, *args, **kwargs):
        raise BrokenExecutor


def cheap_pool() -> Executor:
    """Real worker processes, forked from one that has the imports done."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.fit_optimizer.sweep.stand_in"])
    return ProcessPoolExecutor(2, context)


def inline_work(compute: Callable[[Row, bool, bool], Answer] = cheap_row, held: int = 4) -> Work:
    """Work that is done in this process."""
    return Work(lambda: nullcontext(InThisProcess()), held, compute=compute, probe=nothing)
