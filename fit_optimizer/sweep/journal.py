"""Finished rows of a sweep under way, on disk: an SQLite file beside the results."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import UnionType
from typing import TypedDict

import numpy as np

from fit_optimizer.plain_text import shown
from fit_optimizer.sweep.columns import Cell, Column, Kind
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.plan import SweepDescription
from fit_optimizer.sweep.rows import Answer, Curves

_HELD: dict[Kind, type | UnionType] = {"whole": int, "number": int | float, "text": str}
_TYPES = {"whole": "INTEGER", "number": "REAL", "text": "TEXT"}


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
        marks = ", ".join("?" * len(columns))
        self._insert = f"INSERT OR IGNORE INTO rows VALUES ({marks})"

    def add(self, answer: Answer) -> None:
        """Keep a row and its curves."""
        self.add_all([answer])

    def add_all(self, answers: Iterable[Answer]) -> None:
        """Keep rows and their curves, all of them or none."""
        with _errors(self.path), self._connection:
            for answer in answers:
                self._connection.execute(self._insert, self._cells(answer))
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
        return cells

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
        """All rows by index, so many at a time, cells in the order of the columns."""
        with _errors(self.path):
            cursor = self._connection.execute("SELECT * FROM rows ORDER BY row")
            while batch := cursor.fetchmany(size):
                yield batch

    def curves(self, low: int, high: int) -> dict[int, Curves]:
        """Curves kept of the rows in [low, high)."""
        with _errors(self.path):
            query = "SELECT row, curves FROM curves WHERE row >= ? AND row < ?"
            found = self._connection.execute(query, [low, high]).fetchall()
        return {row: _unpacked(blob) for row, blob in found}

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
                connection.execute(f"CREATE TABLE rows ({fields})")
                connection.execute("CREATE TABLE curves (row INTEGER PRIMARY KEY, curves BLOB)")
            elif found[0] != text:
                raise SweepError(_another(path, json.loads(found[0]), owner))
        yield Journal(path, connection, columns)
    finally:
        connection.close()


def _connect(path: Path) -> sqlite3.Connection:
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


def _unpacked(blob: bytes) -> Curves:
    with np.load(io.BytesIO(blob), allow_pickle=False) as file:
        return {name: file[name] for name in file.files}


def _another(path: Path, found: Owner, owner: Owner) -> str:
    old, new = found.get("versions", {}), owner["versions"]
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
        else:
            reason = f"{text}; finished rows are kept in it, and the same command goes on"
        raise SweepError(f"{path} cannot be used: {reason}") from None
