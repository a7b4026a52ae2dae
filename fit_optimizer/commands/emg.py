"""`pedalfit emg`: an electromyogram over the crank, and the simulated activations beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.table import Table

from fit_optimizer.commands.arguments import HTML, JSON, SVG, Changes
from fit_optimizer.commands.beside import set_up_beside
from fit_optimizer.commands.terminal import console, notes, tell_written
from fit_optimizer.documents.emg import EmgDocument
from fit_optimizer.emg.compare import DELAY_MS
from fit_optimizer.emg.cycles import THRESHOLD, Reading
from fit_optimizer.emg.emg_document import emg_beside
from fit_optimizer.emg.envelopes import LOW_PASS_HZ
from fit_optimizer.emg.revolutions import CADENCE_RPM
from fit_optimizer.files import check_writable, write_json, write_text


def emg(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="text table: time or crank angle, and a column for each muscle"
        ),
    ],
    against: Annotated[Path | None, typer.Option(help="set-up to simulate beside it")] = None,
    changes: Changes = None,
    json: Annotated[
        Path | None, typer.Option(help="write curves and figures here", callback=JSON)
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="draw it here, as SVG", callback=SVG)] = None,
    page: Annotated[
        Path | None,
        typer.Option(
            help="write it here as a page in the report's look, which needs nothing else",
            callback=HTML,
        ),
    ] = None,
    side: Annotated[
        Literal["left", "right"], typer.Option(help="leg of channels that name none")
    ] = "right",
    cadence_rpm: Annotated[
        float | None,
        typer.Option(
            min=CADENCE_RPM[0], max=CADENCE_RPM[1], help="cadence, where the recording tells none"
        ),
    ] = None,
    pulse_deg: Annotated[
        float,
        typer.Option(min=-360, max=360, help="crank angle of the pulse; 0 is top dead centre"),
    ] = 0.0,
    low_pass_hz: Annotated[
        float, typer.Option(min=2, max=50, help="cut-off of the envelopes")
    ] = LOW_PASS_HZ,
    threshold_pct: Annotated[
        float, typer.Option(min=1, max=90, help="share of the peak from which a muscle is on")
    ] = 100 * THRESHOLD,
    delay_ms: Annotated[
        float,
        typer.Option(min=0, max=200, help="delay of the tendon, on top of activation dynamics"),
    ] = DELAY_MS,
) -> None:
    """Electromyograms over the crank: mean, spread, onset and offset, and how a set-up's activations compare."""
    check_writable(json, plot, page, inputs=(file, against))
    reading = Reading(side, pulse_deg, cadence_rpm, low_pass_hz, threshold_pct / 100)
    set_up = set_up_beside(against, changes)
    document = emg_beside(file, reading, set_up, delay_ms).plain()
    if plot is not None:
        from fit_optimizer.report.figures.emg import emg_panels  # noqa: PLC0415  (matplotlib takes a second)

        drawn = emg_panels(document.muscles).paper
    if page is not None:
        from fit_optimizer.report.emg_view import render_emg  # noqa: PLC0415  (the same)

        shown = render_emg(document)
    if json is not None:
        write_json(json, document.as_json())
    if plot is not None:
        write_text(plot, drawn)
    if page is not None:
        write_text(page, shown)
    console.print(emg_table(document))
    notes(document.notes)
    tell_written(json, plot, page)


def emg_table(document: EmgDocument) -> Table:
    """When each muscle works, and how its activation in the stroke compares."""
    compared = any(muscle.simulated is not None for muscle in document.muscles)
    turns = "" if document.revolutions is None else f", {document.revolutions} revolutions"
    cadence = "" if document.cadence_rpm is None else f" at {document.cadence_rpm:.0f} rpm"
    table = Table(title=f"electromyogram{turns}{cadence}")
    for column in ("muscle", "leg"):
        table.add_column(column)
    extra = ("r", "lag, deg") if compared else ()
    for column in ("on, deg", "off, deg", "peak, deg", *extra):
        table.add_column(column, justify="right")
    for one in document.muscles:
        found = one.simulated
        likeness = () if found is None else (f"{found.correlation:.2f}", _number(found.lag_deg))
        table.add_row(
            one.muscle.replace("_", " "),
            one.side,
            _number(one.on_deg),
            _number(one.off_deg),
            _number(one.peak_deg),
            *likeness,
        )
    return table


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"
