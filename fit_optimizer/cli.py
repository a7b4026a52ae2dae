"""The command `pedalfit`."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from rider_models.errors import PedalfitError

COMMANDS = (
    "simulate",
    "forward",
    "export-osim",
    "fit",
    "report",
    "compare",
    "sweep",
    "sweep-indices",
    "trace",
    "calibrate",
    "validate",
)


class Commands(TyperGroup):
    """The commands, each imported when it is called: all of them would take a worker seconds to start."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        not_yet: Any = None  # the help and "did you mean" read the names from here
        self.commands = dict.fromkeys(COMMANDS, not_yet)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The function of that name, of the module of that name in `commands`."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        one = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
        one.command(cmd_name)(getattr(import_module(f"fit_optimizer.commands.{name}"), name))
        return typer.main.get_command(one)


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def _group() -> None:
    """Simulate a pedal stroke with a musculoskeletal model and find a fit with it."""


def main() -> None:
    """Run the command; bad input ends with one sentence and exit code 2."""
    try:
        app()
    except PedalfitError as error:
        sentence = str(error).rstrip(".")
        stop = "" if sentence.endswith("?") else "."
        Console(stderr=True).print(
            f"pedalfit: {sentence}{stop}",
            style="red",
            soft_wrap=True,
            markup=False,
            highlight=False,
        )
        sys.exit(2)


if __name__ == "__main__":
    main()
