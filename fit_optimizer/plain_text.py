"""Text from outside (names, keys, file names) made fit to be shown: one line, nothing that steers a terminal."""

from __future__ import annotations

import datetime
import json
import unicodedata
from collections.abc import Sequence
from typing import Any

MOST_SHOWN = 400
"""Longest message (characters): five lines of a terminal of 80 columns."""
MOST_OF_A_VALUE = 60
"""Longest value quoted within a message (characters)."""
_HIDDEN = frozenset(("Cc", "Cs", "Zl", "Zp"))
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of what stands after them (Unicode Standard Annex 9)."""


def plain(text: str) -> str:
    """The text with its control, line-breaking and direction-turning characters written out.

    An escape sequence becomes the harmless `\\x1b[31m`, a byte of a file name that is no UTF-8 the
    `\\xff` that it is, so what is shown can neither steer a terminal nor break out of its line.
    """
    if text.isprintable():
        return text
    return "".join(_written_out(sign) if _is_hidden(sign) else sign for sign in text)


def shown(value: Any) -> str:
    """A value as it is quoted in a message: as TOML and JSON write it, plain and short."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.date | datetime.time):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return f"{value:.0f}"
    try:
        of_python = not isinstance(value, list | dict | None)
        text = repr(value) if of_python else json.dumps(value, ensure_ascii=False, default=str)
    except ValueError:  # an integer of more digits than Python writes
        text = "a number of too many digits"
    except RecursionError:
        text = "lists or tables within each other"
    return shortened(plain(text), MOST_OF_A_VALUE)


def in_words(complaint: Any) -> str:
    """What a table's check (one of pydantic's `errors()`) finds wrong, and what is wanted instead."""
    limits = complaint.get("ctx", {})
    wanted = _WANTED.get(complaint["type"])
    if wanted is not None:
        return wanted.format(**{name: shown(value) for name, value in limits.items()})
    said = str(complaint["msg"]).removeprefix("Value error, ")
    return said[:1].lower() + said[1:]


_WANTED = {
    "string_type": "a text is wanted",
    "float_type": "a number is wanted",
    "float_parsing": "a number is wanted",
    "finite_number": "a finite number is wanted",
    "int_type": "a whole number is wanted",
    "int_from_float": "a whole number is wanted",
    "int_parsing": "a whole number is wanted",
    "bool_type": "true or false is wanted",
    "list_type": "a list is wanted",
    "tuple_type": "a list is wanted",
    "dict_type": "a table is wanted",
    "model_type": "a table is wanted",
    "model_attributes_type": "a table is wanted",
    "greater_than": "allowed is more than {gt}",
    "greater_than_equal": "allowed is {ge} or more",
    "less_than": "allowed is less than {lt}",
    "less_than_equal": "allowed is up to {le}",
    "too_short": "at least {min_length} of it is wanted",
    "too_long": "at most {max_length} of it are allowed",
}
"""Words for the checks of tables, by pydantic's name for what is wrong."""


def shortened(text: str, most: int = MOST_SHOWN) -> str:
    """The text, its middle left out where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    end = most // 3
    return f"{text[: most - end - 5]} ... {text[-end:]}"


def without_secret(address: str) -> str:
    """The address of a database or a machine, without what may be a password, however it is malformed."""
    scheme, separator, rest = address.partition("://")
    place = rest.rpartition("@")[2].partition("?")[0]
    hidden = "***@" if "@" in rest else ""
    return f"{scheme}{separator}{hidden}{place}" if separator else address.rpartition("@")[2]


def any_of(words: Sequence[str]) -> str:
    """Words of which one is meant: `FIT, TCX or CSV`."""
    return f"{', '.join(words[:-1])} or {words[-1]}"


def plain_document(document: Any) -> Any:
    """A JSON document with every text in it, keys included, made plain."""
    if isinstance(document, str):
        return plain(document)
    if isinstance(document, list):
        return [plain_document(one) for one in document]
    if isinstance(document, dict):
        return {plain_document(key): plain_document(value) for key, value in document.items()}
    return document


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in _HIDDEN or sign in _TURNING


def _written_out(sign: str) -> str:
    code = ord(sign)
    if 0xDC80 <= code <= 0xDCFF:  # how Python carries a byte that is no UTF-8
        code -= 0xDC00
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
