"""The natural ankle: what it is at a customary effort, and which way saddle, cadence and torque move it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.riding import (
    LARGEST_TORQUE,
    NATURAL_ANKLE,
    REFERENCE_CRANK_SPEED,
    REFERENCE_TORQUE,
    AnkleStrategy,
    natural_ankle,
)


def _ankle(saddle=1.0, speed=REFERENCE_CRANK_SPEED, torque=REFERENCE_TORQUE):
    return natural_ankle(NATURAL_ANKLE, saddle, speed, torque)


def test_at_custom_saddle_and_effort_the_ankle_is_the_customary_one():
    assert _ankle() == NATURAL_ANKLE


def test_the_faster_the_cranks_the_more_the_toe_points_down():
    slow, fast = (_ankle(speed=rpm * 2 * np.pi / 60) for rpm in (50, 110))
    assert np.rad2deg(fast.mean - slow.mean) == pytest.approx(-5.4, abs=0.01)
    assert fast.range == slow.range


def test_the_harder_the_cranks_are_pushed_the_more_the_ankle_moves():
    easy, hard = (_ankle(torque=nm_per_kg) for nm_per_kg in (0.2, 1.2))
    assert np.rad2deg(hard.range - easy.range) == pytest.approx(7, abs=0.01)
    assert hard.mean == easy.mean


def test_beyond_the_hardest_pedalling_that_was_filmed_the_ankle_moves_no_more():
    filmed, beyond = (_ankle(torque=nm_per_kg) for nm_per_kg in (LARGEST_TORQUE, 5.0))
    assert filmed.range == beyond.range
    assert np.rad2deg(beyond.range) == pytest.approx(np.rad2deg(NATURAL_ANKLE.range) + 7 * 1.2)


def test_no_torque_makes_an_ankle_move_backwards():
    still = AnkleStrategy(0.1, 0.01, 0.5)
    assert natural_ankle(still, 1.0, 9.0, 0.0).range == 0.0


def test_a_higher_saddle_points_the_toe():
    assert _ankle(saddle=1.02).mean < NATURAL_ANKLE.mean
    assert _ankle(saddle=1.02).range > NATURAL_ANKLE.range
    assert _ankle(saddle=1.2) == _ankle(saddle=1.05)


CRANK_ANGLES = np.linspace(0, 2 * np.pi, 720, endpoint=False)


@given(st.floats(0.0, 0.5), st.floats(0.0, 0.6), st.floats(0.0, 0.4))
def test_a_stiff_ankle_is_not_ridden_beyond_its_limit_and_points_down_as_far_as_before(
    most, extent, second_share
):
    free = AnkleStrategy(0.13, extent, 0.8, second_share)
    stiff = free.bent_at_most(most, cut_range=True)
    before, after = (one.dorsiflexion(CRANK_ANGLES) for one in (free, stiff))
    assert after.max() <= most
    if before.max() <= most:
        assert stiff == free
    elif before.min() < most:
        assert after.min() == pytest.approx(before.min(), abs=1e-3)


def test_a_stiff_ankle_whose_range_was_measured_keeps_it_and_is_lower():
    stiff = NATURAL_ANKLE.bent_at_most(0.2, cut_range=False)
    assert stiff.range == NATURAL_ANKLE.range
    assert stiff.dorsiflexion(CRANK_ANGLES).max() == pytest.approx(0.2, abs=1e-4)
