"""One muscle's cheapest activations within bounds and rate limits, against a general solver."""

import numpy as np
import piqp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.muscle_sharing import newton
from sim.muscle_sharing.problem import RateLimits
from tests.sim.muscle_sharing.optimality import worst_miss
from tests.sim.muscle_sharing.problems import uncoupled

pytestmark = pytest.mark.skipif(not newton.available(), reason="no compiled solver here")

N = 60


def _dense(square, linear, rise, fall):
    """The same by an interior-point method."""
    one, after = np.eye(N), np.roll(np.eye(N), 1, axis=1)
    limits = np.vstack([after - rise[:, None] * one, fall[:, None] * one - after])
    solver = piqp.DenseSolver()
    solver.settings.eps_abs = solver.settings.eps_rel = 1e-11
    ceiling = np.concatenate([1 - rise, np.zeros(N)])
    low, high = np.full(N, 0.01), np.ones(N)
    solver.setup(np.diag(square), linear, None, None, limits, None, ceiling, low, high)
    assert solver.solve() == piqp.PIQP_SOLVED
    return np.array(solver.result.x)


@given(
    st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.003, 0.05, 0.3, 0.6]), st.floats(0.3, 0.95)
)
@settings(max_examples=60, deadline=None)
def test_activations_are_the_cheapest_within_their_limits_however_hard_they_pull(seed, rise, fall):
    random = np.random.default_rng(seed)
    angle = 2 * np.pi * np.arange(N) / N
    rises, falls = rise * random.uniform(0.9, 1, N), fall * random.uniform(0.95, 1, N)
    square = random.uniform(1, 4) * random.uniform(0.9, 1.1, N)
    wave = np.cos(random.integers(1, 8) * angle + random.uniform(0, 6))
    wanted = random.normal() / 2 + random.uniform(0, 3) * wave
    wanted += random.normal(size=N) * random.choice([0, 0.1, 1])
    linear = -square * wanted
    problem = uncoupled(square[:, None], linear[:, None], RateLimits(rises, falls))
    result = newton.solve(problem)
    assert result.broken < 1e-14
    ours, theirs = result.solution.activation[:, 0], _dense(square, linear, rises, falls)
    cost = [float(square @ a**2 / 2 + linear @ a) for a in (ours, theirs)]
    assert cost[0] <= cost[1] + 1e-8 * (1 + abs(cost[1]))


def test_a_muscle_that_no_limit_holds_takes_what_it_wants():
    wanted = 0.5 + 0.1 * np.cos(2 * np.pi * np.arange(N) / N)
    problem = uncoupled(
        np.ones((N, 1)), -wanted[:, None], RateLimits(np.full(N, 0.3), np.full(N, 0.7))
    )
    assert newton.solve(problem).solution.activation[:, 0] == pytest.approx(wanted, abs=1e-15)


def test_a_muscle_that_rises_to_full_activation_comes_as_close_as_its_rate_allows():
    """Told to be off, then fully on: 1 - a shrinks by the share at every position."""
    wanted = np.where(np.arange(N) < 30, -5.0, 50.0)
    problem = uncoupled(
        np.ones((N, 1)), -wanted[:, None], RateLimits(np.full(N, 0.25), np.full(N, 0.7))
    )
    result = newton.solve(problem)
    left = 1 - result.solution.activation[30:50, 0]
    assert left[1:8] == pytest.approx(0.25 * left[:7], rel=1e-6)
    assert worst_miss(problem, result.solution)["activation"] < 1e-8
