"""Greatest power against sprint tests of untrained, trained and sprinting riders, and against the strokes' solver."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from rider_models import muscles
from rider_models.muscle_fibres import slow_twitch_shares
from sim.greatest_power import (
    PEDAL_FORCE_OVER_WEIGHT,
    GreatestPower,
    TorqueCadenceLine,
    greatest_power,
    torque_cadence_line,
)
from sim.muscle_sharing import CoordinationFailed
from tests.strategies import seated

UNTRAINED = 0.83
"""Strength of Anderson's young men: half of the reference model's active force, 0.83 of a rider's who trains."""


def _line(**changes: object) -> TorqueCadenceLine:
    on_bike = seated(**changes)
    return torque_cadence_line(on_bike.rider, on_bike.bicycle, on_bike.riding)


def _at(cadence_rpm: float, **changes: object) -> GreatestPower:
    on_bike = seated(cadence_rpm=cadence_rpm, **changes)
    return greatest_power(on_bike.rider, on_bike.bicycle, on_bike.riding)


@pytest.fixture(scope="module")
def trained() -> TorqueCadenceLine:
    return _line()


def test_a_rider_who_trains_has_the_power_and_cadence_of_trained_riders(trained):
    """14.4 +- 2.4 W/kg at 120 +- 8 rpm (Hautier et al. 1996); active men 1317 W at 122 rpm (Martin et al. 1997)."""
    assert 12.0 < trained.greatest_power_w / 74 < 16.8
    assert 110 < trained.optimal_cadence_rpm < 130


def test_torque_falls_in_a_straight_line_with_cadence(trained):
    """Sprint tests find correlations of 0.99 (Driss & Vandewalle 2013)."""
    assert trained.correlation < -0.99
    assert trained.torque_at_rest_nm * trained.optimal_cadence_rpm * np.pi / 60 == pytest.approx(
        trained.greatest_power_w
    )


def test_an_untrained_rider_has_the_power_and_cadence_of_untrained_men():
    """11-13 W/kg at 100-115 rpm (Vandewalle et al. 1987; Driss & Vandewalle 2013)."""
    line = _line(strength=UNTRAINED)
    assert 10.5 < line.greatest_power_w / 74 < 13.0
    assert 100 < line.optimal_cadence_rpm < 116


def test_fast_fibres_make_a_sprinter(monkeypatch):
    """1600 +- 116 W at 129.8 +- 4.7 rpm, 82 kg (Dorel et al. 2005): 15 points fewer slow fibres, a fifth stronger."""
    fast = {name: share - 0.15 for name, share in slow_twitch_shares().items()}
    monkeypatch.setattr(muscles, "slow_twitch_shares", lambda: fast)
    muscles._reference_muscles.cache_clear()
    try:
        line = _line(mass_kg=82.0, strength=1.2)
    finally:
        muscles._reference_muscles.cache_clear()
    assert line.greatest_power_w == pytest.approx(1600, abs=116)
    assert line.optimal_cadence_rpm == pytest.approx(130, abs=6)


def test_a_stroke_just_under_the_greatest_power_is_ridden_and_one_over_it_is_not():
    """The strokes' own solver, with its prices and reserves, finds the same end of the rider's strength.

    The customary ankle follows the effort, so the greatest power is asked for with the ankle of such an effort.
    """
    most = _at(60.0, power_w=_at(60.0).power_w)
    seated(cadence_rpm=60.0, power_w=0.98 * most.power_w).simulate()
    with pytest.raises(CoordinationFailed):
        seated(cadence_rpm=60.0, power_w=1.05 * most.power_w).simulate()


def test_slow_cranks_are_not_pressed_harder_than_weight_and_arms_hold():
    slow, usual = _at(20.0, strength=1.2), _at(100.0)
    assert slow.pedal_force_over_weight == pytest.approx(PEDAL_FORCE_OVER_WEIGHT, rel=1e-3)
    assert 1.0 < usual.pedal_force_over_weight < 2.0


def test_legs_that_differ_give_a_power_between_those_of_alike_ones():
    weak, uneven, strong = (
        _at(90.0, strength=s).power_w for s in (0.8, {"left": 0.8, "right": 1.0}, 1.0)
    )
    assert uneven == pytest.approx((weak + strong) / 2, rel=0.02)


def test_the_answer_keeps_activation_within_bounds_and_rates():
    most = _at(100.0)
    (activation,) = most.activation
    assert activation.min() >= 0.01
    assert activation.max() == pytest.approx(1.0, abs=1e-3)
    step = 60.0 / 100.0 / 60
    after = np.roll(activation, -1, axis=0)
    excited = (after + activation) / 2 + 0.010 * (after - activation) / step
    relaxed = (after + activation) / 2 + 0.040 * (after - activation) / step
    assert excited.max() < 1.001
    assert relaxed.min() > -0.001


def test_the_riding_own_power_does_not_matter():
    on_bike = seated(power_w=100.0)
    other = replace(on_bike.riding, power_w=400.0)
    one = greatest_power(on_bike.rider, on_bike.bicycle, on_bike.riding).power_w
    assert greatest_power(on_bike.rider, on_bike.bicycle, other).power_w == one


def test_cranks_too_fast_to_turn_are_refused_in_a_sentence():
    with pytest.raises(CoordinationFailed, match="180 rpm, even without a load: cadence_rpm"):
        _at(180.0, strength=0.5)
