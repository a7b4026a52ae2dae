"""Bursts of curves whose on, off and middle are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.muscle_phases import (
    BURST_THRESHOLD,
    PHASES,
    burst,
    group_activation,
    mean_within,
    muscle_bursts,
)

ANGLE = 2 * np.pi * np.arange(60) / 60
EVENLY = np.full(60, 1 / 60)


def apart(first: float, second: float) -> float:
    return abs((first - second + 180) % 360 - 180)


@given(st.floats(0, 360))
def test_a_raised_cosine_is_on_around_its_middle(middle):
    half = np.rad2deg(np.arccos(2 * BURST_THRESHOLD - 1))
    found = burst(0.01 + 0.2 * (1 + np.cos(ANGLE - np.deg2rad(middle))) / 2)
    assert apart(found.centre_deg, middle) < 1
    assert apart(found.on_deg, middle - half) < 2
    assert apart(found.off_deg, middle + half) < 2
    assert found.kind == "phasic"


@given(st.floats(0.05, 1))
def test_a_muscle_that_never_rests_is_tonic(peak):
    assert burst(peak * (0.8 + 0.2 * np.cos(ANGLE))).kind == "tonic"


def test_a_muscle_that_hardly_works_is_silent():
    assert burst(0.01 + 0.005 * (1 + np.cos(ANGLE))).kind == "silent"


def test_every_muscle_of_a_leg_has_a_burst(stroke):
    found = muscle_bursts(stroke.right)
    assert list(found) == list(stroke.right.problem.muscles.names)
    assert found["vaslat"].kind == "phasic"
    assert found["vaslat"].peak > 0.1


def test_the_phases_make_a_whole_revolution(stroke):
    widths = [(phase.arc[1] - phase.arc[0]) % 360 for phase in PHASES]
    assert sum(widths) == 360
    for curve in group_activation(stroke.right).values():
        by_phase = [mean_within(curve, EVENLY, phase) for phase in PHASES]
        assert np.average(by_phase, weights=widths) == pytest.approx(curve.mean())


def test_a_phase_over_the_top_takes_both_ends_of_the_curve():
    degrees = 6 * np.arange(60)
    curve = np.where((degrees >= 330) | (degrees < 30), 1.0, 0.0)
    assert mean_within(curve, EVENLY, PHASES[0]) == 1.0
    assert mean_within(curve, EVENLY, PHASES[1]) == 0.0
