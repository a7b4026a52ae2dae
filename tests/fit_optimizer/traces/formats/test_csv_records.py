"""Records of a ride in a text table: every kind of heading, cell and clock that exports have."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.traces import TraceError, read_measured, read_trace
from fit_optimizer.traces.formats.clock_times import seconds_of
from tests.fit_optimizer.traces.formats.conformance import DATA
from tests.fit_optimizer.traces.text_files import curve_of, recording_of, written


def rows(heading: str, row: str, count: int = 30) -> str:
    """A heading, and rows in which {s} is the row's number."""
    return "\n".join([heading, *(row.format(s=s, t=f"{s:02d}") for s in range(count))]) + "\n"


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("time_ms", "{s}000"),
        ("elapsed (ms)", "{s}000"),
        ("time", "{s}000"),
        ("timestamp", "9467208{t}000"),
        ("timestamp", "9467208{t}000000"),
        ("epoch_us", "9467208{t}000000"),
        ("unix_time", "9467208{t}"),
        ("time [min:s]", "0:{t}"),
        ("Time (h:mm:ss)", "0:00:{t}"),
        ("time", "2021-07-22T18:52:{t}Z"),
        ("time", "2021-07-22 18:52:{t}.000+02:00"),
        ("Date time", "22.07.2021 18:52:{t}"),
        ("Date time", "2021/07/22 18:52:{t}"),
        ("time_us", "{s}000000"),
        ("timestamp_utc", "9467208{t}000"),
        ("time (s)", "9467208{t}000"),
        ("Time (1/100 s)", "{s}00"),
        ("Time [10 ms]", "{s}00"),
        ("utc", "2021-07-22 18:52:{t} UTC"),
        ("Time", "12:52:{t} PM"),
        ("Time", "7/22/2021 6:52:{t} a.m."),
        ("Time", "22/07/2021 6:52:{t}"),
    ],
)
def test_time_is_read_in_every_clock(tmp_path: Path, heading: str, cell: str) -> None:
    text = rows(f"{heading},power,cadence", f"{cell},200,90")
    ride = recording_of(written(tmp_path, text))
    np.testing.assert_allclose(ride.time_s, np.arange(30.0), atol=1e-3)


def test_three_parts_are_hundredths_where_a_heading_says_so(tmp_path: Path) -> None:
    heading = "Elapsed time total [s]\tCadence [1/min]\tPower per revolution [W]"
    text = rows(heading, "00:{t}:50\t90\t200")
    np.testing.assert_allclose(recording_of(written(tmp_path, text)).time_s, np.arange(30.0))
    plain = rows("time\tCadence [1/min]\tPower [W]", "00:00:{t}\t90\t200")
    np.testing.assert_allclose(recording_of(written(tmp_path, plain)).time_s, np.arange(30.0))


@pytest.mark.parametrize("pair", ["351.5|191.2", "351.5/191.2", "[351.5, 191.2]", "351.5 191.2"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_phases_written_as_pairs_are_read(tmp_path: Path, pair: str, separator: str) -> None:
    heading = separator.join(["time", "power", "cadence", "left_power_phase", "left_te"])
    row = separator.join(["{s}", "200", "90", pair.replace("{", "{{"), "80"])
    ride = recording_of(written(tmp_path, rows(heading, row)))
    np.testing.assert_allclose(ride.left.power_phase_start_deg, 351.5)
    np.testing.assert_allclose(ride.left.power_phase_end_deg, 191.2)


def test_a_pair_in_radians_is_converted(tmp_path: Path) -> None:
    text = rows("time,power,cadence,left_power_phase [rad]", "{s},200,90,6.1|3.3")
    ride = recording_of(written(tmp_path, text))
    np.testing.assert_allclose(ride.left.power_phase_start_deg, math.degrees(6.1))


@pytest.mark.parametrize(
    "text",
    [
        rows("time;power;cadence;balance_right", "{s};200,5;90,0;52,5"),
        rows("time\tpower\tcadence\tbalance_right", "{s}\t200,5\t90,0\t52,5"),
        rows("time,power,cadence,balance_right", '{s},"200,5","90,0","52,5"'),
        rows("time;power;cadence;balance_right", "{s};0.200,5;90;52,5"),
    ],
)
def test_decimal_commas_are_read(tmp_path: Path, text: str) -> None:
    ride = recording_of(written(tmp_path, text))
    np.testing.assert_allclose(ride.power_w, 200.5)
    np.testing.assert_allclose(ride.balance_right_pct, 52.5)


def test_decimal_commas_between_commas_are_refused_with_what_to_do(tmp_path: Path) -> None:
    text = rows("time,power,cadence,balance_right", "{s},200,5,90,0,52,5")
    with pytest.raises(TraceError, match="semicolons"):
        read_trace(written(tmp_path, text))


def test_units_in_a_line_below_the_headings_are_taken(tmp_path: Path) -> None:
    text = rows("time,power,cadence\ns,kW,1/s", "{s},0.2,1.5")
    ride = recording_of(written(tmp_path, text))
    np.testing.assert_allclose(ride.power_w, 200.0)
    np.testing.assert_allclose(ride.cadence_rpm, 90.0)


@pytest.mark.parametrize("order", [("power", "target_power"), ("target_power", "power")])
def test_the_ridden_power_is_taken_wherever_it_stands(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    cells = {"power": "200", "target_power": "250"}
    row = ",".join(cells[name] for name in order)
    ride = recording_of(
        written(tmp_path, rows(f"time,{','.join(order)},cadence", f"{{s}},{row},90"))
    )
    np.testing.assert_allclose(ride.power_w, 200.0)


@pytest.mark.parametrize(
    "heading", ["target_power", "avg_power", "Accumulated power", "power zone"]
)
def test_a_table_whose_only_power_is_another_is_refused(tmp_path: Path, heading: str) -> None:
    text = rows(f"time,{heading},cadence", "{s},250,90")
    with pytest.raises(TraceError, match=r"its column .* holds|lacks columns"):
        read_trace(written(tmp_path, text))


def test_a_column_of_text_does_not_stand_for_a_good_one_beside_it(tmp_path: Path) -> None:
    text = rows("clock,time,power,Power (meter),cadence", "noon,{s},good,200,90")
    np.testing.assert_allclose(recording_of(written(tmp_path, text)).power_w, 200.0)


def test_powers_of_both_legs_give_power_and_balance(tmp_path: Path) -> None:
    text = rows("time,left_power_w,right_power_w,cadence", "{s},96,104,90")
    ride = recording_of(written(tmp_path, text))
    np.testing.assert_allclose(ride.power_w, 200.0)
    np.testing.assert_allclose(ride.balance_right_pct, 52.0)


def test_power_of_one_leg_is_doubled_and_said(tmp_path: Path) -> None:
    text = rows("time,left_power_w,cadence,left_te", "{s},100,90,80")
    ride = recording_of(written(tmp_path, text))
    np.testing.assert_allclose(ride.power_w, 200.0)
    assert any("doubled" in said for said in ride.losses)


def test_a_total_beside_the_legs_powers_is_the_power(tmp_path: Path) -> None:
    text = rows("time,power,left power,right power,cadence", "{s},205,96,104,90")
    ride = recording_of(written(tmp_path, text))
    np.testing.assert_allclose(ride.power_w, 205.0)
    np.testing.assert_allclose(ride.balance_right_pct, 52.0)


def test_a_balance_of_no_named_leg_is_refused_as_that(tmp_path: Path) -> None:
    path = written(tmp_path, rows("time,power,cadence,L/R balance", "{s},200,90,48"))
    assert np.isnan(recording_of(path).balance_right_pct).all()
    with pytest.raises(TraceError, match="does not say which leg"):
        read_measured(path)


def test_a_balance_as_a_share_of_1_is_in_percent(tmp_path: Path) -> None:
    ride = recording_of(
        written(tmp_path, rows("time,power,cadence,left balance", "{s},200,90,0.48"))
    )
    np.testing.assert_allclose(ride.balance_right_pct, 52.0)


def test_words_of_cells_that_hold_no_number(tmp_path: Path) -> None:
    text = rows("time,power,cadence,left_te", "{s},200,90,80").replace(
        "5,200,90,80", "5,200,90,x", 3
    )
    losses = recording_of(written(tmp_path, text)).losses
    assert any(said.startswith("3 cells hold no number (") for said in losses)
    assert any(said.endswith("were skipped.") for said in losses)


@pytest.mark.parametrize("empty", ["", "--", "NaN", "na", "null", "-"])
def test_cells_that_say_that_there_is_nothing_are_not_counted_as_text(
    tmp_path: Path, empty: str
) -> None:
    ride = recording_of(
        written(tmp_path, rows("time,power,cadence,left_te", f"{{s}},200,90,{empty}"))
    )
    assert not any("no number" in said for said in ride.losses)


def test_a_row_for_each_revolution_is_a_ride_and_no_torque_curve(tmp_path: Path) -> None:
    trace = read_trace(DATA / "wattbike_hub_rows.csv")
    assert trace.curve is None
    assert trace.recording is not None
    cadence = np.array(
        [
            float(line.split('"')[9])
            for line in (DATA / "wattbike_hub_rows.csv").open()
            if '"' in line
        ]
    )
    np.testing.assert_allclose(np.diff(trace.recording.time_s), 60.0 / cadence[:-1], rtol=1e-3)
    with pytest.raises(TraceError, match="does not say which leg"):
        read_measured(DATA / "wattbike_hub_rows.csv")
    assert read_measured(DATA / "wattbike_hub_rows.csv", to_compare=False).curve is None


@pytest.mark.parametrize("unit", ["s", "ms"])
@pytest.mark.parametrize("shuffled", [False, True])
def test_durations_of_revolutions_are_added_up_in_any_order(
    tmp_path: Path, unit: str, shuffled: bool
) -> None:
    chance = np.random.default_rng(3)
    cadence = 90.0 + chance.normal(0.0, 2.0, 80)
    cadence = cadence if shuffled else np.sort(cadence)[::-1]
    factor = 1.0 if unit == "s" else 1000.0
    lines = [
        f"{factor * 60.0 / each:.4f},{chance.normal(150.0, 20.0):.1f},200,{each:.4f}"
        for each in cadence
    ]
    text = "time,force,power,cadence\n" + "\n".join(lines)
    trace = read_trace(written(tmp_path, text))
    assert trace.curve is None
    assert trace.recording is not None
    assert trace.recording.time_s[-1] == pytest.approx((60.0 / cadence[:-1]).sum(), rel=1e-3)


def test_values_that_do_not_repeat_with_the_crank_are_no_torque_curve(tmp_path: Path) -> None:
    chance = np.random.default_rng(5)
    lines = [f"{n * 0.05:.2f},{chance.normal(30, 8):.2f},90" for n in range(400)]
    with pytest.raises(TraceError, match="does not repeat from turn to turn"):
        read_trace(written(tmp_path, "time_s,torque_nm,cadence\n" + "\n".join(lines)))


def test_a_torque_that_no_rider_produces_is_refused(tmp_path: Path) -> None:
    angle = np.arange(0, 360, 5)
    torque = 1000.0 + 3000.0 * np.sin(np.radians(angle))
    text = "crank_angle_deg,left_torque\n" + "".join(
        f"{a},{t:.1f}\n" for a, t in zip(angle, torque, strict=True)
    )
    with pytest.raises(TraceError, match="more than a rider's"):
        read_trace(written(tmp_path, text))


@pytest.mark.parametrize("name", ["torque_ncm.csv", "torque_lbfin.csv"])
def test_the_same_torque_in_other_units_is_the_same_curve(name: str) -> None:
    curve = curve_of(DATA / name)
    assert curve.unit == "Nm"
    for leg in (curve.left, curve.right):
        assert leg is not None
        assert leg.max() == pytest.approx(55.0, abs=0.05)
        assert leg.min() == pytest.approx(-5.0, abs=0.4)


def test_a_torque_in_an_unknown_unit_is_refused(tmp_path: Path) -> None:
    text = rows("crank_angle_deg,left_torque (mV)", "{s}0,{s}", 36)
    with pytest.raises(TraceError, match=r'unit "mV" .* is not known'):
        read_trace(written(tmp_path, text))


def test_headings_in_an_old_encoding_are_read(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    text = "Kurbelwinkel [\u00b0];Drehmoment links [Nm]\n" + "".join(
        f"{a};{30 + 20 * math.sin(math.radians(a)):.2f}\n".replace(".", ",")
        for a in range(0, 360, 5)
    )
    path.write_bytes(text.encode("cp1252"))
    curve = curve_of(path)
    assert curve.left is not None
    assert curve.left.max() == pytest.approx(50.0, abs=0.1)


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [("12:00:00 AM", 0), ("1:02:03 am", 3723), ("12:00 PM", 43200), ("11:59:59.5 p.m.", 86399.5)],
)
def test_a_twelve_hour_clock_is_read(cell: str, seconds: float) -> None:
    assert seconds_of(cell) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "heading", ["rev/min", "U/min", "r.p.m.", "tr/min", "revs per minute", "Upm", "giri/min"]
)
def test_a_unit_that_only_a_cadence_has_heads_a_column_of_cadence(
    tmp_path: Path, heading: str
) -> None:
    ride = recording_of(written(tmp_path, rows(f"time,power,{heading}", "{s},200,90")))
    np.testing.assert_allclose(ride.cadence_rpm, 90.0)


def test_a_ride_without_a_column_of_cadence_is_refused_as_that(tmp_path: Path) -> None:
    with pytest.raises(TraceError, match="no column of cadence"):
        read_trace(written(tmp_path, rows("time,power,1/min", "{s},200,70")))


def test_a_power_of_unknown_words_is_named(tmp_path: Path) -> None:
    ride = recording_of(written(tmp_path, rows("time,Turbo power,cadence", "{s},200,90")))
    assert "The power is taken to be the column Turbo power." in ride.losses
    plain = recording_of(written(tmp_path, rows("time,power,cadence", "{s},200,90")))
    assert not any("taken to be" in said for said in plain.losses)


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Balance (R)", "52"),
        ("Balance [L]", "48"),
        ("right balance", "52 %"),
        ("balance", "48%/52%"),
    ],
)
def test_a_balance_says_its_leg_and_percent_in_any_place(
    tmp_path: Path, heading: str, cell: str
) -> None:
    ride = recording_of(
        written(tmp_path, rows(f"time,power,cadence,{heading}", f"{{s}},200,90,{cell}"))
    )
    np.testing.assert_allclose(ride.balance_right_pct, 52.0)
