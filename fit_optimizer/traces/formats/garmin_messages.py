"""The messages of a FIT file, decoded by fitdecode, and found again after damage."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TypeGuard

import fitdecode  # type: ignore[import-untyped, unused-ignore]

from fit_optimizer.traces.wording import counted

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

MOST_RESTARTS = 50
"""Damaged places after which reading goes on; a file with more is noise (a guess)."""

SEARCHED_BYTES = 1 << 18
"""How far past damage the next whole message is looked for (a guess: a lost flash block and more)."""

MOST_FIELDS = 2_000_000
"""Fields decoded of one file: 27 hours of records at one a second with all of their metrics (some
7 s)."""

RECORD, TIMESTAMP = 20, 253
LONGEST_PAUSE_S = 7 * 86_400
"""A time stamp further ahead than a week is doubted until others agree with it (a guess)."""

EARLIEST_TIME = 0x10000000
"""Smaller time stamps count from when the device was switched on (FIT profile, date_time)."""
Wanted = Mapping[int, tuple[int, ...]]
"""Numbers of the fields asked for, by the number of their message in the FIT profile."""

RECORD_DEFINITION = re.compile(rb"[\x40-\x4f\x60-\x6f]\x00(?:\x00\x14\x00|\x01\x00\x14)")
"""How the definition of a record message starts, in either byte order."""

FILLER = 256
"""Stands for the number of bytes that nobody asks for; the profile's numbers end at 255."""


def fit_messages(
    path: Path, wanted: Wanted, losses: list[str]
) -> Iterator[tuple[int, dict[int, Any]]]:
    """Every wanted message: its number in the profile, and fitdecode's fields by their numbers.

    `wanted` has the fields of each message that are asked for; others are not decoded. At damage the
    reading goes on at the next record that can be told for one. What is damaged or missing is added
    to `losses`, in sentences.
    """
    with path.open("rb") as handle:
        size = os.fstat(handle.fileno()).st_size
        good = _Good()
        restarts = decoded = 0
        stream = _Stream(handle, _whole_header(handle, size))
        while True:
            reader = _Reader(stream, wanted, decoded)
            damage = yield from _until_damage(reader, stream, good, losses)
            decoded = reader.count
            if damage is None:
                break
            if decoded >= MOST_FIELDS:
                losses.append("The file is very long; only its beginning was read.")
                break
            found = _next_message(handle, good) if restarts < MOST_RESTARTS else None
            if found is None:
                losses.append(
                    "The file is cut short; the records before the cut were used."
                    if isinstance(damage, fitdecode.FitEOFError)
                    else f"The file is damaged after byte {good.offset} of {size} and nothing "
                    "after it could be read."
                )
                break
            restarts += 1
            start = b"".join(good.definitions.values())
            good.offset, good.newest = found, {}
            handle.seek(found)
            stream = _Stream(handle, _header(len(start) + max(size - found - 2, 1)) + start)
        if restarts:
            losses.append(
                f"The file is damaged in {counted(restarts, 'place')}; what lay between was used."
            )


@dataclass
class _Good:
    """How far the file made sense: the end of the last message with a sensible time, and what it
    rested on."""

    offset: int = 12
    time: int | None = None
    definitions: dict[int, bytes] = field(default_factory=dict)
    layouts: dict[int, tuple[str, int]] = field(default_factory=dict)

    newest: dict[int, Any] = field(default_factory=dict)

    seen: int = 0
    agreeing: int = 0

    def follows(self, time: object) -> TypeGuard[int]:
        """Whether a time stamp goes on from the last sensible one.

        So does one that goes on from three others in a row, for then the last was not sensible.
        """
        if not isinstance(time, int) or time < EARLIEST_TIME:
            return False
        self.agreeing = self.agreeing + 1 if abs(time - self.seen) <= 60 else 0
        self.seen = time
        near = self.time is None or self.time - 60 <= time <= self.time + LONGEST_PAUSE_S
        return near or self.agreeing >= 3

    def keep(self, time: int, offset: int, defined: dict[int, Any]) -> None:
        """Remember a message with a sensible time.

        Definitions are trusted once a sensible message comes after the one that was read with
        them: a damaged definition spoils what follows it.
        """
        self.time, self.offset = time, offset
        if any(self.definitions.get(n) != each.chunk.bytes for n, each in self.newest.items()):
            self.definitions = {n: each.chunk.bytes for n, each in self.newest.items()}
            self.layouts = {
                n: layout
                for n, each in self.newest.items()
                if (layout := _layout(each)) is not None
            }
        self.newest = dict(defined)


class _Stream:
    """An open file with other bytes put before what is left of it."""

    def __init__(self, handle: BinaryIO, start: bytes) -> None:
        """Read `start`, then `handle` from where it stands."""
        self._handle = handle
        self._start = start

    def read(self, size: int) -> bytes:
        """The next `size` bytes, or fewer where one of the two parts ends."""
        if self._start:
            part, self._start = self._start[:size], self._start[size:]
            return part
        return self._handle.read(size)

    @property
    def offset(self) -> int:
        """How far the file itself has been read."""
        return self._handle.tell()


def _header(data_size: int) -> bytes:
    return struct.pack("<BBHI4s", 12, 0x10, 2132, data_size, b".FIT")


def _whole_header(handle: BinaryIO, size: int) -> bytes:
    """The file's first 12 bytes, mended where they say that nothing follows.

    Devices write the size of the data last, so a recording that was never closed says 0.
    """
    header = bytearray(handle.read(12))
    if size > 16 and header[4:8] == b"\0\0\0\0":
        header[4:8] = b"\xff\xff\xff\xff"
    return bytes(header)


class _Reader(fitdecode.FitReader):  # type: ignore[misc, unused-ignore]
    """fitdecode's reader, told to pass over what nobody asks for.

    A developer's fields are passed over by their sizes alone, so that neither an unknown developer
    nor a description that is missing, or that gives a size of 0, is taken for damage. So are the
    native fields of a size of 0, and those that nobody asks for (which also takes half the time).
    """

    def __init__(self, stream: _Stream, wanted: Wanted, count: int) -> None:
        super().__init__(
            stream,
            processor=None,
            check_crc=fitdecode.CrcCheck.READONLY,
            error_handling=fitdecode.ErrorHandling.IGNORE,
            keep_raw_chunks=True,
        )
        self.count = count
        self._wanted = wanted

    def _read_definition_message(self, header_chunk: Any, record_header: Any) -> Any:
        """A definition whose unwanted fields, side by side, are one filler each."""
        definition = super()._read_definition_message(header_chunk, record_header)
        self.count += len(definition.field_defs) + len(definition.dev_field_defs)
        asked = (TIMESTAMP, *self._wanted.get(definition.global_mesg_num, ()))
        kept: list[Any] = []
        for each in definition.all_field_defs:
            if not each.is_dev and each.def_num in asked and each.size > 0:
                kept.append(each)
            elif kept and kept[-1].def_num == FILLER:
                kept[-1].size += each.size
            elif each.size > 0:
                byte = fitdecode.types.BASE_TYPE_BYTE
                kept.append(fitdecode.types.FieldDefinition(None, FILLER, byte, each.size))
        definition.field_defs[:] = kept
        definition.dev_field_defs.clear()
        return definition

    def _add_dev_data_id(self, message: Any) -> None:
        """Nothing: developers' fields are passed over."""

    def _add_dev_field_description(self, message: Any) -> None:
        """Nothing: developers' fields are passed over."""


def _until_damage(
    reader: _Reader, stream: _Stream, good: _Good, losses: list[str]
) -> Generator[tuple[int, dict[int, Any]], None, Exception | None]:
    """Messages up to the first damage, which is returned; None where the file ends as it should.

    Bytes after a file whose checksum is right are not damage, whatever they are.
    """
    frames = iter(reader)
    ended_well = False
    while True:
        try:
            frame = next(frames)
        except StopIteration:
            return None
        except DAMAGE as damage:
            return None if ended_well and reader.last_header is None else damage
        if reader.count >= MOST_FIELDS:
            return OverflowError()
        if isinstance(frame, fitdecode.FitCRC):
            ended_well = frame.matched
            if not frame.matched:
                losses.append("The file's checksum is wrong, so some values may be damaged.")
        if isinstance(frame, fitdecode.FitDataMessage):
            reader.count += 1 + len(frame.fields)
            fields = _native_fields(frame)
            time = fields[TIMESTAMP].raw_value if TIMESTAMP in fields else None
            stamped = TIMESTAMP in fields and fields[TIMESTAMP].field_def is not None
            if stamped and frame.time_offset is not None:
                continue  # Two time stamps in one message: bytes out of step, not a message.
            if stamped and good.follows(time):
                good.keep(time, stream.offset, reader.local_mesg_defs)
            yield frame.global_mesg_num, fields


def _layout(definition: Any) -> tuple[str, int] | None:
    """Byte order and place of a record's time stamp in its bytes; None for other messages."""
    place = 1
    for each in definition.field_defs:
        if definition.global_mesg_num == RECORD and each.def_num == TIMESTAMP and each.size == 4:
            return f"{definition.endian}I", place
        place += each.size
    return None


def _next_message(handle: BinaryIO, good: _Good) -> int | None:
    """Where the next record, or definition of records, starts after the last sensible message."""
    handle.seek(good.offset)
    ahead = handle.read(SEARCHED_BYTES)
    matches = RECORD_DEFINITION.finditer(ahead, 1)
    starts = (match.start() for match in matches if _defines_record(ahead[match.start() :][:800]))
    definition = next(starts, None)
    end = len(ahead) if definition is None else definition
    for place in range(1, end if good.layouts else 0):
        layout = good.layouts.get(ahead[place])
        if layout is not None and place + layout[1] + 4 <= len(ahead):
            (time,) = struct.unpack_from(layout[0], ahead, place + layout[1])
            if good.time is not None and good.time <= time <= good.time + 3600:
                return good.offset + place
    return None if definition is None else good.offset + definition


def _defines_record(start: bytes) -> bool:
    """Whether bytes that look like a record's definition have its fields, a time stamp included."""
    if len(start) < 6 or len(start) < 6 + 3 * start[5]:
        return False
    fields = [start[6 + 3 * n : 9 + 3 * n] for n in range(start[5])]
    return b"\xfd\x04\x86" in fields and all(each[1] > 0 for each in fields)


def _native_fields(frame: Any) -> dict[int, Any]:
    """Fields by their number in the profile; a developer's own fields are passed over."""
    fields: dict[int, Any] = {}
    for sent in frame.fields:
        definition = sent.field_def
        if definition is not None and definition.is_dev:
            continue
        place = definition.def_num if definition is not None else sent.field.def_num
        fields.setdefault(place, sent)
    return fields


def number(fields: dict[int, Any], number: int, *, raw: bool = False) -> float:
    """A field by its number in the profile, scaled or raw; NaN where it has no number."""
    if number not in fields:
        return float("nan")
    return as_float(fields[number].raw_value if raw else fields[number].value)


def as_float(value: object) -> float:
    """A number as it is, anything else as NaN."""
    return float(value) if isinstance(value, (int, float)) else float("nan")
