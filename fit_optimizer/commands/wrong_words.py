"""What is wrong with the words of a command line, in the project's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from fit_optimizer.commands.command_table import COMMANDS
from fit_optimizer.plain_text import in_words, shown

_WANTED = {
    "int_parsing_size": "a whole number is wanted",
    "bool_parsing": "true or false is wanted",
    "path_type": "the name of a file is wanted",
    "greater_than_equal": "",
    "less_than_equal": "",
}
"""Words for checks that `plain_text.in_words` lacks; nothing where the bounds, said after them, are enough."""
_SAID = {
    r"No such command '([^']*)'": "there is no command {0}",
    r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)": "{command} has no use for {0}",
    r"Option '(.*)' requires an argument": "{0} wants a value behind it",
    r"Option '(.*)' does not take a value": "{0} takes no value",
}
"""What typer says of words, and what is said instead."""


def is_of_words(error: BaseException) -> bool:
    """Whether an error is typer's complaint about the words of a command line."""
    return hasattr(
        error, "format_message"
    )  # as no other has; typer's classes moved between versions


def complaint(error: Any, words: Sequence[str]) -> str:
    """One sentence on such an error: what is wrong with the words behind `pedalfit`, what is allowed."""
    command = "pedalfit" if words[0] not in COMMANDS else f"pedalfit {words[0]}"
    said = str(error.format_message()).rstrip(".")
    near = getattr(error, "possibilities", None) or re.findall(r"Did you mean '(.*)'", said)
    meant = f"did you mean {' or '.join(sorted(near))}?"
    return f"{_wrong(error, said, command)}; {meant if near else f'`{command} --help` shows all'}"


def _wrong(error: Any, said: str, command: str) -> str:
    kind, param = type(error).__name__, getattr(error, "param", None)
    if kind == "NoSuchOption":
        return f"{command} has no option {error.option_name}"
    if kind == "MissingParameter":
        return f"{_name(param)} is missing from the command"
    if param is not None:
        return _bad_value(param, error.__cause__, said)
    for pattern, words in _SAID.items():
        found = re.match(pattern, said)
        if found is not None:
            return words.format(*found.groups(), command=command)
    return said[:1].lower() + said[1:]


def _bad_value(param: Any, cause: Any, said: str) -> str:
    """The value that was given, what is wanted, and between which bounds."""
    if hasattr(cause, "errors"):
        found = cause.errors(include_url=False)[0]
        value = f" is {shown(found['input'])}"
        wanted = _WANTED.get(found["type"], in_words(found))
    else:
        value, wanted = "", said.partition(": ")[2] or said
    one_of = wanted.rstrip(".").partition(" is not one of ")[2]
    parts = [f"allowed is one of {one_of}" if one_of else wanted]
    low, high = getattr(param, "min", None), getattr(param, "max", None)
    if low is not None and high is not None:
        parts.append(f"allowed is {low} to {high}")
    return ", ".join(part for part in (f"{_name(param)}{value}", *parts) if part)


def _name(param: Any) -> str:
    """A parameter as it is typed: `--trials`, or an argument's word in the help."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.opts[0].upper())
    return str(max(param.opts, key=len))
