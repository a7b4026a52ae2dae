"""Whoever rides: either a stroke that obeys its bounds, or one sentence that says why not."""

import numpy as np
import pytest
from hypothesis import given, settings

from rider_models.errors import PedalfitError
from sim.stroke import LegStroke, Stroke
from tests.strategies import custom_set_ups, seated


def _assert_sound(leg: LegStroke) -> None:
    curves = {
        "crank torque": leg.crank_torque,
        "joint moment": leg.joint_moment,
        **vars(leg.coordination),
        **vars(leg.loads),
    }
    for name, curve in curves.items():
        assert np.isfinite(curve).all(), name
    activation = leg.coordination.activation
    assert activation.min() >= 0.01
    assert activation.max() <= 1.0
    assert leg.coordination.muscle_force.min() >= 0.0
    assert leg.loads.tibiofemoral_compression.min() >= -1e-3


def _ride(tables, activation_dynamics: bool) -> bool:
    try:
        stroke = seated(tables).simulate(activation_dynamics)
    except PedalfitError as refused:
        sentence = str(refused)
    else:
        _assert_both_sound(stroke)
        return True
    assert sentence
    assert "\n" not in sentence
    return False


def _assert_both_sound(stroke: Stroke) -> None:
    for leg in stroke.legs.values():
        _assert_sound(leg)


@given(custom_set_ups())
@settings(max_examples=25)
def test_any_rider_on_a_custom_bike_gets_a_sound_stroke_or_one_sentence(tables):
    _ride(tables, activation_dynamics=True)


@pytest.mark.parametrize("sex", ["female", "male"])
@pytest.mark.parametrize("height_mm", [1450, 1740, 2050])
def test_every_size_of_rider_can_ride_easily(height_mm, sex):
    mass_kg = 22 * (height_mm / 1000) ** 2
    rider = {"height_mm": height_mm, "mass_kg": mass_kg, "sex": sex}
    assert _ride({"rider": rider, "riding": {"power_w": 100, "cadence_rpm": 75}}, False)


def test_a_power_beyond_the_muscles_is_refused_in_one_sentence():
    rider = {"height_mm": 1600, "mass_kg": 50, "sex": "female"}
    tables = {"rider": rider, "riding": {"power_w": 1900, "cadence_rpm": 90}}
    assert not _ride(tables, activation_dynamics=False)
