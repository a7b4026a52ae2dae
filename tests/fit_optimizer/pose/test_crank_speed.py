"""The crank's speed over the turn is found where a film tells it, and even where it does not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fit_optimizer.pose.crank import crank_of_file
from fit_optimizer.pose.crank_speed import speed_of_curve, speed_over_turn
from fit_optimizer.pose.measure import Told, measure_pose
from fit_optimizer.pose.series import AngleSeries, PointSeries
from rider_models.arrays import Array
from sim.kinematics import crank_angles
from tests.fit_optimizer.pose.films import Film, a_set_up, filmed


def swinging(time_s: Array, rpm: float, share: float, drift: float = 0.0) -> Array:
    """A crank angle (rad) whose speed is highest with the right crank forward and back, and whose cadence drifts."""
    fine = np.linspace(0.0, float(time_s[-1]) + 1.0, 200_000)
    angle = np.zeros_like(fine)
    step = fine[1] - fine[0]
    for k in range(1, len(fine)):
        speed = rpm * np.pi / 30 * (1 + drift * fine[k] / fine[-1])
        angle[k] = angle[k - 1] + step * speed * (1 - share * np.cos(2 * angle[k - 1]))
    return np.asarray(np.interp(time_s, fine, angle))


@pytest.fixture(scope="module")
def time_s() -> Array:
    return np.arange(0.0, 12.0, 0.02)


@pytest.mark.parametrize("drift", [0.0, 0.1])
def test_a_swing_is_found_through_noise_and_a_cadence_that_drifts(
    time_s: Array, drift: float
) -> None:
    angle = swinging(time_s, 80.0, 0.1, drift)
    noisy = angle + np.deg2rad(0.4) * np.random.default_rng(1).standard_normal(len(angle))
    found = speed_over_turn(crank_of_file(noisy, time_s), time_s)
    assert found is not None
    wanted = 1 - 0.1 * np.cos(2 * crank_angles())
    wanted = wanted * np.mean(1 / wanted)
    assert np.abs(found.over_mean - wanted).max() < 0.01
    assert np.mean(1 / found.over_mean) == pytest.approx(1.0, abs=1e-6)
    later = found.turned(30.0).over_mean
    assert np.abs(later - np.roll(found.over_mean, -5)).max() < 1e-9


def test_an_even_crank_and_one_that_is_found_from_the_foot_have_no_swing(time_s: Array) -> None:
    chance = np.random.default_rng(2)
    even = swinging(time_s, 80.0, 0.0) + np.deg2rad(1.0) * chance.standard_normal(len(time_s))
    assert speed_over_turn(crank_of_file(even, time_s), time_s) is None
    swings = crank_of_file(swinging(time_s, 80.0, 0.1), time_s)
    assert speed_over_turn(replace(swings, found_from="foot"), time_s) is None


def test_the_pedal_of_a_film_tells_no_swing_where_there_is_none() -> None:
    film = filmed(a_set_up(), Film(seconds=10, noise_m=0.003, shift_m=0.005))
    series = PointSeries(film.time_s, dict(film.points), "m", "centres", "film", {})
    assert measure_pose(series, Told(crank_length_m=0.17)).speed is None


def test_the_pedal_of_a_film_tells_a_swing_that_is_large(time_s: Array) -> None:
    """The rider's points at the crank angles of an ergometer without a flywheel, with 3 mm of noise."""
    angle = swinging(time_s, 80.0, 0.15)
    fine = filmed(a_set_up(), Film(seconds=60 / 81, rate_hz=200, starts_deg=0.0))
    around = np.mod(fine.crank, 2 * np.pi)
    order = np.argsort(around)
    chance = np.random.default_rng(4)
    points = {
        name: np.stack(
            [
                np.interp(angle, around[order], each[order, axis], period=2 * np.pi)
                for axis in range(3)
            ],
            axis=1,
        )
        + 0.003 * chance.standard_normal((len(angle), 3))
        for name, each in fine.points.items()
    }
    pose = measure_pose(
        PointSeries(time_s, points, "m", "centres", "film", {}), Told(crank_length_m=0.17)
    )
    assert pose.crank_from == "pedal"
    assert pose.speed is not None
    assert pose.speed.swing == pytest.approx(0.30, abs=0.06)
    lowest = np.rad2deg(crank_angles()[pose.speed.over_mean.argmin()]) % 180
    assert min(lowest, 180 - lowest) < 20
    assert any("speed swings by" in note for note in pose.notes)


def test_a_mean_curve_has_the_speed_and_the_cadence_of_its_column() -> None:
    theta = crank_angles()
    speed = 8.0 - 1.5 * np.cos(2 * theta)
    found, mean = speed_of_curve(theta, speed)
    assert found is not None
    assert mean == pytest.approx(1 / np.mean(1 / speed))
    assert found.swing == pytest.approx(3.0 / mean, rel=1e-3)
    assert speed_of_curve(theta, np.full(60, 8.0))[0] is None
    knee = 70 + 35 * np.cos(theta - 0.3)
    series = AngleSeries(
        None, {"right.knee_flexion": knee}, np.rad2deg(theta), "centres", "mean", (), speed
    )
    pose = measure_pose(series)
    assert pose.speed is not None
    assert pose.cadence_rpm == pytest.approx(mean * 30 / np.pi)
