"""What every refusal is: one sentence that names the key, the value and what is allowed."""

from __future__ import annotations

import os
from typing import TypeVar

from fit_optimizer.plain_text import shown
from rider_models.errors import PedalfitError

__all__ = ["PedalfitError", "WrongKind", "of_kind"]

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
    raise WrongKind(
        f"{shown(str(given))} is a {type(given).__name__}, where what {called} makes is wanted"
    )
