"""What every refusal is: one sentence that names the key, the value and what is allowed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TypeVar

from fit_optimizer.plain_text import MOST_OF_A_VALUE, plain, shortened, shown
from rider_models.errors import PedalfitError

__all__ = ["PedalfitError", "WrongKind", "no_set_up", "of_kind"]

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
