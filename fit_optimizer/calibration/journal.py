"""What a search has computed so far, noted so that it can be interrupted and go on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from zlib import crc32

import numpy as np

from fit_optimizer.files import read_text, write_json
from rider_models.arrays import Array
from rider_models.errors import PedalfitError

JOURNAL_SCHEMA = "pedalfit.journal/3"
MOST_BYTES = 50_000_000
"""Largest journal: of a calibration to a film and a recording it has a few MB (a guess)."""


class JournalError(PedalfitError):
    """A journal of an interrupted search that belongs to another search or cannot be read."""


class NotedResiduals:
    """Residuals of candidates, a batch at a time on a pool, taken from the journal where it has them.

    A search that asks the same batches in the same order comes to where it was interrupted without
    computing anything again. `fingerprint` tells what the search is of.
    """

    def __init__(
        self,
        residuals: Callable[[Array], Array],
        pool: Executor,
        path: Path | None,
        fingerprint: str,
    ) -> None:
        """Read the journal, if there is one. Raises JournalError."""
        self._residuals = residuals
        self._pool = pool
        self._path = path
        self._key = hashlib.sha256(fingerprint.encode()).hexdigest()
        self._noted = self._read()
        self._asked = 0

    def __call__(self, candidates: list[Array]) -> list[Array]:
        """Residuals (m,) of every candidate. Raises JournalError."""
        if self._asked == len(self._noted):
            found = list(self._pool.map(self._residuals, candidates))
            self._noted.append([one.tolist() for one in found])
            self._write()
        batch = self._noted[self._asked]
        if len(batch) != len(candidates):
            raise self._of_another()
        self._asked += 1
        return [np.array(one, dtype=np.float64) for one in batch]

    def _read(self) -> list[list[list[float]]]:
        if self._path is None or not self._path.exists():
            return []
        text = read_text(self._path, "journal of a search", JournalError, MOST_BYTES)
        try:
            document = json.loads(text)
            schema, key, noted = document["schema"], document["key"], document["residuals"]
            if schema == JOURNAL_SCHEMA and document["crc"] != _checksum(noted):
                raise ValueError
        except (ValueError, KeyError, TypeError, RecursionError):
            raise JournalError(
                f"{self._path} is no journal of a search, or damaged: remove it, and all is computed again"
            ) from None
        if schema != JOURNAL_SCHEMA or key != self._key:
            raise self._of_another()
        return list(noted)

    def _write(self) -> None:
        if self._path is not None:
            document = {
                "schema": JOURNAL_SCHEMA,
                "key": self._key,
                "crc": _checksum(self._noted),
                "residuals": self._noted,
            }
            write_json(self._path, document)

    def _of_another(self) -> JournalError:
        return JournalError(f"{self._path} belongs to another search: remove it or write elsewhere")


def _checksum(noted: list[list[list[float]]]) -> int:
    """Of what was noted, as it is written: a digit that the disk has changed would change the result."""
    return crc32(json.dumps(noted).encode())
