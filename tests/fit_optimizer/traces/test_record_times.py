"""Clocks that jump, records in disorder, halves of one record: nothing usable is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit_optimizer.traces.record_times import (
    FEWEST_AGREEING,
    in_time_order,
    joined_parts,
    typical_step_s,
)
from rider_models.arrays import Array

NAN = float("nan")


def columns(time: Array) -> dict[str, Array]:
    place = np.arange(time.size, dtype=np.float64)
    return {"time_s": time, "power_w": 200.0 + 0.0 * place, "cadence_rpm": place}


def ordered(time: Array) -> tuple[dict[str, Array], list[str]]:
    losses: list[str] = []
    return in_time_order(columns(np.asarray(time, dtype=np.float64)), losses), losses


@pytest.mark.parametrize("jump_s", [2e7, -2e7, 8 * 86_400.0, -3600.0, -100.0, 1e9])
def test_both_sides_of_a_jump_are_kept_in_the_order_of_the_file(jump_s: float) -> None:
    time = np.concatenate([np.arange(20.0), 20.0 + jump_s + np.arange(5.0)])
    found, losses = ordered(time)
    np.testing.assert_array_equal(found["cadence_rpm"], np.arange(25.0))
    assert np.all(np.diff(found["time_s"]) > 0.0)
    assert np.diff(found["time_s"]).max() < 100.0
    assert any("clock jumps" in sentence for sentence in losses)


def test_several_jumps_keep_every_part() -> None:
    parts = [np.arange(9.0) + start for start in (0.0, 3e7, 1e6, 9e8, 5e8)]
    found, losses = ordered(np.concatenate(parts))
    assert found["time_s"].size == 45
    assert any("4 times" in sentence for sentence in losses)


def test_a_lone_wild_time_is_dropped_and_the_ride_stays_whole() -> None:
    time = np.arange(40.0)
    time[[7, 20, 21]] = [9e8, -5e8, -5e8]
    found, losses = ordered(time)
    assert found["time_s"].size == 37
    assert np.diff(found["time_s"]).max() == 3.0
    assert losses == ["Dropped: 3 records without a usable time."]


def test_records_a_little_out_of_order_are_sorted() -> None:
    time = np.array([0.0, 1.0, 4.0, 2.0, 3.0, 5.0])
    found, losses = ordered(time)
    np.testing.assert_array_equal(found["time_s"], np.arange(6.0))
    np.testing.assert_array_equal(found["cadence_rpm"], [0, 1, 3, 4, 2, 5])
    assert any("sorted" in sentence for sentence in losses)


@given(
    st.lists(
        st.tuples(st.integers(FEWEST_AGREEING, 12), st.floats(-1e9, 1e9)), min_size=1, max_size=8
    )
)
def test_parts_of_three_records_and_more_are_never_lost(parts: list[tuple[int, float]]) -> None:
    time = np.concatenate([start + np.arange(float(count)) for count, start in parts])
    found, _ = ordered(time)
    assert found["time_s"].size == time.size
    assert found["time_s"][0] == 0.0
    assert np.all(np.diff(found["time_s"]) >= 0.0)


@given(st.lists(st.one_of(st.floats(allow_nan=True, allow_infinity=True)), max_size=40))
def test_no_times_break_the_order(times: list[float]) -> None:
    found, _ = ordered(np.array(times, dtype=np.float64))
    assert np.all(np.isfinite(found["time_s"]))
    assert np.all(np.diff(found["time_s"]) >= 0.0)


@pytest.mark.parametrize("apart", [0.0, 0.25, 0.9])
@pytest.mark.parametrize("cadence_first", [False, True])
def test_power_and_cadence_of_one_second_become_one_record(
    apart: float, cadence_first: bool
) -> None:
    time = np.repeat(np.arange(10.0), 2) + np.tile([0.0, apart], 10)
    power, cadence = np.tile([200.0, NAN], 10), np.tile([NAN, 90.0], 10)
    power, cadence = (power[::-1], cadence[::-1]) if cadence_first else (power, cadence)
    losses: list[str] = []
    found = joined_parts({"time_s": time, "power_w": power, "cadence_rpm": cadence}, losses)
    np.testing.assert_allclose(found["power_w"], 200.0)
    np.testing.assert_allclose(found["cadence_rpm"], 90.0)
    np.testing.assert_allclose(found["time_s"], np.arange(10.0))


def test_two_whole_records_of_one_second_stay_two() -> None:
    time = np.repeat(np.arange(5.0), 2)
    given_columns = {"time_s": time, "power_w": time + 200.0, "cadence_rpm": time + 90.0}
    assert joined_parts(given_columns, [])["time_s"].size == 10


def test_figures_in_a_third_record_of_the_second_are_joined_too() -> None:
    kinds = {"power_w": [200.0, NAN, NAN], "cadence_rpm": [NAN, 90.0, NAN], "te": [NAN, NAN, 80.0]}
    given_columns = {name: np.tile(values, 10) for name, values in kinds.items()}
    given_columns["time_s"] = np.repeat(np.arange(10.0), 3)
    found = joined_parts(given_columns, [])
    for name, values in kinds.items():
        np.testing.assert_allclose(found[name], np.nansum(values))
    assert found["time_s"].size == 10


def test_records_that_contradict_each_other_stay_apart() -> None:
    given_columns = {
        "time_s": np.zeros(2),
        "power_w": np.array([200.0, 210.0]),
        "cadence_rpm": np.array([90.0, NAN]),
    }
    assert joined_parts(given_columns, [])["time_s"].size == 2


def test_parts_a_second_apart_stay_apart() -> None:
    given_columns = {
        "time_s": np.array([0.0, 1.0]),
        "power_w": np.array([200.0, NAN]),
        "cadence_rpm": np.array([NAN, 90.0]),
    }
    assert joined_parts(given_columns, [])["time_s"].size == 2


def test_the_usual_step_of_paired_stamps_is_their_mean() -> None:
    assert typical_step_s(np.repeat(np.arange(0.0, 60.0, 2.0), 2)) == pytest.approx(1.0, abs=0.02)
    assert typical_step_s(np.arange(60.0)) == 1.0
    assert typical_step_s(np.concatenate([np.arange(30.0), 900.0 + np.arange(30.0)])) == 1.0
    assert typical_step_s(np.array([3.0])) == 1.0
