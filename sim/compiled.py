"""Compiled libraries of this package, opened where they were built for this installation."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

from rider_models.arrays import Array, Indices

SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
"""Ending of a library's file on this platform."""


def opened(path: Path, layout_of: str, layout: int) -> ctypes.CDLL | None:
    """The library of a file, or None where none was built or it was built for other structures.

    `layout_of` is its function that says which number of structures it was built for.
    """
    try:
        library = ctypes.CDLL(str(path))
        fits = getattr(library, layout_of)() == layout
    except (OSError, AttributeError):
        return None
    return library if fits else None


def address_of(values: Array | Indices) -> int:
    """Return where the numbers of an array lie in memory, for a library that reads them there."""
    address: int = values.__array_interface__["data"][0]
    return address
