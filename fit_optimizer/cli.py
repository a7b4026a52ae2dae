"""The command `pedalfit`."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from fit_optimizer.commands.calibrate import calibrate
from fit_optimizer.commands.compare import compare
from fit_optimizer.commands.export_osim import export_osim
from fit_optimizer.commands.fit import fit
from fit_optimizer.commands.forward import forward
from fit_optimizer.commands.report import report
from fit_optimizer.commands.simulate import simulate
from fit_optimizer.commands.sweep import sweep
from fit_optimizer.commands.sweep_indices import sweep_indices
from fit_optimizer.commands.trace import trace
from fit_optimizer.commands.validate import validate
from rider_models.errors import PedalfitError

COMMANDS = (
    simulate,
    forward,
    export_osim,
    fit,
    report,
    compare,
    sweep,
    sweep_indices,
    trace,
    calibrate,
    validate,
)

app = typer.Typer(
    help="Simulate a pedal stroke with a musculoskeletal model and find a fit with it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for command in COMMANDS:
    app.command()(command)


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
