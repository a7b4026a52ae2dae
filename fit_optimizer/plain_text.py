"""Text from outside (names, keys, file names) made fit to be shown: one line, nothing that steers a terminal."""

from __future__ import annotations

import unicodedata
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
    """A value as it is quoted in a message: as Python writes it, plain and short."""
    try:
        text = repr(value)
    except ValueError:  # an integer of more digits than Python writes
        text = "a number of too many digits"
    except RecursionError:
        text = "lists or tables within each other"
    return shortened(plain(text), MOST_OF_A_VALUE)


def shortened(text: str, most: int = MOST_SHOWN) -> str:
    """The text, its middle left out where it is longer than `most` characters."""
    if len(text) <= most:
        return text
    end = most // 3
    return f"{text[: most - end - 5]} ... {text[-end:]}"


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
