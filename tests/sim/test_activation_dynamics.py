"""Activations rise and fall no faster than calcium does (De Groote et al. 2009, CMBBE 12:563)."""

import numpy as np
import pytest

from tests.strategies import seated

RISE_S, FALL_S = 0.010, 0.040


def _worst_excess(activation: np.ndarray, step_s: float) -> float:
    """Largest activation by which a step exceeds da/dt <= (1 - a)/rise or >= -a/fall."""
    after = np.roll(activation, -1, axis=0)
    change, middle = after - activation, (after + activation) / 2
    too_fast_up = change - step_s * (1 - middle) / RISE_S
    too_fast_down = -change - step_s * middle / FALL_S
    return float(max(too_fast_up.max(), too_fast_down.max()))


@pytest.mark.parametrize(("power_w", "cadence_rpm"), [(120, 60), (200, 90), (250, 115)])
def test_activations_keep_the_rate_limits(power_w, cadence_rpm):
    stroke = seated(power_w=power_w, cadence_rpm=cadence_rpm).simulate()
    step_s = 60 / cadence_rpm / 60
    assert _worst_excess(stroke.right.coordination.activation, step_s) < 1e-8


def test_the_limits_matter_at_high_cadence():
    stroke = seated(cadence_rpm=110).simulate(activation_dynamics=False)
    assert _worst_excess(stroke.right.coordination.activation, 1 / 110) > 0.01


def test_slower_muscles_cost_more():
    free = seated().simulate(activation_dynamics=False).solver.objective
    limited = seated().simulate().solver.objective
    assert limited > free
