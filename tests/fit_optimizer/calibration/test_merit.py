"""The merit of a default rider: nothing well within a range, more the farther outside, bounded, and never for a gap."""

from dataclasses import replace
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit_optimizer.calibration.candidate import NUMBERS, Candidate
from fit_optimizer.calibration.merit import (
    LEAST_UNIT,
    MARGIN,
    MISSED,
    MOST_UNITS,
    Wanted,
    all_wanted,
    figures,
    merit,
    single_steps,
    units,
)
from fit_optimizer.validation.experiments import experiment, load_experiments
from fit_optimizer.validation.runner import run_validation

NAME = ("an experiment", "a check")
AT_LEAST_FIVE = Wanted(NAME, 5.0, inf, unit=2.0, weight=3.0)
OVER_THE_TOP = Wanted(NAME, 310.0, 10.0, unit=2.0, weight=1.0, around_the_circle=True)


@pytest.mark.parametrize(
    ("value", "units_off", "missed"),
    [(9.0, 0.0, 0), (5.0, MARGIN, 0), (4.0, MARGIN + 0.5, 1), (-1e3, MOST_UNITS, 1)],
)
def test_a_figure_costs_as_much_as_it_is_off_in_its_unit(value, units_off, missed):
    assert AT_LEAST_FIVE.cost(value) == pytest.approx(3.0 * (units_off + MISSED * missed))


def test_a_figure_that_nothing_moves_costs_nothing_at_the_end_of_its_range_and_the_most_outside():
    still = Wanted(NAME, 0.0, 3.0, unit=LEAST_UNIT, weight=1.0)
    assert still.cost(0.0) == 0
    assert still.cost(-0.1) == MOST_UNITS + MISSED


def test_a_refused_stroke_costs_as_much_as_the_worst_figure():
    assert AT_LEAST_FIVE.cost(nan) == AT_LEAST_FIVE.cost(-1e6)
    assert merit({}, [AT_LEAST_FIVE]) == AT_LEAST_FIVE.cost(nan)


@given(st.floats(-50, 50), st.floats(0, 20))
def test_a_figure_farther_off_costs_no_less(value, farther):
    assert AT_LEAST_FIVE.cost(value - farther) >= AT_LEAST_FIVE.cost(value)


@given(st.floats(0, 359))
def test_a_crank_angle_costs_the_same_a_turn_later_and_is_outside_where_its_check_says(angle):
    assert OVER_THE_TOP.cost(angle) == pytest.approx(OVER_THE_TOP.cost(angle + 360))
    inside = angle >= 310 or angle <= 10
    assert (OVER_THE_TOP.outside(angle) > 0) != inside
    assert OVER_THE_TOP.outside(350.0) == -20.0
    assert OVER_THE_TOP.outside(160.0) == 150.0


def test_every_check_that_the_model_represents_is_in_the_merit_once():
    wanted = [each.name for each in all_wanted()]
    checks = [
        (e.key, c.key) for e in load_experiments() for c in e.checks if c.comparison is not None
    ]
    assert len(set(wanted)) == len(wanted)
    assert set(checks) <= set(wanted)


def test_figures_are_those_of_the_validation_and_every_figure_has_a_range(monkeypatch):
    chosen = [experiment("joint_powers")]
    for part in ("_of_ride", "_of_energy"):
        monkeypatch.setattr(f"fit_optimizer.calibration.merit.{part}", lambda _: {})
    found = figures(Candidate(), chosen)
    outcomes = run_validation(experiments=chosen)
    assert outcomes
    for each in outcomes:
        assert found[each.experiment.key, each.check.key] == pytest.approx(each.value)
    assert set(found) <= {each.name for each in all_wanted()}
    assert -34.6 < found["position", "knee_over_pedal_mm"] < -5


def test_every_single_step_moves_the_candidate_even_where_the_ankle_is_at_its_bound():
    at_bound = replace(Candidate().ankle, peak_crank_angle=float(np.deg2rad(50.0)))
    candidate = replace(Candidate(), ankle=at_bound)
    moved = [candidate.moved(step) for step in single_steps(candidate)]
    assert all(each != candidate for each in moved)
    assert np.rad2deg(moved[NUMBERS.index("ankle_peak")].ankle.peak_crank_angle) < 49.0


def test_a_unit_is_what_single_steps_change_together_and_a_refused_step_counts_nothing():
    start, moved = {NAME: 1.0}, [{NAME: 4.0}, {NAME: -3.0}, {NAME: nan}]
    assert units(start, moved) == {NAME: pytest.approx(5.0)}
