"""Multivariate polynomials in joint angles, the form in which muscle paths are stored."""

from __future__ import annotations

from functools import cache

import numpy as np

from rider_models.arrays import Array, Indices


@cache
def exponents(n_variables: int, degree: int) -> Indices:
    """Exponents (terms x variables) of all monomials up to a total degree, lowest degree first."""
    every = np.indices((degree + 1,) * n_variables).reshape(n_variables, -1).T
    total = every.sum(axis=1)
    order = np.argsort(
        total, kind="stable"
    )  # within a degree as they come: by the first variable first
    return np.asarray(every[order[total[order] <= degree]], dtype=np.int64)


def powers(x: Array, degree: int) -> Array:
    """Powers 0..degree of x (samples x variables), shape samples x variables x (degree + 1)."""
    factors = np.broadcast_to(x[..., None], (*x.shape, degree + 1)).copy()
    factors[..., 0] = 1.0
    return np.asarray(np.cumprod(factors, axis=-1))


def monomials(x: Array, degree: int) -> Array:
    """Every monomial of x (samples x variables), shape samples x terms."""
    e = exponents(x.shape[1], degree)
    p = powers(x, degree)
    columns = [p[:, j, e[:, j]] for j in range(x.shape[1])]
    return np.asarray(np.prod(columns, axis=0), dtype=np.float64)


def monomial_gradients(x: Array, degree: int) -> Array:
    """Derivatives of every monomial by every variable, shape samples x terms x variables."""
    e = exponents(x.shape[1], degree)
    p = powers(x, degree)
    n = x.shape[1]
    values = [p[:, j, e[:, j]] for j in range(n)]
    slopes = [e[:, j] * p[:, j, np.maximum(e[:, j] - 1, 0)] for j in range(n)]
    columns = []
    for j in range(n):
        factors = [slopes[i] if i == j else values[i] for i in range(n)]
        columns.append(np.prod(factors, axis=0))
    return np.stack(columns, axis=-1)
