"""TRC: points in space or in an image, as OpenSim, Pose2Sim and Sports2D write them.

Tab-parted: a line `PathFileType`, a line of names (DataRate, Units ...), a line of their values, a line with
`Frame#`, `Time` and a marker's name over the first of its three columns, a line X1 Y1 Z1 ..., an empty line
or none, then the frames.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fit_optimizer.pose.formats.text_table import flat_points, number, numbers_below, text_of
from fit_optimizer.pose.landmarks import point_named
from fit_optimizer.pose.series import PointSeries, PoseError, Unit
from fit_optimizer.traces.file_start import FileStart
from fit_optimizer.traces.wording import shown
from rider_models.arrays import Array

METRES = {"m": 1.0, "mm": 0.001, "cm": 0.01, "dm": 0.1, "inches": 0.0254}
"""Metres of the units of length that a TRC file names."""

ESTIMATED = ("neck", "nose", "head")
"""Names that only pose estimators use: their points are taken for the centres of joints."""


def is_trc(start: FileStart) -> bool:
    """Whether a text begins as TRC files do."""
    return start.text.startswith("PathFileType")


def read_trc(path: Path) -> PointSeries:
    """The points of a TRC file.

    Points are taken for markers on the skin, and where the names are a pose estimator's for centres of joints
    (a guess). Raises PoseError.
    """
    start, text = text_of(path)
    lines = text.splitlines()
    head = next((k for k, line in enumerate(lines[:12]) if line.startswith("Frame#")), None)
    if head is None or head < 2:
        raise PoseError(f"{start.name} is a TRC file without its line of marker names (Frame#).")
    values = dict(zip(lines[head - 2].split("\t"), lines[head - 1].split("\t"), strict=False))
    unit, factor = _unit(values.get("Units", "m"), start.name)
    names = lines[head].split("\t")
    width = 3 * len([name for name in names[2:] if name.strip()]) + 2
    headings = [name.strip() for name in names] + [""] * max(0, width - len(names))
    body = lines[head + 2 :]
    table = numbers_below(headings[:width] or headings, body, "\t", start.name)
    points: dict[str, Array] = {}
    for place, heading in enumerate(headings[:width]):
        point = point_named(heading) if place >= 2 and heading else None
        if point is not None and point not in points and place + 3 <= table.values.shape[1]:
            points[point] = factor * table.values[:, place : place + 3]
    if not points:
        named = ", ".join(shown(name, 20) for name in headings[2:] if name) or "none"
        raise PoseError(f"{start.name} names no hip, knee or ankle among its markers: {named}.")
    estimated = any(name.strip().lower() in ESTIMATED for name in names)
    return PointSeries(
        time_s=_times(table.column(1), number(values.get("DataRate", ""))),
        points=flat_points(points),
        unit=unit,
        reads="centres" if estimated else "markers",
        source="TRC",
        seen={},
        losses=table.losses,
    )


def _unit(text: str, name: str) -> tuple[Unit, float]:
    unit = text.strip().lower()
    if unit in ("px", "pixel", "pixels"):
        return "px", 1.0
    if unit in METRES:
        return "m", METRES[unit]
    allowed = ", ".join((*METRES, "px"))
    raise PoseError(f"{name} has Units {shown(text)}: allowed are {allowed}.")


def _times(column: Array, rate_hz: float) -> Array | None:
    """The times (s) of the frames; from the data rate where the column does not rise."""
    if np.isfinite(column).all() and (len(column) < 2 or np.all(np.diff(column) > 0)):
        return column
    return np.arange(len(column)) / rate_hz if rate_hz > 0 else None
