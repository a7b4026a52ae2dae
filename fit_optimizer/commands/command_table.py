"""The commands of `pedalfit`: one row each, in the order of the help."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One command: its name, what it takes at least, and what is said where it is interrupted.

    What it does is the function of its name in the module of its name in `commands`, whose docstring is its help.
    `least_mb`: address space (MB) that must be free, as measured with `ulimit -v`; Python has some 10 MB by then. With
    less, compiled libraries end the process in their own words, or wait for ever. `goes_on`: what somebody may want
    to know who interrupts it, in a sentence.
    """

    name: str
    least_mb: int = 490
    goes_on: str = ""


COMMAND_TABLE = (
    Command("new", 210),
    Command("simulate", 210),
    Command("studio", 640, "the browser keeps what was tried, and the same command goes on"),
    Command("forward", 210),
    Command("export-osim", 340),
    Command("fit", 640),
    Command("report"),
    Command("compare"),
    Command("technique"),
    Command("sweep", 640, "finished rows are kept, and the same command goes on"),
    Command("sweep-indices", 640),
    Command("trace", 450),
    Command("pose", 390),
    Command("inverse", 400),
    Command("emg", 640),
    Command("calibrate", 640, "what was tried is kept, and the same command goes on"),
    Command("validate"),
)
COMMANDS = {command.name: command for command in COMMAND_TABLE}
"""The commands by name."""
HELP_MB = 210
"""What the help and a word that names no command take at least (MB, measured as `Command.least_mb`)."""
