"""The compiled solver's answers are the exact ones: optimality conditions, and piqp as the referee."""

from dataclasses import replace

import numpy as np
import pytest

from sim.muscle_sharing import interior_point, newton
from sim.muscle_sharing.problem import SharingProblem
from sim.muscle_sharing.solve import EXACT, solve
from tests.sim.muscle_sharing.optimality import worst_miss
from tests.sim.muscle_sharing.problems import problems_asked, random_problems

pytestmark = pytest.mark.skipif(not newton.available(), reason="no compiled solver here")


def _largest_multiplier(problem: SharingProblem, multiplier: np.ndarray) -> float:
    return max(1.0, float(np.abs(multiplier).max()))


def _conforms(problem: SharingProblem) -> bool:
    """Whether the compiled method settled; what it then answers must be exact."""
    result = newton.solve(problem)
    if result.status != newton.Status.SETTLED:
        return False
    misses = worst_miss(problem, result.solution)
    scale = _largest_multiplier(problem, result.solution.multiplier)
    for name in ("rows", "power", "limits"):
        assert misses[name] <= EXACT, misses
    for name in ("wrench", "slack", "habit", "activation"):
        assert misses[name] <= EXACT * scale, misses
    return True


def _referee_agrees(problem: SharingProblem) -> None:
    ours = newton.solve(problem).solution.objective
    theirs = interior_point.solve(problem)
    if theirs.solution is not None:
        assert ours == pytest.approx(theirs.solution.objective, rel=1e-8)


def test_answers_of_random_riders_are_optimal_and_the_referee_finds_the_same_cost(monkeypatch):
    for problem in random_problems(5, 3, monkeypatch):
        if _conforms(problem):
            _referee_agrees(problem)


def test_a_muscle_that_rises_or_falls_as_fast_as_it_may_all_the_way_round_is_at_its_cheapest(
    monkeypatch,
):
    """On and off twice a turn at 116 rpm: every link of its cycle pulls, also the one at which the cycle is cut."""
    tables = {
        "rider": {"height_mm": 1600.5, "mass_kg": 55.085, "sex": "male"},
        "bicycle": {},
        "riding": {"power_w": 793.44, "cadence_rpm": 116.353},
    }
    problem = problems_asked(tables, monkeypatch)[-1]
    assert newton.solve(problem).unbalanced < EXACT
    assert _conforms(problem)


@pytest.mark.slow
def test_two_thousand_random_problems_are_solved_exactly(monkeypatch):
    unsettled_but_ridden = settled = hopeless = 0
    for i, problem in enumerate(random_problems(2000, 11, monkeypatch)):
        if _conforms(problem):
            settled += 1
            if i % 10 == 0:
                _referee_agrees(problem)
        elif newton.solve(problem).status == newton.Status.HOPELESS:
            hopeless += 1
            to_the_end = newton.solve(replace(problem, hopeless=np.inf))
            if to_the_end.status == newton.Status.SETTLED:
                assert to_the_end.solution.objective > problem.hopeless
        else:
            _, report = solve(problem, "a test")
            unsettled_but_ridden += not report.unsettled and report.objective < 1e3
    assert unsettled_but_ridden <= 2
    assert settled >= 1800
    assert settled + hopeless >= 1995
