"""The numbers of a CSV file's recognised columns, read as a stream with bounded memory."""

from __future__ import annotations

import csv
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import numpy as np

from fit_optimizer.traces.formats.clock_times import seconds_of
from fit_optimizer.traces.formats.csv_columns import Column, column_of
from fit_optimizer.traces.recording import FloatArray, TraceError

MAX_CELLS = 12_000_000
"""Numbers kept of one file (96 MB): over an hour of three columns at 1 kHz."""

NEEDED = frozenset(["time_s", "power_w", "cadence_rpm", "angle", "torque", "force"])
"""Quantities without which, where a file names them, it says nothing that can be relied on."""

BALANCE_PAIR = re.compile(r"(\d+(?:\.\d+)?)\s*%?\s*[/:-]\s*(\d+(?:\.\d+)?)\s*%?")
"""A balance written as two shares, left first, as in 49.5/50.5."""
RIGHT_FLAG = 128.0
"""What FIT adds to a balance that is the right leg's share."""

LONGEST_LINE = 65_536
HEADING_WITHIN = 60
"""Lines searched for the one that names the columns; exports put notes above it."""


@dataclass(frozen=True, slots=True)
class CsvTable:
    """Recognised columns and their numbers, each of shape (n,), NaN where a cell has none."""

    columns: tuple[Column, ...]
    values: tuple[FloatArray, ...]
    losses: tuple[str, ...]

    def of(self, quantity: str, *sides: str) -> FloatArray | None:
        """The first column of a quantity (of one of the sides, where any is given), or None."""
        found = self.index_of(quantity, *sides)
        return None if found is None else self.values[found]

    def index_of(self, quantity: str, *sides: str) -> int | None:
        """Which column that is, or None."""
        for index, column in enumerate(self.columns):
            if column.quantity == quantity and (not sides or column.side in sides):
                return index
        return None


def read_csv_table(path: Path) -> CsvTable:
    """The recognised columns of a CSV file (comma, semicolon or tab; decimal point or comma).

    Cells that are not numbers are dropped and counted in `losses`, and so are columns of text that
    the stroke can be told without. Raises `TraceError` where no line names columns, or where most
    cells of a column that is needed are text.
    """
    with path.open("r", encoding=_encoding(path), errors="replace", newline="") as handle:
        lines = _lines(handle, path.name)
        columns, separator, line_number = _headings(lines, path.name)
        reader = csv.reader((line for _, line in lines), delimiter=separator)
        return _numbers(reader, columns, separator, line_number, path.name)


def _encoding(path: Path) -> str:
    with path.open("rb") as handle:
        start = handle.read(2)
    return "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _lines(handle: TextIO, name: str) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, comments and blank ones passed over, none without end."""
    number = 0
    while True:
        try:
            line = handle.readline(LONGEST_LINE)
        except UnicodeError as error:
            raise TraceError(f"{name} is not a text table.") from error
        if not line:
            return
        number += 1
        if len(line) >= LONGEST_LINE:
            raise TraceError(f"{name} is not a table: line {number} never ends.")
        stripped = line.replace("\0", "").strip()
        if stripped and not stripped.startswith("#"):
            yield number, stripped


def _headings(lines: Iterator[tuple[int, str]], name: str) -> tuple[tuple[Column, ...], str, int]:
    """The columns named by the first line that names two or more, its separator and its number."""
    for number, line in lines:
        separator = max(",;\t", key=line.count)
        try:
            headings = next(csv.reader([line], delimiter=separator), [])
        except csv.Error:
            headings = []
        found = [column_of(index, heading) for index, heading in enumerate(headings)]
        columns = tuple(column for column in found if column is not None)
        if len(columns) >= 2:
            return columns, separator, number
        if number >= HEADING_WITHIN:
            break
    raise TraceError(
        f"{name} names no columns of a pedal stroke: it needs a line with headings such as "
        "time_s, power_w and cadence_rpm, or crank_angle_deg and torque_nm."
    )


def _numbers(
    reader: Iterator[list[str]],
    columns: tuple[Column, ...],
    separator: str,
    heading_line: int,
    name: str,
) -> CsvTable:
    cells = [array("d") for _ in columns]
    texts = [0] * len(columns)
    examples = [""] * len(columns)
    losses: list[str] = []
    limit = MAX_CELLS // len(columns)
    row_number = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error:
            losses.append(f"Row {row_number + 1} is damaged and was dropped.")
            continue
        row_number += 1
        if row_number > limit:
            losses.append(f"Only the first {limit} rows were read.")
            break
        for place, column in enumerate(columns):
            text = row[column.index].strip() if column.index < len(row) else ""
            value = _number(text, column, separator)
            if text and value is None:
                texts[place] += 1
                said = f'"{text[:20]}" in {column.heading}, row {row_number}'
                examples[place] = examples[place] or said
            cells[place].append(float("nan") if value is None else value)
    if row_number == 0:
        raise TraceError(f"{name} holds no rows below its headings in line {heading_line}.")
    for column, count, example in zip(columns, texts, examples, strict=True):
        if 2 * count > row_number and column.quantity in NEEDED:
            raise TraceError(
                f"{name} has text where {column.heading} should be numbers: {example}."
            )
        if count:
            cells_were = "1 cell was no number" if count == 1 else f"{count} cells were no numbers"
            losses.append(f"{cells_were} ({example}) and went.")
    values = tuple(
        np.frombuffer(cell, dtype=np.float64) * column.factor
        for cell, column in zip(cells, columns, strict=True)
    )
    return CsvTable(columns, values, tuple(dict.fromkeys(losses[:20])))


def _number(text: str, column: Column, separator: str) -> float | None:
    """A cell's number; None for text. Empty cells and `nan` are None too, but not text."""
    if not text:
        return None
    try:
        return float(text if separator == "," else text.replace(",", "."))
    except ValueError:
        pass
    if column.quantity == "balance":
        return _right_of_pair(text.replace(",", "."))
    if column.quantity != "time_s":
        return None
    try:
        return seconds_of(text) / column.factor
    except (ValueError, OverflowError):
        return None


def _right_of_pair(text: str) -> float | None:
    """The right leg's share of a pair that adds up to 100, flagged as FIT flags it; None for text."""
    pair = BALANCE_PAIR.fullmatch(text)
    if pair is None or abs(float(pair[1]) + float(pair[2]) - 100.0) > 1.0:
        return None
    return RIGHT_FLAG + float(pair[2])
