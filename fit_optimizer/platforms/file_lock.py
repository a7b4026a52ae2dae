"""A file held by one process alone: `flock` on POSIX, a locked byte on Windows (untried)."""

from __future__ import annotations

import sys
from typing import BinaryIO


def held_alone(file: BinaryIO) -> bool:
    """Whether this process now holds the open file; the hold ends when the file is closed.

    Raises OSError where the file system knows no locks.
    """
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415

        place = file.tell()
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        finally:
            file.seek(place)
        return True

    import fcntl  # noqa: PLC0415

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


_LOCKED_BYTE = 2**31 - 1
"""Windows refuses others a locked byte for reading too: one that no file of this project reaches."""
