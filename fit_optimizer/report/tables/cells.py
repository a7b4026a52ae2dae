"""Cells of the report's tables: what is shown, and the document's own number behind it."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.report.wording import with_unit


@dataclass(frozen=True)
class Cell:
    """Text; where it shows a number of the document, its path there and its full value."""

    text: str
    key: str = ""
    value: float | None = None
    note: str = ""


def shown_number(value: float, decimals: int, unit: str, key: str, note: str = "") -> Cell:
    """A number of the document, rounded for reading."""
    return Cell(with_unit(value, decimals, unit), key, value, note)


NOTHING = Cell("\u2013")
