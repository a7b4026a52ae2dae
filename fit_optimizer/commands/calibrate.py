"""`pedalfit calibrate`: the rider's movement from a film, their coordination from a recording."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.calibration.calibrate import calibrate as fit_rider
from fit_optimizer.calibration.calibrate import calibration_lines, commented_toml, task_size
from fit_optimizer.calibration.fit_pose import PoseFit, fit_pose, pose_fit_lines
from fit_optimizer.calibration.least_squares import most_candidates
from fit_optimizer.calibration.outcome import fitted_bins
from fit_optimizer.commands.arguments import TOML, Seed, SetUpPath, Workers, worker_count
from fit_optimizer.commands.pose_arguments import UNTOLD, FilmFlags, with_flags
from fit_optimizer.commands.pose_tables import pose_fit_tables
from fit_optimizer.commands.terminal import console, notes, one_bar, time_words
from fit_optimizer.commands.trace_tables import calibration_tables
from fit_optimizer.files import check_writable, write_text
from fit_optimizer.pose.formats import format_names as pose_formats
from fit_optimizer.pose.measure import measured_file
from fit_optimizer.pose.series import PoseError
from fit_optimizer.pose_check.typed import typed_figures
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import crank_length_mm
from fit_optimizer.traces import read_measured
from fit_optimizer.traces.formats import format_names
from fit_optimizer.workers.pool import lasting_pool

TRYING = "candidates tried"
CANDIDATE_STROKES = 20
"""Strokes that a candidate takes, most without activation dynamics: measured as candidate over stroke."""


@with_flags
def calibrate(
    setup: SetUpPath,
    out: Annotated[Path, typer.Option(help="set-up file to write", callback=TOML)],
    trace: Annotated[
        Path | None, typer.Option(help=f"a power meter's recording: {format_names()}")
    ] = None,
    pose: Annotated[
        Path | None, typer.Option(help=f"points or joint angles of the rider: {pose_formats()}")
    ] = None,
    film: FilmFlags = UNTOLD,
    seed: Seed = 1,
    workers: Workers = None,
) -> None:
    """Fit the rider's movement to a film, and their coordination to a recording.

    Interrupted while it fits to a recording, the same command given again goes on where it stopped.
    """
    film.check_given(pose)
    set_up = read_set_up(setup)
    check_writable(out, _journal(out), inputs=(setup, trace, pose))
    told = film.told(set_up)
    moved: PoseFit | None = None
    if pose is not None or typed_figures(set_up):
        filmed = None if pose is None else measured_file(pose, told)
        moved = fit_pose(set_up, filmed)
        set_up = moved.set_up
        notes(() if filmed is None else filmed.notes)
    elif trace is None:
        raise PoseError(
            "There is nothing to calibrate to: give a recording (--trace), a film (--pose), or figures in "
            "[measured]."
        )
    if trace is not None:
        _fit_to_trace(set_up, trace, out, seed, workers, moved)
    elif moved is not None:
        write_text(out, commented_toml(set_up, pose_fit_lines(moved)))
        _show(moved)
    console.print(f"Calibrated set-up: {out}", soft_wrap=True, highlight=False)


def _show(moved: PoseFit) -> None:
    for table in pose_fit_tables(moved):
        console.print(table)
    notes(moved.notes)


def _journal(out: Path) -> Path:
    return out.parent / f"{out.name}.journal"


def _fit_to_trace(
    set_up: SetUp, trace: Path, out: Path, seed: int, workers: int | None, moved: PoseFit | None
) -> None:
    """Fit the coordination to a recording, at once with the movement where that was filmed; write the set-up."""
    journal = _journal(out)
    with explained(set_up):
        stroke = seat_rider(set_up).simulate()
    measured = read_measured(trace, crank_length_mm(set_up))
    count = worker_count(workers)
    most = most_candidates(task_size(set_up, measured, moved))
    length = most * CANDIDATE_STROKES * stroke.solve_time_s / count
    console.print(
        f"Up to {most} candidates on {count} worker{'s' if count > 1 else ''}: about "
        f"{time_words(length)} at the most, and often half of that.",
        highlight=False,
    )
    with one_bar({TRYING: most}) as bar, lasting_pool(count) as pool:
        result = fit_rider(
            set_up,
            measured,
            seed,
            pool,
            progress=partial(bar.at, TRYING),
            journal=journal,
            film=moved,
        )
    lines = calibration_lines(result, measured.name)
    if result.film is not None:
        lines = [*pose_fit_lines(result.film), *lines]
    write_text(out, commented_toml(result.set_up, lines))
    journal.unlink(missing_ok=True)
    if result.film is not None:
        _show(result.film)
    for table in calibration_tables(result):
        console.print(table)
    notes((*measured.losses, *fitted_bins(result), *result.notes))
