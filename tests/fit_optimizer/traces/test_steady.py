"""What is steady seated pedalling, however often and by whatever meter it was recorded."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fit_optimizer.traces import LegRecords, Recording, left_out_reasons
from fit_optimizer.traces.record_table import COLUMNS, recording_from
from rider_models.arrays import Array


def ride(time: Array, **columns: Array | float) -> Recording:
    """A two-sided meter's ride at 200 W and 90 rpm."""
    table = {name: np.full(time.size, np.nan) for name in COLUMNS}
    usual = {
        "power_w": 200.0,
        "cadence_rpm": 90.0,
        "balance_right_pct": 50.0,
        "left_torque_effectiveness_pct": 80.0,
        "right_torque_effectiveness_pct": 75.0,
        "standing": 0.0,
    }
    for name, value in (usual | columns).items():
        table[name] = np.broadcast_to(np.asarray(value, dtype=np.float64), time.shape).copy()
    table["time_s"] = time.astype(np.float64)
    return recording_from(table, "a meter", [], "ride")


@pytest.mark.parametrize("step_s", [1.0, 2.0, 5.0, 10.0, 30.0])
def test_a_steady_ride_is_steady_at_any_interval(step_s: float) -> None:
    steady, reasons = left_out_reasons(ride(np.arange(40) * step_s))
    assert reasons["first seconds"] == max(1, int(np.ceil(5.0 / step_s)))
    assert steady.sum() == 40 - reasons["first seconds"]


def test_smart_recording_is_no_row_of_pauses() -> None:
    steps = np.random.default_rng(2).integers(1, 9, 200)
    steady, reasons = left_out_reasons(ride(np.cumsum(steps)))
    assert reasons["first seconds"] <= 6
    assert steady.sum() >= 194


def test_a_pause_is_still_a_pause() -> None:
    time = np.concatenate([np.arange(60.0), 90.0 + np.arange(60.0)])
    _, reasons = left_out_reasons(ride(time))
    assert reasons["first seconds"] == 10
    five = np.concatenate([np.arange(0.0, 300.0, 5.0), 500.0 + np.arange(0.0, 300.0, 5.0)])
    assert left_out_reasons(ride(five))[1]["first seconds"] == 2


def test_windows_of_paired_stamps_hold_their_whole_time() -> None:
    """A step in power is judged alike whether stamps come singly or in pairs."""
    single = np.arange(240.0)
    paired = np.repeat(np.arange(0.0, 240.0, 2.0), 2)
    power = np.where(single < 120.0, 150.0, 260.0)
    left_out = [
        left_out_reasons(ride(time, power_w=power))[1]["changing power or cadence"]
        for time in (single, paired)
    ]
    assert left_out[0] == left_out[1]


def drills() -> Recording:
    """30 s of both legs, 30 s of the left, 30 s of the right."""
    part = np.repeat([0, 1, 2], 30)
    share = np.array([50.0, 0.0, 100.0])[part]
    left = np.array([80.0, 80.0, 0.0])[part]
    right = np.array([75.0, 0.0, 75.0])[part]
    return ride(
        np.arange(90.0),
        balance_right_pct=share,
        left_torque_effectiveness_pct=left,
        right_torque_effectiveness_pct=right,
    )


def test_drills_of_one_leg_are_in_no_bin() -> None:
    steady, reasons = left_out_reasons(drills())
    assert reasons["one leg only"] == 60
    assert not steady[30:].any()


def test_drills_are_told_without_a_balance() -> None:
    recording = replace(drills(), balance_right_pct=np.full(90, np.nan))
    assert left_out_reasons(recording)[1]["one leg only"] == 60


def test_drills_are_told_by_the_balance_alone() -> None:
    silent = LegRecords.not_sent(90)
    recording = replace(drills(), left=silent, right=silent)
    assert left_out_reasons(recording)[1]["one leg only"] == 60


def test_a_second_without_one_legs_figures_is_no_drill() -> None:
    right = np.full(90, 75.0)
    right[::7] = 0.0
    _, reasons = left_out_reasons(ride(np.arange(90.0), right_torque_effectiveness_pct=right))
    assert reasons["one leg only"] == 0


def test_an_uneven_rider_is_no_one_legged_one() -> None:
    _, reasons = left_out_reasons(ride(np.arange(90.0), balance_right_pct=31.0))
    assert reasons["one leg only"] == 0


def test_a_single_sided_meter_is_all_of_one_leg_and_kept() -> None:
    steady, reasons = left_out_reasons(
        ride(np.arange(60.0), right_torque_effectiveness_pct=0.0, balance_right_pct=0.0)
    )
    assert reasons["one leg only"] == 0
    assert steady.sum() == 55
