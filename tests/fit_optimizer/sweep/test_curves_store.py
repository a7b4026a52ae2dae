"""Curves are written a block of rows at a time, once all its rows are done, whatever the order they come in."""

from functools import cache

import numpy as np
import pytest

from fit_optimizer.sweep import curves_store
from fit_optimizer.sweep.curves_store import CurvesStore
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.rows import stroke_curves
from tests.strategies import seated

zarr = pytest.importorskip("zarr")

ROWS, BLOCK = 7, 3
TORQUE = "total_crank_torque_nm"


@cache
def two_curves():
    """One curve of both legs and one of each, by name."""
    found = stroke_curves(seated().simulate())
    return {name: found[name] for name in (TORQUE, "crank_torque_nm")}


class Journal:
    """Rows done, and curves (each full of its row's number) that were not written yet."""

    def __init__(self):
        self.done, self.kept, self.forgotten = set(), {}, []

    def finish(self, row):
        self.done.add(row)
        self.kept[row] = {
            name: np.full(curve.shape, row, dtype=np.float32)
            for name, curve in two_curves().items()
        }

    def rows_between(self, low, high):
        return len([row for row in self.done if low <= row < high])

    def curves(self, low, high):
        return {row: kept for row, kept in self.kept.items() if low <= row < high}

    def forget_curves(self, low, high):
        self.forgotten.append((low, high))
        self.kept = {row: kept for row, kept in self.kept.items() if not low <= row < high}


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """Blocks of a few rows, and two curves of all that a stroke has."""
    monkeypatch.setattr(curves_store, "BLOCK", BLOCK)
    monkeypatch.setattr(curves_store, "stroke_curves", lambda _: two_curves())


def test_a_block_is_written_when_its_last_row_is_done(tmp_path):
    store, journal = CurvesStore(tmp_path / "c.zarr", ROWS, "mine"), Journal()
    forgotten = []
    for row in (1, 6, 0, 4, 2, 5, 3):
        journal.finish(row)
        store.flush(journal, row)
        forgotten.append(list(journal.forgotten))
    blocks = [(6, 7), (0, 3), (3, 6)]
    assert [len(each) for each in forgotten] == [0, 1, 1, 1, 2, 2, 3]
    assert journal.forgotten == blocks
    assert journal.kept == {}
    written = zarr.open_group(tmp_path / "c.zarr")[TORQUE][:]
    np.testing.assert_array_equal(written[:, 0], np.arange(ROWS))


def test_a_row_without_a_stroke_holds_no_number(tmp_path):
    store, journal = CurvesStore(tmp_path / "c.zarr", 2, "mine"), Journal()
    journal.finish(0)
    journal.finish(1)
    del journal.kept[0]
    store.flush(journal, 0)
    written = zarr.open_group(tmp_path / "c.zarr")[TORQUE][:]
    assert np.isnan(written[0]).all()
    assert (written[1] == 1).all()


def test_the_curves_of_another_sweep_are_left_alone(tmp_path):
    CurvesStore(tmp_path / "c.zarr", 2, "mine").make()
    CurvesStore(tmp_path / "c.zarr", 2, "mine")
    with pytest.raises(SweepError, match="does not hold the curves of this sweep"):
        CurvesStore(tmp_path / "c.zarr", 2, "another's")
