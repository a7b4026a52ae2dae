"""`pedalfit trace`: what a power meter recorded."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import JSON, SVG, Changes, worker_count
from fit_optimizer.commands.beside import set_up_beside
from fit_optimizer.commands.terminal import console, notes, one_bar, tell_written
from fit_optimizer.commands.trace_tables import left_out, trace_tables
from fit_optimizer.documents.trace import TraceDocument
from fit_optimizer.files import check_writable, write_json, write_text
from fit_optimizer.report.figures.recording import standalone_svg, trace_picture
from fit_optimizer.trace_check.bins import check_trace, crank_length_mm
from fit_optimizer.trace_check.trace_document import check_document, trace_document
from fit_optimizer.traces import read_measured
from fit_optimizer.traces.formats import format_names
from fit_optimizer.workers.pool import lasting_pool

COMPARING = "bins compared"


def trace(
    file: Annotated[Path, typer.Argument(metavar="RECORDING", help=f"one of {format_names()}")],
    against: Annotated[Path | None, typer.Option(help="set-up to simulate beside it")] = None,
    changes: Changes = None,
    json: Annotated[
        Path | None, typer.Option(help="write figures and errors here", callback=JSON)
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="draw it here, as SVG", callback=SVG)] = None,
) -> None:
    """What a power meter recorded, per bin of power and cadence, and how a set-up compares."""
    check_writable(json, plot, inputs=(file, against))
    set_up = set_up_beside(against, changes)
    if set_up is None:
        document = trace_document(read_measured(file, to_compare=False))
    else:
        measured = read_measured(file, crank_length_mm(set_up))
        bins = len(measured.table.bins)
        with one_bar({COMPARING: bins or 1}) as bar, lasting_pool(worker_count(None)) as pool:
            check = check_trace(set_up, measured, pool, partial(bar.at, COMPARING, of=bins))
        document = TraceDocument.of_check(check_document(check))
    document = document.plain()
    drawn = "" if plot is None else standalone_svg(trace_picture(document))
    if json is not None:
        write_json(json, document.as_json())
    if plot is not None:
        write_text(plot, drawn)
    for table in trace_tables(document):
        console.print(table)
    if document.records:
        console.print(left_out(document))
    of_curve = [] if document.curve is None else document.curve.notes
    notes((*document.losses, *of_curve, document.verdict))
    tell_written(json, plot)
