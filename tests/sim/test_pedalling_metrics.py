"""A power meter's figures of torque curves whose integrals can be worked out by hand."""

import numpy as np
import pytest

from sim.pedalling_metrics import (
    dead_spot_metrics,
    leg_metrics,
    metered_torque,
    torque_metrics,
)
from tests.strategies import seated

FINE, USUAL = 3600, 60


def _curve(n: int, mean: float, swing: float, top_deg: float, harmonic: int = 1) -> np.ndarray:
    angle = 2 * np.pi * np.arange(n) / n
    return mean + swing * np.cos(harmonic * (angle - np.deg2rad(top_deg)))


def _metrics(torque: np.ndarray) -> dict[str, float]:
    return torque_metrics(torque, np.full(len(torque), 1 / len(torque)))


def _effectiveness_of_cosine(mean: float, swing: float) -> float:
    """(P+ + P-)/P+ of mean + swing cos: P+ = (mean a + swing sin a)/pi with cos a = -mean/swing."""
    a = np.arccos(-mean / swing)
    return 100 * mean / ((mean * a + swing * np.sin(a)) / np.pi)


@pytest.mark.parametrize(("n", "tolerance"), [(FINE, 1e-4), (USUAL, 1e-2)])
@pytest.mark.parametrize("mean", [2.0, 10.0, 25.0])
@pytest.mark.parametrize("top", [0.0, 90.0, 340.0])
def test_cosine_with_offset(n, tolerance, mean, top):
    found = _metrics(_curve(n, mean, 30.0, top))
    expected = _effectiveness_of_cosine(mean, 30.0)
    assert found["torque_effectiveness_pct"] == pytest.approx(expected, rel=tolerance)
    assert found["pedal_smoothness_pct"] == pytest.approx(100 * mean / (mean + 30), rel=tolerance)
    assert found["peak_crank_torque_nm"] == pytest.approx(mean + 30, rel=tolerance)
    assert found["peak_crank_torque_angle_deg"] == pytest.approx(top, abs=360 / n)


@pytest.mark.parametrize("top", [0.0, 90.0, 340.0])
def test_power_phase_of_a_cosine_with_offset(top):
    found = _metrics(_curve(USUAL, 10.0, 30.0, top))
    half = np.rad2deg(np.arccos(-1 / 3))
    assert _apart(found["power_phase_start_deg"], top - half) < 1
    assert _apart(found["power_phase_end_deg"], top + half) < 1


@pytest.mark.parametrize("top", [0.0, 90.0, 340.0])
def test_half_the_power_of_a_pure_cosine_lies_within_thirty_degrees_of_its_top(top):
    found = _metrics(_curve(USUAL, 0.0, 30.0, top))
    assert _apart(found["peak_power_phase_start_deg"], top - 30) < 1
    assert _apart(found["peak_power_phase_end_deg"], top + 30) < 1


def test_a_pure_cosine_gives_back_all_it_delivers():
    found = _metrics(_curve(FINE, 0.0, 30.0, 90.0))
    assert found["torque_effectiveness_pct"] == pytest.approx(0.0, abs=1e-9)
    assert found["pedal_smoothness_pct"] == pytest.approx(0.0, abs=1e-9)


def test_a_rectangle_of_torque():
    angle = 360 * np.arange(FINE) / FINE
    torque = np.where((angle >= 30) & (angle < 150), 40.0, -5.0)
    found = _metrics(torque)
    assert found["torque_effectiveness_pct"] == pytest.approx(100 * (4800 - 1200) / 4800)
    assert found["pedal_smoothness_pct"] == pytest.approx(100 * 10 / 40)
    assert found["power_phase_start_deg"] == pytest.approx(30, abs=0.5)
    assert found["power_phase_end_deg"] == pytest.approx(150, abs=0.5)
    width = found["peak_power_phase_end_deg"] - found["peak_power_phase_start_deg"]
    assert width == pytest.approx(60, abs=0.5)


def test_a_leg_that_never_brakes_is_fully_effective():
    found = _metrics(_curve(USUAL, 30.0, 20.0, 90.0))
    assert found["torque_effectiveness_pct"] == pytest.approx(100.0)
    assert found["pedal_smoothness_pct"] == pytest.approx(60.0)


def test_on_a_crank_of_uneven_speed_power_counts_not_torque():
    """Half the turn in a quarter of the time: 10 Nm at twice the mean speed, -2 Nm at two thirds."""
    torque, time_share = np.array([10.0, -2.0]), np.array([0.25, 0.75])
    power = torque * np.array([2.0, 2 / 3])
    driving, braking = 0.25 * power[0], 0.75 * power[1]
    found = torque_metrics(torque, time_share)
    effectiveness = 100 * (driving + braking) / driving
    assert found["torque_effectiveness_pct"] == pytest.approx(effectiveness)
    assert found["pedal_smoothness_pct"] == pytest.approx(100 * (driving + braking) / power[0])


def test_a_leg_that_only_brakes_has_figures_without_a_crash():
    found = _metrics(_curve(USUAL, -10.0, 5.0, 90.0))
    assert not np.isfinite(found["torque_effectiveness_pct"]) or (
        found["torque_effectiveness_pct"] <= 0
    )


@pytest.mark.parametrize(("mean", "swing"), [(20.0, 15.0), (20.0, 5.0), (10.0, 12.0)])
def test_dead_spots_of_two_legs_half_a_turn_apart(mean, swing):
    found = dead_spot_metrics(_curve(FINE, mean, swing, 90.0, harmonic=2))
    assert found["dead_centre_size_pct"] == pytest.approx(100 * (mean - swing) / mean)
    below = 0.0 if mean / 2 > swing else np.rad2deg(np.arccos(mean / 2 / swing))
    assert found["dead_spot_width_deg"] == pytest.approx(below, abs=0.5)


def test_two_pure_cosines_half_a_turn_apart_cancel():
    one = _curve(USUAL, 0.0, 30.0, 90.0)
    assert np.abs(one + np.roll(one, USUAL // 2)).max() < 1e-12


def test_a_constant_torque_has_no_dead_spot():
    found = dead_spot_metrics(np.full(USUAL, 20.0))
    assert found["dead_centre_size_pct"] == pytest.approx(100.0)
    assert found["dead_spot_width_deg"] == 0.0


def _apart(a: float, b: float) -> float:
    """Degrees between two crank angles, the short way round."""
    return abs((a - b + 180) % 360 - 180)


def test_a_meter_in_the_axle_sees_the_pedals_weight_help_on_the_way_down_and_hinder_on_the_way_up():
    """A mass m at the end of a level crank of length r turns it with m g r: 0.1 kg on 170 mm with 0.167 Nm."""
    stroke = seated(crank_length_mm=170.0).simulate()
    added = metered_torque(stroke.right) - stroke.right.crank_torque
    assert added[[0, 15, 30, 45]] == pytest.approx([0.0, 0.1668, 0.0, -0.1668], abs=1e-4)
    assert metered_torque(stroke.right).mean() == pytest.approx(stroke.right.crank_torque.mean())


def test_the_pedals_weight_takes_a_fraction_of_a_point_of_torque_effectiveness():
    stroke = seated(power_w=200.0, cadence_rpm=90.0).simulate()
    leg = stroke.right
    without = torque_metrics(leg.crank_torque, leg.problem.cycle.time_share)
    with_it = leg_metrics(leg, stroke.body_weight_n)
    lost = without["torque_effectiveness_pct"] - with_it["torque_effectiveness_pct"]
    assert 0.1 < lost < 0.5
