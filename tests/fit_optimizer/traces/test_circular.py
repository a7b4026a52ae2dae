"""Angles that wrap: the median is the most central of all, however the zero is turned."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fit_optimizer.traces.circular import (
    arc_deg,
    circular_mean_deg,
    circular_median_deg,
    circular_spread_deg,
    spread,
)

gathered = st.lists(st.floats(-60, 60), min_size=1, max_size=12).map(np.array)
"""Angles within a third of a turn, whose middle is that of a line."""
anywhere = st.lists(st.integers(0, 359), min_size=1, max_size=15).map(
    lambda one: np.array(one, dtype=float)
)
turns = st.floats(-720, 720)


def summed_arc(to_deg, angles):
    return np.abs(arc_deg(to_deg, angles)).sum()


@given(anywhere)
def test_where_one_angle_of_a_sample_is_the_most_central_it_is_the_median(angles):
    costs = {float(one): summed_arc(one, angles) for one in angles}
    central = [one for one, cost in costs.items() if cost <= min(costs.values()) + 1e-6]
    assume(len(central) == 1)
    assert circular_median_deg(angles) == pytest.approx(central[0])


@given(gathered, turns)
def test_of_angles_close_together_median_and_spread_are_those_of_a_line_wherever_zero_is(
    angles, turn
):
    median = circular_median_deg(angles + turn)
    assert arc_deg(median, np.median(angles) + turn) == pytest.approx(0, abs=1e-6)
    assert circular_spread_deg(angles + turn) == pytest.approx(spread(angles), abs=1e-6)
    assert 0 <= median < 360


@given(gathered, turns)
def test_the_mean_turns_with_the_angles(angles, turn):
    assume(np.ptp(angles) < 120)
    mean = circular_mean_deg(angles)
    assert arc_deg(circular_mean_deg(angles + turn), mean + turn) == pytest.approx(0, abs=1e-6)


def test_the_middle_of_350_and_10_is_0_and_what_is_not_finite_is_passed_over():
    angles = np.array([350.0, np.nan, 10.0])
    assert circular_median_deg(angles) == pytest.approx(0)
    assert arc_deg(circular_mean_deg(angles), 0) == pytest.approx(0)
    nothing = np.array([np.nan])
    assert all(np.isnan(one(nothing)) for one in (circular_median_deg, circular_mean_deg, spread))
