"""Which name somebody may have meant who wrote another."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

ALIKE = 0.5
"""How alike names have to be: twice the letters that they share over those of both (a guess)."""
FEWEST_LETTERS = 3
"""A name of fewer letters is like too many others: `x` shares half of its letters with `sex` (a guess)."""


def nearest(name: str, among: Iterable[str], alike: float = ALIKE) -> str | None:
    """The one of some names that is most like a name, in large letters or small.

    None where none is as `alike` as is asked.
    """
    if len(name) < FEWEST_LETTERS:
        return None
    small = {one.casefold(): one for one in among}
    found = difflib.get_close_matches(name.casefold(), small, n=1, cutoff=alike)
    return small[found[0]] if found else None


def did_you_mean(name: str, among: Iterable[str]) -> str:
    """The end of a sentence about a name that there is not: `; did you mean saddle_height_mm?`, or nothing."""
    near = nearest(name, among)
    return f"; did you mean {near}?" if near else ""
