"""Targets of the default coordination: values, ranges, steps from ride to ride, and rides that fail."""

from dataclasses import asdict

import numpy as np
import pytest

from fit_optimizer.calibration import default_rider
from fit_optimizer.calibration.default_rider import (
    FAILED,
    Guess,
    Row,
    compare,
    decode,
    encode,
    residuals,
    worst_step,
)
from fit_optimizer.calibration.targets import Condition
from rider_models.coordination import Coordination
from rider_models.errors import PedalfitError
from sim.riding import NATURAL_ANKLE

DEFAULT = Guess(Coordination(), NATURAL_ANKLE)


@pytest.mark.parametrize(
    ("values", "low", "high", "step", "beyond"),
    [
        ([3.0, 2.0, 1.5], -np.inf, -0.2, -0.5, 0.0),
        ([3.0, 2.0, 2.5], -np.inf, -0.2, 0.5, 0.7),
        ([3.0, 1.0, 1.5], -1.0, 1.0, -2.0, 1.0),
    ],
)
def test_the_step_farthest_outside_what_is_allowed_counts(values, low, high, step, beyond):
    assert worst_step(values, low, high) == pytest.approx((step, beyond))


def test_a_step_from_a_ride_that_failed_is_not_a_number():
    assert np.isnan(worst_step([3.0, float("nan"), 1.0], -1.0, 1.0)).all()


@pytest.mark.parametrize(
    ("simulated", "errors"), [(95.0, [0.0, 5.0]), (113.0, [2.0, 23.0]), (77.0, [-1.0, -13.0])]
)
def test_within_a_range_a_target_has_no_error_and_beyond_it_that_to_the_nearer_end(
    simulated, errors, monkeypatch
):
    figures = {"knee_moment_turn_deg": simulated, "pedal_smoothness_pct": simulated}
    monkeypatch.setattr(default_rider, "simulate_condition", lambda *_: None)
    monkeypatch.setattr(default_rider, "calibration_figures", lambda _: figures)
    targets = {"knee_moment_turn_deg": (80, 107, 3), "pedal_smoothness_pct": (90, 1)}
    ride = Condition(name="a ride", source="", riding={}, targets=targets)
    rows = compare(DEFAULT, True, [ride])
    assert [row.error for row in rows] == pytest.approx(errors)
    assert [row.wanted for row in rows] == ["80 to 107", "90"]


def test_a_guess_that_cannot_ride_is_an_error_and_not_the_end_of_the_search(monkeypatch):
    def refuse(*_, **__):
        raise PedalfitError("too hard")

    monkeypatch.setattr(default_rider, "simulate_condition", refuse)
    rows: list[Row] = [*compare(DEFAULT, True), *default_rider.trends(DEFAULT)]
    assert all(np.isnan(row.error) for row in rows)
    assert not any("nan" in row.wanted for row in rows)
    found = residuals(encode(DEFAULT))
    assert np.isfinite(found).all()
    assert (found == FAILED).sum() == len(default_rider.trends(DEFAULT))


def test_the_numbers_of_the_search_are_the_guess():
    again = decode(encode(DEFAULT))
    assert asdict(again.coordination) == pytest.approx(asdict(DEFAULT.coordination))
    assert asdict(again.ankle) == pytest.approx(asdict(DEFAULT.ankle))
