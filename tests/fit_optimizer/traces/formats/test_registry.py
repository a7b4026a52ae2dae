"""One row a format: help, refusal and reader are built from the rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fit_optimizer.traces import Trace, TraceError, formats, read_measured, read_trace
from fit_optimizer.traces.file_start import LARGEST_BYTES, FileStart, shown_name
from fit_optimizer.traces.formats.csv_table import MAX_CELLS
from fit_optimizer.traces.formats.garmin_messages import MOST_FIELDS
from fit_optimizer.traces.formats.goldencheetah_json import DEEPEST as JSON_DEEPEST
from fit_optimizer.traces.formats.xml_elements import DEEPEST as XML_DEEPEST
from fit_optimizer.traces.record_table import MAX_RECORDS, RecordTable, recording_from
from fit_optimizer.traces.torque_series import MOST_REVOLUTIONS
from tests.fit_optimizer.traces.formats import (
    test_bins_file,
    test_csv_file,
    test_garmin_fit,
    test_goldencheetah_json,
    test_pwx_file,
    test_tcx_file,
)
from tests.fit_optimizer.traces.formats.conformance import TraceFormatConformance


def is_toy(start: FileStart) -> bool:
    return start.text.startswith("TOY ")


def read_toy(path: Path, crank_length_mm: float | None) -> Trace:
    """Seconds, watts and rpm on a line each, below a first line TOY."""
    table = RecordTable()
    for line in path.read_text().splitlines()[1:]:
        second, power, cadence, balance = (float(part) for part in line.split())
        table.add(
            {
                "time_s": second,
                "power_w": power,
                "cadence_rpm": cadence,
                "balance_right_pct": balance,
            }
        )
    return Trace(recording_from(table.columns(), "a toy", [], shown_name(path)), None)


TOY = formats.TraceFormat("TOY", ".toy", "a toy's ride", is_toy, read_toy)


def test_a_new_format_is_one_row(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    run_here: Callable[..., tuple[int, str, str]],
) -> None:
    path = tmp_path / "ride.toy"
    path.write_text("TOY 1\n" + "".join(f"{s} 200 90 52\n" for s in range(30)))
    with pytest.raises(TraceError):
        read_trace(path)
    monkeypatch.setattr(formats, "FORMATS", (TOY, *formats.FORMATS))
    measured = read_measured(path)
    assert measured.table.device == "a toy"
    assert measured.table.most_ridden is not None
    assert measured.table.most_ridden.power_w.median == 200.0
    assert formats.format_names().startswith("TOY, FIT")
    (tmp_path / "other.bin").write_bytes(b"\1\2\0\3")
    with pytest.raises(TraceError, match="TOY, FIT, TCX"):
        read_trace(tmp_path / "other.bin")
    code, said, _ = run_here("trace", "ride.toy")
    assert code == 0
    assert "25 of 30 records" in said


def test_the_help_names_every_format(run_here: Callable[..., tuple[int, str, str]]) -> None:
    code, said, _ = run_here("trace", "--help")
    words = " ".join(said.replace("│", " ").split())
    assert code == 0
    assert all(each.name in words for each in formats.FORMATS)


def test_every_format_has_the_conformance_tests() -> None:
    modules = (
        test_bins_file,
        test_csv_file,
        test_garmin_fit,
        test_goldencheetah_json,
        test_pwx_file,
        test_tcx_file,
    )
    tested = {
        item.name
        for module in modules
        for item in vars(module).values()
        if isinstance(item, type)
        and issubclass(item, TraceFormatConformance)
        and item is not TraceFormatConformance
    }
    assert tested == {each.name for each in formats.FORMATS}


def test_names_of_formats_are_told_apart() -> None:
    names = [each.name for each in formats.FORMATS]
    assert len(set(names)) == len(names)
    assert np.all([name in formats.format_names() for name in names])


def test_the_documentation_has_a_row_for_every_format_and_the_limits_in_force() -> None:
    page = (Path(__file__).parents[4] / "docs" / "recordings.md").read_text()
    for each in formats.FORMATS:
        assert f"| {each.name}" in page
    assert f"{MAX_RECORDS:,} (27 h" in page
    assert f"{MAX_CELLS:,}" in page
    assert f"{MOST_FIELDS:,}" in page
    assert f"{MOST_REVOLUTIONS:,}" in page
    assert f"{LARGEST_BYTES >> 20} MiB" in page
    assert f"| {XML_DEEPEST} |" in page
    assert XML_DEEPEST == JSON_DEEPEST
