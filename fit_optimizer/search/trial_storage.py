"""Where the trials of a search are kept: in memory, in a journal file, or in PostgreSQL for many machines."""

from __future__ import annotations

import hashlib
import os
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import optuna
from optuna.storages import BaseStorage, InMemoryStorage, JournalStorage, RDBStorage
from optuna.trial import FrozenTrial, Trial, TrialState
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from fit_optimizer.files import check_regular
from fit_optimizer.plain_text import plain, without_secret
from fit_optimizer.platforms.file_lock import held_alone
from fit_optimizer.search.checked_journal import CheckedJournal, StorageError, checked

FORMS = "journal:FILE or postgresql://USER@HOST/DATABASE"
SECRET = (
    "give it in the environment (PGPASSWORD) or in a file (~/.pgpass, or what PGPASSFILE names)"
)
"""Where libpq takes a password from: the arguments of a command stand in every list of processes."""
PATIENCE_S = 5
"""How long to try to reach a database before saying that it cannot be reached."""

Propose = Callable[[list[Any], int], list[dict[str, float]]]

POLL_S = 0.2
"""Wait before other searchers' trials are looked at again. A guess."""
SEARCHER = "searcher"


@dataclass(frozen=True)
class TrialStore:
    """A storage and the searchers at work on it.

    `one_at_a_time` keeps other searchers out; `at_work` tells whether a searcher named in a trial
    still lives, so that trials of one that was killed can be finished by another.
    """

    backend: BaseStorage
    one_at_a_time: Callable[[], AbstractContextManager[None]]
    at_work: Callable[[str], bool]
    searcher: str


class StoredStudy:
    """A study asked in batches, that ends with the same trials however often it was interrupted.

    Every trial's random numbers follow from the seed and the trial's number, and what a search asks
    depends on finished batches only. So one searcher at a time finds the same in memory, in a
    storage, and resumed after a kill at any point. Several searchers share one study's parents; who
    asks first is chance, so there the seed does not fix the result.
    """

    def __init__(
        self,
        store: TrialStore,
        name: str,
        objectives: int,
        sampler: Callable[[int], optuna.samplers.BaseSampler],
        seed: int,
        first: dict[str, float],
        propose: Propose = lambda documents, batch: [],
    ):
        """Open the study of that name, or begin it with a first trial's values.

        `propose` may say what a batch tries, from the documents of the finished trials before it
        and its number; what it does not say the sampler draws.
        """
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self._store = store
        self._propose = propose
        with store.one_at_a_time():
            self._study = optuna.create_study(
                storage=store.backend,
                study_name=name,
                directions=["minimize"] * objectives,
                sampler=SamplerByTrial(sampler, seed),
                load_if_exists=True,
            )
            if not self._study.get_trials(deepcopy=False):
                self._study.enqueue_trial(first)

    def ask(self, batch: int, trials: int) -> list[Trial]:
        """The next trials to evaluate, at most `batch`, until the study has so many; then none.

        Trials that a killed searcher left come first. While others still evaluate the last ones,
        waits for them, so that every searcher ends with all trials.
        """
        while True:
            with self._store.one_at_a_time():
                known = [t for t in self._trials() if t.state != TrialState.WAITING]
                under_way = [t for t in known if t.state == TrialState.RUNNING]
                left = [t for t in under_way if not self._in_hand(t)]
                asked = [Trial(self._study, t._trial_id) for t in left]
                # whole batches from the first trial on, or a resumed search would ask another
                room = -len(known) % batch or (0 if left else batch)
                room = min(room, trials - len(known))
                if room > 0:
                    self._enqueue(known, batch, room)
                asked += [self._study.ask() for _ in range(room)]
                for trial in asked:
                    trial.set_user_attr(SEARCHER, self._store.searcher)
            if asked or not under_way:
                return asked
            time.sleep(POLL_S)

    def _enqueue(self, known: list[FrozenTrial], batch: int, room: int) -> None:
        """Put what is proposed for the next `room` trials in the study, if a kill has not left it there."""
        begun = len(known) % batch
        before = known[: len(known) - begun]
        finished = [t for t in before if t.state == TrialState.COMPLETE]
        points = self._propose([t.user_attrs["evaluation"] for t in finished], len(before) // batch)
        waiting = sum(t.state == TrialState.WAITING for t in self._trials())
        for point in points[begun + waiting : begun + room]:
            self._study.enqueue_trial(point)

    def tell(
        self, trial: Trial, values: list[float], constraints: dict[str, float], document: Any
    ) -> None:
        """Finish a trial with its values and constraints; `document` is kept as JSON."""
        trial.set_user_attr("evaluation", document)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # constraints set before a kill are set again
            for name, excess in constraints.items():
                trial.set_constraint(name, excess)
        self._study.tell(trial, values)

    def documents(self) -> list[Any]:
        """What was kept of the finished trials, in their order."""
        finished = [t for t in self._trials() if t.state == TrialState.COMPLETE]
        return [t.user_attrs["evaluation"] for t in finished]

    def _trials(self) -> list[FrozenTrial]:
        return sorted(self._study.get_trials(deepcopy=False), key=lambda t: t.number)

    def _in_hand(self, trial: FrozenTrial) -> bool:
        searcher = trial.user_attrs.get(SEARCHER)
        return searcher is not None and self._store.at_work(searcher)


class SamplerByTrial(optuna.samplers.BaseSampler):
    """Makes a sampler for every trial, seeded by seed and trial number: no hidden state to lose.

    A key that the trial's sampler draws on its own has a sampler of its own, for after a kill some
    keys of a trial are known and are not drawn again.
    """

    def __init__(self, make: Callable[[int], optuna.samplers.BaseSampler], seed: int):
        self._make, self._seed = make, seed
        self._samplers: dict[int, optuna.samplers.BaseSampler] = {}

    def _new(self, trial: FrozenTrial, key: str = "") -> optuna.samplers.BaseSampler:
        digest = hashlib.sha256(f"{self._seed} {trial.number} {key}".encode()).digest()
        return self._make(int.from_bytes(digest[:4], "little"))

    def _of(self, trial: FrozenTrial) -> optuna.samplers.BaseSampler:
        if trial.number not in self._samplers:
            self._samplers[trial.number] = self._new(trial)
        return self._samplers[trial.number]

    def before_trial(self, study: optuna.Study, trial: FrozenTrial) -> None:
        """As the trial's sampler does, and so with those below."""
        self._of(trial).before_trial(study, trial)

    def infer_relative_search_space(self, study: optuna.Study, trial: FrozenTrial) -> Any:
        return self._of(trial).infer_relative_search_space(study, trial)

    def sample_relative(self, study: optuna.Study, trial: FrozenTrial, search_space: Any) -> Any:
        sampler = self._of(trial)
        if isinstance(sampler, optuna.samplers.BaseGASampler):
            # parents are stored in another order than they are chosen in: always use the stored one
            generation = sampler.get_trial_generation(study, trial)
            sampler.get_parent_population(study, generation)
        return sampler.sample_relative(study, trial, search_space)

    def sample_independent(
        self, study: optuna.Study, trial: FrozenTrial, param_name: str, param_distribution: Any
    ) -> Any:
        sampler = self._new(trial, param_name)
        return sampler.sample_independent(study, trial, param_name, param_distribution)

    def after_trial(
        self, study: optuna.Study, trial: FrozenTrial, state: TrialState, values: Any
    ) -> None:
        self._of(trial).after_trial(study, trial, state, values)
        del self._samplers[trial.number]


def memory_store() -> TrialStore:
    """A store that is gone with the search."""
    return TrialStore(InMemoryStorage(), nullcontext, lambda searcher: False, "")


def journal_file(address: str | None) -> Path | None:
    """The file of a journal's address; None of other addresses."""
    kind, _, file = (address or "").partition(":")
    return Path(file) if kind == "journal" and file and "://" not in file else None


@contextmanager
def open_store(address: str | None) -> Iterator[TrialStore]:
    """The storage at an address of the forms in `FORMS`; in memory where there is none.

    A journal serves one search at a time; PostgreSQL any number. Raises StorageError, also for
    what goes wrong with the storage while it is open.
    """
    if address is None:
        yield memory_store()
        return
    file = journal_file(address)
    if file is not None:
        with _journal(file) as store:
            yield store
    elif address.startswith("postgresql://"):
        with _postgresql(address) as store:
            yield store
    else:
        raise StorageError(f"--storage is {without_secret(address)}: allowed is {FORMS}")


@contextmanager
def _journal(path: Path) -> Iterator[TrialStore]:
    if "\0" in str(path):
        raise StorageError(f"{plain(str(path))} is not a path: it holds a NUL")
    if path.is_dir():
        raise StorageError(f"the journal {path} is a folder: give a file")
    try:
        if path.exists():
            check_regular(path, "journal", StorageError)
        with path.open("ab") as held:
            if not held_alone(held):
                raise StorageError(f"another search is writing the journal {path}")
            checksum = checked(path)
            try:
                storage = JournalStorage(CheckedJournal(path, checksum))
            except (ValueError, KeyError, TypeError):
                raise StorageError(f"{path} is not a journal of pedalfit fit") from None
            yield TrialStore(storage, nullcontext, lambda searcher: False, "")
    except OSError as error:
        there = os.path.lexists(path)  # it may have been removed with its folder
        kept = "; finished trials are kept, and the same command goes on" if there else ""
        raise StorageError(
            f"the journal {path} cannot be used: {error.strerror or error}{kept}"
        ) from None


@contextmanager
def _postgresql(address: str) -> Iterator[TrialStore]:
    """A searcher holds a lock of the server's on its own name, which the server frees when it dies."""
    try:
        import psycopg  # noqa: PLC0415  (extra `cluster`)
    except ImportError:
        raise StorageError(
            "PostgreSQL needs psycopg, which is not installed: pip install 'pedalfit[cluster]'"
        ) from None
    shown = without_secret(address)
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise StorageError(f"--storage cannot be understood: allowed is {FORMS}") from None
    if url.password is not None or "password" in url.query or address.count("@") > 1:
        raise StorageError(
            f"the database {shown} cannot be used with a password in its address, which every list "
            f"of processes shows: {SECRET}"
        )
    shown = address
    try:
        with psycopg.connect(address, autocommit=True, connect_timeout=PATIENCE_S) as connection:

            def ask_server(function: str, name: str) -> Any:
                key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
                return connection.execute(f"SELECT {function}(%s)", [key]).fetchone()

            @contextmanager
            def one_at_a_time() -> Iterator[None]:
                ask_server("pg_advisory_lock", "pedalfit")
                try:
                    yield
                finally:
                    ask_server("pg_advisory_unlock", "pedalfit")

            def at_work(name: str) -> bool:
                if name == searcher:
                    return False
                if not ask_server("pg_try_advisory_lock", name)[0]:
                    return True
                ask_server("pg_advisory_unlock", name)
                return False

            searcher = uuid4().hex
            ask_server("pg_advisory_lock", searcher)
            with one_at_a_time():
                backend = RDBStorage(
                    address.replace("postgresql://", "postgresql+psycopg://", 1),
                    engine_kwargs={"connect_args": {"connect_timeout": PATIENCE_S}},
                )
            yield TrialStore(backend, one_at_a_time, at_work, searcher)
    except (psycopg.Error, SQLAlchemyError, optuna.exceptions.StorageInternalError) as error:
        cause = error.__cause__ if isinstance(error.__cause__, psycopg.Error) else error
        first = (str(cause).strip() or type(cause).__name__).splitlines()[0]
        raise StorageError(
            f"the database {shown} cannot be used: {first}; finished trials are kept in it"
        ) from None
