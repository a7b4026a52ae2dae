"""A journal of trials whose every line carries a checksum: damage is found, and no other result comes of it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock

from rider_models.errors import PedalfitError

CHECKSUM = "pedalfit_crc"
MOST_BYTES_OF_A_LINE = 1_000_000
"""Longest line that is read: fifty times a trial with its evaluation."""
START = b'{"op_code"'
"""What every line of Optuna's journals begins with."""


class StorageError(PedalfitError):
    """A storage of trials that cannot be reached, read or written."""


class _HeldAlready(JournalFileOpenLock):
    """A lock that makes no file: who opens the journal holds it alone, and a kill between a lock file's renaming and
    its removal leaves one that nothing removes."""

    def acquire(self) -> bool:
        """True, for the journal is held."""
        return True

    def release(self) -> None:
        """Nothing, for the journal stays held."""


class CheckedJournal(JournalFileBackend):
    """Optuna's journal, each line with a checksum of itself and of all lines before it; its file is to be held alone.

    Optuna passes over what it does not know of a line, so its own tools read the journal as ever.
    """

    def __init__(self, path: Path, checksum: int) -> None:
        """Open the journal of which the last line has this checksum (of `checked`)."""
        super().__init__(str(path), _HeldAlready(str(path)))
        self._last = checksum

    def append_logs(self, logs: list[dict[str, Any]]) -> None:
        """Write operations, on the disk when this returns."""
        signed = []
        for log in logs:
            self._last = _checksum(log, self._last)
            signed.append({**log, CHECKSUM: self._last})
        super().append_logs(signed)


def checked(path: Path) -> int:
    """The checksum of the last line of a journal, each line held against its own.

    What a kill or a full disk left of a last line is cut off, or Optuna could not read the journal
    again. Raises StorageError, the file untouched, where a line is damaged or not of a journal of
    pedalfit's.
    """
    checksum, whole, torn = 0, 0, False
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MOST_BYTES_OF_A_LINE):
            number += 1
            if not line.startswith(START[: len(line)]):
                raise _damaged(path, number)
            if not line.endswith(b"\n"):
                if file.read(1):
                    raise _damaged(path, number)
                torn = True
                break
            checksum = _next(path, number, line, checksum)
            whole += len(line)
    if torn:
        os.truncate(path, whole)
    return checksum


def _next(path: Path, number: int, line: bytes, checksum: int) -> int:
    try:
        log = json.loads(line)
        found = log.pop(CHECKSUM)
        wanted = _checksum(log, checksum)
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise _damaged(path, number) from None
    if found != wanted:
        raise _damaged(path, number)
    return wanted


def _checksum(log: Mapping[str, object], before: int) -> int:
    return crc32(json.dumps(log, separators=(",", ":")).encode(), before)


def _damaged(path: Path, number: int) -> StorageError:
    if number == 1:
        return StorageError(f"{path} is not a journal of pedalfit fit")
    return StorageError(
        f"the journal {path} is damaged on line {number}, or another program wrote there: take it from "
        "a copy, or remove it and search again"
    )
