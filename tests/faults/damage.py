"""Damaged texts, made from a whole one by a seed."""

import json
import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LONGEST_S = 10.0
"""CPU time that an input may take, whatever it holds."""
MOST_MEMORY = 1_000_000_000
"""Bytes that reading an input may take beyond what the process has."""

HOSTILE = (
    *("true", '"40"', "nan", "-inf", "1e999", "-0", "0x" + "f" * 400, "9" * 5000, "[]", "{}", '""'),
    *(
        "null",
        "1,5",
        "1979-05-27",
        "'\x1b[31m'",
        '"\\u0000"',
        '"\\ud800"',
        "\x00",
        "\ufeff",
        "\u202e",
    ),
    *(
        "[" * 400,
        "{" * 400,
        "a." * 300 + "a",
        "<html>",
        "#" * 2000,
        '"""',
        "\r\n" * 50,
        "é",
        "\udcff",
    ),
    *("{ left = 1 }", "{ left = 1, right = 2 }", "{ low = 1, high = 1e308 }", "1e-300", "1e308"),
)
"""What stands for a value, or anywhere."""
WELL_FORMED = (
    *("true", "[]", "{}", '""', '"x"', '"40"', "[1, 2]", "[[[[]]]]", '"\\u0000\\u001b[31m"'),
    *("0", "-1", "-20", "0.001", "3.7", "5", "170", "720", "100000", "1e9", "-1e9"),
    *("1e308", "-1e308", "1e-300", "9" * 30, '"<script>"', f'"{"n" * 5000}"'),
)
"""What TOML and JSON alike take for a value, so that what is behind the parser meets it too."""


def damaged(text: str, chance: random.Random) -> bytes:
    """The text with one to three wounds; every other one is well formed, with one or two other values."""
    if chance.random() < 0.5:
        for _ in range(chance.randint(1, 2)):
            text = _with_another(text, VALUE, chance.choice(WELL_FORMED), chance)
        return text.encode()
    for _ in range(chance.randint(1, 3)):
        text = _wounded(text, chance)
    return text.encode("utf-8", "surrogateescape")


VALUE = re.compile(r"(?<=[:=,\[])\s*(-?\d+(?:\.\d+)?|\"[^\"]*\")(?!\s*:)")
"""A number or a text where a value stands, and no key."""
CELL = re.compile(r"([^\t,;\r\n\"<>]+)")
"""What stands in a cell of a table, or between the tags of an XML file."""
IN_CELLS = (
    *("", "0", "-1", "-20", "0.001", "3.7", "720", "100000", "1e9", "-1e9", "1e308", "-1e308"),
    *("1e-300", "nan", "inf", "-", "true", "x", "1:02", "2026-11-27", "9" * 30, "é", "right"),
)
"""What a cell is read as without its table losing its shape."""


def _with_another(text: str, place: re.Pattern[str], new: str, chance: random.Random) -> str:
    """The text with one value replaced: the first that is found from a random place on."""
    found = place.search(text, chance.randrange(len(text) + 1)) or place.search(text)
    return text if found is None else text[: found.start(1)] + new + text[found.end(1) :]


def damaged_cells(text: str, chance: random.Random) -> bytes:
    """The text with one to three cells that hold something else; columns and rows stay as many."""
    for _ in range(chance.randint(1, 3)):
        text = _with_another(text, CELL, chance.choice(IN_CELLS), chance)
    return text.encode("utf-8", "surrogateescape")


def damaged_fields(text: str, chance: random.Random) -> bytes:
    """A JSON document with one or two fields that hold something else, or are left out.

    Each field is as likely as another, however many numbers a curve has: what few values say decides more.
    """
    document = json.loads(text)
    for _ in range(chance.randint(1, 2)):
        fields = list(_fields(document, chance))
        if not fields:
            break
        holder, key = chance.choice(fields)
        if chance.random() < 0.2:
            del holder[key]
        else:
            holder[key] = json.loads(chance.choice(WELL_FORMED))
    return json.dumps(document).encode()


def _fields(value: Any, chance: random.Random) -> Iterator[tuple[Any, Any]]:
    """Where each field stands (a table or list, and the key in it): of a list any one member."""
    keys = (
        list(value) if isinstance(value, dict) else [chance.randrange(len(value))] if value else []
    )
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _fields(value[key], chance)


def _wounded(text: str, chance: random.Random) -> str:
    kind = chance.randrange(7)
    at = chance.randrange(len(text) + 1)
    if kind == 0:
        return text[:at]
    if kind == 1:
        return text[:at] + chance.choice(HOSTILE) + text[at:]
    if kind == 2:
        return (
            text[:at]
            + chr(chance.choice([0, 9, 27, 34, 61, 91, 93, 123, 255, 8238]))
            + text[at + 1 :]
        )
    lines = text.splitlines(keepends=True) or [""]
    line = chance.randrange(len(lines))
    if kind == 3:
        del lines[line]
    elif kind == 4:
        lines.insert(chance.randrange(len(lines) + 1), lines[line])
    else:
        values = [*re.finditer(r"-?\d+(\.\d+)?|\"[^\"]*\"", lines[line])]
        if values:
            found = chance.choice(values)
            new = chance.choice(HOSTILE)
            lines[line] = lines[line][: found.start()] + new + lines[line][found.end() :]
    return "".join(lines)


MANY = 200
"""Of fewer damaged inputs all may be read, or none."""


def assert_some_read_and_some_refused(told: list[str]) -> None:
    """Of many damaged inputs some are read (told "") and some refused: else what stands behind a reader met none."""
    assert ("" in told and any(told)) or len(told) < MANY


@contextmanager
def bounded() -> Iterator[None]:
    """What is done within takes at most `LONGEST_S` and `MOST_MEMORY`, as the kernel counts them."""
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew at what is held now
    held, began = _resident("VmRSS"), time.process_time()
    try:
        yield
    finally:
        took, peak = time.process_time() - began, _resident("VmHWM")
        assert took < LONGEST_S
        assert peak - held < MOST_MEMORY


def _resident(which: str) -> int:
    """Memory of this process (bytes): `VmRSS` is what it holds, `VmHWM` the most that it has held."""
    found = re.search(rf"{which}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return 1024 * int(found[1])
