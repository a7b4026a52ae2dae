"""A line pulled taut around circles in the plane, and the band drawn along it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array

_ROUNDS = 3
_ARC_STEP = np.deg2rad(8.0)
_CLEAR_OF_ENDS = 0.98
"""A circle that holds an end of the line is shrunk until that end lies just outside."""


@dataclass(frozen=True, eq=False)
class Bend:
    """A circle (centre 2, radius) which the line passes on its left, or on its right."""

    centre: Array
    radius: float
    line_on_left: bool


def taut_line(start: Array, end: Array, bends: list[Bend]) -> Array:
    """The shortest line (p x 2) from start to end past some circles, each on its given side.

    Circles are met in the order given; one that the line clears does not bend it. More than one
    is solved by turns, each against its neighbours' arcs.
    """
    arcs: list[Array] = [np.empty((0, 2)) for _ in bends]
    for _ in range(_ROUNDS if len(bends) > 1 else 1):
        for i, bend in enumerate(bends):
            before = np.vstack([start, *arcs[:i]])[-1]
            after = np.vstack([*arcs[i + 1 :], end])[0]
            arcs[i] = _arc(before, after, bend)
    return np.vstack([start, *arcs, end])


def _arc(start: Array, end: Array, bend: Bend) -> Array:
    """Where a taut line touches the circle (p x 2), empty where it does not."""
    from_centre = np.array([start, end]) - bend.centre
    distance = np.hypot(*from_centre.T)
    radius = min(bend.radius, _CLEAR_OF_ENDS * float(distance.min()))
    bearing = np.arctan2(from_centre[:, 1], from_centre[:, 0])
    to_tangent = np.arccos(radius / distance)
    way = -1.0 if bend.line_on_left else 1.0
    first = bearing[0] + way * to_tangent[0]
    last = bearing[1] - way * to_tangent[1]
    swept = (way * (last - first)) % (2 * np.pi)
    if swept >= np.pi:
        return np.empty((0, 2))
    angles = first + way * np.linspace(0.0, swept, 2 + int(swept / _ARC_STEP))
    return bend.centre + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)


def line_length(line: Array) -> float:
    """Length of a polyline (p x 2 or p x 3)."""
    return float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())


def rounded_line(line: Array, points: int) -> Array:
    """The polyline with its corners cut, at points evenly spaced along it (points x 2)."""
    for _ in range(3):
        inner = np.stack(
            [0.75 * line[:-1] + 0.25 * line[1:], 0.25 * line[:-1] + 0.75 * line[1:]], 1
        )
        line = np.vstack([line[:1], inner.reshape(-1, 2), line[-1:]])
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    even = np.linspace(0.0, along[-1], points)
    return np.stack([np.interp(even, along, column) for column in line.T], axis=1)


def band(line: Array, width: Array) -> Array:
    """Outline (2 p x 2) of a band along a line (p x 2), as wide as given (p) at each point."""
    along = np.gradient(line, axis=0)
    along /= np.maximum(np.hypot(*along.T), 1e-12)[:, None]
    aside = np.stack([-along[:, 1], along[:, 0]], axis=1) * width[:, None] / 2
    return np.vstack([line + aside, (line - aside)[::-1]])
