"""`pedalfit fit`: search, recommend, report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from fit_optimizer.commands.arguments import Changes, Seed, SetUpPath, Workers, worker_count
from fit_optimizer.commands.tables import fit_table
from fit_optimizer.commands.terminal import bars, console
from fit_optimizer.files import make_folder, write_json, write_text
from fit_optimizer.fit_json import fit_document
from fit_optimizer.recommendation import recommend
from fit_optimizer.refusals import explained
from fit_optimizer.report import render_report
from fit_optimizer.rider_on_bike import seat_rider
from fit_optimizer.search import DEFAULT_TRIALS, search
from fit_optimizer.setup_file import read_set_up
from fit_optimizer.setup_tables import SetUp
from fit_optimizer.trace_check import check_trace, read_bins
from fit_optimizer.workers import worker_pool


def fit(
    setup: SetUpPath,
    changes: Changes = None,
    trials: Annotated[
        int, typer.Option(min=1, max=100_000, help="strokes to try")
    ] = DEFAULT_TRIALS,
    seed: Seed = 1,
    workers: Workers = None,
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
    document = _search(set_up, trials, seed, worker_count(workers), trace)
    page = render_report(document)
    write_json(out / "fit.json", document)
    write_text(out / "report.html", page)
    console.print(fit_table(document))
    console.print(document["reason"])
    if document["trace_check"] is not None:
        console.print(document["trace_check"]["verdict"])
    console.print(f"Report: {out / 'report.html'}", soft_wrap=True)


def _search(
    set_up: SetUp, trials: int, seed: int, workers: int, trace: Path | None
) -> dict[str, Any]:
    with worker_pool(workers) as pool, bars() as shown:
        trying = shown.add_task("strokes tried", total=trials)
        result = search(
            set_up, trials, seed, pool, lambda done: shown.update(trying, completed=done)
        )
        around = shown.add_task("around the choice", total=None)
        recommendation = recommend(set_up, result, pool, lambda done: shown.advance(around, done))
        check = None
        if trace is not None:
            compared = shown.add_task("bins compared", total=None)
            check = check_trace(
                set_up, trace, pool, lambda done: shown.update(compared, completed=done)
            )
    return fit_document(set_up, recommendation, seed, check)
