"""Training Center XML, where it carries power (Garmin's ActivityExtension v2, element Watts).

TCX has no field for the pedal stroke: it gives power and cadence only.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fit_optimizer.traces.file_start import FileStart, shown_name
from fit_optimizer.traces.formats.xml_numbers import Numbers
from fit_optimizer.traces.formats.xml_ride import read_ride
from fit_optimizer.traces.record_table import RecordTable, recording_from
from fit_optimizer.traces.trace import Trace
from fit_optimizer.traces.wording import shown

NOT_RIDES = ("running", "swimming", "walking", "hiking")
"""Sports of a TCX activity that are no rides (schema TrainingCenterDatabase v2, Sport_t, and apps')."""


def is_tcx(start: FileStart) -> bool:
    """Whether a file is a TCX document, damaged or not."""
    return start.root == "trainingcenterdatabase" or (
        not start.root and "<TrainingCenterDatabase" in start.text
    )


def read_tcx(path: Path, crank_length_mm: float | None = None) -> Trace:
    """The ride in a TCX file, power and cadence only.

    A file cut short or with damaged XML gives the track points before the damage. Raises
    `TraceError` for a file without power (GPS only), for runs and swims, and for documents that
    declare entities.
    """
    points = _TrackPoints()
    losses = read_ride(path, points)
    read = recording_from(points.table.columns(), "unknown power meter", losses, shown_name(path))
    return Trace(replace(read, format_has_strokes=False), None)


class _TrackPoints:
    """Every Trackpoint of an activity that is a ride becomes a record."""

    def __init__(self) -> None:
        self.table = RecordTable()
        self.numbers = Numbers()
        self.other_sport = ""
        self._riding = True
        self._point: dict[str, float] = {}

    @property
    def full(self) -> bool:
        """Whether no more track points are taken."""
        return self.table.full

    def opened(self, path: list[str], attributes: dict[str, str]) -> None:
        """An element opens."""
        if path[-1] == "Activity":
            sport = attributes.get("Sport", "")
            self._riding = sport.lower() not in NOT_RIDES
            if not self._riding:
                self.other_sport = shown(sport.lower())
        elif path[-1] == "Trackpoint":
            self._point = {}

    def closed(self, path: list[str], text: str) -> None:
        """An element closes."""
        element, within = path[-1], path[-2] if len(path) > 1 else ""
        if element == "Trackpoint":
            if self._riding and self._point:
                self.table.add(self._point)
        elif element == "Time" and within == "Trackpoint":
            self._point["time_s"] = self.numbers.time_s(text)
        elif element == "Cadence" and within == "Trackpoint":
            self._point["cadence_rpm"] = self.numbers.number(text)
        elif element == "Watts" and "Trackpoint" in path:
            self._point["power_w"] = self.numbers.number(text)
