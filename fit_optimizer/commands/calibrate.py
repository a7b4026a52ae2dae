"""`pedalfit calibrate`: the rider's coordination from their recording."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.calibration.calibrate import calibrate as fit_rider
from fit_optimizer.calibration.calibrate import calibrated_toml
from fit_optimizer.commands.arguments import Seed, SetUpPath, Workers, worker_count
from fit_optimizer.commands.terminal import bars, console
from fit_optimizer.commands.trace_tables import calibration_tables, fitted_bins
from fit_optimizer.files import check_writable, write_text
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.trace_check.bins import crank_length_mm
from fit_optimizer.traces import read_measured
from fit_optimizer.workers.pool import worker_pool


def calibrate(
    setup: SetUpPath,
    trace: Annotated[Path, typer.Option(help="a power meter's recording")],
    out: Annotated[Path, typer.Option(help="set-up file to write")],
    seed: Seed = 1,
    workers: Workers = None,
) -> None:
    """Fit the rider's coordination to their recording; interrupted, it goes on where it was."""
    set_up = read_set_up(setup)
    with explained(set_up):
        seat_rider(set_up).simulate()
    measured = read_measured(trace, crank_length_mm(set_up))
    journal = out.with_name(out.name + ".journal")
    check_writable(out)
    with worker_pool(worker_count(workers)) as pool, bars() as shown:
        task = shown.add_task("candidates tried", total=None)
        result = fit_rider(
            set_up,
            measured,
            seed,
            pool,
            progress=lambda done, of: shown.update(task, completed=done, total=of),
            journal=journal,
        )
    write_text(out, calibrated_toml(result, measured.name))
    journal.unlink(missing_ok=True)
    for table in calibration_tables(result):
        console.print(table)
    for sentence in (*measured.losses, *fitted_bins(result), *result.notes):
        console.print(sentence, markup=False, highlight=False)
    console.print(f"Calibrated set-up: {out}", soft_wrap=True, markup=False)
