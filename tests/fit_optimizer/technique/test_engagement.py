"""Muscles near their best length and speed."""

import numpy as np
import pytest

from fit_optimizer.technique.engagement import (
    engagement,
    engagement_by_saddle,
    power_at_best_speed,
)
from sim.muscle_curves import force_velocity
from tests.strategies import seated


@pytest.mark.parametrize("curvature", [0.1, 0.25, 0.5])
def test_the_most_power_of_hills_curve_is_found_by_trying_speeds(curvature):
    speed = np.linspace(0, 1, 20001)
    tried = force_velocity(-speed, np.full_like(speed, curvature)) * speed
    assert power_at_best_speed(np.array(curvature)) == pytest.approx(tried.max(), rel=1e-6)


def test_engagement_is_a_share():
    found = engagement(seated().simulate())
    for value in (found.length, found.speed, found.both):
        assert 0 < value < 1
    assert found.both <= min(found.length, found.speed)


def test_slow_pedalling_leaves_the_muscles_below_their_best_speed():
    slow, usual = (engagement(seated(cadence_rpm=rpm).simulate()) for rpm in (50.0, 90.0))
    assert slow.speed < usual.speed


def test_every_height_stands_against_the_one_by_leg_length(rider):
    found = engagement_by_saddle(rider, (0.97, 1.0, 1.2))
    assert [one.over_custom for one in found] == [0.97, 1.0, 1.2]
    assert found[2].engagement is None
    assert found[0].saddle_height_m / found[1].saddle_height_m == pytest.approx(0.97)
