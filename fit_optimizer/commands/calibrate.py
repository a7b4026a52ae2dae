"""`pedalfit calibrate`: the rider's coordination from their recording."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.calibration.calibrate import calibrate as fit_rider
from fit_optimizer.calibration.calibrate import calibrated_toml, task_size
from fit_optimizer.calibration.least_squares import most_candidates
from fit_optimizer.commands.arguments import Seed, SetUpPath, Workers, worker_count
from fit_optimizer.commands.terminal import console, notes, one_bar, time_words
from fit_optimizer.commands.trace_tables import calibration_tables, fitted_bins
from fit_optimizer.files import check_writable, write_text
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.trace_check.bins import crank_length_mm
from fit_optimizer.traces import read_measured
from fit_optimizer.traces.formats import format_names
from fit_optimizer.workers.pool import lasting_pool

TRYING = "candidates tried"
CANDIDATE_STROKES = 20
"""Strokes that a candidate takes, most without activation dynamics: measured as candidate over stroke."""


def calibrate(
    setup: SetUpPath,
    trace: Annotated[Path, typer.Option(help=f"a power meter's recording: {format_names()}")],
    out: Annotated[Path, typer.Option(help="set-up file to write")],
    seed: Seed = 1,
    workers: Workers = None,
) -> None:
    """Fit the rider's coordination to their recording; interrupted, it goes on where it was."""
    set_up = read_set_up(setup)
    journal = out.with_name(out.name + ".journal")
    check_writable(out, journal, inputs=(setup, trace))
    with explained(set_up):
        stroke = seat_rider(set_up).simulate()
    measured = read_measured(trace, crank_length_mm(set_up))
    count = worker_count(workers)
    most = most_candidates(task_size(set_up, measured))
    length = most * CANDIDATE_STROKES * stroke.solve_time_s / count
    console.print(
        f"Up to {most} candidates on {count} worker{'s' if count > 1 else ''}: about "
        f"{time_words(length)} at the most, and often half of that.",
        highlight=False,
    )
    with one_bar({TRYING: most}) as bar, lasting_pool(count) as pool:
        result = fit_rider(
            set_up, measured, seed, pool, progress=partial(bar.at, TRYING), journal=journal
        )
    write_text(out, calibrated_toml(result, measured.name))
    journal.unlink(missing_ok=True)
    for table in calibration_tables(result):
        console.print(table)
    notes((*measured.losses, *fitted_bins(result), *result.notes))
    console.print(f"Calibrated set-up: {out}", soft_wrap=True, highlight=False)
