"""The commands of `pedalfit`: one row each, in the order of the help, under the heads of its groups."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One command: its name, its group, what it takes at least, and what is said where it is interrupted.

    What it does is the function of its name in the module of its name in `commands`, whose docstring is its help.
    `group`: the head under which the help lists it. `least_mb`: address space (MB) that must be free, as measured
    with `ulimit -v`; Python has some 10 MB by then. With less, compiled libraries end the process in their own words,
    or wait for ever. `goes_on`: what somebody may want to know who interrupts it, in a sentence.
    """

    name: str
    group: str
    least_mb: int = 490
    goes_on: str = ""


FIT = "A fit"
MEASURED = "What was measured, beside the simulation"
STUDY = "Studies, and other programs"
"""Groups of the help: what a fitter begins with stands first."""
COMMAND_TABLE = (
    Command("new", FIT, 210),
    Command("fit", FIT, 640),
    Command("report", FIT),
    Command("compare", FIT),
    Command("simulate", FIT, 210),
    Command("technique", FIT),
    Command("studio", FIT, 640, "the browser keeps what was tried, and the same command goes on"),
    Command("trace", MEASURED, 450),
    Command("pose", MEASURED, 390),
    Command("inverse", MEASURED, 400),
    Command("emg", MEASURED, 640),
    Command("calibrate", MEASURED, 640, "what was tried is kept, and the same command goes on"),
    Command("sweep", STUDY, 640, "finished rows are kept, and the same command goes on"),
    Command("sweep-indices", STUDY, 640),
    Command("export-osim", STUDY, 340),
    Command("forward", STUDY, 210),
    Command("validate", STUDY),
)
COMMANDS = {command.name: command for command in COMMAND_TABLE}
"""The commands by name."""
HELP_MB = 210
"""What the help and a word that names no command take at least (MB, measured as `Command.least_mb`)."""
