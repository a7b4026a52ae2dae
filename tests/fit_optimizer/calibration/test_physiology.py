"""Targets of a calibrated rider: values, ranges, and rides that fail."""

import numpy as np
import pytest

from fit_optimizer.calibration import loss, physiology
from fit_optimizer.calibration.physiology import compare, softened
from fit_optimizer.calibration.targets import Condition, calibration_table
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.coordination import Coordination
from rider_models.errors import PedalfitError
from tests.strategies import set_up


@pytest.mark.parametrize(
    ("simulated", "errors"), [(95.0, [0.0, 5.0]), (113.0, [2.0, 23.0]), (77.0, [-1.0, -13.0])]
)
def test_within_a_range_a_target_has_no_error_and_beyond_it_that_to_the_nearer_end(
    simulated, errors, monkeypatch
):
    figures = {"knee_moment_turn_deg": simulated, "pedal_smoothness_pct": simulated}
    monkeypatch.setattr(physiology, "condition_figures", lambda *_: figures)
    targets = {"knee_moment_turn_deg": (80, 107, 3), "pedal_smoothness_pct": (90, 1)}
    ride = Condition(name="a ride", source="", riding={}, targets=targets)
    rows = compare(Coordination(), True, [ride])
    assert [row.error for row in rows] == pytest.approx(errors)
    assert [row.wanted for row in rows] == ["80 to 107", "90"]


def test_weights_with_which_nobody_can_ride_are_an_error_and_not_the_end_of_a_calibration(
    monkeypatch,
):
    def refuse(*_):
        raise PedalfitError("too hard")

    monkeypatch.setattr(physiology, "condition_figures", refuse)
    rows = compare(Coordination(), True, calibration_table().condition)
    assert rows
    assert all(np.isnan(row.error) for row in rows)
    assert not any("nan" in row.wanted for row in rows)


def test_a_search_without_activation_dynamics_leaves_out_what_wants_them(monkeypatch):
    asked = {}

    def compared(coordination, dynamics, chosen):
        asked[dynamics] = [each.name for each in chosen]
        return []

    monkeypatch.setattr(loss, "compare", compared)
    loss._physiology.cache_clear()
    rider = parse_set_up(set_up())
    loss.physiology(rider)
    loss.quick_physiology(rider)
    loss._physiology.cache_clear()
    every = calibration_table().condition
    assert asked[True] == [each.name for each in every]
    left_out = set(asked[True]) - set(asked[False])
    assert left_out == {each.name for each in every if "knee_moment_turn_deg" in each.targets}
    assert left_out


def test_a_small_error_counts_as_it_is_and_a_large_one_less():
    soft = softened(np.array([0.1, -0.1, 10.0]))
    assert soft[:2] == pytest.approx([0.1, -0.1], rel=1e-2)
    assert soft[2] < 5
