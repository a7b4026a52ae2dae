"""Monomials and their exact derivatives."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rider_models.polynomials import exponents, monomial_gradients, monomials, powers

SHAPES = [(1, 8), (2, 5), (3, 6), (4, 5), (1, 0), (2, 1)]


@pytest.mark.parametrize(("variables", "degree"), SHAPES)
def test_every_monomial_up_to_the_degree_is_there_once(variables, degree):
    rows = [tuple(e) for e in exponents(variables, degree)]
    assert len(rows) == len(set(rows)) == math.comb(variables + degree, degree)
    assert max(sum(e) for e in rows) == degree
    assert rows[0] == (0,) * variables


@pytest.mark.parametrize(("variables", "degree"), SHAPES)
def test_monomials_are_products_of_powers(variables, degree):
    x = np.random.default_rng(1).uniform(-1, 1, (5, variables))
    values = monomials(x, degree)
    for row, point in zip(values, x, strict=True):
        for value, exponent in zip(row, exponents(variables, degree), strict=True):
            slow = math.prod(float(p) ** int(e) for p, e in zip(point, exponent, strict=True))
            assert value == pytest.approx(slow, rel=1e-12)


@given(st.sampled_from(SHAPES), st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_gradients_are_the_slopes_of_the_monomials(shape, seed):
    variables, degree = shape
    x = np.random.default_rng(seed).uniform(-1, 1, (4, variables))
    step = 1e-6
    for j in range(variables):
        nudge = step * np.eye(variables)[j]
        slope = (monomials(x + nudge, degree) - monomials(x - nudge, degree)) / (2 * step)
        assert np.abs(monomial_gradients(x, degree)[:, :, j] - slope).max() < 1e-8


def test_gradients_exist_at_zero():
    assert np.isfinite(monomial_gradients(np.zeros((1, 3)), 6)).all()


def test_powers_start_at_one():
    assert powers(np.array([[3.0]]), 3).tolist() == [[[1.0, 3.0, 9.0, 27.0]]]
