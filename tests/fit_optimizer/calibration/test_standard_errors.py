"""Errors of a least-squares solution beside an edge beyond which nothing can be ridden."""

from __future__ import annotations

import numpy as np
import pytest

from fit_optimizer.calibration.standard_errors import standard_errors
from rider_models.arrays import Array

SLOPES = np.array([[2.0, 0.0], [0.0, 0.5], [1.0, 1.0]])
WIDE = (np.full(2, -10.0), np.full(2, 10.0))
AT = np.zeros(2)


def straight(unknown: Array) -> Array:
    return SLOPES @ unknown


def with_a_cliff(unknown: Array) -> Array:
    return straight(unknown) if unknown[0] <= 0 else np.full(3, 30.0)


def test_errors_are_those_of_linear_least_squares() -> None:
    found = standard_errors(straight, lambda one: True, AT, WIDE)
    assert found == pytest.approx(np.sqrt(np.diag(np.linalg.inv(SLOPES.T @ SLOPES))))


def test_beside_an_edge_of_reach_the_error_is_that_of_the_side_that_reaches() -> None:
    found = standard_errors(with_a_cliff, lambda one: bool(one[0] <= 0), AT, WIDE)
    assert found == pytest.approx(standard_errors(straight, lambda one: True, AT, WIDE))


def test_where_neither_side_reaches_no_error_is_told_of_that_key_alone() -> None:
    found = standard_errors(with_a_cliff, lambda one: one[0] == 0, AT, WIDE)
    assert np.isnan(found[0])
    assert found[1] == pytest.approx(1 / np.hypot(0.5, 1.0))
