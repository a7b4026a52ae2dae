"""Muscle paths at a few poses at once: every muscle's polynomial as one matrix product."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rider_models.muscle_paths import MUSCLES, PathGeometry, path_geometry, sampled_range_rad
from rider_models.muscle_table import COORDINATES, path_table
from rider_models.polynomials import exponents

Array = NDArray[np.float64]
_Term = tuple[int, ...]

_N = len(COORDINATES)


class _PathMatrix(NamedTuple):
    """All muscles' polynomials over t shared terms.

    `places` 6 x t: each term's factors among the powers of the joint angles; `coefficients`
    t x 7 m: lengths of all muscles, then their slopes, joint angles fastest; highest degree; middle
    and half of the sampled range (6, rad).
    """

    places: NDArray[np.int64]
    coefficients: Array
    degree: int
    middle: Array
    half: Array


def few_path_geometry(angles: Array) -> PathGeometry:
    """What `path_geometry` returns, 15 times as fast at two poses.

    All muscles share 234 monomials, and the derivative of a monomial is another of them: lengths
    and slopes are one matrix product. Raises AngleOutOfRange.
    """
    places, matrix, degree, middle, half = _matrix()
    x = (angles - middle) / half
    if not (np.abs(x) <= 1).all():
        return path_geometry(angles)
    powers = np.ones((len(x), _N, degree + 1))
    powers[:, :, 1:] = x[:, :, None]
    flat = np.cumprod(powers, axis=2).reshape(len(x), -1)
    terms = flat[:, places[0]]
    for column in places[1:]:
        terms = terms * flat[:, column]
    values = terms @ matrix
    m = len(MUSCLES)
    return PathGeometry(values[:, :m], values[:, m:].reshape(-1, m, _N))


@cache
def _matrix() -> _PathMatrix:
    coefficients = _coefficients()
    terms = sorted({term for per_muscle in coefficients for term in per_muscle})
    row = {term: i for i, term in enumerate(terms)}
    low, high = sampled_range_rad()
    half = (high - low) / 2
    matrix = np.zeros((len(terms), len(MUSCLES), 1 + _N))
    for i, per_muscle in enumerate(coefficients):
        for term, value in per_muscle.items():
            matrix[row[term], i, 0] = value
            for j in np.flatnonzero(term):
                lower = tuple(p - (k == j) for k, p in enumerate(term))
                matrix[row[lower], i, 1 + j] += value * term[j] / half[j]
    degree = max(max(term) for term in terms)
    places = np.array(terms).T + (degree + 1) * np.arange(_N)[:, None]
    slopes = matrix[:, :, 1:].reshape(len(terms), -1)
    return _PathMatrix(
        places, np.concatenate([matrix[:, :, 0], slopes], axis=1), degree, (low + high) / 2, half
    )


def _coefficients() -> list[dict[_Term, float]]:
    """Each muscle's polynomial as coefficients by the exponents of all six joint angles."""
    polynomials = []
    for name in MUSCLES:
        row = path_table()["muscles"][name]
        used = [COORDINATES.index(c) for c in row["coordinates"]]
        every = np.zeros((len(row["length_m"]), _N), dtype=np.int64)
        every[:, used] = exponents(len(used), row["degree"])
        polynomials.append(dict(zip(map(tuple, every.tolist()), row["length_m"], strict=True)))
    return polynomials
