"""`pedalfit calibrate`: the rider's coordination from their recording."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer import calibration
from fit_optimizer.calibration import EVALUATIONS
from fit_optimizer.commands.arguments import Seed, SetUpPath, Workers, worker_count
from fit_optimizer.commands.tables import calibration_table
from fit_optimizer.commands.terminal import bars, console
from fit_optimizer.files import check_writable, write_text
from fit_optimizer.refusals import explained
from fit_optimizer.rider_on_bike import seat_rider
from fit_optimizer.setup_file import read_set_up
from fit_optimizer.workers import worker_pool


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
    journal = out.with_name(out.name + ".journal")
    check_writable(out)
    with worker_pool(worker_count(workers)) as pool, bars() as shown:
        task = shown.add_task("candidates tried", total=EVALUATIONS)
        result = calibration.calibrate(
            set_up,
            trace,
            seed,
            pool,
            progress=lambda done, best: shown.update(task, completed=done),
            journal=journal,
        )
    write_text(out, calibration.calibrated_toml(result, trace))
    journal.unlink(missing_ok=True)
    console.print(calibration_table(result))
    console.print(f"Calibrated set-up: {out}", soft_wrap=True)
