"""`pedalfit fit`: search, recommend, report."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from fit_optimizer.commands.arguments import (
    Changes,
    Pdf,
    Scheduler,
    Seed,
    SetUpPath,
    Workers,
    worker_count,
)
from fit_optimizer.commands.tables import fit_table
from fit_optimizer.commands.terminal import bars, console
from fit_optimizer.files import make_folder, write_bytes, write_json, write_text
from fit_optimizer.recommendation.fit_document import fit_document
from fit_optimizer.recommendation.recommend import recommend
from fit_optimizer.report import render_page_and_pdf
from fit_optimizer.search.search import DEFAULT_TRIALS, search
from fit_optimizer.search.trial_storage import FORMS, open_store
from fit_optimizer.setup.adjustments import search_space
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import check_trace, crank_length_mm
from fit_optimizer.traces import Measured, read_measured
from fit_optimizer.workers.pool import worker_pool


def fit(
    setup: SetUpPath,
    changes: Changes = None,
    trials: Annotated[
        int, typer.Option(min=1, max=100_000, help="strokes to try")
    ] = DEFAULT_TRIALS,
    seed: Seed = 1,
    workers: Workers = None,
    scheduler: Scheduler = None,
    storage: Annotated[
        str | None,
        typer.Option(help=f"keep the trials, to resume or to share a search: {FORMS}"),
    ] = None,
    trace: Annotated[
        Path | None, typer.Option(help="a power meter's recording to check by")
    ] = None,
    out: Annotated[Path, typer.Option(help="folder for fit.json and report.html")] = Path(),
    pdf: Pdf = False,
) -> None:
    """Search what the set-up's profile lets change, and recommend a fit."""
    set_up = read_set_up(setup, changes or [])
    search_space(set_up)
    with explained(set_up):
        seat_rider(set_up).simulate()
    measured = None if trace is None else read_measured(trace, crank_length_mm(set_up))
    make_folder(out)
    workforce = partial(worker_pool, worker_count(workers), scheduler)
    document = _search(set_up, trials, seed, workforce, storage, measured)
    page, paper = render_page_and_pdf(document, pdf)
    write_json(out / "fit.json", document)
    write_text(out / "report.html", page)
    if paper is not None:
        write_bytes(out / "report.pdf", paper)
    console.print(fit_table(document))
    console.print(document["reason"])
    if document["trace_check"] is not None:
        console.print(document["trace_check"]["verdict"])
    console.print(f"Report: {out / 'report.html'}", soft_wrap=True)
    if paper is not None:
        console.print(f"PDF: {out / 'report.pdf'}", soft_wrap=True)


def _search(
    set_up: SetUp,
    trials: int,
    seed: int,
    workforce: Callable[[], AbstractContextManager[Executor]],
    storage: str | None,
    measured: Measured | None,
) -> dict[str, Any]:
    with workforce() as pool, open_store(storage) as store, bars() as shown:
        trying = shown.add_task("strokes tried", total=trials)
        result = search(
            set_up, trials, seed, pool, lambda n: shown.update(trying, completed=n), store
        )
        around = shown.add_task("around the choice", total=None)
        recommendation = recommend(
            set_up, result, pool, lambda done: shown.advance(around, done), seed
        )
        check = None
        if measured is not None:
            compared = shown.add_task("bins compared", total=len(measured.table.bins))
            check = check_trace(
                set_up, measured, pool, lambda done: shown.update(compared, completed=done)
            )
    return fit_document(set_up, recommendation, seed, check)
