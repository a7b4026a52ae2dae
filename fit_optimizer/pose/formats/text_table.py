"""Lines and numbers of a text file, for the formats of poses that are tables."""

from __future__ import annotations

import csv
import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

import numpy as np

from fit_optimizer.pose.series import MOST_FRAMES, PoseError
from fit_optimizer.traces.file_start import LARGEST_NUMBER, FileStart, look_at
from fit_optimizer.traces.formats.clock_times import seconds_of
from fit_optimizer.traces.wording import shown
from rider_models.arrays import Array

MOST_BYTES = 20_000_000
"""Largest text of a pose: eight minutes of 22 markers in space at 60 Hz, or so; reading it takes some 7 s."""

MOST_LINES = 500_000
"""Most lines of it: four minutes of a line for each of 33 landmarks at 60 Hz; reading them takes some 6 s."""

LONGEST_LINE = 200_000
"""Characters of its longest line: `MOST_COLUMNS` of numbers with many digits (a guess)."""

LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""Where `str.splitlines` ends a line."""

MOST_NUMBERS = 10_000_000
"""Numbers of one table that are read; reading them takes some 4 s."""

MOST_COLUMNS = 2000
"""Columns of one table: ten times what the wordiest export of 33 landmarks has (a guess)."""

LONGEST_NUMBER = 40
"""Characters of a cell that may be a number (a guess)."""


@dataclass(frozen=True, eq=False)
class NumberTable:
    """Headings and their numbers (n x columns), NaN where a cell holds none; `losses` say what was skipped."""

    headings: tuple[str, ...]
    values: Array
    losses: tuple[str, ...] = ()

    def column(self, place: int) -> Array:
        """The numbers of a column (n)."""
        numbers: Array = self.values[:, place]
        return numbers


def text_of(path: Path) -> tuple[FileStart, str]:
    """A file's start and its whole text, a table's lines. Raises PoseError where it is too large."""
    start, text = whole_text(path, MOST_BYTES)
    lines = sum(text.count(sign) for sign in LINE_ENDS)
    if lines > MOST_LINES:
        raise PoseError(
            f"{start.name} holds {lines:,} lines: a table of up to {MOST_LINES:,} is allowed, so export "
            "a minute of the ride."
        )
    if max(map(len, text.splitlines()), default=0) > LONGEST_LINE:
        raise PoseError(
            f"{start.name} has a line of more than {LONGEST_LINE:,} characters: is it a table of poses?"
        )
    return start, text


def whole_text(path: Path, most_bytes: int) -> tuple[FileStart, str]:
    """A file's start and its whole text. Raises PoseError where it holds more than so many bytes."""
    start = look_at(path)
    if path.stat().st_size > most_bytes:
        size = path.stat().st_size / 1e6
        raise PoseError(
            f"{start.name} is {size:.0f} MB large: a pose file of up to {most_bytes / 1e6:.0f} MB is "
            "allowed, so export a minute of the ride."
        )
    raw = path.read_bytes()[start.skipped :]
    return start, raw.decode(start.encoding, errors="replace").replace("\0", "")


def number(text: str) -> float:
    """The number in a cell, with a decimal point or comma; NaN where there is none or one beyond all measure."""
    text = text.strip().strip('"')
    if not text or len(text) > LONGEST_NUMBER:
        return math.nan
    try:
        value = float(text)
    except ValueError:
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            return math.nan
    return value if abs(value) <= LARGEST_NUMBER else math.nan


def seconds(text: str) -> float:
    """The time in a cell (s, or in whatever unit a plain number has); a clock time is read too."""
    value = number(text)
    if math.isnan(value) and ":" in text and len(text) <= LONGEST_NUMBER:
        try:
            return float(seconds_of(text.strip(), text.count(":") == 2))
        except (ValueError, OverflowError):
            return math.nan
    return value


def cells(line: str, separator: str) -> list[str]:
    """The cells of a line; empty where its quotes are damaged."""
    if separator == " ":
        return line.split()
    try:
        return next(csv.reader([line], delimiter=separator), [])[:MOST_COLUMNS]
    except csv.Error:
        return []


def numbers_below(
    headings: Sequence[str],
    lines: Sequence[str],
    separator: str,
    name: str,
    time_place: int = -1,
    most_rows: int = MOST_FRAMES,
) -> NumberTable:
    """The numbers of the lines below a line of headings, of at most `MOST_NUMBERS` in all.

    Lines with fewer than half as many cells as headings are skipped and counted. Raises PoseError where no
    line is left.
    """
    width, skipped, rows = len(headings), 0, 0
    if width > MOST_COLUMNS:
        raise PoseError(f"{name} has {width:,} columns: up to {MOST_COLUMNS:,} are allowed.")
    most_rows = min(most_rows, MOST_NUMBERS // max(width, 1))
    values = array("d")
    losses = []
    for line in lines:
        if is_no_row(line):
            continue
        row = cells(line, separator)
        if 2 * len(row) < width:
            skipped += 1
            continue
        if rows >= most_rows:
            losses.append(f"Only the first {most_rows:,} frames were read.")
            break
        numbers = [number(cell) for cell in row[:width]]
        if 0 <= time_place < len(numbers):
            numbers[time_place] = seconds(row[time_place])
        values.extend(numbers)
        values.extend(repeat(math.nan, width - len(numbers)))
        rows += 1
    if not rows:
        heading = shown(headings[0] if headings else "")
        raise PoseError(f"{name} holds no rows of numbers below its heading {heading}.")
    if skipped:
        losses.append(f"{skipped} damaged rows were skipped.")
    return NumberTable(
        tuple(headings), np.array(values, dtype=float).reshape(rows, width), tuple(losses)
    )


def is_no_row(line: str) -> bool:
    """Whether a line below the headings is empty or a comment."""
    return not line.strip() or line.startswith("#")


def flat_points(points: Mapping[str, Array]) -> dict[str, Array]:
    """Points of two coordinates where the third is the same throughout, as in an image."""
    depth = np.concatenate([each[:, 2:].ravel() for each in points.values()])
    depth = depth[np.isfinite(depth)]
    if depth.size and np.ptp(depth) > 0:
        return dict(points)
    return {name: each[:, :2] for name, each in points.items()}
