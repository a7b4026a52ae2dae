"""`pedalfit sweep`: many strokes into one file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from fit_optimizer.commands.arguments import Scheduler, Workers, worker_count
from fit_optimizer.commands.terminal import bars, console
from fit_optimizer.sweep.dispatch import Work
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.execute import execute
from fit_optimizer.sweep.plan import Plan
from fit_optimizer.sweep.sweep_file import read_sweep
from fit_optimizer.workers.pool import worker_pool

UNASKED_ROWS = 1_000_000
STROKE_S = 0.1
"""About what a stroke takes on one worker, for a first guess at the time."""

ROWS_PER_WORKER, CLUSTER_ROWS = 4, 1024
"""Rows under way at once, so that no worker waits and memory stays bounded."""

LOG_EVERY_S = 60.0


def sweep(
    file: Annotated[Path, typer.Argument(metavar="SWEEP.toml", help="what to vary, and how")],
    out: Annotated[Path, typer.Option(help="Parquet file for the rows")],
    curves: Annotated[Path | None, typer.Option(help="Zarr store for full curves")] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    yes: Annotated[bool, typer.Option("--yes", help="begin however many rows there are")] = False,
) -> None:
    """Strokes over grids and samples of set-ups; interrupted, the same command goes on."""
    plan = read_sweep(file)
    count = worker_count(workers)
    if plan.count > UNASKED_ROWS and not yes:
        raise SweepError(
            f"{file} asks for {plan.count:,} rows, about {_time(plan.count * STROKE_S / count)} on "
            f"{count} workers: add --yes to begin all the same"
        )
    work = Work(
        workers=partial(worker_pool, count, scheduler),
        in_flight=max(64, ROWS_PER_WORKER * count) if scheduler is None else CLUSTER_ROWS,
    )
    with _shown(plan) as progress:
        outcome = execute(plan, out, work, curves, progress)
    said = ", ".join(f"{n:,} {status}" for status, n in outcome.statuses.items())
    before = " (it was finished before)" if outcome.already else ""
    console.print(f"{out}: {plan.count:,} rows, {said}{before}", soft_wrap=True)


@contextmanager
def _shown(plan: Plan) -> Iterator[Callable[[int], None]]:
    """A bar with rate and time left; where nobody watches, a line a minute for the log."""
    error = Console(stderr=True)
    if not error.is_terminal:
        yield _log(plan, error)
        return
    with bars() as shown:
        task = shown.add_task("strokes", total=None)
        begun = False

        def progress(done: int) -> None:
            nonlocal task, begun
            if not begun:
                shown.remove_task(task)
                task = shown.add_task("strokes", total=plan.count, completed=done)
                begun = True
            shown.update(task, completed=done)

        yield progress


def _log(plan: Plan, error: Console) -> Callable[[int], None]:
    began = last = time.monotonic()
    first = -1

    def progress(done: int) -> None:
        nonlocal last, first
        first = done if first < 0 else first
        now = time.monotonic()
        if now - last < LOG_EVERY_S or done == first:
            return
        last = now
        rate = (done - first) / (now - began)
        left = _time((plan.count - done) / rate)
        error.print(f"{done:,} of {plan.count:,} rows, {rate:.1f} a second, {left} left")

    return progress


def _time(seconds: float) -> str:
    units = (("years", 365.25 * 86400), ("days", 86400.0), ("hours", 3600.0), ("minutes", 60.0))
    for name, length in units:
        if seconds >= 2 * length:
            return f"{seconds / length:,.0f} {name}"
    return f"{seconds:.0f} seconds"
