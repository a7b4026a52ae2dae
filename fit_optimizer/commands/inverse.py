"""`pedalfit inverse`: the muscles and joint loads behind a filmed movement."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from fit_optimizer.commands.arguments import JSON, Changes, SetUpPath
from fit_optimizer.commands.pose_arguments import UNTOLD, FilmFlags, with_flags
from fit_optimizer.commands.tables import SHOWN_METRICS, shown
from fit_optimizer.commands.terminal import console, notes, tell_written
from fit_optimizer.documents.inverse import InverseDocument
from fit_optimizer.files import check_writable, write_json
from fit_optimizer.filmed.filmed_stroke import filmed_stroke
from fit_optimizer.filmed.forces import read_forces
from fit_optimizer.filmed.inverse_document import inverse_document
from fit_optimizer.pose.formats import format_names
from fit_optimizer.pose.measure import measured_file
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.trace_check.bins import crank_length_mm


@with_flags
def inverse(
    setup: SetUpPath,
    pose: Annotated[Path, typer.Option(help=f"points or joint angles: {format_names()}")],
    forces: Annotated[
        Path | None, typer.Option(help="crank torque or pedal forces over the crank angle (CSV)")
    ] = None,
    changes: Changes = None,
    film: FilmFlags = UNTOLD,
    json: Annotated[
        Path | None, typer.Option(help="write metrics and curves here", callback=JSON)
    ] = None,
) -> None:
    """Muscle forces and joint loads of a filmed movement; pedal forces are held where they were measured."""
    check_writable(json, inputs=(setup, pose, forces))
    set_up = read_set_up(setup, changes or [])
    measured = measured_file(pose, film.told(set_up))
    torque = None
    if forces is not None:
        torque = read_forces(forces, crank_length_mm(set_up), set_up.rider.mass_kg)
    found = filmed_stroke(set_up, measured, torque)
    document = inverse_document(found, measured.name, "" if torque is None else torque.name).plain()
    if json is not None:
        write_json(json, document.as_json())
    console.print(_table(document))
    notes((*measured.notes, *document.notes))
    tell_written(json)


def _table(document: InverseDocument) -> Table:
    """Main figures of the stroke, and how well the movement fits the body."""
    table = Table(title=f"{document.file}: muscles behind a filmed movement")
    table.add_column("metric")
    table.add_column("value", justify="right")
    table.add_column("unit")
    for metric in SHOWN_METRICS:
        table.add_row(metric.words, shown(metric, document.metrics), metric.unit.word)
    for words, found, unit in (
        ("hip's path about its mean, at most", document.hip_path_mm, "mm"),
        ("foot off the pedal's axis, at most", document.foot_off_mm, "mm"),
        ("reserve moment, share of the peak", document.reserve_pct, "%"),
    ):
        table.add_row(words, f"{max(found.values()):.1f}", unit)
    return table
