"""Tables of points that are not yet a heading a column: DeepLabCut's headings in lines, points in a cell each.

Both are turned into the lines of a table with a heading a column, which `csv_file` reads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fit_optimizer.pose.formats.text_table import cells

COORDINATES = ("x", "y", "z", "visibility")
"""What the numbers of a point in one cell are, in their order."""

LEAST_POINTS = 4
"""Cells that must hold a point each for a table to count as one of points in cells (a guess)."""

_POINT = re.compile(r"\s*[\[(]([^\[\]()]*)[\])]\s*")


def a_heading_a_column(lines: list[str], within: int) -> list[str]:
    """The lines with a heading a column; as they are where they have that shape already.

    Looks for the headings within so many lines.
    """
    for place, line in enumerate(lines[: min(within, len(lines) - 1)]):
        separator = max(",;\t", key=line.count)
        below = cells(lines[place + 1], separator)
        if line.startswith("bodyparts") and below and below[0] == "coords":
            return _of_deeplabcut(lines[place:], separator)
        if sum(_POINT.fullmatch(cell) is not None for cell in below) >= LEAST_POINTS:
            return _of_points_in_cells(lines[place:], separator)
    return lines


def _of_deeplabcut(lines: list[str], separator: str) -> list[str]:
    parts, coordinates = (cells(line, separator) for line in lines[:2])
    named = [f"{part}_{one}" for part, one in zip(parts[1:], coordinates[1:], strict=False)]
    return [_row(["frame", *named], separator), *lines[2:]]


def _of_points_in_cells(lines: list[str], separator: str) -> list[str]:
    """A column for each number; a cell whose point was not found stays empty."""
    widths: dict[int, int] = {}
    for place, cell in enumerate(cells(lines[1], separator)):
        found = _POINT.fullmatch(cell)
        if found is not None:
            widths[place] = min(found[1].count(",") + 1, len(COORDINATES))
    headings: list[str] = []
    for place, name in enumerate(cells(lines[0], separator)):
        stem = f"landmark_{name}" if name.strip().isdigit() else name
        parts = COORDINATES[: widths.get(place, 0)]
        headings += [f"{stem}_{part}" for part in parts] or [name]
    table = [_row(headings, separator)]
    for line in lines[1:]:
        numbers: list[str] = []
        for place, cell in enumerate(cells(line, separator)):
            width = widths.get(place)
            if width is None:
                numbers.append(cell)
                continue
            found = _POINT.fullmatch(cell)
            values = [] if found is None else found[1].split(",")[:width]
            numbers += [*values, *[""] * (width - len(values))]
        table.append(_row(numbers, separator))
    return table


def _row(values: Sequence[str], separator: str) -> str:
    if not any(separator in value or '"' in value for value in values):
        return separator.join(values)
    return separator.join(f'"{value.replace(chr(34), chr(34) * 2)}"' for value in values)
