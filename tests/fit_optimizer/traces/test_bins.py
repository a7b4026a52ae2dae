"""Circular statistics, steadiness, bins and their file."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fit_optimizer.traces import (
    LegRecords,
    Recording,
    TraceError,
    arc_deg,
    circular_mean_deg,
    circular_median_deg,
    circular_spread_deg,
    group_in_bins,
    left_out_reasons,
    read_bins_csv,
    read_trace,
    write_bins_csv,
)

EXAMPLE = Path(__file__).parents[3] / "examples" / "turbo_ride_bins.csv"


def steady_ride(seconds: int, power: float = 200.0, cadence: float = 85.0) -> Recording:
    time = np.arange(float(seconds))
    return Recording(
        time_s=time,
        power_w=np.full(seconds, power),
        cadence_rpm=np.full(seconds, cadence),
        left=LegRecords.not_sent(seconds),
        right=LegRecords.not_sent(seconds),
        balance_right_pct=np.full(seconds, np.nan),
        combined_smoothness_pct=np.full(seconds, np.nan),
        standing=np.zeros(seconds, dtype=np.bool_),
        sides="none",
        device="test",
    )


@given(
    st.lists(st.floats(-80.0, 80.0), min_size=1, max_size=40),
    st.floats(-720.0, 720.0),
)
def test_circular_median_is_the_plain_median_wherever_the_angles_wrap(
    offsets: list[float], centre: float
) -> None:
    found = circular_median_deg(np.array(offsets) + centre)
    assert 0.0 <= found < 360.0
    assert abs(float(arc_deg(float(np.median(offsets)) + centre, found))) < 1e-6


@given(st.lists(st.floats(0.0, 359.9), min_size=1, max_size=25))
def test_no_sample_is_more_central_than_the_circular_median(angles: list[float]) -> None:
    sample = np.array(angles)

    def cost(angle: float) -> float:
        return float(np.abs(arc_deg(angle, sample)).sum())

    found = cost(circular_median_deg(sample))
    if np.abs(arc_deg(sample[0], sample)).max() < 85.0:
        assert found <= min(cost(angle) for angle in angles) + 1e-6


def test_circular_figures_do_not_average_350_and_10_to_180() -> None:
    sample = np.array([350.0, 10.0, 0.0, np.nan])
    assert abs(float(arc_deg(0.0, circular_median_deg(sample)))) < 1e-9
    assert abs(float(arc_deg(0.0, circular_mean_deg(sample)))) < 1e-9
    assert 6.0 < circular_spread_deg(sample) < 10.1
    assert math.isnan(circular_median_deg(np.array([np.nan])))


def test_circular_spread_of_a_normal_sample_is_its_standard_deviation() -> None:
    sample = np.random.default_rng(1).normal(355.0, 7.0, 20_000)
    assert circular_spread_deg(sample) == pytest.approx(7.0, rel=0.03)


def test_every_record_is_used_or_left_out_for_one_reason() -> None:
    ride = steady_ride(600)
    ride.power_w[100:120] = 0.0
    ride.power_w[200] = np.nan
    ride.power_w[300:310] = 700.0
    ride.standing[400:420] = True
    steady, reasons = left_out_reasons(ride)
    assert reasons["coasting"] == 20
    assert reasons["power or cadence not sent"] == 1
    assert reasons["sprint"] == 10
    assert reasons["standing"] == 30
    assert reasons["first seconds"] == 10
    assert steady.sum() + sum(reasons.values()) == 600
    table = group_in_bins(ride)
    assert table.used + sum(table.left_out.values()) == table.records == 600


@pytest.mark.parametrize(("power", "cadence"), [(60.0, 45.0), (420.0, 125.0), (1000.0, 110.0)])
def test_steady_riders_of_any_strength_and_cadence_are_kept(power: float, cadence: float) -> None:
    steady, _ = left_out_reasons(steady_ride(120, power, cadence))
    assert steady.sum() == 115


def test_long_hard_interval_is_not_taken_for_a_sprint() -> None:
    ride = steady_ride(1200, 150.0)
    ride.power_w[400:640] = 350.0
    powers = {(b.power_from_w, b.power_to_w) for b in group_in_bins(ride).bins}
    assert powers == {(137.5, 162.5), (337.5, 362.5)}


def test_bins_hold_their_lower_edge_and_the_most_ridden_is_found() -> None:
    ride = steady_ride(300, 187.5, 75.0)
    ride.power_w[:100] = 187.4
    table = group_in_bins(ride)
    assert [b.power_from_w for b in table.bins] == [162.5, 187.5]
    assert table.most_ridden is table.bins[1]


def test_records_of_thin_bins_are_counted_not_hidden() -> None:
    ride = steady_ride(100)
    ride.power_w[50:56] = 226.0
    table = group_in_bins(ride, fewest_records=10)
    assert len(table.bins) == 1
    assert table.left_out["too few in their bin"] == 6


def test_ride_without_steady_pedalling_gives_no_bins() -> None:
    ride = steady_ride(50, power=0.0)
    table = group_in_bins(ride)
    assert table.bins == ()
    assert table.most_ridden is None


def test_widths_that_are_not_positive_are_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        group_in_bins(steady_ride(10), power_width_w=0.0)


@pytest.fixture(scope="module")
def real_recording(real_ride: Path) -> Recording:
    recording = read_trace(real_ride).recording
    assert recording is not None
    return recording


def test_real_ride_gives_the_figures_its_session_message_summarises(
    real_recording: Recording,
) -> None:
    recording = real_recording
    assert recording.count == 3161
    assert recording.sides == "both"
    assert recording.device == "favero electronics assioma duo"
    # The device's own averages: torque effectiveness 82.5 and 83, smoothness 24 and 24.5, and
    # 219 W from the pedals' accumulated work, which bridges the seconds without a record of power.
    assert np.nanmean(recording.power_w) == pytest.approx(219.0, abs=5.0)
    assert np.nanmean(recording.left.torque_effectiveness_pct) == pytest.approx(82.5, abs=1.0)
    assert np.nanmean(recording.right.pedal_smoothness_pct) == pytest.approx(24.5, abs=0.6)
    assert abs(float(arc_deg(340.3, circular_mean_deg(recording.left.power_phase_start_deg)))) < 3.0
    assert np.isnan(recording.left.platform_offset_mm).all()
    assert 80 <= recording.standing.sum() <= 130


@pytest.mark.parametrize("lost", [1, 700])
def test_cut_of_the_real_ride_invents_no_records(
    real_ride: Path, tmp_path: Path, lost: int
) -> None:
    path = tmp_path / "cut.fit"
    path.write_bytes(real_ride.read_bytes()[:-lost])
    recording = read_trace(path).recording
    assert recording is not None
    assert recording.count == 3161
    assert recording.losses[0].startswith("The file is cut short")


def test_example_bins_are_what_the_code_computes(real_recording: Recording, tmp_path: Path) -> None:
    again = tmp_path / "again.csv"
    write_bins_csv(
        group_in_bins(real_recording).bins, again, EXAMPLE.read_text().splitlines()[0][2:]
    )
    assert again.read_text() == EXAMPLE.read_text()


def test_bins_survive_their_file(tmp_path: Path) -> None:
    bins = read_bins_csv(EXAMPLE)
    assert len(bins) > 10
    write_bins_csv(bins, tmp_path / "copy.csv", "a copy")
    assert str(read_bins_csv(tmp_path / "copy.csv")) == str(bins)
    assert math.isnan(bins[0].left.platform_offset_mm.median)


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "# only\n", "\0\0"])
def test_other_files_are_refused_as_bins(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bins.csv"
    path.write_text(text)
    with pytest.raises(TraceError, match="table of bins"):
        read_bins_csv(path)


def test_damaged_cell_is_refused_as_bins(tmp_path: Path) -> None:
    path = tmp_path / "bins.csv"
    path.write_text(EXAMPLE.read_text().replace(",175,", ",many,").replace(",162.5,", ",x,"))
    with pytest.raises(TraceError, match="table of bins"):
        read_bins_csv(path)
    with pytest.raises(TraceError):
        read_bins_csv(tmp_path / "none.csv")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 900), st.floats(0, 140)), min_size=1, max_size=80))
def test_no_ride_breaks_the_grouping(pairs: list[tuple[float, float]]) -> None:
    ride = steady_ride(len(pairs))
    ride = replace(
        ride,
        power_w=np.array([power for power, _ in pairs]),
        cadence_rpm=np.array([cadence for _, cadence in pairs]),
    )
    table = group_in_bins(ride, fewest_records=1)
    assert table.used + sum(table.left_out.values()) == len(pairs)
    for each in table.bins:
        assert each.power_from_w <= each.power_w.median < each.power_to_w
