"""The command `pedalfit`."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from fit_optimizer import calibration
from fit_optimizer.calibration import EVALUATIONS
from fit_optimizer.evaluation import worker_pool
from fit_optimizer.files import check_writable, make_folder, write_json, write_text
from fit_optimizer.fit_json import fit_document
from fit_optimizer.forward_command import (
    DEFAULT_REVOLUTIONS,
    forward_document,
    forward_table,
)
from fit_optimizer.recommendation import recommend
from fit_optimizer.refusals import explained
from fit_optimizer.report import render_report
from fit_optimizer.rider_on_bike import seat_rider
from fit_optimizer.search import DEFAULT_TRIALS, search
from fit_optimizer.setup_file import read_set_up
from fit_optimizer.setup_tables import SetUp
from fit_optimizer.stroke_json import simulate_set_up
from fit_optimizer.terminal import calibration_table, fit_table, stroke_table, trace_table
from fit_optimizer.trace_check import (
    TRACE_SCHEMA,
    bins_document,
    check_document,
    check_trace,
    read_bins,
)
from fit_optimizer.validation import (
    render_validation,
    run_validation,
    validation_document,
    validation_table,
)
from rider_models.errors import PedalfitError
from sim.forward import ROAD_CRANK_INERTIA_KG_M2

app = typer.Typer(
    help="Simulate a pedal stroke with a musculoskeletal model and find a fit with it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
console = Console()

SetUpPath = Annotated[Path, typer.Argument(metavar="SETUP.toml", help="rider, bicycle and riding")]
Changes = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="change a key of the set-up")
]


@app.callback()
def about() -> None:
    """Simulate a pedal stroke with a musculoskeletal model and find a fit with it."""


@app.command()
def simulate(
    setup: SetUpPath,
    changes: Changes = None,
    json: Annotated[Path | None, typer.Option(help="write metrics and curves to this file")] = None,
) -> None:
    """One stroke: joint angles, muscles, knee loads and what a power meter would show."""
    _, document = simulate_set_up(read_set_up(setup, changes or []))
    if json is not None:
        write_json(json, document)
    console.print(stroke_table(document))


@app.command()
def forward(
    setup: SetUpPath,
    changes: Changes = None,
    revolutions: Annotated[float, typer.Option(help="how long to ride")] = DEFAULT_REVOLUTIONS,
    crank_inertia: Annotated[
        float, typer.Option("--crank-inertia", metavar="KG_M2", help="inertia at the crank")
    ] = ROAD_CRANK_INERTIA_KG_M2,
    json: Annotated[Path | None, typer.Option(help="write figures and curves to this file")] = None,
) -> None:
    """Play the solved stroke forward in PyBullet, without a controller, and compare the two."""
    set_up = read_set_up(setup, changes or [])
    with explained(set_up):
        document = forward_document(set_up, revolutions, crank_inertia)
    if json is not None:
        write_json(json, document)
    console.print(forward_table(document))


@app.command()
def fit(
    setup: SetUpPath,
    changes: Changes = None,
    trials: Annotated[
        int, typer.Option(min=1, max=100_000, help="strokes to try")
    ] = DEFAULT_TRIALS,
    seed: Annotated[int, typer.Option(min=0, help="same seed, same result")] = 1,
    workers: Annotated[int | None, typer.Option(min=1, max=512, help="processes")] = None,
    trace: Annotated[
        Path | None, typer.Option(help="a power meter's recording to check by")
    ] = None,
    out: Annotated[Path, typer.Option(help="folder for fit.json and report.html")] = Path(),
) -> None:
    """Search saddle height, ankle strategy and torso angle, and recommend a fit."""
    set_up = read_set_up(setup, changes or [])
    with explained(set_up):
        seat_rider(set_up).simulate()
    make_folder(out)
    if trace is not None:
        read_bins(trace)
    document = _search(set_up, trials, seed, workers or os.cpu_count() or 1, trace)
    page = render_report(document)
    write_json(out / "fit.json", document)
    write_text(out / "report.html", page)
    console.print(fit_table(document))
    console.print(document["reason"])
    if document["trace_check"] is not None:
        console.print(document["trace_check"]["verdict"])
    console.print(f"Report: {out / 'report.html'}", soft_wrap=True)


@app.command()
def trace(
    file: Annotated[Path, typer.Argument(help="FIT, TCX or CSV recording")],
    against: Annotated[Path | None, typer.Option(help="set-up to simulate beside it")] = None,
    changes: Changes = None,
    json: Annotated[Path | None, typer.Option(help="write the bins to this file")] = None,
) -> None:
    """What a power meter recorded, per bin of power and cadence, and how a set-up compares."""
    if against is None:
        document = bins_document(file, read_bins(file))
    else:
        with worker_pool(os.cpu_count() or 1) as pool:
            check = check_trace(read_set_up(against, changes or []), file, pool)
        document = {"schema": TRACE_SCHEMA, **check_document(check)}
    if json is not None:
        write_json(json, document)
    console.print(trace_table(document))
    for sentence in (*document["losses"], document.get("verdict")):
        if sentence:
            console.print(sentence)


@app.command()
def calibrate(
    setup: SetUpPath,
    trace: Annotated[Path, typer.Option(help="a power meter's recording")],
    out: Annotated[Path, typer.Option(help="set-up file to write")],
    seed: Annotated[int, typer.Option(min=0, help="same seed, same result")] = 1,
    workers: Annotated[int | None, typer.Option(min=1, max=512, help="processes")] = None,
) -> None:
    """Fit the rider's coordination to their recording; interrupted, it goes on where it was."""
    set_up = read_set_up(setup)
    with explained(set_up):
        seat_rider(set_up).simulate()
    journal = out.with_name(out.name + ".journal")
    check_writable(out)
    with worker_pool(workers or os.cpu_count() or 1) as pool, _bars() as bars:
        task = bars.add_task("candidates tried", total=EVALUATIONS)
        result = calibration.calibrate(
            set_up,
            trace,
            seed,
            pool,
            progress=lambda done, best: bars.update(task, completed=done),
            journal=journal,
        )
    write_text(out, calibration.calibrated_toml(result, trace))
    journal.unlink(missing_ok=True)
    console.print(calibration_table(result))
    console.print(f"Calibrated set-up: {out}", soft_wrap=True)


@app.command()
def validate(
    json: Annotated[Path | None, typer.Option(help="write every outcome to this file")] = None,
    out: Annotated[Path | None, typer.Option(help="write a page with plots to this file")] = None,
) -> None:
    """Published experiments, re-run as simulations: published, simulated, pass or fail."""
    for path in (json, out):
        if path is not None:
            check_writable(path)
    with _bars() as bars:
        task = bars.add_task("experiments", total=None)
        outcomes = run_validation(
            lambda done, whole: bars.update(task, completed=done, total=whole)
        )
    if json is not None:
        write_json(json, validation_document(outcomes))
    if out is not None:
        write_text(out, render_validation(outcomes))
    console.print(validation_table(outcomes))


def _bars() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=Console(stderr=True))


def _search(
    set_up: SetUp, trials: int, seed: int, workers: int, trace: Path | None
) -> dict[str, Any]:
    with worker_pool(workers) as pool, _bars() as bars:
        trying = bars.add_task("strokes tried", total=trials)
        result = search(
            set_up, trials, seed, pool, lambda done: bars.update(trying, completed=done)
        )
        around = bars.add_task("around the choice", total=None)
        recommendation = recommend(set_up, result, pool, lambda done: bars.advance(around, done))
        check = None
        if trace is not None:
            compared = bars.add_task("bins compared", total=None)
            check = check_trace(
                set_up, trace, pool, lambda done: bars.update(compared, completed=done)
            )
    return fit_document(set_up, recommendation, seed, check)


def main() -> None:
    """Run the command; bad input ends with one sentence and exit code 2."""
    try:
        app()
    except PedalfitError as error:
        sentence = str(error).rstrip(".")
        Console(stderr=True).print(
            f"pedalfit: {sentence}.", style="red", soft_wrap=True, markup=False, highlight=False
        )
        sys.exit(2)


if __name__ == "__main__":
    main()
