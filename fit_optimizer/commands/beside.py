"""The set-up that a command lays beside what was measured."""

from __future__ import annotations

from pathlib import Path

import typer

from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.setup.tables import SetUp


def set_up_beside(against: Path | None, changes: list[str] | None) -> SetUp | None:
    """The set-up that a recording is compared with, changed; None without one.

    Raises BadParameter where keys are changed of no set-up, and SetUpError.
    """
    if against is not None:
        return read_set_up(against, changes or [])
    if changes:
        raise typer.BadParameter(
            "a change needs a set-up: --against SETUP.toml", param_hint="--set"
        )
    return None
