"""Fibres on yielding tendons: forces in balance, lengths that add up, and springs that give back what they take."""

from __future__ import annotations

import numpy as np
import pytest

from rider_models.resting_muscle import tendon_strain
from sim.muscle_curves import force_velocity, hill_curvature
from sim.working_tendon import working_fibres


@pytest.fixture(scope="module")
def leg(stroke):
    return stroke.right


@pytest.fixture(scope="module")
def fibres(leg):
    return working_fibres(leg.problem, leg.coordination.muscle_force)


def _along(problem, norm_length):
    return np.sqrt(np.maximum(norm_length**2 - np.sin(problem.muscles.pennation) ** 2, 0.0))


def test_fibre_and_tendon_pull_alike(leg, fibres):
    problem, muscles = leg.problem, leg.problem.muscles
    cosine = _along(problem, fibres.norm_length) / fibres.norm_length
    fastest = muscles.optimal_fibre_length * muscles.max_shortening_velocity
    at_velocity = force_velocity(
        fibres.velocity / fastest, hill_curvature(muscles.slow_twitch_share)
    )
    active = fibres.activation * fibres.isometric_force * at_velocity
    pull = (active + fibres.passive_force) * cosine
    below_all = fibres.activation < 1
    assert below_all.mean() > 0.99
    assert pull[below_all] == pytest.approx(
        leg.coordination.muscle_force[below_all], rel=1e-9, abs=1e-6
    )


def test_fibre_and_tendon_are_as_long_as_their_path(leg, fibres):
    """What the tendon yields beyond a resting muscle's is what the fibre is shorter along it."""
    problem, muscles = leg.problem, leg.problem.muscles
    unit = muscles.passive_force_unit
    yields = tendon_strain(leg.coordination.muscle_force / unit)
    yields = (yields - tendon_strain(problem.state.passive / unit)) * muscles.tendon_slack_length
    at_rest, working = (
        muscles.optimal_fibre_length * _along(problem, lengths)
        for lengths in (problem.state.norm_length, fibres.norm_length)
    )
    reaches = working > 1e-3
    assert reaches.mean() > 0.95
    assert (at_rest - working)[reaches] == pytest.approx(yields[reaches], abs=1e-7)
    assert yields.max() > 0.005


def test_over_a_revolution_tendons_give_back_what_they_take(leg, fibres):
    share = leg.problem.cycle.time_share[:, None]
    by_fibres = -(fibres.active_force + fibres.passive_force) * fibres.velocity * share
    on_bones = -leg.coordination.muscle_force * leg.problem.state.tendon_velocity * share
    per_muscle = np.abs(by_fibres.sum(axis=0) - on_bones.sum(axis=0))
    assert per_muscle.max() < 0.02
    assert by_fibres.sum() == pytest.approx(on_bones.sum(), rel=1e-3)
    moment_to_moment = np.abs(by_fibres - on_bones).sum()
    assert moment_to_moment > 0.1 * on_bones.sum()


def test_a_muscle_at_rest_needs_no_activation_and_is_as_long_as_it_was(leg):
    state = leg.problem.state
    resting = working_fibres(leg.problem, state.passive)
    assert resting.activation.max() < 1e-3
    assert resting.norm_length == pytest.approx(state.norm_length, abs=1e-6)
    moving = resting.velocity / leg.problem.muscles.optimal_fibre_length
    fastest = leg.problem.muscles.max_shortening_velocity
    assert np.abs(moving / fastest - state.norm_velocity).max() < 0.05
