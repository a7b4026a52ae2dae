"""Sentences about what a technique changes."""

import pytest

from fit_optimizer.technique.told import GROUPS_TOLD, changes_told, clock_time
from sim.muscle_phases import Burst

METRICS = {
    "torque_effectiveness_pct": 80.0,
    "pedal_smoothness_pct": 22.0,
    "dead_centre_size_pct": 20.0,
    "power_phase_start_deg": 355.0,
    "power_phase_end_deg": 190.0,
    "metabolic_power_w": 1000.0,
}
MEANS = dict.fromkeys(GROUPS_TOLD, 0.1)
BURSTS = dict.fromkeys(GROUPS_TOLD, Burst(210, 300, 255, 0.3, "phasic"))


@pytest.mark.parametrize(
    ("angle", "said"),
    [
        (0, "12 o'clock"),
        (210, "7 o'clock"),
        (225, "half past 7"),
        (359, "12 o'clock"),
        (15, "half past 12"),
    ],
)
def test_angles_are_told_by_the_clock(angle, said):
    assert clock_time(angle) == said


def test_nothing_changed_is_said_to_be_nothing():
    told = changes_told(METRICS, METRICS, (MEANS, MEANS), BURSTS)
    assert told == ["The meter would show no change.", "It costs nothing that can be told."]


def test_a_muscle_that_works_more_is_told_with_its_hours():
    told = changes_told(METRICS, METRICS, (MEANS, {**MEANS, "hamstrings": 0.2}), BURSTS)
    assert told[0] == "Work more: the hamstrings +100 %, on from 7 o'clock to 10 o'clock."


def test_angles_change_the_short_way_round():
    after = {**METRICS, "power_phase_start_deg": 2.0, "metabolic_power_w": 1050.0}
    told = changes_told(METRICS, after, (MEANS, MEANS), BURSTS)
    assert "start of the power phase 355 → 2°" in told[0]
    assert told[1] == "It costs: energy +5.0 %."
