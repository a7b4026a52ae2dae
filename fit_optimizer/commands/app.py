"""The commands as typer's application, and what it says when one of them is refused."""

from __future__ import annotations

import ast
import sys
import warnings
from contextlib import nullcontext
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from fit_optimizer.commands.command_table import COMMANDS
from fit_optimizer.commands.terminal import errors, show_error, show_note
from fit_optimizer.commands.wrong_words import complaint, is_of_words
from fit_optimizer.versions import package_versions
from rider_models.errors import PedalfitError


def without_bool(options: list[Any]) -> list[Any]:
    """Options as the help lists them: an option that takes no value shows no type, lest somebody gives one."""
    for one in options:
        if getattr(one, "is_flag", False) and one.metavar is None:
            one.metavar = ""
    return options


class OneCommand(TyperCommand):
    """A command whose help tells options that take a value from those that take none."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The command's options and arguments."""
        return without_bool(super().get_params(ctx))


class Commands(TyperGroup):
    """The commands, each imported when it is called: all of them would take seconds to load."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        not_yet: Any = None  # the help and "did you mean" read the names from here
        self.commands = dict.fromkeys(COMMANDS, not_yet)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command by name and the sentence that the help shows; what it does is not loaded."""
        if cmd_name not in COMMANDS:
            return None
        group = COMMANDS[cmd_name].group
        return TyperCommand(cmd_name, help=summary(cmd_name), rich_help_panel=group)

    def get_params(self, ctx: Any) -> list[Any]:
        """The options that stand before a command."""
        return without_bool(super().get_params(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called, loaded."""
        name, known, rest = super().resolve_command(ctx, args)
        return name, loaded(name) if name and known else known, rest


def loaded(command: str) -> Any:
    """The command made of the function of its name, in the module of its name in `commands`."""
    name = command.replace("-", "_")
    one = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    with errors.status("getting ready") if errors.is_terminal else nullcontext():
        module = import_module(f"fit_optimizer.commands.{name}")
    one.command(command, cls=OneCommand)(getattr(module, name))
    return typer.main.get_command(one)


def summary(command: str) -> str:
    """The docstring of a command's function, read from its source: loading all of them takes seconds."""
    name = command.replace("-", "_")
    tree = ast.parse(Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8"))
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return next((ast.get_docstring(one) or "" for one in functions if one.name == name), "")


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _version(wanted: bool) -> None:
    if wanted:
        first, *others = (f"{name} {number}" for name, number in package_versions().items())
        typer.echo(f"{first} ({', '.join(others)})")
        raise typer.Exit


@app.callback()
def _group(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="show the version"),
    ] = False,
) -> None:
    """Simulate a pedal stroke with a musculoskeletal model and find a fit with it.

    To begin with: `pedalfit new rider.toml`, fill the file in, then `pedalfit fit rider.toml --out result`.
    """


def _check_words(words: list[str]) -> None:
    """Raises PedalfitError where a word of the command line holds a zero byte, as no name of a file can."""
    for word in words:
        if "\0" in word:
            shown = word.replace("\0", "?")
            raise PedalfitError(f"{shown[:60]} holds a zero byte: allowed are names without one")


def _show_warning(message: Warning | str, *_: Any, **__: Any) -> None:
    """A warning as a sentence of ours, without the place in the program that it comes from."""
    show_note(str(message))


def run() -> None:
    """Run the command of `sys.argv`; what it refuses is one sentence, with exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # no sign that the terminal lacks ends a command
            stream.reconfigure(errors="backslashreplace")
    warnings.showwarning = _show_warning
    try:
        _check_words(sys.argv[1:])
        sys.exit(app(prog_name="pedalfit", standalone_mode=False) or 0)
    except PedalfitError as error:
        show_error(str(error))
        sys.exit(2)
    except Exception as error:
        if is_of_words(error):
            if len(sys.argv) > 1:  # without a word the help has been shown
                show_error(complaint(error, sys.argv[1:]))
            sys.exit(2)
        from fit_optimizer.workers.shortage import in_words, is_loss, is_shortage  # noqa: PLC0415  few commands need it

        if not (is_shortage(error) or is_loss(error)):
            raise
        show_error(
            f"this machine lacks something just now ({in_words(error)}): free memory or room for "
            "temporary files, then try again"
        )
        sys.exit(2)
