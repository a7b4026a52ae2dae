"""What the air takes: sizes of published drag areas, and the direction of every change."""

import pytest

from fit_optimizer.criteria.air import air_cost_w, drag_area_m2, speed_m_s
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up


def rider(torso_deg: float, power_w: float = 250.0):
    return seat_rider(
        parse_set_up(
            {
                "rider": {"height_mm": 1790, "mass_kg": 72},
                "riding": {"power_w": power_w, "cadence_rpm": 90, "torso_angle_deg": torso_deg},
            }
        )
    )


@pytest.mark.parametrize(("torso_deg", "low", "high"), [(12, 0.20, 0.27), (43, 0.28, 0.36)])
def test_drag_areas_are_those_of_riders(torso_deg, low, high):
    """Aero bars 0.20-0.27, hoods 0.28-0.36 m2 (Debraux et al. 2011)."""
    assert low < drag_area_m2(rider(torso_deg)) < high


def test_a_rider_of_250_w_rides_some_37_km_h_on_the_hoods():
    assert 34 < 3.6 * speed_m_s(rider(43), None) < 40


def test_a_lower_torso_saves_what_the_power_at_that_speed_says():
    """0.5 x 1.2 x 0.08 m2 x (9.7 m/s)^3 is 44 W at the cranks, 200 W of metabolic power."""
    saved = -air_cost_w(rider(43), rider(12), 35.0)
    assert saved == pytest.approx(200, rel=0.25)
    assert air_cost_w(rider(12), rider(43), 35.0) > 0


def test_the_same_torso_costs_nothing_more():
    assert air_cost_w(rider(30), rider(30), None) == 0.0
