"""Finished rows of a sweep under way, on disk: an SQLite file beside the results."""

from __future__ import annotations

import io
import json
import math
import os
import sqlite3
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import UnionType
from typing import TypedDict

import numpy as np

from fit_optimizer.files import check_regular
from fit_optimizer.plain_text import shown
from fit_optimizer.sweep.columns import Cell, Column, Kind
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.plan import SweepDescription
from fit_optimizer.sweep.rows import Answer, Curves

_HELD: dict[Kind, type | UnionType] = {"whole": int, "number": int | float, "text": str}
_TYPES = {"whole": "INTEGER", "number": "REAL", "text": "TEXT"}
_CHECKSUM = "pedalfit_crc"
"""A column of each row's checksum: SQLite does not notice a byte that the disk has changed."""


class Owner(TypedDict):
    """What must be the same for rows to belong together: the sweep, the packages, the curves' file."""

    plan: SweepDescription
    versions: dict[str, str]
    curves: str | None


class Journal:
    """Rows by their index, each kept once and whole, in whatever order they come.

    A row is on disk when `add` returns: killed at any point, the journal holds all rows added and
    no part of another. One process at a time may have it open.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, columns: Sequence[Column]):
        self.path = path
        self._connection = connection
        self._columns = columns
        marks = ", ".join("?" * (len(columns) + 1))
        self._insert = f"INSERT OR IGNORE INTO rows VALUES ({marks})"

    def add(self, answer: Answer) -> None:
        """Keep a row and its curves."""
        self.add_all([answer])

    def add_all(self, answers: Iterable[Answer]) -> None:
        """Keep rows and their curves, all of them or none. Raises SweepError where the file is gone."""
        if not os.path.lexists(self.path):  # SQLite would go on in what has no name any more
            raise SweepError(
                f"{self.path} was removed while the sweep ran, and the finished rows with it: the same "
                "command begins anew"
            )
        with _errors(self.path), self._connection:
            for answer in answers:
                cells = self._cells(answer)
                self._connection.execute(self._insert, [*cells, _checksum(cells)])
                if answer.curves is not None:
                    kept = [answer.row, _packed(answer.curves)]
                    self._connection.execute("INSERT OR IGNORE INTO curves VALUES (?, ?)", kept)

    def _cells(self, answer: Answer) -> list[Cell]:
        unknown = answer.cells.keys() - {c.name for c in self._columns}
        if unknown:
            raise SweepError(f"{min(unknown)} is no column of this sweep's results")
        cells = [answer.cells.get(column.name) for column in self._columns]
        for column, cell in zip(self._columns, cells, strict=True):
            if cell is not None and not isinstance(cell, _HELD[column.kind]):
                raise SweepError(
                    f"{column.name} is {shown(cell)}, which no {column.kind} column holds"
                )
        return [_as_kept(cell, column) for cell, column in zip(cells, self._columns, strict=True)]

    def forget(self, statuses: Sequence[str]) -> None:
        """Drop the rows of some statuses, which are to be computed again."""
        marks = ", ".join("?" * len(statuses))
        with _errors(self.path), self._connection:
            self._connection.execute(f"DELETE FROM rows WHERE status IN ({marks})", [*statuses])

    def missing(self, count: int) -> Iterator[int]:
        """Indices below `count` of which there was no row when this was called."""
        gaps, start = [], 0
        with _errors(self.path):
            for (done,) in self._connection.execute("SELECT row FROM rows ORDER BY row"):
                if done > start:
                    gaps.append(range(start, done))
                start = done + 1
        gaps.append(range(start, count))
        return (index for gap in gaps for index in gap)

    def rows_done(self) -> int:
        """How many rows there are."""
        with _errors(self.path):
            return int(self._connection.execute("SELECT count(*) FROM rows").fetchone()[0])

    def statuses(self) -> dict[str, int]:
        """How many rows there are of each status."""
        with _errors(self.path):
            query = "SELECT status, count(*) FROM rows GROUP BY status ORDER BY status"
            return dict(self._connection.execute(query).fetchall())

    def batches(self, size: int) -> Iterator[list[tuple[Cell, ...]]]:
        """All rows by index, so many at a time, cells in the order of the columns.

        Rows that the disk has changed are dropped. Raises SweepError after the others, if there were any.
        """
        damaged: list[int] = []
        with _errors(self.path):
            cursor = self._connection.execute("SELECT rowid, * FROM rows ORDER BY row")
            while found := cursor.fetchmany(size):
                whole = [cells for _, *cells in found if cells[-1] == _checksum(cells[:-1])]
                damaged += [row for row, *cells in found if cells[-1] != _checksum(cells[:-1])]
                yield [tuple(cells[:-1]) for cells in whole]
        self._drop(damaged)

    def _drop(self, rows: Sequence[int]) -> None:
        """Forget rows that are damaged, so that they are computed again; raises SweepError if there are any."""
        if rows:
            with _errors(self.path), self._connection:
                for table in ("rows", "curves"):
                    query = f"DELETE FROM {table} WHERE rowid = ?"
                    self._connection.executemany(query, [[row] for row in rows])
            raise SweepError(
                f"{len(rows)} rows of {self.path} were damaged on the disk and are dropped: the same "
                "command computes them again"
            )

    def curves(self, low: int, high: int) -> dict[int, Curves]:
        """Curves kept of the rows in [low, high). Raises SweepError where the disk has changed some."""
        with _errors(self.path):
            query = "SELECT row, curves FROM curves WHERE row >= ? AND row < ?"
            found = self._connection.execute(query, [low, high]).fetchall()
        unpacked = {row: _unpacked(blob) for row, blob in found}
        self._drop([row for row, curves in unpacked.items() if curves is None])
        return {row: curves for row, curves in unpacked.items() if curves is not None}

    def rows_between(self, low: int, high: int) -> int:
        """How many rows with indices in [low, high) there are."""
        with _errors(self.path):
            query = "SELECT count(*) FROM rows WHERE row >= ? AND row < ?"
            return int(self._connection.execute(query, [low, high]).fetchone()[0])

    def forget_curves(self, low: int, high: int) -> None:
        """Drop curves that have been written where they belong."""
        with _errors(self.path), self._connection:
            query = "DELETE FROM curves WHERE row >= ? AND row < ?"
            self._connection.execute(query, [low, high])

    def curves_waiting(self) -> list[int]:
        """Indices of the rows whose curves are still here."""
        with _errors(self.path):
            found = self._connection.execute("SELECT row FROM curves ORDER BY row").fetchall()
        return [row for (row,) in found]


@contextmanager
def open_journal(path: Path, owner: Owner, columns: Sequence[Column]) -> Iterator[Journal]:
    """Open a sweep's journal, made where there is none.

    `owner` is what must be the same for rows to belong together. Raises SweepError where the
    journal is another sweep's, is in use, cannot be read or cannot be written.
    """
    connection = _connect(path)
    try:
        with _errors(path), connection:
            fields = ", ".join(
                f'"{c.name}" {_TYPES[c.kind]}{" PRIMARY KEY" if c.name == "row" else ""}'
                for c in columns
            )
            connection.execute("CREATE TABLE IF NOT EXISTS owner (text TEXT)")
            text = json.dumps(owner, sort_keys=True)
            found = connection.execute("SELECT text FROM owner").fetchone()
            if found is None:
                connection.execute("INSERT INTO owner VALUES (?)", [text])
                connection.execute(f"CREATE TABLE rows ({fields}, {_CHECKSUM} INTEGER)")
                connection.execute("CREATE TABLE curves (row INTEGER PRIMARY KEY, curves BLOB)")
            elif found[0] != text:
                raise SweepError(_another(path, _owner_of(found[0]), owner))
            elif _CHECKSUM not in _names(connection):
                raise SweepError(
                    f"{path} was begun by an older pedalfit: finish it with that, or remove it"
                )
        yield Journal(path, connection, columns)
    finally:
        connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    try:
        check_regular(path, "journal of a sweep", SweepError)
    except FileNotFoundError:
        pass
    except IsADirectoryError:
        raise SweepError(f"{path} is a folder, not a journal of a sweep") from None
    with _errors(path):
        connection = sqlite3.connect(path, timeout=1)
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            with connection:
                connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            connection.close()
            raise
    return connection


def _packed(curves: Curves) -> bytes:
    file = io.BytesIO()
    np.savez(file, **curves)  # type: ignore[arg-type]
    return file.getvalue()


def _unpacked(blob: bytes) -> Curves | None:
    """The curves of a row; None where they are damaged, which their own checksums tell."""
    try:
        with np.load(io.BytesIO(blob), allow_pickle=False) as file:
            return {name: file[name] for name in file.files}
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, TypeError, OSError, EOFError):
        return None


def _as_kept(cell: Cell, column: Column) -> Cell:
    """A cell as SQLite gives it back."""
    if cell is None or column.kind != "number":
        return cell
    value = float(cell) + 0.0  # it knows no negative zero
    return None if math.isnan(value) else value


def _checksum(cells: Sequence[Cell]) -> int:
    return zlib.crc32(repr([*cells]).encode("utf-8", "backslashreplace"))


def _owner_of(text: str) -> Owner | dict[str, None]:
    """What a journal says of its sweep; nothing where that is damaged."""
    try:
        found = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _names(connection: sqlite3.Connection) -> list[str]:
    return [name for _, name, *_ in connection.execute("PRAGMA table_info(rows)")]


def _another(path: Path, found: Owner | dict[str, None], owner: Owner) -> str:
    old, new = found.get("versions") or {}, owner["versions"]
    if found.get("plan") == owner["plan"] and old != new:
        package = next(p for p in new if old.get(p) != new[p])
        return (
            f"{path} was begun with {package} {old.get(package)}, and this is {new[package]}: "
            "finish it with the same, or remove it"
        )
    if found.get("plan") == owner["plan"]:
        return f"{path} was begun with {found.get('curves') or 'no'} --curves: keep to that"
    return f"{path} holds the rows of another sweep: remove it or choose another --out"


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    """What SQLite has against the file, as a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        if "locked" in text:
            reason = "another sweep is writing it"
        elif "not a database" in text:
            reason = "it is not the journal of a sweep"
        elif "malformed" in text or "decode" in text:
            reason = "it is damaged: remove it, and sweep again"
        else:
            reason = f"{text}; finished rows are kept in it, and the same command goes on"
        raise SweepError(f"{path} cannot be used: {reason}") from None
