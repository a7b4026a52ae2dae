"""Text tables of points or angles: MediaPipe's landmarks, Kinovea's trajectories and angles, plain CSV.

A line of headings, then a line a frame. Points have a column for each coordinate (`LEFT_HIP_x`, `x_24`,
Kinovea's `hip/0/X`), a cell each (`table_shapes`), or a line for each landmark (`frame`, `landmark`, `x`, `y`).
Angles have a column each, in degrees (`right_knee_angle_deg`). A crank angle without a time makes the table a
mean curve.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from fit_optimizer.pose.angle_meanings import settled_angles
from fit_optimizer.pose.formats.headings import Heading, heading_of, numbered_points
from fit_optimizer.pose.formats.table_shapes import a_heading_a_column
from fit_optimizer.pose.formats.text_table import (
    MOST_LINES,
    NumberTable,
    cells,
    flat_points,
    is_no_row,
    numbers_below,
    text_of,
)
from fit_optimizer.pose.landmarks import MEDIAPIPE, point_named
from fit_optimizer.pose.series import AngleSeries, PointSeries, PoseError, PoseSeries, Reads, Unit
from fit_optimizer.traces.file_start import FileStart
from fit_optimizer.traces.wording import shown
from rider_models.arrays import Array

HEADING_WITHIN = 40
"""Lines within which the headings must stand; exports put notes above them (a guess)."""

LEAST_SEEN = 0.3
"""Confidence below which a point is taken for not found (a guess, as for MediaPipe's JSON)."""

METRES = {"m": 1.0, "mm": 0.001, "cm": 0.01}
"""Metres of the units of length that a heading may name."""

_KINOVEA = re.compile(r'^"?Time"?[;,]"?[^;,\n]*/[^;,\n]*/X"?', re.MULTILINE)
_NO_TABLE = re.compile(r"<|\{|\[\s*[\d\"{\[\]-]")


def is_text_table(start: FileStart) -> bool:
    """Whether a file is text that is neither XML nor JSON; its headings are looked at when read."""
    return start.is_text and _NO_TABLE.match(start.text) is None


def is_kinovea_csv(start: FileStart) -> bool:
    """Whether a table's headings are those of Kinovea's trajectories: `Time`, `name/point/X`, `name/point/Y`."""
    return start.is_text and _KINOVEA.search(start.text[:20_000]) is not None


def read_csv(path: Path) -> PoseSeries:
    """The points or angles of a text table. Raises PoseError where its headings name none."""
    start, text = text_of(path)
    lines = a_heading_a_column(text.splitlines(), HEADING_WITHIN)
    for place, line in enumerate(lines[:HEADING_WITHIN]):
        separator = max(",;\t", key=line.count)
        headings = [heading_of(cell) for cell in cells(line, separator)]
        known = [heading for heading in headings if heading is not None]
        if sum(heading.kind in ("point", "angle") for heading in known) and len(known) >= 2:
            return _read(
                cells(line, separator), headings, lines[place + 1 :], separator, start.name
            )
    first = shown(next((line for line in lines if not is_no_row(line)), ""))
    raise PoseError(
        f"{start.name} names no points or angles in its headings ({first}): wanted are names such as "
        "knee_x and knee_y, or time_s, right_knee_angle_deg and right_hip_angle_deg."
    )


def _read(
    names: list[str], headings: list[Heading | None], lines: list[str], separator: str, file: str
) -> PoseSeries:
    kinds = [None if heading is None else heading.kind for heading in headings]
    landmark = kinds.index("landmark") if "landmark" in kinds else None
    if landmark is not None and any(h is not None and h.name == "*" for h in headings):
        return _by_rows(headings, landmark, lines, separator, file)
    time_place = kinds.index("time") if "time" in kinds else -1
    table = numbers_below(names, lines, separator, file, time_place)
    time_s = _time_s(headings, table, time_place)
    if any(h is not None and h.kind == "point" and h.part in ("x", "y") for h in headings):
        return _points(headings, table, time_s, file)
    return _angles(headings, table, time_s, file)


def _time_s(headings: list[Heading | None], table: NumberTable, place: int) -> Array | None:
    """The times (s) of the rows; ms where the heading says so, or where rows lie more than a second apart."""
    if place < 0:
        return None
    heading = headings[place]
    times = table.column(place)
    steps = np.diff(times[np.isfinite(times)])
    if not steps.size or not np.all(steps > 0):
        return None
    told = "" if heading is None else heading.unit
    in_ms = told.startswith(("ms", "milli")) or (not told and float(np.median(steps)) > 1.0)
    return times / 1000.0 if in_ms else times


def _points(
    headings: list[Heading | None], table: NumberTable, time_s: Array | None, file: str
) -> PointSeries:
    numbered = numbered_points(headings)
    parts: dict[str, dict[str, Array]] = {}
    units: set[str] = set()
    for place, heading in enumerate(headings):
        if heading is None or heading.kind != "point" or place >= table.values.shape[1]:
            continue
        name = numbered.get(heading.name, heading.name)
        if name.startswith(("#", "*")):
            continue
        parts.setdefault(name, {}).setdefault(heading.part, table.column(place))
        if heading.part != "seen":
            units.add(heading.unit)
    return _series(parts, units, time_s, table.losses, file)


def _by_rows(
    headings: list[Heading | None], landmark: int, lines: list[str], separator: str, file: str
) -> PointSeries:
    """Points of a table with a line for each landmark of each frame."""
    kinds = [None if heading is None else heading.kind for heading in headings]
    key = next((kinds.index(kind) for kind in ("frame", "time") if kind in kinds), None)
    if key is None:
        raise PoseError(f"{file} has a line for each landmark, and no column frame or time.")
    rows = (cells(line, separator) for line in lines if not is_no_row(line))
    points = [_landmark_named(row[landmark].strip() if landmark < len(row) else "") for row in rows]
    numbers = numbers_below(
        [""] * len(headings), lines, separator, file, key, most_rows=MOST_LINES
    ).values
    if len(numbers) != len(points):
        raise PoseError(f"{file} has damaged rows among its landmarks.")
    keys, frame = np.unique(numbers[:, key], return_inverse=True)
    names = sorted({point for point in points if point is not None})
    place_of = {name: place for place, name in enumerate(names)}
    point_of_row = np.array([-1 if point is None else place_of[point] for point in points])
    parts: dict[str, dict[str, Array]] = {}
    for place, heading in enumerate(headings):
        if heading is None or heading.name != "*":
            continue
        for name in names:
            rows_of = point_of_row == place_of[name]
            values = np.full(len(keys), np.nan)
            values[frame[rows_of]] = numbers[rows_of, place]
            parts.setdefault(name, {})[heading.part] = values
    time_s = None
    if "time" in kinds:
        times = np.full(len(keys), np.nan)
        times[frame] = numbers[:, kinds.index("time")]
        table = NumberTable(("time",), times[:, None])
        time_s = _time_s([headings[kinds.index("time")]], table, 0)
    return _series(
        parts, {h.unit for h in headings if h is not None and h.name == "*"}, time_s, (), file
    )


@lru_cache(maxsize=4096)
def _landmark_named(text: str) -> str | None:
    return MEDIAPIPE.get(int(text[:4])) if text.isdigit() else point_named(text)


def _series(
    parts: Mapping[str, Mapping[str, Array]],
    units: set[str],
    time_s: Array | None,
    losses: tuple[str, ...],
    file: str,
) -> PointSeries:
    whole = {name: each for name, each in parts.items() if {"x", "y"} <= set(each)}
    if not whole:
        raise PoseError(f"{file} has points without both x and y.")
    axes = ("x", "y", "z") if all("z" in each for each in whole.values()) else ("x", "y")
    points, seen = {}, {}
    for name, each in whole.items():
        values = np.stack([each[axis] for axis in axes], axis=1)
        if "seen" in each:
            seen[name] = np.nan_to_num(each["seen"])
            values = np.where((each["seen"] < LEAST_SEEN)[:, None], np.nan, values)
        points[name] = values
    estimated = bool(seen) or len(whole) >= 12
    unit, factor = _unit(units, points)
    if unit == "image" or (unit == "px" and seen):  # an estimator's depth is a guess of its own
        points = {name: values[:, :2] for name, values in points.items()}
    points = flat_points(points)
    return PointSeries(
        time_s=time_s,
        points={name: factor * values for name, values in points.items()},
        unit=unit,
        reads="centres" if estimated else "markers",
        source="CSV",
        seen=seen,
        losses=losses,
    )


def _unit(told: set[str], points: Mapping[str, Array]) -> tuple[Unit, float]:
    """The unit of points: as told, or by their size: shares of an image lie in 0 to 1, metres around 0.

    Raises PoseError where headings name two units.
    """
    lengths = sorted(unit for unit in told if unit in METRES)
    if len(lengths) > 1:
        raise PoseError(
            f"The headings of the points name {' and '.join(lengths)}: one unit of length for all is wanted."
        )
    if lengths:
        return "m", METRES[lengths[0]]
    values = np.concatenate([each[:, :2].ravel() for each in points.values()])
    values = values[np.isfinite(values)]
    if not values.size or np.abs(values).max() > 4.0:
        return "px", 1.0
    return ("m", 1.0) if values.min() < -0.3 else ("image", 1.0)


def _angles(
    headings: list[Heading | None], table: NumberTable, time_s: Array | None, file: str
) -> AngleSeries:
    columns: dict[str, Array] = {}
    factor = 1.0
    for place, heading in enumerate(headings):
        if heading is not None and heading.kind == "angle" and place < table.values.shape[1]:
            columns.setdefault(heading.name, table.column(place))
            factor = float(np.rad2deg(1.0)) if heading.unit in ("rad", "radians") else factor
    crank = columns.pop("crank", None)
    found, said = settled_angles({name: factor * each for name, each in columns.items()})
    if not any(name.endswith("knee_flexion") for name in found):
        raise PoseError(f"{file} has no column with a knee angle, such as right_knee_angle_deg.")
    reads: Reads = "markers"
    losses = (*table.losses, *said)
    return AngleSeries(time_s, found, crank, reads, "CSV", losses, _crank_speed(headings, table))


def _crank_speed(headings: list[Heading | None], table: NumberTable) -> Array | None:
    """The crank's speed (n, rad/s) where a column gives it."""
    for place, heading in enumerate(headings):
        if heading is not None and heading.kind == "speed" and place < table.values.shape[1]:
            return float(heading.unit) * table.column(place)
    return None
