"""`pedalfit sweep`: many strokes into one file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import PARQUET, Scheduler, Workers, worker_count
from fit_optimizer.commands.terminal import console, one_bar, time_words
from fit_optimizer.sweep.dispatch import Work, rows_in_flight
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.execute import RETRIED, execute
from fit_optimizer.sweep.sweep_file import read_sweep
from fit_optimizer.workers.pool import worker_pool

UNASKED_ROWS = 1_000_000
STROKE_S = 0.1
"""About what a stroke takes on one worker, for a first guess at the time."""

CLUSTER_ROWS = 1024
"""Rows under way at once on a cluster, so that no worker waits and memory stays bounded (a guess)."""

ROWS = "rows"


def sweep(
    file: Annotated[Path, typer.Argument(metavar="SWEEP.toml", help="what to vary, and how")],
    out: Annotated[Path, typer.Option(help="Parquet file for the rows", callback=PARQUET)],
    curves: Annotated[Path | None, typer.Option(help="Zarr store for full curves")] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    take_over: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="FILE.parquet", help="earlier results: what they have is not computed"
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="begin however many rows there are")] = False,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="compute rows again that failed or were lost")
    ] = False,
) -> None:
    """Strokes over grids and samples of set-ups; interrupted, the same command goes on."""
    plan = read_sweep(file)
    count = worker_count(workers)
    if plan.count > UNASKED_ROWS and not yes:
        raise SweepError(
            f"{file} asks for {plan.count:,} rows, about {time_words(plan.count * STROKE_S / count)} on "
            f"{count} worker{'' if count == 1 else 's'}: add --yes to begin all the same"
        )
    work = Work(
        workers=partial(worker_pool, count, scheduler),
        in_flight=rows_in_flight(count) if scheduler is None else CLUSTER_ROWS,
    )
    read = [file, *(file.parent / rider.file for rider in plan.riders)]
    with one_bar({ROWS: plan.count}) as bar:
        progress = partial(bar.at, ROWS, of=plan.count)
        outcome = execute(plan, out, work, curves, progress, retry_failed, read, take_over or ())
    said = ", ".join(f"{n:,} {status}" for status, n in outcome.statuses.items())
    before = " (it was finished before)" if outcome.already else ""
    console.print(f"{out}: {plan.count:,} rows, {said}{before}", soft_wrap=True)
    if any(outcome.statuses.get(status) for status in RETRIED):
        console.print("The same command with --retry-failed computes failed and lost rows again.")
