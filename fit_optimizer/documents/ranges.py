"""The numbers of a document held against what its fields can hold, before anything is drawn of them.

A picture's grid lines, for one, are as many as the largest number asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fit_optimizer.plain_text import shortened
from rider_models.errors import PedalfitError
from rider_models.units import PURE_NUMBER, unit_of

LARGEST = {
    "mm": 10_000.0,
    "m": 10.0,
    "deg": 3_600.0,
    "nm": 5_000.0,
    "n": 500_000.0,
    "w": 20_000.0,
    "rpm": 1_000.0,
    "kg": 1_000.0,
    "bw": 500.0,
    "mpa": 10_000.0,
}
"""Most that a field may hold either way, by the unit of its name: some ten times what riders and bicycles
come to (guesses)."""
LARGEST_OF_ALL = 1e7
MOST_VALUES = 50_000
"""Longest list: half the most trials that a search has."""
LONGEST_TEXT = 10_000
"""Longest text (characters): twice the longest reason. A guess."""


def check_numbers(document: Any, where: str, refusal: type[PedalfitError]) -> None:
    """Raise the refusal, which names the place, for a number, list or text beyond all measure."""
    for place, value, largest in _leaves(document, "", LARGEST_OF_ALL):
        if isinstance(value, str):
            if len(value) > LONGEST_TEXT:
                raise refusal(f"{where} holds a text of {len(value):,} characters at {_at(place)}")
        elif isinstance(value, list):
            raise refusal(
                f"{where} holds {len(value):,} values at {_at(place)}: allowed are up to {MOST_VALUES:,}"
            )
        elif abs(value) > largest:
            raise refusal(
                f"{where} holds {_size(value)} at {_at(place)}: allowed there is up to {largest:,g}, "
                "plus or minus"
            )


def _leaves(value: Any, place: str, largest: float) -> Iterator[tuple[str, Any, float]]:
    """Numbers and texts with their place and the largest number allowed there; lists too long."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield place, key, largest
            unit = unit_of(key)
            own = largest if unit is PURE_NUMBER else LARGEST.get(unit.suffix, LARGEST_OF_ALL)
            yield from _leaves(inner, f"{place}.{key}" if place else key, own)
    elif isinstance(value, list):
        if len(value) > MOST_VALUES:
            yield place, value, largest
        for inner in value:
            yield from _leaves(inner, place, largest)
    elif isinstance(value, str) or (isinstance(value, int | float) and not isinstance(value, bool)):
        yield place, value, largest


def _size(value: float) -> str:
    """A number in short; a whole one beyond what a float holds (1.8e308) by its digits."""
    try:
        return f"{float(value):.3g}"
    except OverflowError:
        return f"a number of {len(str(abs(value)))} digits"


def _at(place: str) -> str:
    return shortened(place, 80) or "the top"
