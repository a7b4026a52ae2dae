"""The natural ankle: what it is at a customary effort, and which way saddle, cadence and torque move it."""

import numpy as np
import pytest

from sim.riding import (
    LARGEST_TORQUE,
    NATURAL_ANKLE,
    REFERENCE_CRANK_SPEED,
    REFERENCE_TORQUE,
    AnkleStrategy,
    natural_ankle,
)


def _ankle(saddle=1.0, drop=0.0, speed=REFERENCE_CRANK_SPEED, torque=REFERENCE_TORQUE):
    return natural_ankle(NATURAL_ANKLE, saddle, drop, speed, torque)


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
    assert np.rad2deg(beyond.range) == pytest.approx(40.0, abs=0.1)


def test_no_torque_makes_an_ankle_move_backwards():
    still = AnkleStrategy(0.1, 0.01, 0.5)
    assert natural_ankle(still, 1.0, 0.0, 9.0, 0.0).range == 0.0


def test_a_higher_saddle_points_the_toe_and_a_dropped_heel_lifts_it():
    assert _ankle(saddle=1.02).mean < NATURAL_ANKLE.mean < _ankle(drop=0.1).mean
    assert _ankle(saddle=1.02).range > NATURAL_ANKLE.range
    assert _ankle(saddle=1.2) == _ankle(saddle=1.05)
