"""`pedalfit forward`: the stroke played forward in PyBullet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import JSON, Changes, SetUpPath
from fit_optimizer.commands.tables import forward_table
from fit_optimizer.commands.terminal import console, tell_written
from fit_optimizer.files import check_writable, write_json
from fit_optimizer.rides.forward_document import DEFAULT_REVOLUTIONS, forward_document
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.setup_file import read_set_up


def forward(
    setup: SetUpPath,
    changes: Changes = None,
    revolutions: Annotated[float, typer.Option(help="how long to ride")] = DEFAULT_REVOLUTIONS,
    json: Annotated[
        Path | None, typer.Option(help="write figures and curves to this file", callback=JSON)
    ] = None,
) -> None:
    """Play the solved stroke forward in PyBullet, without a controller, and compare the two."""
    check_writable(json, inputs=[setup])
    set_up = read_set_up(setup, changes or [])
    with explained(set_up):
        document = forward_document(set_up, revolutions)
    if json is not None:
        write_json(json, document.as_json())
    console.print(forward_table(document))
    tell_written(json)
