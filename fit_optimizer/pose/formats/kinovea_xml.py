"""Kinovea's XML: its export for spreadsheets, and its own annotation files (.kva).

The export is a table of cells: a cell `Coords (x,y:cm; t:time)` begins a trajectory, whose name stands beside
`Label :`, and rows of x, y and a clock time follow. An annotation file holds `Track` elements with points
`x;y;timestamp` in pixels.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from fit_optimizer.pose.formats.kinovea_tracks import Track, points_of_tracks
from fit_optimizer.pose.formats.text_table import number, seconds
from fit_optimizer.pose.series import PointSeries, PoseError
from fit_optimizer.traces.file_start import FileStart, look_at
from fit_optimizer.traces.formats.xml_elements import read_elements

MOST_TRACKS = 200
"""Trajectories read of one file (a guess)."""

MOST_POINTS = 200_000
"""Points read of one file: nine minutes of six at 60 Hz; reading them takes some 4 s."""

_COORDINATES = re.compile(r"\(\s*x\s*,\s*y\s*:\s*([^;)\s]*)", re.IGNORECASE)


def is_kinovea_xml(start: FileStart) -> bool:
    """Whether an XML document is an annotation file, or a spreadsheet with trajectories' coordinates."""
    return start.root == "kinoveavideoanalysis" or (
        start.root == "workbook" and "schemas-microsoft-com:office:spreadsheet" in start.text
    )


def read_kinovea_xml(path: Path) -> PointSeries:
    """The points of Kinovea's XML files, in the unit that is told. Raises PoseError."""
    start = look_at(path)
    reading = _Annotations() if start.root == "kinoveavideoanalysis" else _Sheet()
    losses = read_elements(path, reading)
    tracks = [Track(name, np.array(rows)) for name, rows in reading.tracks if rows]
    if isinstance(reading, _Annotations):
        tracks = reading.timed(tracks, start.name)
    return points_of_tracks(tracks, start.name, reading.unit, losses)


class _Tracks:
    """Trajectories as they are read: names and rows of time, x and y."""

    def __init__(self) -> None:
        self.tracks: list[tuple[str, list[tuple[float, float, float]]]] = []
        self.unit = "px"
        self._rows = 0

    @property
    def full(self) -> bool:
        """Whether no more is wanted."""
        return self._rows > MOST_POINTS or len(self.tracks) > MOST_TRACKS

    def opened(self, path: list[str], attributes: dict[str, str]) -> None:
        """An element opens."""

    def closed(self, path: list[str], text: str) -> None:
        """An element closes."""

    def _point(self, time: float, x: float, y: float) -> None:
        if np.isfinite([time, x, y]).all() and self.tracks:
            self.tracks[-1][1].append((time, x, y))
            self._rows += 1


class _Sheet(_Tracks):
    """The rows of a spreadsheet."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: list[str] = []
        self._name = ""

    def opened(self, path: list[str], attributes: dict[str, str]) -> None:
        """A row begins."""
        if path[-1] == "Row":
            self._cells = []

    def closed(self, path: list[str], text: str) -> None:
        """A cell or a row ends."""
        if path[-1] == "Data":
            self._cells.append(text)
        if path[-1] != "Row":
            return
        cells = [cell for cell in self._cells if cell]
        begins = _COORDINATES.search(cells[0]) if cells else None
        if begins is not None:
            self.unit = begins[1].lower() or self.unit
            self.tracks.append((self._name, []))
            self._name = ""
        elif len(cells) == 2 and cells[0].rstrip().endswith(":"):
            self._name = cells[1]
        elif len(cells) == 3:
            self._point(seconds(cells[2]), number(cells[0]), number(cells[1]))


class _Annotations(_Tracks):
    """The tracks of an annotation file; times are counted in its timestamps."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[str, float] = {}

    def opened(self, path: list[str], attributes: dict[str, str]) -> None:
        """A track begins, or its label tells its name."""
        if path[-1] == "Track":
            self.tracks.append((attributes.get("name", ""), []))
        elif path[-1] == "MainLabel" and self.tracks and attributes.get("Text"):
            self.tracks[-1] = (attributes["Text"], self.tracks[-1][1])

    def closed(self, path: list[str], text: str) -> None:
        """A point ends, or a number of the whole film."""
        if path[-1] == "TrackPoint":
            parts = text.split(";")
            if len(parts) >= 3:
                self._point(number(parts[2]), number(parts[0]), number(parts[1]))
        elif len(path) == 2:
            self._told[path[-1]] = number(text)

    def timed(self, tracks: list[Track], file: str) -> list[Track]:
        """The tracks with times in s. Raises PoseError where the file tells no frame rate."""
        rates = (self._told.get(key, float("nan")) for key in ("CaptureFramerate", "UserFramerate"))
        rate = next((each for each in rates if each > 0), None)
        stamps = self._told.get("AverageTimeStampsPerFrame", 1.0)
        if rate is None or not stamps > 0:
            raise PoseError(
                f"{file} tells no frame rate (CaptureFramerate): export its trajectories as text from Kinovea."
            )
        return [Track(one.name, one.rows / np.array([stamps * rate, 1.0, 1.0])) for one in tracks]
