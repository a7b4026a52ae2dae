"""The elements of an XML recording, one by one, with bounded memory and time.

A document type is refused, so entities can neither expand nor reach for other files.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol
from xml.parsers import expat

from fit_optimizer.traces.file_start import XML_ENCODING, FileStart, look_at
from fit_optimizer.traces.recording import TraceError

CHUNK_BYTES = 1 << 16
LONGEST_TOKEN_BYTES = 1 << 20
"""A tag or comment of more than 1 MB never ends: no export writes one (a guess)."""

LONGEST_TEXT = 200
"""Characters kept of one element's text; no number, time or name is longer (a guess)."""

MOST_ELEMENTS = 4_000_000
"""Elements read of one file: 80 hours at one sample a second of 14 elements (some 8 s)."""

DEEPEST = 64
"""Elements within elements; a TCX file has 9 levels (ActivityExtension v2)."""


class Elements(Protocol):
    """What a format does with the elements of its document."""

    @property
    def full(self) -> bool:
        """Whether no more is wanted."""

    def opened(self, path: list[str], attributes: dict[str, str]) -> None:
        """An element opens; `path` names it last, after those around it, without namespaces."""

    def closed(self, path: list[str], text: str) -> None:
        """An element closes, with the text in it."""


def read_elements(path: Path, elements: Elements) -> list[str]:
    """Sentences about what was lost of an XML file, after `elements` was told of all before that.

    Blanks and byte order marks before the declaration are passed over. A file cut short or damaged
    gives the elements before the damage. Raises `TraceError` for documents that declare a document
    type, are nested without end or hold a tag or comment without end.
    """
    start = look_at(path)
    reading = _Reading(start, elements)
    parser = expat.ParserCreate(XML_ENCODING.get(start.encoding))
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = reading.refuse_doctype
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.text
    fed = 0
    with path.open("rb") as handle:
        handle.seek(start.skipped)
        try:
            while chunk := handle.read(CHUNK_BYTES):
                parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - max(parser.CurrentByteIndex, 0) > LONGEST_TOKEN_BYTES:
                    raise TraceError(f"{start.name} holds a tag or comment that never ends.")
                if elements.full or reading.count > MOST_ELEMENTS:
                    return ["The file is very long; only its beginning was read."]
            parser.Parse(b"", True)
        except TraceError:
            raise
        except (expat.ExpatError, ValueError, LookupError):
            return ["The file is cut short or damaged; the records before that were used."]
    return []


class _Reading:
    """Expat's handlers: they keep the path and the text, and watch the limits."""

    def __init__(self, start: FileStart, elements: Elements) -> None:
        self.count = 0
        self._name = start.name
        self._elements = elements
        self._path: list[str] = []
        self._text = ""

    def refuse_doctype(self, *_: object) -> None:
        """No recording has a document type; a document that has one is refused."""
        raise TraceError(f"{self._name} declares a document type, which no recording does.")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        self.count += 1
        self._path.append(tag.rpartition(":")[2])
        if len(self._path) > DEEPEST:
            raise TraceError(f"{self._name} is nested {DEEPEST} elements deep; no recording is.")
        self._text = ""
        self._elements.opened(self._path, attributes)

    def text(self, text: str) -> None:
        """A piece of an element's text."""
        if len(self._text) < LONGEST_TEXT:
            self._text += text[:LONGEST_TEXT]

    def end(self, _: str) -> None:
        """An element closes."""
        text, self._text = self._text.strip(), ""
        self._elements.closed(self._path, text)
        self._path.pop()
