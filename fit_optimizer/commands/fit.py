"""`pedalfit fit`: search, recommend, report."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import (
    Changes,
    Pdf,
    Photos,
    ReportLanguage,
    Scheduler,
    Seed,
    SetUpPath,
    Workers,
    worker_count,
)
from fit_optimizer.commands.pages import PAGE, PAPER, get_ready, write_page
from fit_optimizer.commands.pose_arguments import UNTOLD, FilmFlags, with_flags
from fit_optimizer.commands.tables import fit_table
from fit_optimizer.commands.terminal import OneBar, console, notes, one_bar
from fit_optimizer.documents.fit import FitDocument, RefusedFit
from fit_optimizer.emg.cycles import EmgCycles, read_emg
from fit_optimizer.files import check_folder, make_folder, write_json_or_keep
from fit_optimizer.pose.measure import MeasuredPose, measured_file
from fit_optimizer.recommendation.diagnosis import diagnosis, in_words
from fit_optimizer.recommendation.fit_document import fit_document
from fit_optimizer.recommendation.recommend import recommend
from fit_optimizer.report.photos import photo_uris
from fit_optimizer.report.say import word
from fit_optimizer.report.tables.advice import advice
from fit_optimizer.report.tables.order_of_work import order_of_work
from fit_optimizer.search.search import DEFAULT_TRIALS
from fit_optimizer.search.trial_storage import FORMS, journal_file, open_store
from fit_optimizer.setup.argument_limits import MOST_TRIALS
from fit_optimizer.setup.hints import hints
from fit_optimizer.setup.search_space import search_space
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import check_trace, crank_length_mm
from fit_optimizer.traces import Measured, read_measured
from fit_optimizer.traces.formats import format_names
from fit_optimizer.workers.lasting import LastingPool
from fit_optimizer.workers.pool import CRITERIA, lasting_pool

READY, TRYING, AROUND, COMPARING = (
    "getting ready",
    "strokes tried",
    "around the choice",
    "bins compared",
)
READY_STROKES = 40
"""How long workers take to start, in strokes: some 3 s (a guess for the bar)."""
AROUND_STROKES = {"basic": 40, "full": 80}
"""Strokes around the choice by profile, about the most that were seen (`docs/search.md`)."""
COMPARED_STROKES = 20
"""Bins of a recording: a guess for the bar."""


@with_flags
def fit(
    setup: SetUpPath,
    changes: Changes = None,
    trials: Annotated[
        int, typer.Option(min=1, max=MOST_TRIALS, help="strokes to try")
    ] = DEFAULT_TRIALS,
    seed: Seed = 1,
    workers: Workers = None,
    scheduler: Scheduler = None,
    storage: Annotated[
        str | None,
        typer.Option(help=f"keep the trials, to resume or to share a search: {FORMS}"),
    ] = None,
    trace: Annotated[
        Path | None, typer.Option(help=f"a power meter's recording to check by: {format_names()}")
    ] = None,
    pose: Annotated[
        Path | None, typer.Option(help="a film's points or joint angles to show beside the model")
    ] = None,
    film: FilmFlags = UNTOLD,
    emg: Annotated[
        Path | None,
        typer.Option(help="an electromyogram over the crank to show beside the simulated muscles"),
    ] = None,
    out: Annotated[Path, typer.Option(help="folder for fit.json and report.html")] = Path(),
    pdf: Pdf = False,
    language: ReportLanguage = "en",
    photo: Photos = None,
) -> None:
    """Search a fit among what the set-up's profile lets change, and write its report."""
    film.check_given(pose)
    set_up = read_set_up(setup, changes or [])
    search_space(set_up)
    pictures = photo or []
    check_folder(
        out,
        "fit.json",
        PAGE,
        *([PAPER] if pdf else []),
        inputs=(setup, trace, pose, emg, *pictures, journal_file(storage)),
    )
    photos = photo_uris(pictures)
    notes(in_words(one) for one in diagnosis(set_up))
    told = film.told(set_up)
    filmed = None if pose is None else measured_file(pose, told)
    muscles = None if emg is None else read_emg(emg)
    stages = {
        READY: READY_STROKES,
        TRYING: trials,
        AROUND: AROUND_STROKES[set_up.search.profile],
        **({} if trace is None else {COMPARING: COMPARED_STROKES}),
    }
    with one_bar(stages) as bar:
        measured = None if trace is None else read_measured(trace, crank_length_mm(set_up))
        with lasting_pool(worker_count(workers), scheduler, CRITERIA) as pool:
            get_ready()
            document = _search(set_up, trials, seed, pool, storage, measured, filmed, muscles, bar)
    make_folder(out)
    write_json_or_keep(out / "fit.json", document.as_json())
    console.print(fit_table(document, language))
    check = document.trace_check
    said = advice(document, language)
    notes([document.reason if isinstance(document.current, RefusedFit) else None])
    notes(word(one, language) for one in hints(set_up))
    first = said.measure if said.measure_at_once else ()
    told_of_fit = (*said.moves, *said.others, *said.near, *first, *said.effects)
    notes(word(one, language) for one in told_of_fit)
    steps = order_of_work(document, language)
    notes(f"{k}. {word(line, language)}." for k, line in enumerate(steps, 1))
    notes([None if check is None else check.verdict])
    write_page(document, out / PAGE, pdf, language, photos)


def _search(
    set_up: SetUp,
    trials: int,
    seed: int,
    pool: LastingPool,
    storage: str | None,
    measured: Measured | None,
    filmed: MeasuredPose | None,
    muscles: EmgCycles | None,
    bar: OneBar,
) -> FitDocument:
    """The fit document. What is kept of the trials stays kept, whatever ends the search."""
    with open_store(storage) as store:
        tried = partial(bar.at, TRYING, of=trials)
        around = partial(bar.step, AROUND)
        recommendation = recommend(set_up, trials, seed, pool, tried, around, store)
    check = None
    if measured is not None:
        compared = partial(bar.at, COMPARING, of=len(measured.table.bins))
        check = check_trace(set_up, measured, pool, compared)
    return fit_document(set_up, recommendation, seed, check, filmed, muscles).plain()
