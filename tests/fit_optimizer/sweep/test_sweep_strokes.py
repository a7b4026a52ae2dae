"""Real strokes: the same file at any number of workers and after a kill, curves as simulated, indices."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import nullcontext
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xarray

from fit_optimizer.rides.stroke_document import simulate_set_up
from fit_optimizer.setup.setup_file import read_set_up
from fit_optimizer.sweep.dispatch import Work
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.execute import execute
from fit_optimizer.sweep.indices import sobol_indices
from fit_optimizer.sweep.indices_figure import indices_svg
from fit_optimizer.sweep.results_file import METADATA_KEY, OF_EVERY_SWEEP, read_about
from fit_optimizer.sweep.sweep_file import read_sweep
from fit_optimizer.workers.pool import worker_pool
from tests.fit_optimizer.sweep.stand_in import EXAMPLES
from tests.fit_optimizer.workers.in_this_process import InThisProcess

TURBO = EXAMPLES / "turbo_rider.toml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Ten rows, of which two are out of the leg's reach."""
    path = tmp_path_factory.mktemp("whole")
    (path / "turbo.toml").write_text(TURBO.read_text())
    (path / "sweep.toml").write_text(
        "riders = ['turbo.toml']\n[grid]\nsaddle_height_mm = [690, 700, 710, 720, 990]\n"
        "power_w = [150, 200]\n"
    )
    return path


@pytest.fixture(scope="module")
def uninterrupted(folder):
    """The sweep's file, computed in this process, with its curves beside it."""
    out = folder / "whole.parquet"
    execute(read_sweep(folder / "sweep.toml"), out, here(), curves=folder / "whole.zarr")
    return out


def here() -> Work:
    return Work(lambda: nullcontext(InThisProcess()), in_flight=1)


def test_rows_and_curves_are_what_simulate_says(uninterrupted, folder):
    table = pq.read_table(uninterrupted)
    row = table.slice(3, 1).to_pylist()[0]
    _, document = simulate_set_up(read_set_up(TURBO, ["saddle_height_mm=700", "power_w=200"]))
    metrics = document.as_json()["metrics"]
    for name in set(metrics) - {"solve_time_ms", "positive_work_pct"}:
        assert row[name] == pytest.approx(metrics[name], rel=1e-9), name
    work = metrics["positive_work_pct"]["knee_extension"]
    assert row["positive_work_pct.knee_extension"] == pytest.approx(work, rel=1e-9)
    assert (row["saddle_height_mm"], row["power_w"], row["status"]) == (700, 200, "solved")
    curves = xarray.open_zarr(folder / "whole.zarr", consolidated=False)
    left = curves.sel(side="left").isel(row=3)
    wanted = document.as_json()["curves"]["left"]
    assert np.allclose(left.knee_flexion_deg, wanted["knee_flexion_deg"], atol=1e-3)
    assert np.allclose(left.pedal_force_n, wanted["pedal_force_n"], atol=1e-2)
    soleus = left.activation.sel(muscle="soleus")
    assert np.allclose(soleus, wanted["activation"]["soleus"], atol=1e-4)
    assert np.isnan(curves.total_crank_torque_nm.isel(row=9)).all()


def test_refused_strokes_are_rows_with_their_reason_and_inputs(uninterrupted):
    rows = pq.read_table(uninterrupted).to_pylist()[8:]
    assert [r["status"] for r in rows] == ["refused", "refused"]
    assert all("reach" in r["reason"] for r in rows)
    assert [r["saddle_height_mm"] for r in rows] == [990, 990]
    assert rows[0]["patellofemoral_force_peak_n"] is None


def test_the_hash_tells_different_inputs_apart_and_same_inputs_together(uninterrupted, tmp_path):
    hashes = pq.read_table(uninterrupted)["inputs_hash"].to_pylist()
    assert len(set(hashes)) == 10
    (tmp_path / "turbo.toml").write_text(TURBO.read_text())
    other = tmp_path / "other.toml"
    other.write_text(
        "riders = ['turbo.toml']\n[set]\npower_w = 200\n[grid]\nsaddle_height_mm = [700]\n"
    )
    again = tmp_path / "again.parquet"
    execute(read_sweep(other), again, here())
    assert pq.read_table(again)["inputs_hash"].to_pylist() == [hashes[3]]


def test_the_file_is_the_same_at_any_number_of_workers(uninterrupted, folder, tmp_path):
    """One is the process of the test; two do it in the test of the kill."""
    out = tmp_path / "four.parquet"
    execute(read_sweep(folder / "sweep.toml"), out, Work(partial(worker_pool, 4), in_flight=8))
    assert out.read_bytes() == uninterrupted.read_bytes()


SWEEP = "import sys; from pathlib import Path; from fit_optimizer.commands.sweep import sweep\n"
SWEEP += "sweep(Path(sys.argv[1]), Path(sys.argv[2]), curves=Path(sys.argv[3]), workers=2)"


def test_killed_and_begun_again_it_goes_on_to_the_same_file_and_leaves_no_process(
    uninterrupted, folder, tmp_path
):
    out, curves = tmp_path / "rows.parquet", tmp_path / "rows.zarr"
    words = [sys.executable, "-c", SWEEP, str(folder / "sweep.toml"), str(out), str(curves)]
    with subprocess.Popen(words, cwd=EXAMPLES.parent) as running:
        kept = wait_for_rows(out.with_name("rows.parquet.journal-wal"), running)
        children = children_of(running.pid)
        os.kill(running.pid, signal.SIGKILL)
    assert len(children) >= 2
    assert not out.exists()
    deadline = time.monotonic() + 20
    while any(alive(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(alive(pid) for pid in children)
    with sqlite3.connect(out.with_name("rows.parquet.journal")) as journal:
        (held,) = journal.execute("SELECT count(*) FROM rows").fetchone()
    journal.close()
    assert kept
    assert 1 <= held <= 10
    execute(read_sweep(folder / "sweep.toml"), out, here(), curves=curves)
    assert out.read_bytes() == uninterrupted.read_bytes()
    ours, whole = (
        xarray.open_zarr(path, consolidated=False).load()
        for path in (curves, folder / "whole.zarr")
    )
    assert ours.equals(whole)


def wait_for_rows(wal, running) -> bool:
    """Wait until the log of the journal has grown by some rows."""
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and running.poll() is None:
        if wal.exists() and wal.stat().st_size > 400_000:
            return True
        time.sleep(0.002)
    return False


def children_of(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:
        return [int(word) for word in file.read().split()]


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def ishigami_results(tmp_path, lost=()):
    """A results file whose metric is Ishigami's function of three keys of the right names."""
    (tmp_path / "turbo.toml").write_text(TURBO.read_text())
    path = tmp_path / "sweep.toml"
    keys = ("heel_drop_deg", "toe_out_deg", "cleat_setback_mm")
    bounds = ", ".join(f"{key} = [-3.141592653589793, 3.141592653589793]" for key in keys)
    path.write_text(
        "riders = ['turbo.toml']\n[sample]\nmethod = 'saltelli'\nsize = 2048\n"
        f"between = {{ {bounds} }}\n"
    )
    plan = read_sweep(path)
    x, y, z = plan.design.points.T
    metric = np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)
    status = np.array(["solved"] * plan.count, dtype=object)
    status[list(lost)] = "refused"
    metric[list(lost)] = np.nan
    about = json.dumps({"sweep": plan.description()}).encode()
    table = pa.table({"status": status, "metric_n": metric, "flat_n": np.ones(plan.count)})
    out = tmp_path / "ishigami.parquet"
    pq.write_table(table.replace_schema_metadata({METADATA_KEY: about}), out)
    return out


def test_indices_of_ishigamis_function_are_those_known_in_closed_form(tmp_path):
    (found,) = sobol_indices(ishigami_results(tmp_path), ["metric_n"], seed=1)
    a, b = 7.0, 0.1
    of_x = 0.5 * (1 + b * np.pi**4 / 5) ** 2
    of_y, with_z = a**2 / 8, b**2 * np.pi**8 * 8 / 225
    variance = of_x + of_y + with_z
    assert found.first == pytest.approx(np.array([of_x, of_y, 0]) / variance, abs=0.03)
    assert found.total == pytest.approx(
        np.array([of_x + with_z, of_y, with_z]) / variance, abs=0.03
    )
    assert found.sd == pytest.approx(np.sqrt(variance), rel=0.02)
    assert (found.total_interval < 0.1).all()


def test_blocks_with_a_lost_row_are_left_out_and_too_many_refused(tmp_path):
    out = ishigami_results(tmp_path, lost=(3, 4, 12))
    (found,) = sobol_indices(out, ["metric_n"], seed=1)
    assert (found.left_out, found.blocks) == (2, 2046)
    assert np.isfinite(found.total).all()
    with pytest.raises(SweepError, match="narrow the bounds"):
        sobol_indices(ishigami_results(tmp_path, lost=range(0, 10240, 20)), ["metric_n"], seed=1)


def test_intervals_follow_their_seed_and_a_metric_that_never_moves_has_no_indices(
    tmp_path, monkeypatch
):
    monkeypatch.setattr("fit_optimizer.sweep.indices.RESAMPLES", 100)
    out = ishigami_results(tmp_path)
    first, again, other = (sobol_indices(out, ["metric_n"], seed=s)[0] for s in (1, 1, 2))
    assert np.array_equal(first.total_interval, again.total_interval)
    assert not np.array_equal(first.total_interval, other.total_interval)
    (flat,) = sobol_indices(out, ["flat_n"], seed=1)
    assert np.isnan(flat.total).all()
    picture = indices_svg([first, flat])
    assert picture.startswith("<svg ")
    assert "metric_n" in picture


def test_a_file_that_was_not_sampled_for_indices_is_refused(uninterrupted, tmp_path):
    with pytest.raises(SweepError, match="method = 'saltelli'"):
        sobol_indices(uninterrupted, ["muscle_effort"], seed=1)
    with pytest.raises(SweepError, match="knee_pain is not a metric"):
        sobol_indices(ishigami_results(tmp_path), ["knee_pain"], seed=1)


@pytest.mark.parametrize("metadata", [{}, {b"pandas": b"{}"}])
def test_results_that_another_program_saved_again_are_told_from_other_files(tmp_path, metadata):
    named = {name: [1.0] for name in OF_EVERY_SWEEP}
    again, other = tmp_path / "again.parquet", tmp_path / "other.parquet"
    pq.write_table(pa.table(named | {"power_w": [200.0]}).replace_schema_metadata(metadata), again)
    pq.write_table(pa.table({"power_w": [200.0]}).replace_schema_metadata(metadata), other)
    with pytest.raises(SweepError, match="saved it again without the metadata"):
        read_about(again)
    with pytest.raises(SweepError, match="is not a results file of pedalfit sweep"):
        read_about(other)
