"""`pedalfit pose`: a rider as a film or a motion system measured them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import JSON, Changes
from fit_optimizer.commands.beside import set_up_beside
from fit_optimizer.commands.pose_arguments import UNTOLD_ALONE, LoneFilmFlags, with_flags
from fit_optimizer.commands.pose_tables import pose_tables
from fit_optimizer.commands.terminal import console, notes, tell_written
from fit_optimizer.documents.pose import PoseDocument
from fit_optimizer.files import check_writable, write_json
from fit_optimizer.pose.formats import format_names
from fit_optimizer.pose.measure import measured_file
from fit_optimizer.pose_check.compare import check_pose
from fit_optimizer.pose_check.pose_document import pose_measured
from fit_optimizer.setup.refusals import explained


@with_flags
def pose(
    file: Annotated[
        Path, typer.Argument(metavar="FILM", help=f"points or joint angles: {format_names()}")
    ],
    against: Annotated[Path | None, typer.Option(help="set-up to show beside it")] = None,
    changes: Changes = None,
    film: LoneFilmFlags = UNTOLD_ALONE,
    json: Annotated[
        Path | None, typer.Option(help="write curves and figures here", callback=JSON)
    ] = None,
) -> None:
    """Joint angles of a rider from a film or motion system, and how a set-up's model compares."""
    check_writable(json, inputs=(file, against))
    set_up = set_up_beside(against, changes)
    measured = measured_file(file, film.told(set_up))
    check = None
    if set_up is not None:
        with explained(set_up):
            check = check_pose(set_up, measured)
    document = PoseDocument.of_measured(pose_measured(measured, check)).plain()
    if json is not None:
        write_json(json, document.as_json())
    for table in pose_tables(document):
        console.print(table)
    notes(document.notes)
    tell_written(json)
