"""The three shapes of CSV: units, sides, sampling, damage."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.traces import (
    TraceError,
    arc_deg,
    group_in_bins,
    metrics_of_strokes,
    read_trace,
)
from rider_models.arrays import Array
from tests.fit_optimizer.traces.formats.conformance import TraceFormatConformance
from tests.fit_optimizer.traces.text_files import curve_of, recording_of, table, written


class TestCsv(TraceFormatConformance):
    """The conformance of `csv_file.py`."""

    name = "CSV"
    file = "phase_columns.csv"


def leg_torque(angle_deg: Array) -> Array:
    """10 + 30 sin(angle - 10): drives from 350.53 to 209.47 deg, at its most at 100 deg."""
    return np.asarray(10.0 + 30.0 * np.sin(np.radians(angle_deg - 10.0)))


# Closed forms of that curve: zeros where sin = -1/3; mean 10; highest 40.
START_DEG = 10.0 - math.degrees(math.asin(1.0 / 3.0))
END_DEG = 190.0 + math.degrees(math.asin(1.0 / 3.0))
DRIVE = (10.0 * math.radians(END_DEG - START_DEG) + 60.0 * math.cos(math.asin(1.0 / 3.0))) / (
    2.0 * math.pi
)
EFFECTIVENESS = 100.0 * 10.0 / DRIVE


def check_leg(curve: Array | None, tolerance: float = 0.6) -> None:
    assert curve is not None
    figures = metrics_of_strokes(curve)
    assert figures.torque_effectiveness_pct[0] == pytest.approx(EFFECTIVENESS, abs=tolerance)
    assert figures.pedal_smoothness_pct[0] == pytest.approx(25.0, abs=tolerance)
    assert abs(float(arc_deg(START_DEG, figures.power_phase_start_deg[0]))) < tolerance
    assert abs(float(arc_deg(END_DEG, figures.power_phase_end_deg[0]))) < tolerance
    middle = figures.peak_power_phase_start_deg[0] + 0.5 * float(
        np.mod(figures.peak_power_phase_end_deg[0] - figures.peak_power_phase_start_deg[0], 360.0)
    )
    assert middle == pytest.approx(100.0, abs=1.0)


def test_stroke_figures_agree_with_closed_forms() -> None:
    check_leg(leg_torque(np.arange(360.0)), 0.05)


def test_peak_phase_is_the_narrowest_arc_with_half_the_drive() -> None:
    torque = np.zeros(360)
    torque[80:121] = 1.0
    figures = metrics_of_strokes(torque)
    arc = figures.peak_power_phase_end_deg[0] - figures.peak_power_phase_start_deg[0]
    assert arc == pytest.approx(20.5, abs=1.0)


def test_stroke_that_never_stops_driving_has_no_power_phase() -> None:
    figures = metrics_of_strokes(np.full(360, 5.0))
    assert figures.torque_effectiveness_pct[0] == 100.0
    assert np.isnan(figures.power_phase_start_deg[0])
    assert np.isnan(metrics_of_strokes(np.full(360, -5.0)).pedal_smoothness_pct[0])


@pytest.mark.parametrize("step", [1, 5, 10, 30])
@pytest.mark.parametrize("radians", [False, True])
def test_curve_is_read_at_any_sampling_and_unit(tmp_path: Path, step: int, radians: bool) -> None:
    angle = np.arange(0.0, 361.0, step)
    heading = "crank_angle_rad" if radians else "Crank angle [deg]"
    written_angle = np.radians(angle) if radians else angle
    path = written(tmp_path, table(f"{heading},right_torque_nm", written_angle, leg_torque(angle)))
    check_leg(curve_of(path).right, 0.1 + 0.05 * step)
    assert curve_of(path).sides == "right"


def test_curve_of_irregular_shuffled_wrapping_angles(tmp_path: Path) -> None:
    generator = np.random.default_rng(4)
    angle = generator.uniform(-360.0, 1800.0, 3000)
    path = written(tmp_path, table("crank_angle_deg,left_torque_nm", angle, leg_torque(angle)))
    check_leg(curve_of(path).left)


@pytest.mark.parametrize("unit", ["deg", "rad"])
def test_unit_that_no_heading_names_is_judged_and_said(tmp_path: Path, unit: str) -> None:
    angle = np.arange(0.0, 360.0, 2.0)
    shown = angle if unit == "deg" else np.radians(angle)
    path = written(tmp_path, table("angle,left_torque_nm", shown, leg_torque(angle)))
    check_leg(curve_of(path).left)
    assert any("names no unit" in sentence for sentence in curve_of(path).losses)


@pytest.mark.parametrize("reference", ["own", "right", "left"])
def test_two_legs_are_each_against_their_own_crank(tmp_path: Path, reference: str) -> None:
    angle = np.arange(0.0, 360.0, 2.0)
    turned = {"own": (0.0, 0.0), "right": (180.0, 0.0), "left": (0.0, 180.0)}[reference]
    legs = (leg_torque(angle + turn) for turn in turned)
    text = table("crank_angle_deg;left_torque_nm;right_torque_nm", angle, *legs, separator=";")
    curve = curve_of(written(tmp_path, text.replace(".", ",")))
    check_leg(curve.left)
    check_leg(curve.right)
    assert curve.sides == "both"
    assert (reference != "own") == any("turned" in sentence for sentence in curve.losses)


def test_total_of_two_legs_is_not_taken_for_one(tmp_path: Path) -> None:
    angle = np.arange(0.0, 360.0, 2.0)
    total = 30.0 - 18.0 * np.cos(np.radians(2.0 * angle))
    path = written(tmp_path, table("crank_angle_deg,torque_nm", angle, total))
    assert curve_of(path).sides == "combined"
    path = written(tmp_path, table("crank_angle_deg,torque_nm", angle, leg_torque(angle)))
    assert curve_of(path).sides == "right"
    assert any("names no leg" in sentence for sentence in curve_of(path).losses)


def test_force_needs_the_crank_length_to_become_a_torque(tmp_path: Path) -> None:
    angle = np.arange(0.0, 360.0, 2.0)
    text = table("crank_angle_deg,right_tangential_force_n", angle, leg_torque(angle) / 0.1725)
    path = written(tmp_path, text)
    assert curve_of(path).unit == "N"
    assert any("crank length" in sentence for sentence in curve_of(path).losses)
    curve = curve_of(path, 172.5)
    assert curve.unit == "Nm"
    assert curve.right is not None
    np.testing.assert_allclose(curve.right.max(), 40.0, rtol=1e-3)


@pytest.mark.parametrize("wrapped", [True, False])
@pytest.mark.parametrize("backwards", [False, True])
def test_series_gives_a_record_a_revolution(tmp_path: Path, wrapped: bool, backwards: bool) -> None:
    time = np.arange(0.0, 30.0, 0.005)
    turned = 6.0 * 90.0 * time
    shown = np.mod(turned, 360.0) if wrapped else turned
    shown = np.mod(-turned, 360.0) if backwards else shown
    legs = leg_torque(turned + 180.0), leg_torque(turned)
    text = table("time_s,crank_angle_deg,left_torque_nm,right_torque_nm", time, shown, *legs)
    path = written(tmp_path, text)
    ride = recording_of(path)
    assert ride.count in (44, 45)
    np.testing.assert_allclose(ride.cadence_rpm, 90.0, rtol=1e-3)
    np.testing.assert_allclose(ride.power_w, 20.0 * 90.0 * math.tau / 60.0, rtol=2e-3)
    np.testing.assert_allclose(ride.balance_right_pct, 50.0, atol=0.2)
    np.testing.assert_allclose(ride.left.torque_effectiveness_pct, EFFECTIVENESS, atol=0.5)
    np.testing.assert_allclose(ride.right.power_phase_end_deg, END_DEG, atol=0.6)
    check_leg(curve_of(path).left)
    assert curve_of(path).cadence_rpm == pytest.approx(90.0, rel=1e-3)
    assert group_in_bins(ride).most_ridden is not None


def test_series_with_cadence_alone_has_shape_but_no_phase_angles(tmp_path: Path) -> None:
    time = np.arange(0.0, 20.0, 0.01)
    torque = leg_torque(6.0 * 80.0 * time + 77.0)
    text = table("time_ms,cadence_rpm,right_torque_nm", time * 1000.0, 80.0 + 0.0 * time, torque)
    ride = recording_of(written(tmp_path, text))
    assert ride.sides == "right"
    np.testing.assert_allclose(ride.right.torque_effectiveness_pct, EFFECTIVENESS, atol=0.5)
    assert np.isnan(ride.right.power_phase_start_deg).all()
    assert not curve_of(tmp_path / "trace.csv").top_dead_centre_known
    assert any("doubled" in sentence for sentence in ride.losses)


RECORDS = (
    "secs,Power (W),Cadence (rpm),left_torque_effectiveness_pct,LPS,left_power_phase_start_deg,"
    "balance_right_pct,right_pedal_smoothness"
)


def test_records_by_the_second_with_named_columns(tmp_path: Path) -> None:
    rows = "\n".join(f"{s},21{s % 10},88,78.5,21,355,51,0" for s in range(40))
    ride = recording_of(written(tmp_path, f"# notes\n\n{RECORDS}\n{rows}\n"))
    assert ride.count == 40
    assert ride.sides == "left"
    np.testing.assert_allclose(ride.left.pedal_smoothness_pct, 21.0)
    np.testing.assert_allclose(ride.left.power_phase_start_deg, 355.0)
    assert np.isnan(ride.right.pedal_smoothness_pct).all()


def test_smoothness_of_no_named_leg_is_combined(tmp_path: Path) -> None:
    text = "time,power,cadence,pedal_smoothness\n" + "".join(
        f"2021-07-22T18:52:{s:02d}.5Z,200,90,48\n" for s in range(30)
    )
    ride = recording_of(written(tmp_path, text))
    assert ride.sides == "combined"
    np.testing.assert_allclose(ride.time_s, np.arange(30.0))
    np.testing.assert_allclose(ride.combined_smoothness_pct, 48.0)


@pytest.mark.parametrize("cell", ["oops", "1e308", "-inf"])
def test_text_in_a_few_cells_is_dropped_and_said(tmp_path: Path, cell: str) -> None:
    rows = "\n".join(f"{s},{cell if s == 3 else 210},88" for s in range(20))
    ride = recording_of(written(tmp_path, f"time_s,power_w,cadence_rpm\n{rows}\n"))
    assert int(np.isnan(ride.power_w).sum()) == 1
    assert any(f'"{cell}" in power_w, row 4' in sentence for sentence in ride.losses)


def test_balance_written_as_two_shares_is_read(tmp_path: Path) -> None:
    for heading in ("L/R balance", "Balance", "Left balance"):
        rows = "".join(f"{s},210,88,48.5/51.5\n" for s in range(20))
        ride = recording_of(written(tmp_path, f"time_s,power_w,cadence_rpm,{heading}\n{rows}"))
        np.testing.assert_allclose(ride.balance_right_pct, 51.5)


def test_text_in_a_column_that_is_not_needed_leaves_the_others(tmp_path: Path) -> None:
    rows = "".join(f"{s},210,88,80,good\n" for s in range(20))
    heading = "time_s,power_w,cadence_rpm,left_torque_effectiveness_pct,balance"
    ride = recording_of(written(tmp_path, f"{heading}\n{rows}"))
    np.testing.assert_allclose(ride.left.torque_effectiveness_pct, 80.0)
    assert np.isnan(ride.balance_right_pct).all()
    assert any('20 cells hold no number ("good" in balance' in said for said in ride.losses)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "empty"),
        ("hello\nworld\n", "names no columns"),
        ("1,2,3\n4,5,6\n", "names no columns"),
        ("time_s,power_w\n", "no rows"),
        ("time_s,cadence_rpm\n0,80\n1,81\n", "lacks columns"),
        ("time_s,torque_nm\n0,30\n1,31\n", "lacks columns"),
        ("time_s,power_w,cadence_rpm\n" + "1,a,b\n" * 5, "text where"),
        ("time_s,power_w,cadence_rpm\n" + "".join(f"{s},85,210\n" for s in range(9)), "swapped"),
        ("time_s,power_w,cadence_rpm\n" + "".join(f"{-s},185,90\n" for s in range(9)), "backwards"),
        ("time_s,power_w\n" + "3,200\n" * 9, "does not move"),
        ("crank_angle_deg,torque_nm\n" + "".join(f"{s / 9},{s}\n" for s in range(360)), "swapped"),
        (
            "crank_angle_deg,torque_nm\n" + "".join(f"{s},-9\n" for s in range(360)),
            "does not drive",
        ),
        ("crank_angle_deg,torque_nm\nnan,nan\n", "text where|no numbers|no row"),
        (
            "time_s,crank_angle_deg,torque_nm\n"
            + "".join(f"{s},{s * 7 % 360},20\n" for s in range(99)),
            "too few",
        ),
        (
            "time_s,left_torque_effectiveness,left_pedal_smoothness,power_w\n"
            + "".join(f"{s},22,80,200\n" for s in range(9)),
            "smoothness than torque effectiveness",
        ),
        ("x" * 70_000, "never ends"),
    ],
)
def test_unusable_csv_is_refused_in_one_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(TraceError, match=sentence) as caught:
        read_trace(written(tmp_path, text))
    assert "\n" not in str(caught.value)
