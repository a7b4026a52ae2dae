"""Muscle-tendon lengths, moment arms and lines of action over joint angles, from the polynomials."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from rider_models.arrays import Array, Joint
from rider_models.errors import PedalfitError
from rider_models.muscle_table import COORDINATES, PullName, muscle_rows, path_table
from rider_models.patella import QUADRICEPS_HEADS, patellar_over_quadriceps
from rider_models.path_matrix import PathMatrix, path_matrix, reference_path_matrix

MUSCLES = tuple(row.name for row in muscle_rows())
_HEADS = [MUSCLES.index(head) for head in QUADRICEPS_HEADS]


class AngleOutOfRange(PedalfitError):
    """A joint angle beyond the range over which the muscle paths were sampled."""


@dataclass(frozen=True)
class PathGeometry:
    """Paths at n poses, m muscles, in the reference model's size.

    `length` n x m (m); `slope` n x m x 6, its derivative by each joint angle (m/rad): the moment
    arm is its negative; `hip_flexion` n (rad) of the poses.
    """

    length: Array
    slope: Array
    hip_flexion: Array


@dataclass(frozen=True)
class LinesOfAction:
    """Pull of each muscle at unit tension at n poses.

    `hip` n x m x 3 on the leg, in thigh axes; `knee` n x m x 3 on the shank and foot, in shank
    axes (for a quadriceps head: the patellar tendon's direction); `patella` n x m x 3 on the
    patella by the quadriceps, in shank axes. Zero for muscles that do not cross.
    `patellar_over_quadriceps` n x m is patellar tendon force per force of each head of the
    quadriceps, zero for other muscles.
    """

    hip: Array
    knee: Array
    patella: Array
    patellar_over_quadriceps: Array


def path_geometry(angles: Array) -> PathGeometry:
    """Lengths and their derivatives at joint angles (n x 6, rad, order of `COORDINATES`).

    The quadriceps turns the knee with its measured arm (`rider_models.patella`). Raises
    AngleOutOfRange beyond the sampled range, where a polynomial would invent an arm.
    """
    return _paths(angles, path_matrix())


def reference_path_geometry(angles: Array) -> PathGeometry:
    """Path lengths and moment arms of the reference model as it is, with its own kneecap."""
    return _paths(angles, reference_path_matrix())


def lines_of_action(angles: Array) -> LinesOfAction:
    """Pull of each muscle on the parts beyond hip and knee at joint angles (n x 6, rad)."""
    x, _ = _scaled(angles)
    return _lines(angles, path_matrix(), path_matrix().terms(x))


def paths_and_lines(angles: Array) -> tuple[PathGeometry, LinesOfAction]:
    """Return `path_geometry` and `lines_of_action` at joint angles (n x 6, rad), their monomials reckoned once."""
    x, half = _scaled(angles)
    matrix = path_matrix()
    terms = matrix.terms(x)
    return _geometry(angles, matrix, terms, half), _lines(angles, matrix, terms)


def _paths(angles: Array, matrix: PathMatrix) -> PathGeometry:
    x, half = _scaled(angles)
    return _geometry(angles, matrix, matrix.terms(x), half)


def _geometry(angles: Array, matrix: PathMatrix, terms: Array, half: Array) -> PathGeometry:
    slope = np.zeros((len(angles), len(MUSCLES) * len(half)))
    slope[:, matrix.slope_columns] = (terms @ matrix.slopes) / half[
        matrix.slope_columns % len(half)
    ]
    return PathGeometry(
        terms @ matrix.lengths, slope.reshape(len(angles), -1, len(half)), angles[:, 0]
    )


def _lines(angles: Array, matrix: PathMatrix, terms: Array) -> LinesOfAction:
    n = len(angles)
    pulls: dict[PullName, Array] = {}
    for kind, (coefficients, places) in matrix.pulls.items():
        flat = np.zeros((n, len(MUSCLES) * 3))
        flat[:, places] = terms @ coefficients
        pulls[kind] = flat.reshape(n, -1, 3)
    ratio = np.zeros((n, len(MUSCLES)))
    ratio[:, _HEADS] = patellar_over_quadriceps(angles[:, Joint.KNEE_FLEXION])[:, None]
    return LinesOfAction(pulls["hip_pull"], pulls["knee_pull"], pulls["patella_pull"], ratio)


@cache
def sampled_range_rad() -> tuple[Array, Array]:
    """Lowest and highest joint angles (6, rad) over which the paths were sampled."""
    ranges = path_table()["sampled_range_deg"]
    low, high = np.deg2rad(np.array([ranges[c] for c in COORDINATES])).T
    return low, high


def _scaled(angles: Array) -> tuple[Array, Array]:
    low, high = sampled_range_rad()
    half = (high - low) / 2
    x = (angles - (low + high) / 2) / half
    outside = ~(np.abs(x) <= 1)
    if outside.any():
        row, column = np.argwhere(outside)[0]
        value, name = np.rad2deg(angles[row, column]), COORDINATES[column].replace("_", " ")
        allowed = f"{np.rad2deg(low[column]):.0f} to {np.rad2deg(high[column]):.0f} deg"
        raise AngleOutOfRange(
            f"the stroke needs {value:.0f} deg of {name}, and the muscle model covers {allowed}"
        )
    return x, half
