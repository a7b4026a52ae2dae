"""`pedalfit new`: a commented set-up file to fill in."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import TOML, Changes
from fit_optimizer.commands.terminal import console
from fit_optimizer.files import CannotWrite, check_writable, write_text
from fit_optimizer.setup.setup_file import keys_of_changes
from fit_optimizer.setup.template import set_up_template


def new(
    file: Annotated[
        Path, typer.Argument(metavar="SETUP.toml", help="set-up file to write", callback=TOML)
    ],
    changes: Changes = None,
) -> None:
    """Write a set-up file to fill in: every key with its meaning, unit, bounds and default."""
    if os.path.lexists(file):
        raise CannotWrite(f"{file} exists: choose another name, or remove the file first")
    check_writable(file)
    write_text(file, set_up_template(keys_of_changes(changes or [])))
    console.print(f"Set-up to fill in: {file}", soft_wrap=True, highlight=False)
