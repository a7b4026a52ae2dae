"""What every refusal is: one sentence that names the key, the value and what is allowed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from numbers import Real
from operator import index
from typing import TypeVar

from fit_optimizer.plain_text import MOST_OF_A_VALUE, any_of, plain, shortened, shown
from rider_models.errors import PedalfitError

__all__ = [
    "PedalfitError",
    "WrongKind",
    "no_set_up",
    "number_within",
    "of_kind",
    "one_of",
    "whole_number",
]

T = TypeVar("T")


class WrongKind(PedalfitError, TypeError):
    """Something else than a function takes."""


def of_kind(given: object, kind: type[T], maker: str) -> T:
    """What was given, if it is of the kind that `pf.<maker>` makes; else raises WrongKind, which says so."""
    if isinstance(given, kind):
        return given
    called = f"pf.{maker}"
    if isinstance(given, str | os.PathLike) and maker in ("set_up", "read_trace", "read_pose"):
        called += f"({str(given)!r})"
    raise WrongKind(f"{_in_words(given)}, where what {called} makes is wanted")


def whole_number(name: str, given: object, least: int, most: int) -> int:
    """What was given for an argument, if it is a whole number within bounds; else raises WrongKind, which names it."""
    if hasattr(given, "__index__") and not isinstance(given, bool):
        number = index(given)
        if least <= number <= most:
            return number
    raise WrongKind(f"{name} is {shown(given)}: a whole number from {least} to {most} is wanted")


def number_within(name: str, given: object, least: float, most: float) -> float:
    """What was given for an argument, if it is a number within bounds; else raises WrongKind, which names it."""
    if isinstance(given, Real) and not isinstance(given, bool):
        number = float(given)
        if least <= number <= most:
            return number
    raise WrongKind(f"{name} is {shown(given)}: a number from {least:g} to {most:g} is wanted")


def one_of(name: str, given: T, allowed: Sequence[T]) -> T:
    """What was given for an argument, if it is allowed; else raises WrongKind, which names both."""
    if given in allowed:
        return given
    raise WrongKind(f"{name} is {shown(given)}: allowed is {any_of([*map(repr, allowed)])}")


def no_set_up(given: object) -> WrongKind:
    """What is raised for something in a set-up's place that is neither a file nor a set-up."""
    how = "pf.set_up(**keys)" if isinstance(given, Mapping) else "pf.set_up(height_mm=1780, ...)"
    return WrongKind(
        f"{_in_words(given)}, where a set-up file or a set-up is wanted; keys are given by name: {how}"
    )


def _in_words(given: object) -> str:
    if given is None:
        return "None is given"
    name = type(given).__name__
    article = "an" if name[0] in "AEIOaeio" else "a"
    text = shown(given) if isinstance(given, str) else shortened(plain(str(given)), MOST_OF_A_VALUE)
    return f"{text} is {article} {name}"
