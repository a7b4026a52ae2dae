"""The numbers of a text table of an electromyogram: headings, columns, comments and decimal signs."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from fit_optimizer.files import read_text
from fit_optimizer.plain_text import plain, shortened, shown
from rider_models.arrays import Array
from rider_models.errors import PedalfitError

MOST_BYTES = 150_000_000
"""Largest file: ten minutes of eight channels at 2 kHz are some 100 MB."""
HEADING_WITHIN = 60
"""Lines searched for the one that names the columns: exports put notes above it (a guess)."""
LONGEST_LINE = 200_000
"""Characters of a line that are looked at: twice what 10,000 channels take."""
MOST_MISSING = 0.02
"""Share of a column's cells that may be missing and are filled between neighbours (a guess)."""
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?|nan|", re.IGNORECASE)


class EmgError(PedalfitError):
    """An electromyogram that cannot be used; the text says which column, what it holds and what to change."""


@dataclass(frozen=True, eq=False)
class EmgTable:
    """Columns by their headings, each n numbers with NaN where a cell holds none."""

    columns: dict[str, Array]


def read_emg_table(path: Path) -> EmgTable:
    """The columns of a text table whose cells are parted by commas, semicolons or tabs. Raises EmgError."""
    text = read_text(path, "text table of an electromyogram", EmgError, MOST_BYTES)
    lines = text.removeprefix("\ufeff").split("\n", HEADING_WITHIN + 1)[: HEADING_WITHIN + 1]
    at, sign = _heading(lines, path)
    names = [plain(cell.strip().strip('"')) for cell in _cells(lines[at], sign)]
    while names and not names[-1]:  # a separator at the end of each line
        names.pop()
    body = _body(text, at)
    decimal, spare = _decimal(body, sign), _spare(body, sign, len(names))
    del text, lines  # as long as the file each: of a million rows 70 MB
    contents = body.encode()
    del body
    try:
        table = pa_csv.read_csv(
            io.BytesIO(contents),
            read_options=pa_csv.ReadOptions(
                column_names=[str(i) for i in range(len(names) + spare)],
                use_threads=False,
            ),
            parse_options=pa_csv.ParseOptions(delimiter=sign),
            convert_options=pa_csv.ConvertOptions(
                decimal_point=decimal,
                strings_can_be_null=True,
                null_values=["", "NaN", "nan", "NA", "-"],
            ),
        )
    except (pa.ArrowInvalid, pa.ArrowKeyError, pa.ArrowNotImplementedError) as error:
        raise EmgError(
            f"{path} is no table of numbers: {shortened(plain(str(error)), 160)}"
        ) from None
    del contents
    columns: dict[str, Array] = {}
    for i, name in enumerate(names):
        values = _numbers(table.column(i))
        if name and not np.array_equal(columns.setdefault(name, values), values, equal_nan=True):
            raise EmgError(f"{path} has two columns called {shown(name)}: name them apart")
    if table.num_rows < 2 or not columns:
        raise EmgError(f"{path} holds no rows of numbers under its headings")
    return EmgTable(columns)


def without_gaps(values: Array, name: str) -> Array:
    """A column with its few missing cells filled between neighbours. Raises EmgError where many are missing."""
    missing = ~np.isfinite(values)
    if not missing.any():
        return values
    if missing.mean() > MOST_MISSING:
        raise EmgError(
            f"{name} lacks {100 * missing.mean():.0f} % of its numbers: at most "
            f"{100 * MOST_MISSING:.0f} % may be missing; cut the recording, or leave the column out"
        )
    places = np.arange(len(values))
    return np.asarray(np.interp(places, places[~missing], values[~missing]))


def _heading(lines: list[str], path: Path) -> tuple[int, str]:
    """The line that names the columns, and the sign between cells: text above a line of numbers."""
    for sign in ("\t", ";", ","):
        for at, (line, after) in enumerate(pairwise(lines)):
            if line.startswith("#") or sign not in line:
                continue
            names, numbers = _cells(line, sign), _cells(after, sign)
            words = [name for name in names if name.strip() and not _is_number(name)]
            if len(words) > len(names) / 2 and _mostly_numbers(numbers) and len(numbers) > 1:
                return at, sign
    first = _cells(lines[0], ",") if lines else []
    if len(first) > 1 and _mostly_numbers(first):
        raise EmgError(
            f"{path} has no line that names its columns: write one above the numbers, such as "
            "time_s,crank_angle_deg,vastus_lateralis"
        )
    raise EmgError(
        f"{path} has no line of headings above a line of numbers: a table such as "
        "time_s,crank_angle_deg,vastus_lateralis is wanted, parted by commas, semicolons or tabs"
    )


def _cells(line: str, sign: str) -> list[str]:
    try:
        return next(csv.reader(io.StringIO(line.rstrip("\r")), delimiter=sign), [])
    except csv.Error:  # a cell of more than 128 kB
        return []


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell.strip()) is not None


def _mostly_numbers(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and sum(map(_is_number, filled)) > len(filled) / 2


def _body(text: str, heading: int) -> str:
    """What stands below the headings, comments left out."""
    below = text.removeprefix("\ufeff").split("\n", heading + 1)[heading + 1]
    if "#" not in below:
        return below
    return "\n".join(line for line in below.split("\n") if not line.startswith("#"))


def _decimal(body: str, sign: str) -> str:
    """The decimal sign: a comma where cells are parted by something else and commas stand in them."""
    return "," if sign != "," and "," in body[:5000] and "." not in body[:5000] else "."


def _spare(body: str, sign: str, named: int) -> int:
    """How many cells there are beyond the headings: separators at the end of each line."""
    first, _, _ = body[:LONGEST_LINE].partition("\n")
    return max(0, len(_cells(first, sign)) - named)


def _numbers(column: pa.ChunkedArray[Any]) -> Array:
    """The numbers of a column (n), NaN where a cell holds none."""
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return np.asarray(column.to_numpy(zero_copy_only=False).astype(np.float64))
    return np.array([_number(cell) for cell in column.to_pylist()])


def _number(cell: Any) -> float:
    """The number that a cell holds; NaN where it holds none."""
    text = cell.strip().replace(",", ".") if isinstance(cell, str) else ""
    return float(text) if text and _is_number(text) else float("nan")
