"""What happens where the compiled method does not settle, is not there, or is given nonsense."""

from dataclasses import replace

import numpy as np
import pytest

from sim.muscle_sharing import CoordinationFailed, interior_point, newton
from sim.muscle_sharing.assembly import MOMENT_ROWS, RESERVE_UNIT_NM, assemble
from sim.muscle_sharing.problem import RateLimits
from sim.muscle_sharing.sharing import rider_wishes
from sim.muscle_sharing.solve import (
    HOPELESS,
    NOT_BUILT,
    PLAINLY_LACKING_NM,
    _warn_once,
    solve,
)
from tests.sim.muscle_sharing.problems import legs_of
from tests.strategies import seated

needs_newton = pytest.mark.skipif(not newton.available(), reason="no compiled solver here")


@pytest.fixture(scope="module")
def problem():
    return assemble(*legs_of())


@needs_newton
def test_an_ordinary_stroke_is_solved_by_the_compiled_method(problem):
    _, report = solve(problem, "a test")
    assert report.method == newton.NAME
    assert report.why_not_newton == ""
    assert report.residual < 1e-8


@needs_newton
def test_the_same_problem_has_the_same_answer_to_the_last_bit(problem):
    first, again = newton.solve(problem).solution, newton.solve(problem).solution
    assert np.array_equal(first.activation, again.activation)
    assert np.array_equal(first.wrench, again.wrench)


@needs_newton
def test_an_unsettled_answer_is_handed_to_piqp_and_reported(problem, monkeypatch):
    exact = solve(problem, "a test")[0]
    monkeypatch.setattr(newton, "solve", lambda p, few=newton.solve: few(p, most_steps=3))
    answer, report = solve(problem, "a test")
    assert report.method == "interior point"
    assert report.why_not_newton == "not settled after 3 steps"
    assert answer.objective == pytest.approx(exact.objective, rel=1e-7)


@needs_newton
def test_an_answer_whose_prices_do_not_balance_is_not_given_out(problem, monkeypatch):
    exact = solve(problem, "a test")[0]
    wrong = replace(newton.solve(problem), unbalanced=1.26)
    monkeypatch.setattr(newton, "solve", lambda p: wrong)
    answer, report = solve(problem, "a test")
    assert report.method == "interior point"
    assert "but 1 off the conditions of an answer" in report.why_not_newton
    assert answer.objective == pytest.approx(exact.objective, rel=1e-7)


@needs_newton
def test_where_muscles_plainly_lack_moment_the_slow_method_is_not_asked(problem, monkeypatch):
    """Six times the power, and steps that end too early: the cheaper answer tells enough."""
    beyond = replace(problem, power_right=6 * problem.power_right, hopeless=np.inf)

    def ends_early(p, whole=newton.solve):
        return whole(p, most_steps=3) if p.give_above is beyond.give_above else whole(p)

    monkeypatch.setattr(newton, "solve", ends_early)
    monkeypatch.setattr(interior_point, "solve", None)
    answer, report = solve(beyond, "a test")
    assert report.unsettled == "semismooth Newton: not settled after 3 steps"
    assert RESERVE_UNIT_NM * np.abs(answer.slack[:, :MOMENT_ROWS]).max() > PLAINLY_LACKING_NM


def test_without_the_compiled_solver_strokes_are_still_solved_and_it_is_said(problem, monkeypatch):
    _warn_once.cache_clear()
    monkeypatch.setattr(newton, "available", lambda: False)
    with pytest.warns(UserWarning, match="slower interior-point method"):
        _, report = solve(problem, "a test")
    assert report.why_not_newton == NOT_BUILT


@pytest.mark.parametrize("name", ["by_activation", "right", "square_price", "trunk_price"])
def test_a_number_that_is_none_is_named(problem, name):
    values = getattr(problem, name).copy()
    values.flat[7] = np.nan
    with pytest.raises(CoordinationFailed, match=name.replace("_", " ")):
        solve(replace(problem, **{name: values}), "a test")


def test_a_trunk_price_that_rewards_force_is_refused(problem):
    bad = problem.trunk_price - 2 * np.eye(60) * np.abs(problem.trunk_price).max()
    with pytest.raises(CoordinationFailed, match="positive semidefinite"):
        solve(replace(problem, trunk_price=bad), "a test")


def test_a_muscle_that_costs_nothing_is_refused(problem):
    with pytest.raises(CoordinationFailed, match="not above zero"):
        solve(replace(problem, square_price=0 * problem.square_price), "a test")


def test_a_power_far_beyond_the_muscles_is_refused_for_what_they_lack():
    with pytest.raises(CoordinationFailed, match=r"lacks .* Nm at a crank angle"):
        seated(height_mm=1600.0, mass_kg=50.0, power_w=1900.0).simulate(activation_dynamics=False)


@needs_newton
def test_an_effort_that_costs_more_than_half_of_full_activation_is_known_without_the_interior_point_method(
    monkeypatch,
):
    monkeypatch.setattr(interior_point, "solve", None)
    legs, _, weight, prices = legs_of(power_w=300.0)
    problem = assemble(legs, 1500.0, weight, prices)
    answer, report = solve(problem, "a test")
    assert report.unsettled == HOPELESS
    assert np.abs(answer.slack[:, :MOMENT_ROWS]).max() * RESERVE_UNIT_NM > 10.0


@needs_newton
def test_what_is_called_hopeless_is_so_the_least_cost_is_above_the_limit():
    """The method stops by a bound from below: solved to the end, the same problem costs no less."""
    problem = assemble(*legs_of(power_w=300.0))
    least = newton.solve(problem).solution.objective
    assert newton.solve(replace(problem, hopeless=1.001 * least)).status == newton.Status.SETTLED
    stopped = newton.solve(replace(problem, hopeless=0.99 * least))
    assert stopped.status == newton.Status.HOPELESS


@needs_newton
def test_rate_limits_that_limit_nothing_change_nothing():
    """Also of what slacks that cost nothing settle at, which the steps with rate limits see to."""
    legs, power_w, weight, prices = legs_of()
    wishes = [rider_wishes(leg) for leg in legs]
    problem = assemble(legs, power_w, weight, prices, wishes=wishes)
    none = np.zeros(len(problem.right))
    free = newton.solve(replace(problem, rates=None)).solution
    loose = newton.solve(replace(problem, rates=RateLimits(none, none))).solution
    assert loose.activation == pytest.approx(free.activation, abs=1e-9)
    assert loose.multiplier == pytest.approx(free.multiplier, abs=1e-8)
    costless = np.isinf(np.where(loose.slack > 0, problem.give_above, problem.give_below))
    assert costless.any()
    assert loose.multiplier[costless] == pytest.approx(0.0, abs=1e-10)
