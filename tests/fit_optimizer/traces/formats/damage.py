"""Damaged files: a seed and a whole file give the same damaged one each time."""

from __future__ import annotations

import random
from pathlib import Path

from fit_optimizer.plain_text import plain
from fit_optimizer.traces import TraceError, group_in_bins, read_measured, read_trace

LONGEST_MESSAGE = 300

INSERTED = (
    b"\x1b[31m\x07\r\n",
    b"NaN",
    b"1e999",
    b"-1",
    b"9" * 5000,
    b"[" * 600,
    b"{" * 600,
    b"<a>" * 600,
    b"<!--",
    b"<!DOCTYPE a>",
    b"\xef\xbb\xbf",
    b"\0",
    b'"',
    b",",
    b";",
    b"0,5",
    b"\xff\xfe",
    b"\xe2\x80\xae",
    b"--",
    b"null",
)


def damaged(whole: bytes, seed: int) -> bytes:
    """The file with one to four damages: bytes changed, cut, doubled, left out or put in."""
    chance = random.Random(seed)
    data = bytearray(whole)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(max(len(data), 1))
        length = chance.choice((1, 1, 2, 7, 40, 300))
        kind = chance.randrange(7)
        if kind == 0:
            data[place : place + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            data[place : place + length] = chance.randbytes(length)
        elif kind == 2:
            del data[place : place + length]
        elif kind == 3:
            data[place:place] = data[place : place + length]
        elif kind == 4:
            data[place:place] = chance.choice(INSERTED)
        elif kind == 5:
            place = _digit_after(data, place)
            data[place : place + 1] = chance.choice((b"", b"e", b".", b"9" * 30, b"-", b"x"))
        elif chance.random() < 0.4:
            del data[place:]
    return bytes(data)


def _digit_after(data: bytearray, place: int) -> int:
    return next((n for n in range(place, len(data)) if 48 <= data[n] <= 57), place)


def is_one_short_line(text: str) -> bool:
    return len(text) <= LONGEST_MESSAGE and text == plain(text)


def read_or_one_sentence(path: Path) -> str:
    """What is said of a file where it is refused; anything but a reading or a sentence fails."""
    said = ""
    try:
        _read(path)
    except TraceError as error:
        said = str(error)
    assert is_one_short_line(said), said
    assert not said or said.endswith((".", "?")), said
    return said


def _read(path: Path) -> None:
    trace = read_trace(path, 172.5)
    if trace.recording is not None:
        table = group_in_bins(trace.recording, fewest_records=1)
        assert table.used + sum(table.left_out.values()) == table.records
        assert is_one_short_line(trace.recording.device)
    assert all(is_one_short_line(each) for each in trace.losses)
    read_measured(path, 172.5, to_compare=False)
