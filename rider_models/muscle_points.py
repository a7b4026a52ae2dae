"""The points that a muscle runs through, in segment axes, for pictures.

The physics does not use them: lengths, moment arms and lines of action are the polynomials of
`muscle_paths`. Points and circles are those of the reference model (`data/muscle_points.json`,
from `derivation/derive_muscle_points.py`), stretched with the rider's segments.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypedDict

import numpy as np

from rider_models.arrays import Array
from rider_models.body_survey import HIP_WIDTH_OVER_HEIGHT
from rider_models.data_tables import DATA, json_table
from rider_models.skeleton import REFERENCE_FOOT_M, REFERENCE_SHANK_M, REFERENCE_THIGH_M

REFERENCE_SIZE_M = {
    "pelvis": HIP_WIDTH_OVER_HEIGHT * 1.70,
    "thigh": REFERENCE_THIGH_M,
    "patella": REFERENCE_THIGH_M,
    "shank": REFERENCE_SHANK_M,
    "foot": REFERENCE_FOOT_M,
}
"""What a segment's points are divided by: distance of the hips, or the segment's length."""


@dataclass(frozen=True, eq=False)
class Frame:
    """A segment at n poses: origin n x 3 (m), axes n x 3 x 3 (columns in world axes), its size (m)."""

    origin: Array
    rotation: Array
    size_m: float

    def place(self, point: tuple[float, float, float]) -> Array:
        """World position (n x 3, m) of a point given over the segment's size."""
        result: Array = self.origin + self.size_m * (self.rotation @ np.array(point))
        return result


@dataclass(frozen=True)
class PathPoint:
    """A point fixed to a segment, over the segment's size."""

    segment: str
    place: tuple[float, float, float]


@dataclass(frozen=True)
class Circle:
    """Bone or muscle that a path bends around in the side view, over its segment's size.

    It acts between path point `after_point` and the next. Seen from the rider's right and going
    from origin to insertion, the path keeps to the left of the centre, or to the right.
    """

    segment: str
    centre: tuple[float, float, float]
    radius: float
    after_point: int
    path_on_left: bool


@dataclass(frozen=True)
class MusclePoints:
    """Origin, via points and insertion of a muscle, and the circles it bends around, in order."""

    points: tuple[PathPoint, ...]
    circles: tuple[Circle, ...]


class CircleRow(TypedDict):
    """A circle as the table holds it, over the size of its segment."""

    segment: str
    centre: tuple[float, float, float]
    radius: float
    after_point: int
    keeps_left_of_centre: bool


class PointsRow(TypedDict):
    """Points (segment, x, y, z) and circles of a muscle, over the size of their segments."""

    points: list[tuple[str, float, float, float]]
    wraps: list[CircleRow]


class PatellaTable(TypedDict):
    """Place (over thigh length) and turn (deg) of the patella by knee flexion (deg)."""

    knee_flexion_deg: list[float]
    place_over_thigh: list[list[float]]
    turned_back_deg: list[float]


class PointTable(TypedDict):
    """`data/muscle_points.json`: where it comes from, sizes (m) in the reference model, rows."""

    provenance: str
    size_m: dict[str, float]
    patella: PatellaTable
    muscles: dict[str, PointsRow]


@cache
def muscle_points(name: str) -> MusclePoints:
    """The points of one of the 40 muscles. Raises KeyError for another name."""
    row = _table()["muscles"][name]
    points = tuple(PathPoint(segment, (x, y, z)) for segment, x, y, z in row["points"])
    circles = tuple(
        Circle(
            segment=wrap["segment"],
            centre=(wrap["centre"][0], wrap["centre"][1], wrap["centre"][2]),
            radius=wrap["radius"],
            after_point=wrap["after_point"],
            path_on_left=wrap["keeps_left_of_centre"],
        )
        for wrap in row["wraps"]
    )
    return MusclePoints(points, circles)


def patella_frame(thigh: Frame, knee_flexion: Array) -> Frame:
    """The patella, which slides in its groove as the knee flexes (n, rad)."""
    table = _table()["patella"]
    knee = np.rad2deg(knee_flexion)
    known, places = table["knee_flexion_deg"], np.array(table["place_over_thigh"])
    place = np.stack([np.interp(knee, known, column) for column in places.T], axis=1)
    turned = np.deg2rad(np.interp(knee, known, table["turned_back_deg"]))
    origin = thigh.origin + thigh.size_m * np.einsum("nij,nj->ni", thigh.rotation, place)
    return Frame(origin, thigh.rotation @ _pitched(turned), thigh.size_m)


def pitched_frame(origin: Array, forward_pitch: Array, size_m: float) -> Frame:
    """A segment at n origins (n x 3, m), its top tilted forward by n angles (rad)."""
    return Frame(origin, _pitched(forward_pitch), size_m)


def _pitched(angle: Array) -> Array:
    """Rotations about y (left): a positive angle takes z (up) towards x (forward)."""
    sine, cosine = np.sin(angle), np.cos(angle)
    zero, one = np.zeros_like(angle), np.ones_like(angle)
    rows = [[cosine, zero, sine], [zero, one, zero], [-sine, zero, cosine]]
    return np.moveaxis(np.array(rows), 2, 0)


@cache
def _table() -> PointTable:
    table: PointTable = json_table(DATA / "muscle_points.json")
    return table
