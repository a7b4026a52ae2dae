"""`pedalfit simulate`: one stroke."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import Changes, SetUpPath
from fit_optimizer.commands.tables import stroke_table
from fit_optimizer.commands.terminal import console
from fit_optimizer.files import write_json
from fit_optimizer.setup_file import read_set_up
from fit_optimizer.stroke_json import simulate_set_up


def simulate(
    setup: SetUpPath,
    changes: Changes = None,
    json: Annotated[Path | None, typer.Option(help="write metrics and curves to this file")] = None,
) -> None:
    """One stroke: joint angles, muscles, knee loads and what a power meter would show."""
    _, document = simulate_set_up(read_set_up(setup, changes or []))
    if json is not None:
        write_json(json, document)
    console.print(stroke_table(document))
