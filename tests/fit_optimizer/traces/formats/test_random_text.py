"""Whatever bytes a text recording holds, the reader uses it or says one sentence; memory is bounded."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fit_optimizer.traces import TraceError, group_in_bins, read_trace
from tests.fit_optimizer.traces.text_files import tcx, written

OWN_FIXTURE = [HealthCheck.function_scoped_fixture]


def never_crashes(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    said = ""
    try:
        trace = read_trace(path)
    except TraceError as error:
        said = str(error)
    else:
        if trace.recording is not None:
            group_in_bins(trace.recording, fewest_records=1)
    assert "\n" not in said


@settings(max_examples=80, deadline=None, suppress_health_check=OWN_FIXTURE)
@given(data=st.binary(max_size=300))
def test_random_bytes_never_crash_the_reader(tmp_path: Path, data: bytes) -> None:
    never_crashes(tmp_path / "random", data)


HEADINGS = [
    "time_s",
    "power_w",
    "cadence_rpm",
    "crank_angle_deg",
    "crank_angle_rad",
    "torque_nm",
    "left_torque_nm",
    "force_n",
    "right_torque_nm",
    "left_te",
    "right_ps",
    "balance",
    "left_power_phase_start",
    "power_phase_end",
    "notes",
]
CELL = st.one_of(
    st.floats(width=32).map(str),
    st.integers(-400, 900).map(str),
    st.sampled_from(["", "abc", "1e400", "inf", '"', "12:30", "2021-01-01", "0,5"]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=OWN_FIXTURE)
@given(data=st.data())
def test_random_tables_never_crash_the_reader(tmp_path: Path, data: st.DataObject) -> None:
    headings = data.draw(st.lists(st.sampled_from(HEADINGS), min_size=2, max_size=6))
    width = len(headings)
    rows = data.draw(st.lists(st.lists(CELL, max_size=width + 1), max_size=25))
    separator = data.draw(st.sampled_from([",", ";", "\t"]))
    lines = [separator.join(row) for row in [headings, *rows]]
    never_crashes(tmp_path / "table.csv", "\n".join(lines).encode())


@settings(max_examples=80, deadline=None, suppress_health_check=OWN_FIXTURE)
@given(
    values=st.lists(
        st.tuples(st.floats(0, 9), st.floats(-1e4, 1e4), st.floats(-1e3, 1e3)), max_size=60
    ),
    step=st.floats(0.001, 0.1),
)
def test_random_series_never_crash_the_reader(
    tmp_path: Path, values: list[tuple[float, float, float]], step: float
) -> None:
    rows = "".join(f"{i * step + t},{a},{n}\n" for i, (t, a, n) in enumerate(values))
    text = f"time_s,crank_angle_deg,torque_nm\n{rows}"
    never_crashes(tmp_path / "series.csv", text.encode())


@settings(max_examples=60, deadline=None, suppress_health_check=OWN_FIXTURE)
@given(data=st.data())
def test_damaged_tcx_never_crashes_the_reader(tmp_path: Path, data: st.DataObject) -> None:
    text = bytearray(tcx().encode())
    for _ in range(data.draw(st.integers(1, 6))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    never_crashes(tmp_path / "ride.tcx", bytes(text[: data.draw(st.integers(0, len(text)))]))


@pytest.mark.parametrize("kind", ["records", "series"])
def test_long_files_are_read_in_bounded_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("fit_optimizer.traces.formats.csv_table.MAX_CELLS", 3000)
    monkeypatch.setattr("fit_optimizer.traces.formats.csv_records.MAX_RECORDS", 700)
    make: dict[str, Callable[[int], str]] = {
        "records": lambda i: f"{i},200,90",
        "series": lambda i: f"{i * 0.005:.4f},{i * 2.7 % 360:.3f},{20 + 9 * math.sin(i):.3f}",
    }
    heading = {
        "records": "time_s,power_w,cadence_rpm",
        "series": "time_s,crank_angle_deg,right_torque_nm",
    }
    rows = "\n".join(make[kind](i) for i in range(5000))
    trace = read_trace(written(tmp_path, f"{heading[kind]}\n{rows}\n"))
    assert any("Only the first 1000 rows" in sentence for sentence in trace.losses)
    if kind == "records":
        assert trace.recording is not None
        assert trace.recording.count == 700
        assert any("Only the first 700 records" in sentence for sentence in trace.losses)
