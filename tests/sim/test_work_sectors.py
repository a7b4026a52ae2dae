"""Powers over parts of the crank circle: they add up to the whole."""

from __future__ import annotations

import numpy as np
import pytest

from sim.leg_power import leg_power
from sim.stroke import LegStroke
from sim.work_sectors import HOURS, SECTORS, share_of_mean_power


@pytest.fixture(params=["left", "right"])
def leg(request, uneven_stroke) -> LegStroke:
    return uneven_stroke.legs[request.param]


@pytest.mark.parametrize("arcs", [SECTORS, HOURS])
def test_parts_cover_the_circle_and_add_up(leg, arcs):
    power = leg_power(leg)
    for of in (power.crank, power.muscle):
        parts = share_of_mean_power(leg, of, [sector.arc for sector in arcs])
        mean = leg.problem.cycle.time_share @ of
        np.testing.assert_allclose(parts.sum(axis=0), mean, rtol=1e-9, atol=1e-9)


def test_a_known_power_has_its_known_share(leg):
    """1 + cos of the crank angle: a quarter circle from the top holds 1/4 + 1/(2 pi) of the mean."""
    power = 100 * (1 + np.cos(leg.problem.cycle.crank_angle))
    (quarter,) = share_of_mean_power(leg, power, [(0.0, 90.0)])
    assert quarter == pytest.approx(100 * (0.25 + 0.5 / np.pi), rel=2e-3)


def test_arcs_may_end_between_crank_positions(leg):
    power = 100 * (1 + np.cos(leg.problem.cycle.crank_angle))
    whole, *halves = share_of_mean_power(leg, power, [(30, 95), (30, 43.7), (43.7, 95)])
    assert sum(halves) == pytest.approx(whole)
