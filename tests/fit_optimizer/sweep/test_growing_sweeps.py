"""Sweeps grow: rows known already are taken over, points come from tables and distributions."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from fit_optimizer.sweep.designs import NormalDesign
from fit_optimizer.sweep.dispatch import Work
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.execute import execute
from fit_optimizer.sweep.rows import compute_row
from fit_optimizer.sweep.sweep_file import read_points, read_sweep
from tests.fit_optimizer.workers.in_this_process import InThisProcess

RIDER = "[rider]\nheight_mm = 1780\nmass_kg = 66\n[riding]\npower_w = 180\ncadence_rpm = 81\n"
METRIC = "def twice_the_mass_kg(stroke):\n    return 2 * stroke.rider.mass_kg\n"


def swept(
    folder: Path, text: str, name: str, earlier: tuple[Path, ...] = ()
) -> tuple[Path, list[int]]:
    """Results of a sweep and the indices of the rows that were computed."""
    (folder / "rider.toml").write_text(RIDER)
    (folder / "sweep.toml").write_text('riders = ["rider.toml"]\n' + text)
    computed = []

    def compute(row, with_curves):
        computed.append(row.index)
        return compute_row(row, with_curves)

    out = folder / name
    work = Work(InThisProcess, in_flight=1, compute=compute)
    execute(read_sweep(folder / "sweep.toml"), out, work, earlier=earlier)
    return out, computed


def test_rows_that_earlier_results_have_are_not_computed_again(tmp_path):
    few, _ = swept(tmp_path, "[grid]\ncadence_rpm = [80, 90]", "few.parquet")
    more, computed = swept(tmp_path, "[grid]\ncadence_rpm = [70, 80, 90]", "more.parquet", (few,))
    assert computed == [0]
    fresh, all_of_them = swept(tmp_path, "[grid]\ncadence_rpm = [70, 80, 90]", "fresh.parquet")
    assert all_of_them == [0, 1, 2]
    assert pq.read_table(more).equals(pq.read_table(fresh))


def test_points_of_a_table_become_rows(tmp_path):
    (tmp_path / "points.csv").write_text("# by hand\ncadence_rpm,power_w\n80,150\n85,190\n")
    out, _ = swept(tmp_path, '[sample]\nmethod = "rows"\nfile = "points.csv"', "points.parquet")
    found = pq.read_table(out)
    assert found["cadence_rpm"].to_pylist() == [80, 85]
    assert found["power_w"].to_pylist() == [150, 190]


def test_a_table_of_a_spreadsheet_is_read_whatever_its_language(tmp_path):
    (tmp_path / "points.csv").write_bytes(b"\xef\xbb\xbfcadence_rpm; power_w\r\n80,5;150\r\n")
    found = read_points(tmp_path / "points.csv")
    assert found.keys == ("cadence_rpm", "power_w")
    assert found.points.tolist() == [[80.5, 150.0]]


@pytest.mark.parametrize(
    "grid",
    ["thigh_mm = [420]\n'thigh_mm.left' = [430]", "'thigh_mm.left' = [430]\nthigh_mm = [420]"],
)
def test_a_key_of_both_legs_and_of_one_contradict_each_other(tmp_path, grid):
    with pytest.raises(SweepError, match="thigh_mm is given for both legs and for one: keep one"):
        swept(tmp_path, f"[grid]\n{grid}", "legs.parquet")


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "holds no points"),
        ("# notes alone\n", "holds no points"),
        ("cadence_rpm\n", "holds no points"),
        ("cadence_rpm\n80,90\n", "2 cells in point 1"),
        ("cadence_rpm\nfast\n", "no number: 'fast'"),
        (f"cadence_rpm\n{'9' * 400}\n", "not finite"),
        ("power_w,power_w\n150,80\n", "two columns called 'power_w': keep one"),
        ("cadense_rpm\n80\n", "did you mean cadence_rpm"),
    ],
)
def test_a_table_that_is_none_is_one_sentence(tmp_path, table, said):
    (tmp_path / "points.csv").write_text(table)
    with pytest.raises(Exception, match=said):
        swept(tmp_path, '[sample]\nmethod = "rows"\nfile = "points.csv"', "points.parquet")


def test_normal_points_have_the_moments_and_the_correlation_asked():
    design = NormalDesign(
        4096,
        3,
        {"height_mm": 1780, "mass_kg": 72},
        {"height_mm": 65, "mass_kg": 9},
        (("height_mm", "mass_kg", 0.6),),
    )
    points = design.points
    assert points.mean(axis=0) == pytest.approx([1780, 72], rel=2e-3)
    assert points.std(axis=0) == pytest.approx([65, 9], rel=0.02)
    assert np.corrcoef(points.T)[0, 1] == pytest.approx(0.6, abs=0.02)
    assert (
        points
        == NormalDesign(
            **{k: getattr(design, k) for k in ("size", "seed", "mean", "sd", "correlation")}
        ).points
    ).all()


def test_correlations_that_contradict_each_other_are_refused():
    names = ("height_mm", "mass_kg", "inseam_mm")
    ones = dict.fromkeys(names, 1.0)
    pairs = (
        ("height_mm", "mass_kg", 0.9),
        ("mass_kg", "inseam_mm", 0.9),
        ("height_mm", "inseam_mm", -0.9),
    )
    with pytest.raises(SweepError, match="cannot all be true"):
        NormalDesign(8, 1, ones, ones, pairs)


def test_an_own_metric_is_a_column_of_the_results(tmp_path):
    (tmp_path / "measures_of_mine.py").write_text(METRIC)
    text = '[metrics]\ndouble_kg = "measures_of_mine:twice_the_mass_kg"'
    out, _ = swept(tmp_path, text, "own.parquet")
    assert pq.read_table(out)["double_kg"].to_pylist() == [132.0]


def test_rows_whose_own_metric_is_another_function_are_not_taken_over(tmp_path):
    (tmp_path / "two_measures.py").write_text(METRIC + METRIC.replace("twice", "again_twice"))
    text = '[metrics]\ndouble_kg = "two_measures:{}"'
    first, _ = swept(tmp_path, text.format("twice_the_mass_kg"), "first.parquet")
    with pytest.raises(SweepError, match=r"first.parquet does not have metrics.double_kg of this"):
        swept(tmp_path, text.format("again_twice_the_mass_kg"), "second.parquet", (first,))


def test_an_own_metric_that_cannot_be_imported_is_refused_before_the_sweep(tmp_path):
    with pytest.raises(SweepError, match="MODULE:FUNCTION"):
        swept(tmp_path, '[metrics]\ndouble_kg = "no_such_module:f"', "own.parquet")
