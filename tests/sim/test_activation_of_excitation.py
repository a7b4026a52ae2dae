"""Activation follows excitation: independently integrated, and in the limits."""

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from sim import activation_dynamics
from sim.activation_dynamics import ACTIVATION_TIME_S, DEACTIVATION_TIME_S, activation_of

REVOLUTION_S = 60 / 90


def _burst(n: int) -> np.ndarray:
    angle = 2 * np.pi * np.arange(n) / n
    return np.clip(np.sin(angle), 0, None)


def test_activation_is_that_of_a_fine_integration_of_thelens_equation():
    n = 360

    def rate(t: float, a: np.ndarray) -> np.ndarray:
        wanted = max(np.sin(2 * np.pi * t / REVOLUTION_S), 0.0)
        pace = 0.5 + 1.5 * a
        lag = np.where(wanted > a, ACTIVATION_TIME_S * pace, DEACTIVATION_TIME_S / pace)
        return (wanted - a) / lag

    times = REVOLUTION_S * (2 + np.arange(n) / n)
    fine = solve_ivp(rate, (0, times[-1]), [0.0], t_eval=times, max_step=5e-4, rtol=1e-8)
    ours = activation_of(_burst(n)[:, None], np.full(n, REVOLUTION_S / n))[:, 0]
    assert np.abs(ours - fine.y[0]).max() < 0.01


@pytest.mark.parametrize("level", [0.1, 0.5, 1.0])
def test_a_constant_excitation_is_the_activation(level):
    ours = activation_of(np.full((60, 2), level), np.full(60, REVOLUTION_S / 60))
    assert ours == pytest.approx(level)


def test_activation_comes_later_than_excitation_and_later_in_the_revolution_the_faster_it_is():
    excitation = _burst(60)[:, None]
    angle = 2 * np.pi * np.arange(60) / 60

    def middle_deg(curve: np.ndarray) -> float:
        return float(np.rad2deg(np.angle((curve[:, 0] * np.exp(1j * angle)).sum())))

    slow, fast = (
        middle_deg(activation_of(excitation, np.full(60, 60 / rpm / 60))) for rpm in (60, 120)
    )
    assert middle_deg(excitation) < slow < fast


@pytest.mark.skipif(activation_dynamics._library() is None, reason="no compiled activation here")
def test_what_is_compiled_gives_the_same_bits_as_python():
    random = np.random.default_rng(5)
    excitation, step_s = random.uniform(size=(36, 5)), random.uniform(0.002, 0.04, 36)
    compiled = activation_of(excitation, step_s)
    with pytest.MonkeyPatch.context() as without:
        without.setattr(activation_dynamics, "_library", lambda: None)
        assert np.array_equal(compiled, activation_of(excitation, step_s))
