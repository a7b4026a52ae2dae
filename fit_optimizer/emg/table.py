"""The numbers of a text table of an electromyogram: headings, columns, comments and decimal signs."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from fit_optimizer.files import opened
from fit_optimizer.plain_text import plain, shortened, shown
from fit_optimizer.traces.file_start import LARGEST_NUMBER
from rider_models.arrays import Array
from rider_models.errors import PedalfitError

MOST_BYTES = 150_000_000
"""Largest file: ten minutes of eight channels at 2 kHz are some 100 MB."""
MOST_NUMBERS = 30_000_000
"""Most cells of a table, twice as many as those ten minutes have: as numbers they take 240 MB."""
MOST_COLUMNS = 1000
"""Most columns of a table: ten times as many as a whole laboratory's (a guess)."""
LONGEST_LINE = 1_000_000
"""Bytes of the longest line: a thousand columns with long names take a tenth (a guess)."""
BLOCK_BYTES = 1 << 22
"""Bytes of the file that are made numbers together."""
HEADING_WITHIN = 60
"""Lines searched for the one that names the columns: exports put notes above it (a guess)."""
MOST_MISSING = 0.02
"""Share of a column's cells that may be missing and are filled between neighbours (a guess)."""
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?|nan|", re.IGNORECASE)
_PLAIN_NUMBER = r"^[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})([eE][+-]?\d{1,2})?$"
"""A number among text, with a decimal point; of longer ones none is a measurement."""


class EmgError(PedalfitError):
    """An electromyogram that cannot be used; the text says which column, what it holds and what to change."""


@dataclass(frozen=True, eq=False)
class EmgTable:
    """Columns by their headings, each n numbers with NaN where a cell holds none."""

    columns: dict[str, Array]


def read_emg_table(path: Path) -> EmgTable:
    """The columns of a text table whose cells are parted by commas, semicolons or tabs. Raises EmgError."""
    pieces: list[list[Array]] = []
    with opened(path, "text table of an electromyogram", EmgError, MOST_BYTES) as file:
        blocks = _blocks(file, path)
        first = next(blocks, "").removeprefix("\ufeff")
        lines = first.split("\n", HEADING_WITHIN + 1)[: HEADING_WITHIN + 1]
        at, sign = _heading(lines, path)
        names = [plain(cell.strip().strip('"')) for cell in _cells(lines[at], sign)]
        while names and not names[-1]:  # a separator at the end of each line
            names.pop()
        body = _without_comments(first.split("\n", at + 1)[at + 1])
        width = len(names) + _spare(body, sign, len(names))
        if width > MOST_COLUMNS:
            raise EmgError(f"{path} has {width} columns: up to {MOST_COLUMNS} are allowed")
        decimal, rows = _decimal(body, sign), 0
        for block in chain([body], map(_without_comments, blocks)):
            if block.strip():
                pieces.append(_columns(block, width, sign, decimal, path))
                rows += len(pieces[-1][0]) if width else 0
            if rows * width > MOST_NUMBERS:
                raise EmgError(
                    f"{path} holds more than {MOST_NUMBERS:,} numbers: cut the recording, or leave "
                    "columns out"
                )
    columns: dict[str, Array] = {}
    for i, name in enumerate(names):
        values = np.concatenate([piece[i] for piece in pieces]) if pieces else np.empty(0)
        if name and not np.array_equal(columns.setdefault(name, values), values, equal_nan=True):
            raise EmgError(f"{path} has two columns called {shown(name)}: name them apart")
    if rows < 2 or not columns:
        raise EmgError(f"{path} holds no rows of numbers under its headings")
    return EmgTable(columns)


def _blocks(file: BinaryIO, path: Path) -> Iterator[str]:
    """The text of a file in pieces that end with a line. Raises EmgError."""
    rest = b""
    more = True
    while more:
        piece = file.read(BLOCK_BYTES)
        more = bool(piece)
        piece = rest + piece
        end = piece.rfind(b"\n") + 1 if more else len(piece)
        rest = piece[end:]
        if len(rest) > LONGEST_LINE:
            raise EmgError(
                f"{path} has a line of more than {LONGEST_LINE / 1e6:g} MB: a line for each moment is wanted"
            )
        if end:
            yield _text(piece[:end], path)


def _text(piece: bytes, path: Path) -> str:
    """Text in UTF-8, or in Windows' western encoding, whose µV and deg signs are one byte. Raises EmgError."""
    try:
        return piece.decode("utf-8")
    except UnicodeDecodeError:
        if piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise EmgError(f"{path} is UTF-16: save the file as UTF-8") from None
        if b"\0" in piece:
            raise EmgError(f"{path} is not a text file") from None
        return piece.decode("cp1252", errors="replace")


def _columns(body: str, width: int, sign: str, decimal: str, path: Path) -> list[Array]:
    """The numbers of each column of some lines, NaN where a cell holds none. Raises EmgError."""
    data = body.encode()
    try:
        try:
            table = _read(data, width, sign, decimal, pa.float64())
        except pa.ArrowInvalid:  # a cell that is no number, or a line that lacks cells
            table = _read(data, width, sign, decimal, pa.string())
    except (pa.ArrowInvalid, pa.ArrowKeyError, pa.ArrowNotImplementedError) as error:
        if re.search(r"Expected \d+ columns, got \d+", str(error)):
            raise EmgError(
                f"{path} is no table of numbers: its line of headings has {width} cells and other lines do not; each "
                "line has a cell for each column"
            ) from None
        raise EmgError(
            f"{path} is no table of numbers: {shortened(plain(str(error)), 160)}"
        ) from None
    return [_numbers(table.column(i)) for i in range(width)]


def _read(data: bytes, width: int, sign: str, decimal: str, kind: pa.DataType) -> pa.Table:
    names = [str(i) for i in range(width)]
    return pa_csv.read_csv(
        io.BytesIO(data),
        read_options=pa_csv.ReadOptions(column_names=names, use_threads=False),
        parse_options=pa_csv.ParseOptions(delimiter=sign),
        convert_options=pa_csv.ConvertOptions(
            column_types=dict.fromkeys(names, kind),
            decimal_point=decimal,
            strings_can_be_null=True,
            null_values=["", "NaN", "nan", "NA", "-"],
        ),
    )


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


def _without_comments(text: str) -> str:
    """The lines that do not begin with a `#`."""
    if "#" not in text:
        return text
    return "\n".join(line for line in text.split("\n") if not line.startswith("#"))


def _decimal(body: str, sign: str) -> str:
    """The decimal sign: a comma where cells are parted by something else and commas stand in them."""
    return "," if sign != "," and "," in body[:5000] and "." not in body[:5000] else "."


def _spare(body: str, sign: str, named: int) -> int:
    """How many cells there are beyond the headings: separators at the end of each line."""
    return max(0, len(_cells(body.split("\n", 1)[0], sign)) - named)


def _numbers(column: pa.ChunkedArray[Any]) -> Array:
    """The numbers of a column (n), NaN where a cell holds none or one beyond all measure."""
    if not pa.types.is_floating(column.type):
        text = pc.replace_substring(pc.utf8_trim_whitespace(column), ",", ".")
        good = pc.match_substring_regex(text, _PLAIN_NUMBER)
        text = pc.if_else(good, pc.utf8_ltrim(text, "+"), pa.scalar(None, pa.string()))
        numbers: Any = pc.cast(text, pa.float64())
        column = numbers
    found = np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
    return np.where(np.abs(found) > LARGEST_NUMBER, np.nan, found)
