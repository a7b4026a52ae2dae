"""`pedalfit technique`: what coaches say, simulated for a rider."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.table import Table

from fit_optimizer.commands.arguments import JSON, Changes, ReportLanguage, SetUpPath, worker_count
from fit_optimizer.commands.terminal import console, notes
from fit_optimizer.documents.technique import TechniqueDocument
from fit_optimizer.files import (
    check_folder,
    check_writable,
    make_folder,
    write_bytes,
    write_json,
    write_text,
)
from fit_optimizer.recommendation.kinds import place_saddle_for
from fit_optimizer.report.say import Language, say, word
from fit_optimizer.report.tables.techniques import figure_rows
from fit_optimizer.report.technique_sentences import headline, just_right_told, plan_lines
from fit_optimizer.report.technique_view import render_technique, technique_pdf
from fit_optimizer.setup.hints import hints
from fit_optimizer.setup.named_rows import AS_EVER
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up, with_changes
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.setup.techniques import technique as named
from fit_optimizer.technique.drills import drill_document
from fit_optimizer.technique.laboratory import technique_document
from fit_optimizer.technique.resemblance import likenesses
from fit_optimizer.trace_check.bins import crank_length_mm
from fit_optimizer.traces import read_measured
from fit_optimizer.workers.pool import lasting_pool

FILES = ("technique.json", "technique.html")
HEADINGS = {
    "torque effectiveness, %": "TE %",
    "dead-centre size, %": "dead centre, %",
    "kneecap force, peak, BW": "kneecap peak, BW",
    "knee force, peak, BW": "knee peak, BW",
    "energy, W": "energy, W",
    "energy of the leg, W": "energy of leg, W",
    "carried up by the other leg, W": "by the other leg, W",
}
"""Rows of the page's side-by-side table that the terminal shows, with headings of short words: 80 columns hold
all of them without cutting one off."""


def technique(
    setup: SetUpPath,
    names: Annotated[
        list[str] | None,
        typer.Option(
            "--technique", metavar="NAME", help="a technique; may be repeated; all if not given"
        ),
    ] = None,
    drill: Annotated[
        Literal["single-leg"] | None, typer.Option(help="ride one leg alone instead")
    ] = None,
    side: Annotated[
        Literal["left", "right"] | None, typer.Option(help="leg of the drill; right if not given")
    ] = None,
    trace: Annotated[
        Path | None, typer.Option(help="recording: which technique it resembles")
    ] = None,
    changes: Changes = None,
    out: Annotated[
        Path | None, typer.Option(help="folder for technique.html and technique.json")
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="write technique.pdf beside the page: A4 pages")
    ] = False,
    language: ReportLanguage = "en",
    json: Annotated[
        Path | None, typer.Option(help="write the figures to this file", callback=JSON)
    ] = None,
) -> None:
    """What coaches say, side by side for a rider: torque, muscles, loads, cost, and what to practise."""
    keys = [named(name).key for name in names or ()]
    inputs = [path for path in (setup, trace) if path is not None]
    check_writable(json, inputs=inputs)
    if pdf and out is None:
        raise typer.BadParameter(
            "a PDF needs --out, the folder that it goes to", param_hint="--pdf"
        )
    _check_goes_together(drill, side, names, trace)
    if out is not None:
        check_folder(out, *FILES, *(["technique.pdf"] if pdf else []), inputs=inputs)
    set_up = read_set_up(setup, changes or [])
    as_ever = with_changes(set_up, {"technique": AS_EVER})
    with explained(as_ever):
        seat_rider(as_ever).simulate()
    found = drill_document(set_up, side or "right") if drill else _laboratory(set_up, keys, trace)
    document = found.plain()
    page = "" if out is None else render_technique(document, language)
    paper = technique_pdf(document, language) if pdf else b""
    if json is not None:
        write_json(json, document.as_json())
    if out is not None:
        _write(out, document, page, paper)
    console.print(_table(document, language))
    notes(word(one, language) for one in (*_told(document, language), *hints(set_up)))
    if out is not None:
        page_word = word("Page", language)
        console.print(f"{page_word}: {out / 'technique.html'}", soft_wrap=True, highlight=False)


def _write(folder: Path, document: TechniqueDocument, page: str, paper: bytes) -> None:
    """Write the document, its page, and its paper where there is any, into a folder that is made if need be."""
    make_folder(folder)
    write_json(folder / "technique.json", document.as_json())
    write_text(folder / "technique.html", page)
    if paper:
        write_bytes(folder / "technique.pdf", paper)


def _told(document: TechniqueDocument, language: Language) -> list[str]:
    """What to practise or to try, how much is just right, and whatever else there is to say, in sentences."""
    return [
        headline(document, language),
        *plan_lines(document, language),
        *(just_right_told(one, language) for one in document.just_right),
        *_said(document, language),
    ]


def _check_goes_together(
    drill: str | None, side: str | None, names: list[str] | None, trace: Path | None
) -> None:
    """Raises BadParameter for options of the drill without it, and for those that a drill knows nothing of."""
    if drill is None and side is not None:
        raise typer.BadParameter("only the drill of one leg has a side", param_hint="--side")
    for given, option in ((names, "--technique"), (trace, "--trace")):
        if drill is not None and given:
            raise typer.BadParameter(
                "a drill is ridden by itself: leave one of the two out",
                param_hint=f"{option} and --drill",
            )


def _laboratory(set_up: SetUp, keys: list[str], trace: Path | None) -> TechniqueDocument:
    """The techniques side by side, compared with a recording where there is one."""
    if trace is None:
        return technique_document(set_up, keys, place_saddle=place_saddle_for)
    measured = read_measured(trace, crank_length_mm(set_up))
    with lasting_pool(worker_count(None)) as pool:
        return technique_document(
            set_up,
            keys,
            measured,
            lambda chosen: likenesses(set_up, measured, chosen, pool),
            place_saddle_for,
        )


def _said(document: TechniqueDocument, language: Language) -> list[str]:
    """Refusals, what a drill asks for, and which technique a recording resembles."""
    said = [word(one.refusal, language) for one in document.techniques if one.refusal]
    if document.drill:
        said += [
            f"{word(one.words, language)}: {' '.join(word(line, language) for line in one.told)}"
            for one in document.techniques
            if one.told
        ]
    found = document.resemblance
    if found is not None and found.likenesses:
        near = found.likenesses[0]
        said.append(
            say(
                language,
                "lab_resembles",
                file=found.file,
                words=word(near.words, language),
                distance=word(f"{near.distance:.2f}", language),
                unit=word(near.unit, language),
            )
        )
    return said


def _table(document: TechniqueDocument, language: Language) -> Table:
    """Techniques down, their main figures across."""
    shown = [one for one in document.techniques if not one.refusal]
    rows = [row for row in figure_rows(shown) if row.name in HEADINGS]
    title = word("techniques", language)
    table = Table(title=f"{document.rider}: {title}", title_justify="left")
    table.add_column(word("technique", language), no_wrap=True)
    for row in rows:
        table.add_column(word(HEADINGS[row.name], language), justify="right", overflow="fold")
    for place, one in enumerate(shown):
        table.add_row(one.key, *(word(row.texts[place], language) for row in rows))
    return table
