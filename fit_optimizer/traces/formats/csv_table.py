"""The numbers of a text table's recognised columns, read as a stream with bounded memory."""

from __future__ import annotations

import csv
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TextIO

import numpy as np

from fit_optimizer.traces.file_start import LARGEST_NUMBER, FileStart, look_at
from fit_optimizer.traces.formats.csv_cells import number_in
from fit_optimizer.traces.formats.csv_columns import Column, columns_of
from fit_optimizer.traces.formats.csv_units import is_any_unit
from fit_optimizer.traces.formats.csv_words import CLOCK_HUNDREDTHS
from fit_optimizer.traces.recording import TraceError
from fit_optimizer.traces.wording import shown
from rider_models.arrays import Array

MAX_CELLS = 6_000_000
"""Numbers read of one file: over half an hour of three columns at 1 kHz (some 5 s)."""

CELLS_OF_A_TEXT = 5
"""Numbers that take as long as a clock time or other text."""

MAX_LINES = 3_000_000
"""Lines read of one file, blank ones and comments among them (some 5 s)."""

NEEDED = frozenset(["time_s", "power_w", "cadence_rpm", "angle", "torque", "force"])
"""Quantities without which, where a file names them, it says nothing that can be relied on."""

LONGEST_LINE = 65_536
HEADING_WITHIN = 60
"""Lines searched for the one that names the columns; exports put notes above it."""

MOST_COLUMNS = 60
"""Recognised columns of one file; a recording of both legs has 25 (a guess)."""

REVOLUTION_ROWS = re.compile(r"per (?:revolution|rev|stroke|turn)\b|polar ?force", re.IGNORECASE)
"""Headings of tables with a row for each revolution (Wattbike Expert and Hub)."""


@dataclass(frozen=True, slots=True)
class CsvTable:
    """Recognised columns and their numbers, each of shape (n,), NaN where a cell has none.

    Of several columns of one quantity and side the likeliest comes first. `by_revolution` says that
    the headings speak of one row for each revolution.
    """

    columns: tuple[Column, ...]
    values: tuple[Array, ...]
    losses: tuple[str, ...]
    by_revolution: bool = False

    def of(self, quantity: str, *sides: str) -> Array | None:
        """The likeliest column of a quantity (of one of the sides, where any is given), or None."""
        found = self.index_of(quantity, *sides)
        return None if found is None else self.values[found]

    def index_of(self, quantity: str, *sides: str) -> int | None:
        """Which column that is, or None."""
        for index, column in enumerate(self.columns):
            if column.quantity == quantity and (not sides or column.side in sides):
                return index
        return None

    def refuse_unusable(self, name: str, *quantities: str) -> None:
        """Raise `TraceError` where the likeliest column of a quantity cannot be used, saying why."""
        for quantity in quantities:
            place = self.index_of(quantity)
            if place is not None and self.columns[place].refusal:
                raise TraceError(f"{name} cannot be used: {self.columns[place].refusal}.")


def read_csv_table(path: Path) -> CsvTable:
    """The recognised columns of a text table (comma, semicolon or tab; decimal point or comma).

    Cells that are not numbers are dropped and counted in `losses`, and so are columns of text that
    the stroke can be told without. Raises `TraceError` where no line names columns, or where most
    cells of a column that is needed are text.
    """
    start = look_at(path)
    with path.open("r", encoding=_encoding(start), errors="replace", newline="") as handle:
        handle.seek(start.skipped)
        lines = _lines(handle, start.name)
        headings, separator, line_number = _headings(lines, start.name)
        headings, lines = _with_units_below(headings, lines, separator)
        columns = columns_of(headings)[:MOST_COLUMNS]
        reader = csv.reader((line for _, line in lines), delimiter=separator)
        table = _Cells(headings, columns)
        table.read(reader, start.name, line_number)
        return table.chosen(start.name)


def _encoding(start: FileStart) -> str:
    """How the text is encoded: as its mark says, in UTF-8, or, where it is none, in cp1252."""
    if start.encoding != "utf-8":
        return start.encoding
    try:
        start.raw[start.skipped :].decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end < len(start.raw) - start.skipped - 4:
            return "cp1252"
    return "utf-8"


def _lines(handle: TextIO, name: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, comments and blank ones passed over, none without end."""
    for number in range(1, MAX_LINES + 1):
        try:
            line = handle.readline(LONGEST_LINE)
        except UnicodeError as error:
            raise TraceError(f"{name} is not a text table.") from error
        if not line:
            return
        if len(line) >= LONGEST_LINE:
            raise TraceError(f"{name} is not a table: line {number} never ends.")
        stripped = line.replace("\0", "").strip(" \r\n\f\v\ufeff")
        if stripped.strip() and not stripped.startswith("#"):
            yield number, stripped


def _headings(lines: Iterator[tuple[int, str]], name: str) -> tuple[list[str], str, int]:
    """The first line that names two columns or more, its separator and its number."""
    for number, line in lines:
        separator = max(",;\t", key=line.count)
        headings = _cells_of(line, separator)
        if len(columns_of(headings)) >= 2:
            return headings, separator, number
        if number >= HEADING_WITHIN:
            break
    raise TraceError(
        f"{name} names no columns of a pedal stroke: it needs a line with headings such as "
        "time_s, power_w and cadence_rpm, or crank_angle_deg and torque_nm, parted by commas, "
        "semicolons or tabs."
    )


def _cells_of(line: str, separator: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _with_units_below(
    headings: list[str], lines: Iterator[tuple[int, str]], separator: str
) -> tuple[list[str], Iterator[tuple[int, str]]]:
    """The headings with the units of a line of units below them, where there is one, and the rest."""
    first = next(lines, None)
    if first is None:
        return headings, lines
    units = [cell.strip().strip("[]()") for cell in _cells_of(first[1], separator)]
    if any(units) and all(is_any_unit(unit) for unit in units):
        units += [""] * (len(headings) - len(units))
        pairs = zip(headings, units, strict=False)
        return [f"{heading} [{unit}]" if unit else heading for heading, unit in pairs], lines
    return headings, chain([first], lines)


class _Cells:
    """The numbers of the columns as they are read, and what was no number."""

    def __init__(self, headings: list[str], columns: tuple[Column, ...]) -> None:
        self._headings = headings
        self._columns = columns
        self._cells = [array("d") for _ in columns]
        self._texts = [0] * len(columns)
        self._examples = [""] * len(columns)
        self._losses: list[str] = []
        self._rows = 0
        self._read = 0
        self._hundredths = any(
            CLOCK_HUNDREDTHS.search(each) or re.search(r"per revolution", each, re.IGNORECASE)
            for each in headings
        )

    def read(self, reader: Iterator[list[str]], name: str, heading_line: int) -> None:
        """Take every row. Raises `TraceError` where there is none, or rows do not fit the headings."""
        width, wider, damaged = len(self._headings), 0, 0
        while True:
            try:
                row = next(reader)
            except StopIteration:
                break
            except csv.Error:
                damaged += 1
                continue
            self._rows += 1
            if self._read >= MAX_CELLS:
                self._rows -= 1
                self._losses.append(f"Only the first {self._rows} rows were read.")
                break
            wider += len(row) > width and any(cell.strip() for cell in row[width:])
            self._take(row)
        if damaged:
            self._losses.append(f"{damaged} damaged rows were skipped.")
        if self._rows == 0:
            raise TraceError(f"{name} holds no rows below its headings in line {heading_line}.")
        if 2 * wider > self._rows:
            raise TraceError(
                f"{name} has rows with more cells than headings: are decimals written with commas "
                "and cells parted by commas too? Part the cells by semicolons."
            )

    def _take(self, row: list[str]) -> None:
        count, cells, hundredths = len(row), self._cells, self._hundredths
        self._read += len(self._columns)
        for place, column in enumerate(self._columns):
            text = row[column.index].strip() if column.index < count else ""
            if not text:
                cells[place].append(float("nan"))
                continue
            try:
                value: float | None = float(text) if column.part is None else None
            except ValueError:
                value = None
            if value is None:
                self._read += CELLS_OF_A_TEXT
                value = number_in(text, column, hundredths)
            if value is None or abs(value) > LARGEST_NUMBER:
                self._texts[place] += 1
                if not self._examples[place]:
                    said = f'"{shown(text, 20)}" in {column.heading}, row {self._rows}'
                    self._examples[place] = said
                value = float("nan")
            cells[place].append(value)

    def chosen(self, name: str) -> CsvTable:
        """The table with the likeliest column of each quantity and side first.

        Raises `TraceError` where that is text and the quantity is needed.
        """
        by_text = [2 * count > self._rows for count in self._texts]
        values = [
            np.frombuffer(cells, dtype=np.float64) * column.factor
            for cells, column in zip(self._cells, self._columns, strict=True)
        ]

        def likeliness(place: int) -> tuple[bool, int, float, int]:
            column = self._columns[place]
            runs_back = _share_running_back(values[place]) if column.quantity == "time_s" else 0.0
            return by_text[place], column.rank, runs_back, place

        order = sorted(range(len(self._columns)), key=likeliness)
        for place, column in enumerate(self._columns):
            same = [
                other
                for other in order
                if self._columns[other].quantity == column.quantity
                and self._columns[other].side == column.side
            ]
            if by_text[place] and column.quantity in NEEDED and same[0] == place:
                raise TraceError(
                    f"{name} has text where {column.heading} should be numbers: "
                    f"{self._examples[place]}."
                )
            count = self._texts[place]
            if count and column.part != 1:
                hold = "1 cell holds" if count == 1 else f"{count} cells hold"
                were = "was" if count == 1 else "were"
                self._losses.append(
                    f"{hold} no number ({self._examples[place]}) and {were} skipped."
                )
        return CsvTable(
            columns=tuple(self._columns[place] for place in order),
            values=tuple(values[place] for place in order),
            losses=tuple(dict.fromkeys(self._losses[:20])),
            by_revolution=any(REVOLUTION_ROWS.search(each) for each in self._headings),
        )


def _share_running_back(time: Array) -> float:
    """Share of a time column's steps that do not go forward; 1 where it does not move at all."""
    steps = np.diff(time[np.isfinite(time)])
    if steps.size == 0 or not np.any(steps > 0.0):
        return 1.0
    return round(float(np.mean(steps < 0.0)), 1)
