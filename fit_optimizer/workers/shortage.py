"""Telling a passing lack of memory or room from an error of what was computed."""

from __future__ import annotations

import errno
from concurrent.futures import BrokenExecutor, CancelledError

_OF_THE_MACHINE = frozenset(
    (
        *(errno.ENOMEM, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO),
        *(errno.EMFILE, errno.ENFILE, errno.EAGAIN),
    )
)
"""What the machine lacks, whoever asks: memory, room on a disk, open files, processes."""
_SAID_WITHOUT_A_NUMBER = (
    "No usable temporary directory",  # tempfile: every folder for temporary files is full or gone
    "can't start new thread",
    "failed to map segment",  # the dynamic linker, of a library that it has no memory for
    "Cannot allocate memory",
)


def is_shortage(error: BaseException) -> bool:
    """Whether an error says that the machine lacks something just now, which trying again may cure."""
    if isinstance(error, MemoryError):
        return True
    if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        return True
    return isinstance(error, OSError | RuntimeError | ImportError) and any(
        said in str(error) for said in _SAID_WITHOUT_A_NUMBER
    )


def is_loss(error: BaseException) -> bool:
    """Whether an error says that the worker or the cluster is gone that computed something."""
    gone = isinstance(error, BrokenExecutor | CancelledError | ConnectionError)
    return gone or type(error).__name__ in _DASKS


_DASKS = ("KilledWorker", "FutureCancelledError", "CommClosedError", "FutureLostError")
"""By name, for Dask is not always installed."""


def in_words(error: BaseException) -> str:
    """What went wrong, without a library's internals."""
    if isinstance(error, MemoryError):
        return "there is not memory enough"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    if is_loss(error):
        return "they died at work"
    return next((said for said in _SAID_WITHOUT_A_NUMBER if said in str(error)), "they died")
