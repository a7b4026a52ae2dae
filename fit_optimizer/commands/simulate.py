"""`pedalfit simulate`: one stroke."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import JSON, Changes, SetUpPath
from fit_optimizer.commands.tables import stroke_table
from fit_optimizer.commands.terminal import console, notes, tell_written
from fit_optimizer.files import check_writable, write_bytes, write_json
from fit_optimizer.setup.hints import hints
from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import read_set_up
from sim.metric_table import nested
from sim.pedalling_metrics import stroke_metrics
from sim.pictures import check_ending, draw_stroke


def simulate(
    setup: SetUpPath,
    changes: Changes = None,
    json: Annotated[
        Path | None, typer.Option(help="write metrics and curves to this file", callback=JSON)
    ] = None,
    picture: Annotated[
        Path | None,
        typer.Option(help="draw the stroke, muscles coloured by activation: FILE.gif or FILE.png"),
    ] = None,
) -> None:
    """One stroke: joint angles, muscles, knee loads and what a power meter would show."""
    if picture is not None:
        check_ending(picture)
    check_writable(json, picture, inputs=[setup])
    set_up = read_set_up(setup, changes or [])
    with explained(set_up):
        stroke = seat_rider(set_up).simulate()
    drawn = b""
    if picture is not None:
        wrist = seat_rider(set_up).hands()
        drawn = draw_stroke(stroke, (wrist.x, wrist.z), picture)
    if json is not None:
        from fit_optimizer.rides.stroke_document import stroke_document  # noqa: PLC0415  only to write

        write_json(json, stroke_document(set_up, stroke).as_json())
    if picture is not None:
        write_bytes(picture, drawn)
    console.print(stroke_table(keys_in_force(set_up)[0], nested(stroke_metrics(stroke))))
    notes(hints(set_up))
    tell_written(json, picture)
