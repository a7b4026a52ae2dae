"""Prices beside squared activation, wanted stiffness and measured forces, against piqp and by hand."""

from dataclasses import replace

import numpy as np
import pytest

from sim.muscle_sharing import coordinate, interior_point, newton
from sim.muscle_sharing.assembly import WRENCH_UNIT, assemble
from sim.muscle_sharing.problem import Habit, RateLimits
from sim.muscle_sharing.wishes import (
    Wishes,
    crank_torque_at_least,
    measured_crank_torque,
    measured_force,
    tangential_earns,
    wanted_stiffness,
)
from tests.sim.muscle_sharing.optimality import worst_miss
from tests.sim.muscle_sharing.problems import legs_of, uncoupled

pytestmark = pytest.mark.skipif(not newton.available(), reason="no compiled solver here")

ANGLE = 2 * np.pi * np.arange(60) / 60


@pytest.fixture(scope="module")
def ride():
    return legs_of()


def _habit(m: int, price: float) -> Wishes:
    shape = np.maximum(0.0, 0.3 + np.cos(ANGLE[:, None] - np.linspace(0, 6, m)))
    shape /= np.sqrt((shape**2).mean(axis=0))
    return Wishes(habit_price=np.full(m, price), habit_shape=shape)


def _exact(problem) -> float:
    result = newton.solve(problem)
    assert result.status == newton.Status.SETTLED
    misses = worst_miss(problem, result.solution)
    assert max(misses.values()) < 1e-8, misses
    theirs = interior_point.solve(problem).solution
    assert result.solution.objective == pytest.approx(theirs.objective, rel=1e-8)
    return result.solution.objective


@pytest.mark.parametrize("price", [0.1, 1.0])
def test_a_habit_is_priced_exactly(ride, price):
    legs, *rest = ride
    _exact(assemble(legs, *rest, wishes=[_habit(legs[0].state.active.shape[1], price)]))


def test_a_habit_of_two_unequal_legs_is_priced_exactly():
    legs, *rest = legs_of(strength={"left": 0.9, "right": 1.0})
    _exact(assemble(legs, *rest, wishes=[_habit(legs[0].state.active.shape[1], 0.5)] * 2))


def test_the_price_of_a_habit_is_the_squared_departure_from_the_cheapest_multiple_of_it(ride):
    legs, *rest = ride
    asked = _habit(legs[0].state.active.shape[1], 0.7)
    problem = assemble(legs, *rest, wishes=[asked])
    solution = newton.solve(problem).solution
    a, shape = solution.activation, asked.habit_shape
    scale = np.maximum((a * shape).mean(axis=0), 0.0)
    departure = 0.7 * ((a - scale * shape) ** 2).sum()
    own = replace(problem, habit=None, square_price=problem.square_price - 1.4)
    effort = (own.square_price * a**2).sum() / 2
    slack = solution.slack**2 / (2 * problem.give_below)
    wrench = solution.wrench
    others = (
        slack.sum()
        + (problem.wrench_price * wrench**2).sum() / 2
        + (problem.wrench_linear * wrench).sum()
        + wrench[:, 0] @ problem.trunk_price @ wrench[:, 0] / 2
    )
    assert solution.objective == pytest.approx(effort + departure + others, rel=1e-9)


def test_a_habit_that_nothing_opposes_is_followed_at_the_height_that_costs_least():
    wanted = 0.4 + 0.3 * np.cos(ANGLE)
    shape = np.full(60, 1.0)
    price = 3.0
    pull = 2 * price * shape[:, None]
    problem = uncoupled(
        np.full((60, 1), 2 + 2 * price),
        -2 * wanted[:, None],
        None,
        Habit(pull=pull, price=np.array([[2 * price * 60]])),
    )
    solution = newton.solve(problem).solution
    assert solution.habit_scale[0, 0] == pytest.approx(wanted.mean(), rel=1e-9)
    expected = (wanted + price * wanted.mean()) / (1 + price)
    assert solution.activation[:, 0] == pytest.approx(expected, rel=1e-9)


def test_a_habit_keeps_the_rate_limits():
    shape = np.maximum(0.0, np.sin(ANGLE))
    problem = uncoupled(
        np.full((60, 1), 8.0),
        -2 * np.cos(ANGLE)[:, None],
        RateLimits(np.full(60, 0.3), np.full(60, 0.7)),
        Habit(pull=6 * shape[:, None], price=np.array([[6 * (shape**2).sum()]])),
    )
    _exact(problem)


def test_activation_that_earns_something_rises_and_the_answer_stays_exact(ride):
    legs, *rest = ride
    earns = Wishes(linear_price=np.full(legs[0].state.active.shape, -0.05))
    _exact(assemble(legs, *rest, wishes=[earns]))
    plain, earning = (coordinate(legs, *rest, wishes=[each])[0] for each in (Wishes(), earns))
    assert earning[0].activation.sum() > plain[0].activation.sum()


def test_wanted_stiffness_costs_its_squared_shortfall_and_nothing_above(ride):
    legs, *rest = ride
    by_activation = np.random.default_rng(0).uniform(0, 1, (*legs[0].state.active.shape, 2))
    wanted, price = np.full((60, 2), 2.0), np.full((60, 2), 0.5)
    asked = Wishes(rows=(wanted_stiffness(by_activation, wanted, price),))
    problem = assemble(legs, *rest, wishes=[asked])
    result = newton.solve(problem)
    misses = worst_miss(problem, result.solution)
    assert max(misses.values()) < 1e-8, misses
    theirs = interior_point.solve(problem).solution
    assert result.solution.objective == pytest.approx(theirs.objective, rel=1e-8)
    plain = newton.solve(assemble(legs, *rest)).solution
    short = [
        np.maximum(0, wanted - np.einsum("imq,im->iq", by_activation, s.activation)).max()
        for s in (plain, result.solution)
    ]
    assert short[1] < short[0]


def test_a_measured_force_is_held(ride):
    legs, *rest = ride
    measured = 20 * np.cos(ANGLE)
    asked = Wishes(rows=(measured_force(legs[0], 1, measured),))
    _exact(assemble(legs, *rest, wishes=[asked]))
    held = coordinate(legs, *rest, wishes=[asked])[0][0].force_on_foot[:, 1]
    assert held == pytest.approx(measured, abs=1e-5)


def test_forces_measured_in_every_direction_with_their_noise_are_held_exactly():
    """The stroke's own forces, and 30 N of noise on them: no slack gives way anywhere."""
    legs, power_w, *rest = legs_of(power_w=300.0, cadence_rpm=100.0)
    own = coordinate(legs, power_w, *rest)[0][0].force_on_foot
    for noise_n in (0.0, 30.0):
        measured = own + noise_n * np.cos(ANGLE[:, None] * [3, 7, 5] + [0.2, 4.0, 2.0])
        held = tuple(measured_force(legs[0], c, measured[:, c]) for c in (0, 1, 2))
        problem = assemble(legs, None, *rest, wishes=[Wishes(rows=held)])
        result = newton.solve(problem)
        assert result.status == newton.Status.SETTLED
        misses = worst_miss(problem, result.solution)
        assert max(misses.values()) < 1e-8, misses


def test_a_measured_crank_torque_is_held_and_gives_its_own_power(ride):
    legs, _, *rest = ride
    measured = 15 + 20 * np.sin(ANGLE)
    asked = Wishes(rows=(measured_crank_torque(legs[0], measured),))
    held = coordinate(legs, None, *rest, wishes=[asked])[0][0]
    torque = -np.einsum("ni,ni->n", legs[0].crank_lever, held.force_on_foot)
    assert torque == pytest.approx(measured, abs=1e-6)


@pytest.mark.parametrize("free", ["knee_force", "trunk_push", "trunk_twist"])
def test_what_costs_nothing_leaves_the_answer_exact(ride, free):
    legs, power_w, weight, coordination = ride
    _exact(assemble(legs, power_w, weight, replace(coordination, **{free: 0.0})))


def test_what_a_cue_and_a_freewheel_ask_is_solved_exactly(ride):
    legs, *rest = ride
    asked = Wishes(
        linear_price=np.full(legs[0].state.active.shape, -0.02),
        wrench_price=tangential_earns(legs[0], 0.02 * (np.sin(ANGLE) < 0)),
        rows=(crank_torque_at_least(legs[0], np.zeros(60)),),
    )
    problem = assemble(legs, *rest, wishes=[asked])
    _exact(problem)
    wrench = newton.solve(problem).solution.wrench * WRENCH_UNIT
    torque = -np.einsum("ni,ni->n", legs[0].crank_lever, wrench[:, :3])
    assert torque.min() > -1e-6
