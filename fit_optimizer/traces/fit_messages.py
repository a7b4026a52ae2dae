"""The messages of a FIT file, decoded by fitdecode up to the first damage."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

import fitdecode  # type: ignore[import-untyped, unused-ignore]

DAMAGE = (
    fitdecode.FitError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    struct.error,
)
"""What fitdecode raises on bytes that are not what the definitions before them promise."""


def fit_messages(path: Path, losses: list[str]) -> Iterator[tuple[int, dict[int, Any]]]:
    """Every data message: its number in the profile, and fitdecode's fields by their numbers.

    Ends at the first damage. What is damaged or missing is added to `losses`, in sentences.
    """
    with path.open("rb") as handle:
        reader = fitdecode.FitReader(
            _Whole(handle),
            processor=None,
            check_crc=fitdecode.CrcCheck.READONLY,
            error_handling=fitdecode.ErrorHandling.IGNORE,
        )
        for frame in _frames(reader, os.fstat(handle.fileno()).st_size, losses):
            if isinstance(frame, fitdecode.FitCRC) and not frame.matched:
                losses.append("The file's checksum is wrong, so some values may be damaged.")
            if isinstance(frame, fitdecode.FitDataMessage):
                yield frame.global_mesg_num, _native_fields(frame)


def _frames(reader: Any, size: int, losses: list[str]) -> Iterator[Any]:
    """The reader's frames up to the first damage, of which a sentence is added to `losses`."""
    frames = iter(reader)
    offset = 0
    while True:
        try:
            frame = next(frames)
        except StopIteration:
            return
        except fitdecode.FitEOFError:
            losses.append("The file is cut short; the records before the cut were used.")
            return
        except DAMAGE:
            losses.append(
                f"The file is damaged after byte {offset} of {size}; the records before were used."
            )
            return
        offset = reader._read_offset
        yield frame


class _Whole:
    """A FIT file whose header promises as many bytes as there are.

    Devices write the size of the data last, so a recording that was never closed says 0.
    """

    def __init__(self, handle: BinaryIO) -> None:
        self._handle = handle
        header = bytearray(handle.read(12))
        if len(header) == 12 and header[4:8] == b"\0\0\0\0":
            header[4:8] = b"\xff\xff\xff\xff"
        self._header = bytes(header)

    def read(self, size: int) -> bytes:
        """The next `size` bytes, or as many as are left."""
        if self._header:
            start, self._header = self._header[:size], self._header[size:]
            return start
        return self._handle.read(size)


def _native_fields(frame: Any) -> dict[int, Any]:
    """Fields by their number in the profile; a developer's own fields are passed over."""
    fields: dict[int, Any] = {}
    for field in frame.fields:
        definition = field.field_def
        if definition is not None and definition.is_dev:
            continue
        number = definition.def_num if definition is not None else field.field.def_num
        fields.setdefault(number, field)
    return fields


def number(fields: dict[int, Any], field: int, *, raw: bool = False) -> float:
    """A field by its number in the profile, scaled or raw; NaN where it has no number."""
    if field not in fields:
        return float("nan")
    return as_float(fields[field].raw_value if raw else fields[field].value)


def as_float(value: object) -> float:
    """A number as it is, anything else as NaN."""
    return float(value) if isinstance(value, (int, float)) else float("nan")
