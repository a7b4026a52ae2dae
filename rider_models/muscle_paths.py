"""Muscle-tendon lengths, moment arms and lines of action over joint angles, from the polynomials."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import get_args

import numpy as np

from rider_models.arrays import Array, Indices, Joint
from rider_models.errors import PedalfitError
from rider_models.muscle_table import COORDINATES, PullName, muscle_rows, path_table
from rider_models.patella import QUADRICEPS_HEADS, patellar_over_quadriceps
from rider_models.path_matrix import PathMatrix, path_matrix, reference_path_matrix
from rider_models.polynomials import monomials

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


@dataclass(frozen=True)
class _Group:
    """Muscles whose polynomial uses the same joint angles and degree: evaluated together."""

    angles: tuple[int, ...]
    degree: int
    muscles: Indices
    coefficients: Array


def path_geometry(angles: Array) -> PathGeometry:
    """Lengths and their derivatives at joint angles (n x 6, rad, order of `COORDINATES`).

    The quadriceps turns the knee with its measured arm (`rider_models.patella`). Raises
    AngleOutOfRange beyond the sampled range, where a polynomial would invent an arm.
    """
    return _paths(angles, path_matrix())


def reference_path_geometry(angles: Array) -> PathGeometry:
    """The same of the reference model as it is, with its own kneecap."""
    return _paths(angles, reference_path_matrix())


def _paths(angles: Array, matrix: PathMatrix) -> PathGeometry:
    x, half = _scaled(angles)
    terms = matrix.terms(x)
    slope = (terms @ matrix.slopes).reshape(len(x), -1, len(half)) / half
    return PathGeometry(terms @ matrix.lengths, slope, angles[:, 0])


def lines_of_action(angles: Array) -> LinesOfAction:
    """Pull of each muscle on the parts beyond hip and knee at joint angles (n x 6, rad)."""
    x, _ = _scaled(angles)
    pulls = {key: np.zeros((len(angles), len(MUSCLES), 3)) for key in get_args(PullName)}
    basis: dict[tuple[tuple[int, ...], int], Array] = {}
    for key, pull in pulls.items():
        for group in _pull_groups(key):
            of = (group.angles, group.degree)
            if of not in basis:
                basis[of] = monomials(x[:, list(group.angles)], group.degree)
            parts = basis[of] @ group.coefficients.reshape(-1, basis[of].shape[1]).T
            pull[:, group.muscles, :] = parts.reshape(len(x), -1, 3)
    ratio = np.zeros((len(angles), len(MUSCLES)))
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


@cache
def _pull_groups(key: PullName) -> tuple[_Group, ...]:
    by_shape: dict[tuple[tuple[int, ...], int], list[tuple[int, list[list[float]]]]] = {}
    for i, name in enumerate(MUSCLES):
        row = path_table()["muscles"][name]
        pull = row.get(key)
        if pull is not None:
            angles = tuple(COORDINATES.index(c) for c in row["coordinates"])
            by_shape.setdefault((angles, pull["degree"]), []).append((i, pull["coefficients"]))
    return tuple(
        _Group(
            angles,
            degree,
            np.array([i for i, _ in members]),
            np.array([coefficients for _, coefficients in members]),
        )
        for (angles, degree), members in by_shape.items()
    )
