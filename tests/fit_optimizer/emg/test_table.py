"""The numbers of a text table: read piece by piece as at once, whatever cells hold none; within limits."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fit_optimizer.emg import table
from fit_optimizer.emg.table import EmgError, read_emg_table

NUMBERS = st.floats(-1e6, 1e6).map(lambda value: f"{round(value, 9):.6g}")
WORDS = st.sampled_from(
    ["", "NaN", "-", "n/a", " 1.5 ", "+2", "1,5", '"3"', "1e31", "1e999", "true", "é"]
)


def meant(cell: str) -> float:
    """The number that a cell holds."""
    text = cell.strip().strip('"').replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return np.nan
    return value if abs(value) < 1e30 else np.nan


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.lists(NUMBERS | WORDS, min_size=2, max_size=2), max_size=40),
    block=st.integers(20, 400),
    comments=st.booleans(),
)
def test_cells_are_the_numbers_they_hold_wherever_a_piece_ends(
    tmp_path, monkeypatch, rows, block, comments
):
    rows = [["0.5", "7"], *rows, ["0.25", "8"]]
    lines = ["VL;RF", *(";".join(row) for row in rows)]
    if comments:
        lines[3:3] = ["# a note; with 1"]
    path = tmp_path / "emg.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr(table, "BLOCK_BYTES", block)
    found = read_emg_table(path).columns
    for name, cells in zip(("VL", "RF"), zip(*rows, strict=True), strict=True):
        values = np.where(np.isfinite(found[name]), found[name], np.nan)
        assert np.array_equal(values, [meant(cell) for cell in cells], equal_nan=True)


@pytest.mark.parametrize(
    ("limit", "most", "words"),
    [
        ("MOST_NUMBERS", 30, "more than 30 numbers: cut the recording"),
        ("MOST_COLUMNS", 1, "has 2 columns: up to 1 are allowed"),
        ("MOST_BYTES", 100, "of up to 0.0001 MB is allowed"),
        ("LONGEST_LINE", 3, "has a line of more than"),
    ],
)
def test_what_is_too_much_is_refused_while_it_is_read(tmp_path, monkeypatch, limit, most, words):
    path = tmp_path / "emg.csv"
    path.write_text("VL;RF\n" + "0.25;0.5\n" * 40)
    assert len(read_emg_table(path).columns["VL"]) == 40
    monkeypatch.setattr(table, limit, most)
    monkeypatch.setattr(table, "BLOCK_BYTES", 64)
    with pytest.raises(EmgError, match=words):
        read_emg_table(path)


def test_a_table_with_one_byte_signs_is_read_as_windows_writes_it(tmp_path):
    lines = "crank angle °;Vastus lateralis µV\n0;1\n180;2\n"
    (tmp_path / "emg.csv").write_bytes(lines.encode("cp1252"))
    (tmp_path / "utf8.csv").write_text(lines, encoding="utf-8")
    found, wanted = (read_emg_table(tmp_path / name) for name in ("emg.csv", "utf8.csv"))
    assert list(found.columns) == list(wanted.columns)


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        ("time;VL\n0;1\n1;2\n".encode("utf-16"), "is UTF-16: save the file as UTF-8"),
        (b"\x89PNG\r\n\x1a\n\0\0\xff\n", "is not a text file"),
    ],
)
def test_what_is_no_table_of_this_encoding_is_said(tmp_path, contents, words):
    (tmp_path / "emg.csv").write_bytes(contents)
    with pytest.raises(EmgError, match=words):
        read_emg_table(tmp_path / "emg.csv")
