"""Lengths and slopes of all muscle paths as one matrix product."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from rider_models.muscle_table import COORDINATES, muscle_rows, path_table
from rider_models.polynomials import exponents

Array = NDArray[np.float64]
_Term = tuple[int, ...]

_N = len(COORDINATES)


class PathMatrix(NamedTuple):
    """The polynomials of m muscles over t shared terms in scaled joint angles.

    `places` 6 x t: each term's factors among the powers of the joint angles; `lengths` t x m,
    `slopes` t x 6 m (joint angles fastest) by each scaled joint angle; highest degree.
    """

    places: NDArray[np.int64]
    lengths: Array
    slopes: Array
    degree: int

    def terms(self, x: Array) -> Array:
        """The shared terms (n x t) at scaled joint angles (n x 6)."""
        powers = np.ones((len(x), _N, self.degree + 1))
        powers[:, :, 1:] = x[:, :, None]
        flat = np.cumprod(powers, axis=2).reshape(len(x), -1)
        terms = flat[:, self.places[0]]
        for column in self.places[1:]:
            terms *= flat[:, column]
        return np.asarray(terms)


@cache
def path_matrix() -> PathMatrix:
    """All muscles share 234 monomials, and the derivative of a monomial is another of them."""
    coefficients = _coefficients()
    terms = sorted({term for per_muscle in coefficients for term in per_muscle})
    row = {term: i for i, term in enumerate(terms)}
    lengths = np.zeros((len(terms), len(coefficients)))
    slopes = np.zeros((len(terms), len(coefficients), _N))
    for i, per_muscle in enumerate(coefficients):
        for term, value in per_muscle.items():
            lengths[row[term], i] = value
            for j in np.flatnonzero(term):
                lower = tuple(p - (k == j) for k, p in enumerate(term))
                slopes[row[lower], i, j] += value * term[j]
    degree = max(max(term) for term in terms)
    places = np.array(terms).T + (degree + 1) * np.arange(_N)[:, None]
    return PathMatrix(places, lengths, slopes.reshape(len(terms), -1), degree)


def _coefficients() -> list[dict[_Term, float]]:
    """Each muscle's polynomial as coefficients by the exponents of all six joint angles."""
    polynomials = []
    for muscle in muscle_rows():
        row = path_table()["muscles"][muscle.name]
        used = [COORDINATES.index(c) for c in row["coordinates"]]
        every = np.zeros((len(row["length_m"]), _N), dtype=np.int64)
        every[:, used] = exponents(len(used), row["degree"])
        polynomials.append(dict(zip(map(tuple, every.tolist()), row["length_m"], strict=True)))
    return polynomials
