"""A recorded curve beside the simulated one: both legs together, and how far apart the two are."""

import numpy as np
import pytest

from fit_optimizer.trace_check.torque_curve import GRID_DEG, LEAST_SPREAD, CurvePair, both_legs

LEG = 20.0 + 15.0 * np.cos(np.deg2rad(GRID_DEG - 90.0)) + 3.0 * np.cos(np.deg2rad(3 * GRID_DEG))


def pair(apart_nm: float = 2.0, spread_nm: float | None = 4.0) -> CurvePair:
    spread = None if spread_nm is None else np.full(len(GRID_DEG), spread_nm)
    return CurvePair(recorded=LEG, simulated=LEG + apart_nm, spread=spread)


@pytest.mark.parametrize("sides", [("left", "right"), ("left",), ("right",)])
def test_equal_legs_together_are_a_leg_and_the_same_half_a_turn_later(sides):
    together = both_legs(dict.fromkeys(sides, LEG))
    at = {int(degrees): torque for degrees, torque in zip(GRID_DEG, together, strict=True)}
    for degrees in (0, 45, 200):
        assert at[degrees] == pytest.approx(LEG[degrees] + LEG[(degrees + 180) % 360])
    np.testing.assert_allclose(together, np.roll(together, 180))


def test_the_left_legs_curve_counts_from_its_own_top():
    """The left leg is at its top while the right crank is at 180 deg."""
    left = np.where(GRID_DEG == 10.0, 7.0, 0.0)
    together = both_legs({"left": left, "right": np.zeros(len(GRID_DEG))})
    assert GRID_DEG[together.argmax()] == 190.0


def test_a_total_is_taken_as_it_is():
    assert both_legs({"total": LEG, "right": LEG}) is LEG


def test_a_difference_is_told_in_newton_metres_and_in_the_recordings_own_spreads():
    assert pair().rms_error_nm == pytest.approx(2.0)
    assert pair().rms_in_spreads == pytest.approx(0.5)
    assert pair(spread_nm=None).rms_in_spreads is None
    assert pair(spread_nm=0.9 * LEAST_SPREAD * LEG.max()).rms_in_spreads is None


def test_curves_are_alike_by_their_shape_and_a_flat_one_is_like_none():
    assert pair().correlation == pytest.approx(1.0)
    assert CurvePair(LEG, -LEG, None).correlation == pytest.approx(-1.0)
    assert CurvePair(LEG, np.full(len(GRID_DEG), 20.0), None).correlation == 0.0
