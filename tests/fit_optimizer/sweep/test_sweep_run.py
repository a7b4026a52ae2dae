"""Every row once, whatever dies: workers, the sweep itself, the disk."""

import shutil
import subprocess
import sys
from concurrent.futures import Executor, Future
from contextlib import nullcontext

import pyarrow.parquet as pq
import pytest

from fit_optimizer.files import CannotWrite
from fit_optimizer.sweep.dispatch import Work, compute_rows
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.execute import execute
from fit_optimizer.sweep.journal import open_journal
from fit_optimizer.sweep.rows import LOST
from fit_optimizer.versions import package_versions
from tests.fit_optimizer.sweep.stand_in import (
    COLUMNS,
    EXAMPLES,
    Dead,
    cheap_pool,
    cheap_row,
    deadly_row,
    inline_work,
    nothing,
    plan_of,
)
from tests.fit_optimizer.workers.in_this_process import InThisProcess

MANY = 20_000


@pytest.fixture(autouse=True)
def cheap_columns(monkeypatch):
    monkeypatch.setattr("fit_optimizer.sweep.execute.columns", lambda plan: COLUMNS)


def test_killed_before_or_after_any_write_a_sweep_ends_with_the_same_file(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.fit_optimizer.sweep.kill_points", str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=EXAMPLES.parent,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20


def test_a_row_that_kills_its_worker_is_a_row_with_that_reason_and_the_others_are_there(tmp_path):
    out = tmp_path / "rows.parquet"
    work = Work(cheap_pool, in_flight=8, compute=deadly_row, probe=nothing)
    outcome = execute(plan_of(12), out, work)
    table = pq.read_table(out).to_pydict()
    assert table["row"] == list(range(12))
    assert outcome.statuses == {"lost": 1, "refused": 3, "solved": 8}
    assert table["status"][5] == LOST
    assert "died while computing this row" in table["reason"][5]


def test_a_folder_that_is_removed_while_a_sweep_runs_stops_it_and_no_row_is_called_kept(tmp_path):
    folder = tmp_path / "results"
    folder.mkdir()

    def remove(done):
        if done == 3:
            shutil.rmtree(folder)

    with pytest.raises(SweepError, match="was removed while the sweep ran") as told:
        execute(plan_of(12), folder / "rows.parquet", inline_work(), progress=remove)
    assert "kept" not in str(told.value)


def test_workers_that_die_of_everything_stop_the_sweep_and_no_row_is_blamed(monkeypatch):
    monkeypatch.setattr("fit_optimizer.sweep.dispatch.FIRST_WAIT_S", 0.001)
    kept = []
    broken = Work(lambda: nullcontext(Dead()), in_flight=2, compute=cheap_row, probe=nothing)
    with pytest.raises(SweepError, match="worker processes cannot work"):
        compute_rows(plan_of(50), iter(range(50)), broken, kept.append)
    assert kept == []


class Starved(InThisProcess):
    """Has no memory for anything for a while, then for everything but one row."""

    def __init__(self, refusals: int, hopeless: int = -1):
        self.refusals, self.hopeless = refusals, hopeless

    def submit(self, fn, /, *args, **kwargs):
        future: Future = Future()
        self.refusals -= 1
        if self.refusals >= 0 or (args and args[0].index == self.hopeless):
            future.set_exception(MemoryError())
            return future
        return super().submit(fn, *args, **kwargs)


@pytest.mark.parametrize("refusals", [1, 2, 3, 4, 5])
def test_a_passing_lack_of_memory_marks_no_row(tmp_path, monkeypatch, refusals):
    monkeypatch.setattr("fit_optimizer.sweep.dispatch.FIRST_WAIT_S", 0.001)
    starved = Starved(refusals)
    work = Work(lambda: nullcontext(starved), in_flight=4, compute=cheap_row, probe=nothing)
    outcome = execute(plan_of(12), tmp_path / "rows.parquet", work)
    assert outcome.statuses == {"refused": 4, "solved": 8}


def test_a_row_that_alone_lacks_memory_fails_and_retry_failed_computes_it_again(tmp_path):
    out = tmp_path / "rows.parquet"
    hopeless = Starved(0, hopeless=5)
    work = Work(lambda: nullcontext(hopeless), in_flight=4, compute=cheap_row, probe=nothing)
    assert execute(plan_of(12), out, work).statuses == {"failed": 1, "refused": 3, "solved": 8}
    table = pq.read_table(out).to_pydict()
    assert table["reason"][5] == "there is not memory enough"
    assert execute(plan_of(12), out, inline_work()).already
    again = execute(plan_of(12), out, inline_work(), retry_failed=True)
    assert (again.statuses, again.already) == ({"refused": 4, "solved": 8}, False)
    whole = tmp_path / "whole.parquet"
    execute(plan_of(12), whole, inline_work())
    assert out.read_bytes() == whole.read_bytes()
    assert execute(plan_of(12), out, inline_work(), retry_failed=True).already
    assert sorted(p.name for p in tmp_path.iterdir()) == ["rows.parquet", "whole.parquet"]


class Slow(Executor):
    """Finishes what it holds only when it holds as much as it is allowed to."""

    def __init__(self, room: int):
        self.room, self.most, self.waiting = room, 0, []

    def submit(self, fn, /, *args):
        future: Future = Future()
        self.waiting.append((future, fn, args))
        self.most = max(self.most, len(self.waiting))
        if len(self.waiting) == self.room or args[0].index == MANY - 1:
            for held, work, with_what in self.waiting:
                held.set_result(work(*with_what))
            self.waiting = []
        return future


def test_no_more_rows_are_under_way_than_allowed_however_many_there_are():
    slow, kept = Slow(room=16), []
    work = Work(lambda: nullcontext(slow), in_flight=16, compute=cheap_row)
    compute_rows(plan_of(MANY), iter(range(MANY)), work, lambda a: kept.append(a.cells["row"]))
    assert sorted(kept) == list(range(MANY))
    assert slow.most == 16


def test_rows_that_come_out_of_order_are_in_order_in_the_file_and_come_once(tmp_path):
    plan, out = plan_of(10_000), tmp_path / "rows.parquet"
    journal = tmp_path / "rows.parquet.journal"
    with open_journal(journal, owner_of(plan), COLUMNS) as before:
        for index in (*range(9_000, 100, -7), 4242, 4242):
            before.add(cheap_row(plan.row(index), False))
    execute(plan, out, inline_work())
    file = pq.ParquetFile(out)
    assert file.read(["row"])["row"].to_pylist() == list(range(10_000))
    assert file.num_row_groups == 3
    assert file.read(["power_w"])["power_w"][4242].as_py() == 4342


def owner_of(plan, curves=None):
    return {"plan": plan.description(), "versions": package_versions(), "curves": curves}


def test_a_finished_sweep_is_not_computed_again(tmp_path):
    out = tmp_path / "rows.parquet"
    execute(plan_of(4), out, inline_work())
    before = out.stat().st_mtime_ns
    outcome = execute(plan_of(4), out, Work(lambda: nullcontext(Dead()), in_flight=2))
    assert outcome.already
    assert outcome.statuses == {"refused": 1, "solved": 3}
    assert out.stat().st_mtime_ns == before


def test_results_and_journals_of_another_sweep_are_refused_and_left_alone(tmp_path):
    out = tmp_path / "rows.parquet"
    execute(plan_of(4), out, inline_work())
    before = out.read_bytes()
    with pytest.raises(SweepError, match="results of another sweep"):
        execute(plan_of(5), out, inline_work())
    assert out.read_bytes() == before
    out.rename(tmp_path / "away.parquet")
    with open_journal(tmp_path / "rows.parquet.journal", owner_of(plan_of(4)), COLUMNS):
        pass
    with pytest.raises(SweepError, match="rows of another sweep"):
        execute(plan_of(5), out, inline_work())
    with pytest.raises(SweepError, match="begun with no --curves"):
        execute(plan_of(4), out, inline_work(), curves=tmp_path / "c.zarr")


def test_a_file_that_is_no_results_file_is_refused_and_left_alone(tmp_path):
    out = tmp_path / "rows.parquet"
    out.write_text("something dear")
    with pytest.raises(SweepError, match="not a results file"):
        execute(plan_of(4), out, inline_work())
    assert out.read_text() == "something dear"


@pytest.mark.parametrize("curves", ["rows.parquet", "rows.parquet.journal", "rider.toml"])
def test_curves_in_the_place_of_another_file_are_refused_before_a_row_is_computed(tmp_path, curves):
    out = tmp_path / "rows.parquet"
    work = Work(lambda: nullcontext(Dead()), in_flight=2)
    with pytest.raises(CannotWrite, match=r"asked for twice|is the file that is read"):
        execute(plan_of(4), out, work, tmp_path / curves, inputs=[tmp_path / "rider.toml"])
    assert list(tmp_path.iterdir()) == []


def test_a_sweep_begun_with_other_packages_is_not_mixed_with_these(tmp_path):
    plan = plan_of(4)
    owner = owner_of(plan)
    owner["versions"] = {**owner["versions"], "numpy": "1.0"}
    with open_journal(tmp_path / "rows.parquet.journal", owner, COLUMNS):
        pass
    with pytest.raises(SweepError, match=r"begun with numpy 1\.0"):
        execute(plan, tmp_path / "rows.parquet", inline_work())


def test_two_sweeps_into_one_file_at_once_are_refused(tmp_path):
    plan = plan_of(4)
    with (
        open_journal(tmp_path / "rows.parquet.journal", owner_of(plan), COLUMNS),
        pytest.raises(SweepError, match="another sweep is writing it"),
    ):
        execute(plan, tmp_path / "rows.parquet", inline_work())


FULL_DISK = """
import resource, sys
from pathlib import Path
import fit_optimizer.sweep.execute as execution
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.execute import execute
from tests.fit_optimizer.sweep import stand_in
execution.columns = lambda plan: stand_in.COLUMNS
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
def long_row(row, with_curves):
    answer = stand_in.cheap_row(row, with_curves)
    answer.cells["reason"] = 4000 * "x"
    return answer

try:
    execute(stand_in.plan_of(4000), Path(sys.argv[1]), stand_in.inline_work(long_row))
except SweepError as error:
    sys.exit(str(error))
"""


def test_a_full_disk_ends_the_sweep_with_a_sentence_and_keeps_the_finished_rows(tmp_path):
    out = tmp_path / "rows.parquet"
    words = [sys.executable, "-c", FULL_DISK, str(out), "6000000"]
    done = subprocess.run(
        words, capture_output=True, text=True, cwd=EXAMPLES.parent, timeout=60, check=False
    )
    assert "finished rows are kept" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()
    journal = tmp_path / "rows.parquet.journal"
    with open_journal(journal, owner_of(plan_of(4_000)), COLUMNS) as kept:
        assert 500 < kept.rows_done() < 4_000
    execute(plan_of(4_000), out, inline_work())
    assert pq.read_table(out)["row"].to_pylist() == list(range(4_000))
    assert [p.name for p in tmp_path.iterdir()] == ["rows.parquet"]


def test_a_row_with_a_column_the_file_has_not_is_not_dropped_in_silence(tmp_path):
    def strange(row, with_curves):
        answer = cheap_row(row, with_curves)
        answer.cells["a_new_metric_n"] = 1.0
        return answer

    with (
        pytest.raises(SweepError, match="a_new_metric_n is no column"),
        open_journal(tmp_path / "rows.parquet.journal", {}, COLUMNS) as journal,
    ):
        compute_rows(
            plan_of(2),
            iter(range(2)),
            Work(lambda: nullcontext(InThisProcess()), 1, compute=strange),
            journal.add,
        )
