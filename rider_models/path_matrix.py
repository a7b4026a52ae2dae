"""Lengths, slopes and pulls of all muscle paths as products with one matrix of monomials."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple, get_args

import numpy as np

from rider_models.arrays import Array, Indices, Joint
from rider_models.muscle_groups import MUSCLES_BY_GROUP
from rider_models.muscle_table import COORDINATES, PullName, muscle_rows, path_table
from rider_models.patella import QUADRICEPS_HEADS, quadriceps_arm
from rider_models.polynomials import exponents

_VASTI = MUSCLES_BY_GROUP["vasti"]

_N = len(COORDINATES)

_DIGITS = 16 ** np.arange(_N)[::-1]
"""A monomial's exponents of the six joint angles are the digits of one number; all exponents are below 16."""

ARM_DEGREE = 7
"""Of the polynomial that stands for the quadriceps' measured arm: within 0.2 mm."""
LENGTH_KEPT_RAD = np.deg2rad(70.0)
"""Knee flexion at which the quadriceps is as long as in the reference model: midway through a pedal
stroke, where both arms are within 2 mm."""


class PathMatrix(NamedTuple):
    """The polynomials of m muscles over t shared terms in scaled joint angles.

    `places` 6 x t: each term's factors among the powers of the joint angles; `lengths` t x m;
    `slopes` t x s by a scaled joint angle, of the s pairs of muscle and joint angle that have one,
    and `slope_columns` s, their places among m x 6; `pulls` by kind: t x p of the p components that
    are not always nought, and their places among m x 3; highest degree.
    """

    places: Indices
    lengths: Array
    slopes: Array
    slope_columns: Indices
    pulls: dict[PullName, tuple[Array, Indices]]
    degree: int

    def terms(self, x: Array) -> Array:
        """The shared terms (n x t) at scaled joint angles (n x 6)."""
        powers = np.ones((_N, self.degree + 1, len(x)))
        powers[:, 1:] = x.T[:, None]
        flat = np.cumprod(powers, axis=1).reshape(-1, len(x))
        terms = flat[self.places[0]]
        for row in self.places[1:]:
            terms *= flat[row]
        return np.asarray(terms.T)


@cache
def path_matrix() -> PathMatrix:
    """Paths of all muscles, the quadriceps turning the knee with its measured arm.

    Each head keeps its own departure from the mean of the vasti.
    """
    change = _measured_less_reference()
    knee = (np.arange(len(change)) * _DIGITS[Joint.KNEE_FLEXION]).tolist()
    terms, lengths = _lengths(knee)
    names = [muscle.name for muscle in muscle_rows()]
    heads = [names.index(head) for head in QUADRICEPS_HEADS]
    lengths[np.searchsorted(terms, knee)[:, None], heads] += change[:, None]
    return _as_matrix(terms, lengths)


@cache
def reference_path_matrix() -> PathMatrix:
    """Paths of all muscles of the reference model."""
    return _as_matrix(*_lengths())


def _measured_less_reference() -> Array:
    """What the measured arm adds to the mean of the vasti, as a polynomial in the scaled knee angle, constant first.

    The vasti cross no joint but the knee.
    """
    low, high = np.deg2rad(path_table()["sampled_range_deg"]["knee_flexion"])
    half = (high - low) / 2
    x = np.cos(np.pi * (np.arange(200) + 0.5) / 200)
    arm = half * quadriceps_arm((low + high) / 2 + half * x)
    fitted = np.linalg.lstsq(np.vander(x, ARM_DEGREE + 1, increasing=True), arm)[0]
    vasti = [np.array(path_table()["muscles"][name]["length_m"]) for name in _VASTI]
    change = np.zeros(max(ARM_DEGREE + 2, *map(len, vasti)))
    change[1 : ARM_DEGREE + 2] = fitted / np.arange(1, ARM_DEGREE + 2)  # the arm's integral
    for vastus in vasti:
        change[: len(vastus)] -= vastus / len(vasti)
    kept = (LENGTH_KEPT_RAD - (low + high) / 2) / half
    change[0] -= np.vander([kept], len(change), increasing=True)[0] @ change
    return np.asarray(change)


def _as_matrix(terms: Indices, lengths: Array) -> PathMatrix:
    """All muscles share 234 monomials, and the derivative of a monomial is another of them.

    `terms` t are the monomials' numbers, rising; `lengths` t x m.
    """
    every = terms[:, None] // _DIGITS % 16
    degree = int(every.max())
    places = every.T + (degree + 1) * np.arange(_N)[:, None]
    by_angle, columns = [], []
    for j in range(_N):
        has = every[:, j] > 0
        turning = np.flatnonzero(lengths[has].any(axis=0))
        slopes = np.zeros((len(terms), len(turning)))
        lower = np.searchsorted(terms, terms[has] - _DIGITS[j])
        slopes[lower] = every[has, j, None] * lengths[has][:, turning]
        by_angle.append(slopes)
        columns.append(_N * turning + j)
    column = np.concatenate(columns)
    order = column.argsort()
    slope = np.concatenate(by_angle, axis=1)[:, order]
    pulls = {kind: _pulls(kind, terms) for kind in get_args(PullName)}
    return PathMatrix(places, lengths, slope, column[order], pulls, degree)


def _pulls(kind: PullName, terms: Indices) -> tuple[Array, Indices]:
    """Pulls of a kind as coefficients of the terms (t x p), and their places among m x 3.

    Their polynomials are of a lower degree than those of the same muscles' lengths.
    """
    paths = [path_table()["muscles"][muscle.name] for muscle in muscle_rows()]
    pulled = [i for i, path in enumerate(paths) if kind in path]
    pulls = [(paths[i]["coordinates"], paths[i][kind]) for i in pulled]
    used = [_numbers(tuple(angles), pull["degree"]) for angles, pull in pulls for _ in range(3)]
    along = [along for _, pull in pulls for along in pull["coefficients"]]
    places = 3 * np.array(pulled)[:, None] + np.arange(3)
    return _columns(terms, used, along), places.ravel()


def _lengths(further: Sequence[int] = ()) -> tuple[Indices, Array]:
    """Numbers of all monomials (t, rising), some `further` ones among them, and the muscles' coefficients (t x m)."""
    paths = [path_table()["muscles"][muscle.name] for muscle in muscle_rows()]
    used = [_numbers(tuple(path["coordinates"]), path["degree"]) for path in paths]
    terms = np.array(sorted({*further, *np.concatenate(used).tolist()}))
    return terms, _columns(terms, used, [path["length_m"] for path in paths])


def _columns(terms: Indices, used: list[Indices], coefficients: list[list[float]]) -> Array:
    """Polynomials' coefficients (t x polynomials) from those of the monomials that each uses."""
    column = np.repeat(np.arange(len(used)), [len(of_one) for of_one in coefficients])
    matrix = np.zeros((len(terms), len(used)))
    matrix[np.searchsorted(terms, np.concatenate(used)), column] = [*chain(*coefficients)]
    return matrix


@cache
def _numbers(coordinates: tuple[str, ...], degree: int) -> Indices:
    """The numbers of the monomials of some joint angles, in the order in which coefficients are stored."""
    digits = _DIGITS[[COORDINATES.index(c) for c in coordinates]]
    return np.asarray(exponents(len(coordinates), degree) @ digits)
