"""A journal or a results file with bytes that the disk has changed gives the same rows, or a sentence."""

import os
import random
import sqlite3
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.execute import execute
from fit_optimizer.sweep.indices import sobol_indices
from fit_optimizer.sweep.journal import open_journal
from fit_optimizer.sweep.results_file import read_about, read_rows, write_results
from fit_optimizer.sweep.rows import Answer
from fit_optimizer.versions import package_versions
from tests.fit_optimizer.sweep.stand_in import (
    COLUMNS,
    cheap_row,
    inline_work,
    plan_of,
)

ROWS = 300


@pytest.fixture(autouse=True)
def cheap_columns(monkeypatch):
    monkeypatch.setattr("fit_optimizer.sweep.execute.columns", lambda plan: COLUMNS)


def owner():
    return {
        "plan": plan_of(ROWS).description(),
        "versions": package_versions(),
        "curves": None,
    }


def begun(path, rows=ROWS):
    """The journal of a sweep that was ended before its last row."""
    plan = plan_of(ROWS)
    with open_journal(path, owner(), COLUMNS) as journal:
        journal.add_all(cheap_row(plan.row(k), False) for k in range(rows - 1))


def test_whatever_byte_of_a_journal_is_changed_the_rows_are_the_same_or_a_sentence_is_said(
    tmp_path,
):
    whole = tmp_path / "whole.parquet"
    execute(plan_of(ROWS), whole, inline_work())
    rows = pq.read_table(whole)
    journal, out = tmp_path / "rows.parquet.journal", tmp_path / "rows.parquet"
    begun(journal)
    kept = journal.read_bytes()
    chance = random.Random(7)
    said = []
    for _ in range(60):
        damaged = bytearray(kept)
        for _ in range(chance.randint(1, 3)):
            damaged[chance.randrange(100, len(damaged))] = chance.randrange(256)
        journal.write_bytes(damaged)
        for _ in range(2):
            try:
                execute(plan_of(ROWS), out, inline_work())
            except SweepError as error:
                said.append(str(error))
            else:
                assert pq.read_table(out).equals(rows)
                out.unlink()
                break
        for left in tmp_path.glob("rows.parquet*"):
            left.unlink()
    assert said
    assert all("damaged" in one or "another sweep" in one for one in said), said


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (os.mkfifo, "is a device, a pipe"),
        (lambda path: path.symlink_to(os.devnull), "is a device, a pipe"),
        (Path.mkdir, "is a folder, not a journal"),
        (lambda path: path.write_text("{}"), "not the journal of a sweep"),
    ],
)
def test_what_is_no_journal_is_told_and_left_alone(tmp_path, make, words):
    make(tmp_path / "rows.parquet.journal")
    before = (tmp_path / "rows.parquet.journal").lstat()
    with pytest.raises(SweepError, match=words):
        execute(plan_of(ROWS), tmp_path / "rows.parquet", inline_work())
    after = (tmp_path / "rows.parquet.journal").lstat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)


def test_a_row_that_the_disk_has_changed_is_computed_again(tmp_path):
    journal, out = tmp_path / "rows.parquet.journal", tmp_path / "rows.parquet"
    begun(journal)
    with sqlite3.connect(journal) as connection:
        connection.execute("UPDATE rows SET power_w = power_w + 1 WHERE row = 7")
    connection.close()
    with pytest.raises(SweepError, match=r"1 rows of .* were damaged on the disk and are dropped"):
        execute(plan_of(ROWS), out, inline_work())
    assert not out.exists()
    execute(plan_of(ROWS), out, inline_work())
    assert pq.read_table(out)["power_w"].to_pylist()[7] == 107.0


def test_curves_that_the_disk_has_changed_are_computed_again(tmp_path):
    journal = tmp_path / "rows.parquet.journal"
    curves = {"crank_torque_nm": np.linspace(0, 1, 60)}
    answer = cheap_row(plan_of(ROWS).row(3), True)
    with open_journal(journal, owner(), COLUMNS) as kept:
        kept.add(Answer(3, answer.cells, curves))
        assert np.array_equal(kept.curves(0, 9)[3]["crank_torque_nm"], curves["crank_torque_nm"])
    with sqlite3.connect(journal) as connection:
        blob = bytearray(connection.execute("SELECT curves FROM curves").fetchone()[0])
        blob[len(blob) // 2] ^= 1
        connection.execute("UPDATE curves SET curves = ?", [bytes(blob)])
    connection.close()
    with open_journal(journal, owner(), COLUMNS) as kept:
        with pytest.raises(SweepError, match="damaged on the disk"):
            kept.curves(0, 9)
        assert kept.rows_done() == 0


def test_a_damaged_results_file_is_read_as_it_was_or_refused(tmp_path):
    path = tmp_path / "rows.parquet"
    execute(plan_of(ROWS), path, inline_work())
    whole = path.read_bytes()
    rows = list(read_rows(path, COLUMNS))
    chance = random.Random(3)
    refused = 0
    for _ in range(120):
        damaged = bytearray(whole)
        damaged[chance.randrange(4, len(damaged) - 8)] = chance.randrange(256)
        path.write_bytes(damaged)
        try:
            read_about(path)
            assert list(read_rows(path, COLUMNS)) == rows
            sobol_indices(path, ["power_w"], 1)
        except SweepError:
            refused += 1
    assert refused > 60


def test_indices_of_a_file_that_lacks_what_it_says_are_refused(tmp_path):
    path = tmp_path / "rows.parquet"
    about = {"schema": "", "fingerprint": "", "versions": {}, "statuses": {}}
    for sample in (
        None,
        {"method": "saltelli"},
        {"method": "saltelli", "size": 8, "between": {"power_w": [1]}},
        {"method": "saltelli", "size": 10**9, "between": {"power_w": [1, 2]}},
        {"method": "saltelli", "size": "8", "between": []},
        [],
    ):
        described = {**about, "sweep": {"riders": ["a.toml"], "sample": sample}}
        write_results(path, COLUMNS, [[(0, "a.toml", "solved", "", 100.0)]], described)
        with pytest.raises(SweepError):
            sobol_indices(path, ["power_w"], 1)
    pq.write_table(pa.table({"row": [1]}), path)
    with pytest.raises(SweepError):
        sobol_indices(path, ["power_w"], 1)
