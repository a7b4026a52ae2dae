"""Lengths, slopes and pulls of all muscle paths as products with one matrix of monomials."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple, get_args

import numpy as np

from rider_models.arrays import Array, Indices, Joint
from rider_models.muscle_groups import MUSCLES_BY_GROUP
from rider_models.muscle_table import COORDINATES, PullName, muscle_rows, path_table
from rider_models.patella import QUADRICEPS_HEADS, quadriceps_arm
from rider_models.polynomials import exponents

_Term = tuple[int, ...]

_VASTI = MUSCLES_BY_GROUP["vasti"]

_N = len(COORDINATES)

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
    coefficients = _coefficients()
    names = [muscle.name for muscle in muscle_rows()]
    change = _measured_less_reference([coefficients[names.index(v)] for v in _VASTI])
    for head in QUADRICEPS_HEADS:
        own = coefficients[names.index(head)]
        for term, value in change.items():
            own[term] = own.get(term, 0.0) + value
    return _as_matrix(coefficients)


@cache
def reference_path_matrix() -> PathMatrix:
    """Paths of all muscles of the reference model."""
    return _as_matrix(_coefficients())


def _measured_less_reference(vasti: list[dict[_Term, float]]) -> dict[_Term, float]:
    """What the measured arm adds to the mean of the vasti, as a polynomial in the scaled knee angle.

    The vasti cross no joint but the knee.
    """
    low, high = np.deg2rad(path_table()["sampled_range_deg"]["knee_flexion"])
    half = (high - low) / 2
    x = np.cos(np.pi * (np.arange(200) + 0.5) / 200)
    arm = half * quadriceps_arm((low + high) / 2 + half * x)
    fitted = np.linalg.lstsq(np.vander(x, ARM_DEGREE + 1, increasing=True), arm)[0]
    own = max(term[Joint.KNEE_FLEXION] for vastus in vasti for term in vastus)
    change = np.zeros(max(own, ARM_DEGREE + 1) + 1)
    change[1 : ARM_DEGREE + 2] = fitted / np.arange(1, ARM_DEGREE + 2)  # the arm's integral
    for vastus in vasti:
        for term, value in vastus.items():
            change[term[Joint.KNEE_FLEXION]] -= value / len(vasti)
    kept = (LENGTH_KEPT_RAD - (low + high) / 2) / half
    change[0] -= np.vander([kept], len(change), increasing=True)[0] @ change
    return {
        tuple(power if j == Joint.KNEE_FLEXION else 0 for j in range(_N)): float(value)
        for power, value in enumerate(change)
    }


def _as_matrix(coefficients: list[dict[_Term, float]]) -> PathMatrix:
    """All muscles share 234 monomials, and the derivative of a monomial is another of them."""
    terms = sorted(set().union(*coefficients))
    row = {term: i for i, term in enumerate(terms)}
    lengths = np.zeros((len(terms), len(coefficients)))
    for i, per_muscle in enumerate(coefficients):
        lengths[[row[term] for term in per_muscle], i] = [*per_muscle.values()]
    every = np.array(terms)
    degree = int(every.max())
    digit = (degree + 1) ** np.arange(_N)[
        ::-1
    ]  # a term's exponents as one number, which grows with the terms
    number = every @ digit
    slopes = np.zeros((len(terms), len(coefficients), _N))
    for j in range(_N):
        powers = every[:, j]
        lower = np.searchsorted(number, number[powers > 0] - digit[j])
        slopes[lower, :, j] = powers[powers > 0, None] * lengths[powers > 0]
    places = every.T + (degree + 1) * np.arange(_N)[:, None]
    flat = slopes.reshape(len(terms), -1)
    columns = np.flatnonzero(np.abs(flat).max(axis=0))
    pulls = {kind: _pulls(kind, row) for kind in get_args(PullName)}
    return PathMatrix(places, lengths, flat[:, columns], columns, pulls, degree)


def _pulls(kind: PullName, row: dict[_Term, int]) -> tuple[Array, Indices]:
    """Pulls of a kind as coefficients of the terms (t x p), and their places among m x 3.

    Their polynomials are of a lower degree than those of the same muscles' lengths.
    """
    paths = [path_table()["muscles"][muscle.name] for muscle in muscle_rows()]
    pulled = [i for i, path in enumerate(paths) if kind in path]
    columns = np.zeros((len(row), len(pulled), 3))
    for k, i in enumerate(pulled):
        pull = paths[i][kind]
        used = [row[term] for term in _terms(tuple(paths[i]["coordinates"]), pull["degree"])]
        columns[used, k] = np.transpose(pull["coefficients"])
    places = 3 * np.array(pulled)[:, None] + np.arange(3)
    return columns.reshape(len(row), -1), places.ravel()


def _coefficients() -> list[dict[_Term, float]]:
    """Each muscle's polynomial as coefficients by the exponents of all six joint angles."""
    polynomials = []
    for muscle in muscle_rows():
        row = path_table()["muscles"][muscle.name]
        terms = _terms(tuple(row["coordinates"]), row["degree"])
        polynomials.append(dict(zip(terms, row["length_m"], strict=True)))
    return polynomials


@cache
def _terms(coordinates: tuple[str, ...], degree: int) -> list[_Term]:
    """Exponents of all six joint angles in the polynomials of some of them, lowest degree first."""
    used = [COORDINATES.index(c) for c in coordinates]
    few = exponents(len(used), degree)
    every = np.zeros((len(few), _N), dtype=np.int64)
    every[:, used] = few
    return list(map(tuple, every.tolist()))
