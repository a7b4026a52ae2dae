"""Training Center XML, where it carries power (Garmin's ActivityExtension v2, element Watts).

Read as a stream with expat. A document type is refused, so entities can neither expand nor reach
for other files. TCX has no field for the pedal stroke: it gives power and cadence only.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.parsers import expat

from fit_optimizer.traces.formats.clock_times import seconds_of
from fit_optimizer.traces.record_table import RecordTable, recording_from
from fit_optimizer.traces.recording import Recording, TraceError

CHUNK_BYTES = 1 << 16
LONGEST_TEXT = 200
"""Characters kept of one element's text; no number or time is longer."""


def read_tcx(path: Path) -> Recording:
    """The ride in a TCX file, power and cadence only.

    A file cut short or with damaged XML gives the track points before the damage. Raises
    `TraceError` for a file without power (GPS only), for runs and swims, and for documents that
    declare entities.
    """
    points = _TrackPoints(path.name)
    losses: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = points.refuse_doctype
    parser.StartElementHandler = points.start
    parser.EndElementHandler = points.end
    parser.CharacterDataHandler = points.text
    with path.open("rb") as handle:
        try:
            while chunk := handle.read(CHUNK_BYTES):
                parser.Parse(chunk, False)
                if points.table.full:
                    losses.append(f"Only the first {len(points.table)} records were read.")
                    break
            else:
                parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as damage:
            if isinstance(damage, TraceError):
                raise
            losses.append("The file is cut short or damaged; the records before it were used.")
    if len(points.table) == 0 and losses:
        raise TraceError(f"{path.name} is damaged and no record of the ride can be read from it.")
    if len(points.table) == 0 and points.other_sport:
        raise TraceError(f"{path.name} is not a ride: it was recorded as {points.other_sport}.")
    if points.bad_numbers:
        losses.append(f"{points.bad_numbers} values were not numbers and were dropped.")
    read = recording_from(points.table.columns(), points.device, losses, path.name)
    return replace(read, format_has_strokes=False)


class _TrackPoints:
    """Expat's handlers: every Trackpoint of an activity that is a ride becomes a record."""

    def __init__(self, name: str) -> None:
        self.table = RecordTable()
        self.device = "unknown power meter"
        self.other_sport = ""
        self.bad_numbers = 0
        self._name = name
        self._riding = True
        self._inside: list[str] = []
        self._text = ""
        self._point: dict[str, float] = {}

    def refuse_doctype(self, *_: object) -> None:
        """A TCX file has no document type; one that has is refused."""
        raise TraceError(f"{self._name} declares a document type, which no TCX export does.")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        element = tag.rpartition(" ")[2]
        self._inside = [*self._inside[-20:], element]
        self._text = ""
        if element == "Activity":
            sport = attributes.get("Sport", "")
            self._riding = sport.lower() not in ("running", "swimming", "walking", "hiking")
            if not self._riding:
                self.other_sport = sport.lower()
        elif element == "Trackpoint":
            self._point = {}

    def text(self, text: str) -> None:
        """A piece of an element's text."""
        if len(self._text) < LONGEST_TEXT:
            self._text += text

    def end(self, tag: str) -> None:
        """An element closes."""
        element = tag.rpartition(" ")[2]
        within = self._inside[-2] if len(self._inside) > 1 else ""
        if self._inside:
            self._inside.pop()
        text, self._text = self._text.strip(), ""
        if element == "Trackpoint":
            if self._riding and self._point:
                self.table.add(self._point)
        elif element == "Time" and within == "Trackpoint":
            self._point["time_s"] = self._number(text, is_time=True)
        elif element == "Cadence" and within == "Trackpoint":
            self._point["cadence_rpm"] = self._number(text)
        elif element == "Watts" and "Trackpoint" in self._inside:
            self._point["power_w"] = self._number(text)

    def _number(self, text: str, *, is_time: bool = False) -> float:
        try:
            return seconds_of(text) if is_time else float(text)
        except (ValueError, OverflowError):
            self.bad_numbers += 1
            return float("nan")
