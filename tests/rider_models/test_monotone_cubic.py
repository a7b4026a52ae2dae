"""Monotone cubics are those of scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import PchipInterpolator

from rider_models.monotone_cubic import monotone_cubics


@given(st.integers(3, 12), st.integers(0, 2**32 - 1), st.booleans())
def test_pieces_are_those_of_scipy(count, seed, flat):
    rng = np.random.default_rng(seed)
    knots = np.cumsum(rng.uniform(0.1, 2.0, count))
    values = rng.normal(size=(count, 3))
    if flat:
        values[1] = values[0]
    expected = PchipInterpolator(knots, values).c
    assert monotone_cubics(knots, values) == pytest.approx(expected, rel=1e-9, abs=1e-11)


def test_two_knots_are_refused():
    with pytest.raises(ValueError, match="2 knots"):
        monotone_cubics(np.array([0.0, 1.0]), np.zeros((2, 1)))
