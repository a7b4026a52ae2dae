"""The first bytes of a file: enough to tell its format, or why it cannot be read."""

from __future__ import annotations

import contextlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from fit_optimizer.traces.recording import TraceError
from fit_optimizer.traces.wording import LONGEST_NAME, shown

LARGEST_BYTES = 512 << 20
"""Larger files are refused: a day at 1 Hz takes 10 to 30 MB in the wordiest format (a guess)."""

LARGEST_NUMBER = 1e30
"""Largest number of a table's cell that is taken for one (a guess): sums of its squares stand in a float by far, and no
recording has such numbers. Times in ns since 1970 come to 1.8e18."""

LOOKED_AT_BYTES = 1 << 16
"""Bytes read to tell the format; blanks and comments may stand before what tells it (a guess)."""

MOST_BLANKS = 1 << 20
"""Blank bytes before a text after which it is given up (a guess)."""

BLANKS = b" \t\r\n\0\f\v"
BYTE_ORDER_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""The first bytes by which a text says how it is encoded (Unicode Standard, section 23.8)."""


COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

XML_ENCODING = {"utf-16-le": "UTF-16LE", "utf-16-be": "UTF-16BE"}
"""Expat's names of the encodings that a byte order mark tells; others the document itself names."""


@dataclass(frozen=True, slots=True)
class FileStart:
    """A file's first bytes, and the text in them without blanks and byte order marks before it.

    `name` is fit to be shown; `encoding` is what the byte order mark says, UTF-8 without one;
    `skipped` counts the bytes before the text; `root` is an XML document's first element in lower
    case without its namespace, empty where there is none.
    """

    path: Path
    name: str
    raw: bytes
    text: str
    encoding: str
    skipped: int
    root: str

    @property
    def ending(self) -> str:
        """The file name's ending in lower case, with its dot."""
        return self.path.suffix.lower()

    @property
    def is_text(self) -> bool:
        """Whether no byte says that this is not text (a 0 in UTF-8)."""
        return self.encoding != "utf-8" or b"\0" not in self.raw[self.skipped :].rstrip(b"\0")


def shown_name(path: str | os.PathLike[str]) -> str:
    """A file's own name, fit to be shown."""
    return shown(Path(path).name, LONGEST_NAME) or "The file"


def look_at(path: str | os.PathLike[str]) -> FileStart:
    """The start of a regular file.

    Raises `TraceError` where there is no such file, where it is a folder, a device or a pipe (which
    might never answer), where it is empty, too large, or may not be read.
    """
    file, name = Path(path), shown_name(path)
    try:
        found = file.stat()
        if stat.S_ISDIR(found.st_mode):
            raise TraceError(f"{name} is a folder, not a recording.")
        if not stat.S_ISREG(found.st_mode):
            raise TraceError(f"{name} is a device or a pipe, not a file; save the recording first.")
        if found.st_size > LARGEST_BYTES:
            raise TraceError(
                f"{name} is {found.st_size / 1e6:.0f} MB large, and no ride takes more than "
                f"{LARGEST_BYTES / 1e6:.0f} MB."
            )
        with file.open("rb") as handle:
            raw = handle.read(LOOKED_AT_BYTES)
            while raw and text_start(raw)[1] == len(raw) < MOST_BLANKS:
                more = handle.read(LOOKED_AT_BYTES)
                if not more:
                    break
                raw += more
    except FileNotFoundError:
        raise TraceError(f"There is no file {shown(str(path), 2 * LONGEST_NAME)}.") from None
    except OSError as error:
        raise TraceError(f"{name} cannot be read ({error.strerror}).") from None
    except ValueError as error:
        if isinstance(error, TraceError):
            raise
        raise TraceError(f"{name} is no name that a file can have.") from None
    if not raw:
        raise TraceError(f"{name} is empty.")
    encoding, skipped = text_start(raw)
    skipped += _before_declaration(raw[skipped:])
    text = raw[skipped:].decode(encoding, errors="replace")
    return FileStart(
        file, name, raw, text, encoding, skipped, _root_element(raw, skipped, encoding)
    )


def text_start(raw: bytes) -> tuple[str, int]:
    """The encoding of a text, and how many bytes of blanks and byte order marks stand before it.

    Marks and blanks are passed over in any order: exports glued together have them so. A UTF-16 text
    without a mark is told by the 0 beside its first character.
    """
    encoding, place = "utf-8", 0
    while True:
        place = len(raw) - len(raw[place:].lstrip(BLANKS))
        mark = next((mark for mark in BYTE_ORDER_MARKS if raw.startswith(mark, place)), None)
        if mark is None:
            break
        encoding = BYTE_ORDER_MARKS[mark]
        place += len(mark)
    if encoding == "utf-8" and raw[place : place + 2] == b"<\0":
        before = raw[max(place - 1, 0) : place]
        encoding = "utf-16-be" if before == b"\0" and place % 2 else "utf-16-le"
    if encoding == "utf-16-be" and place and raw[place - 1 : place] == b"\0":
        place -= 1
    return encoding, place


class _Found(Exception):
    """The first element of a document has been seen."""


def _before_declaration(raw: bytes) -> int:
    """How many bytes of comments and rarer blanks stand before an XML declaration, where there is one."""
    place = raw.find(b"<?xml ")
    before = COMMENT.sub("", raw[: max(place, 0)].decode("utf-8", errors="replace"))
    return 0 if before.strip() else max(place, 0)


def _root_element(raw: bytes, skipped: int, encoding: str) -> str:
    """An XML document's first element in lower case without its namespace; empty where none is."""
    found = ""

    def opened(tag: str, _: dict[str, str]) -> None:
        nonlocal found
        found = tag
        raise _Found

    def declared(*_: object) -> None:
        raise _Found

    if raw[skipped : skipped + 2].strip(b"\0")[:1] != b"<":
        return ""
    parser = expat.ParserCreate(XML_ENCODING.get(encoding))
    parser.StartElementHandler = opened
    parser.StartDoctypeDeclHandler = declared
    with contextlib.suppress(_Found, expat.ExpatError, ValueError, LookupError):
        parser.Parse(raw[skipped:], False)
    return found.rpartition(":")[2].lower()
