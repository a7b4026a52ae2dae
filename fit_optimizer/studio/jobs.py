"""Work in the background that a page starts, watches and may cancel: searches, checks, calibrations."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import Event, Thread
from typing import Any, Literal

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.trace import TraceDocument
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.studio.desk import Cancelled, Desk, Lent
from fit_optimizer.studio.documents import ErrorOfRider, JobState
from fit_optimizer.studio.form import tables_of
from rider_models.errors import PedalfitError

MOST_RUNNING = 2
"""Jobs that may run at once. A guess: each slows the others and the pages down."""
MOST_KEPT = 16
"""Jobs whose result is kept; the oldest are forgotten. A guess."""
AFTER_SEARCH = 0.8
"""Share of a search's time after which its strokes are tried: a guess for the bar."""
AFTER_CANDIDATES = 0.95
"""Share of a calibration's time after which its candidates are tried: a guess for the bar."""

Kind = Literal["fit", "check", "calibrate"]
Tell = Callable[[float, str], None]
"""Told the share that is done, and what is done just now."""


class NoSuchJob(PedalfitError):
    """A job that the studio does not know, or no longer."""


class TooManyJobs(PedalfitError):
    """More jobs than run at once."""


@dataclass(frozen=True)
class Found:
    """What came of a job."""

    fit: FitDocument | None = None
    check: TraceDocument | None = None
    set_up: SetUp | None = None
    errors: tuple[ErrorOfRider, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass
class _Job:
    kind: Kind
    name: str
    ended: Event = field(default_factory=Event)
    state: Literal["running", "done", "failed", "cancelled"] = "running"
    done: float = 0.0
    words: str = "getting ready"
    found: Found = field(default_factory=Found)


class Jobs:
    """The jobs of one studio. Each runs in a thread of its own, its strokes in the desk's workers."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._jobs: OrderedDict[str, _Job] = OrderedDict()

    @property
    def running(self) -> int:
        """How many run."""
        return sum(one.state == "running" for one in self._jobs.values())

    def start(self, kind: Kind, work: Callable[[Lent, Tell], Found]) -> JobState:
        """Start a job on the running event loop's workers. Raises TooManyJobs."""
        if self.running >= MOST_RUNNING:
            raise TooManyJobs(
                f"{MOST_RUNNING} searches or comparisons run already: wait for one, or cancel it"
            )
        job = _Job(kind, secrets.token_urlsafe(12))
        self._jobs[job.name] = job
        self._forget()
        lent = Lent(self._desk, asyncio.get_running_loop(), job.ended)
        Thread(target=_run, args=(job, work, lent), daemon=True, name=f"job {kind}").start()
        return self.state(job.name)

    def state(self, name: str) -> JobState:
        """How a job stands, with what came of it. Raises NoSuchJob."""
        job = self._job(name)
        return JobState(
            job=job.name,
            kind=job.kind,
            state=job.state,
            done=round(job.done, 4),
            words=job.words,
            fit=job.found.fit,
            check=job.found.check,
            set_up=None if job.found.set_up is None else tables_of(job.found.set_up),
            errors=list(job.found.errors),
            notes=list(job.found.notes),
        )

    def cancel(self, name: str) -> JobState:
        """End a job: it stops before its next stroke. Raises NoSuchJob."""
        job = self._job(name)
        job.ended.set()
        if job.state == "running":
            job.state, job.words = "cancelled", "cancelled"
        return self.state(name)

    def fit_of(self, name: str) -> FitDocument:
        """The fit that a search has found. Raises NoSuchJob where there is none."""
        found = self._job(name).found.fit
        if found is None:
            raise NoSuchJob("this search has found no fit yet")
        return found

    def end_all(self) -> None:
        """End whatever runs."""
        for job in self._jobs.values():
            job.ended.set()

    def _job(self, name: str) -> _Job:
        if name not in self._jobs:
            raise NoSuchJob("this search or comparison is not known any more: start it again")
        return self._jobs[name]

    def _forget(self) -> None:
        for name in [name for name, one in self._jobs.items() if one.state != "running"]:
            if len(self._jobs) <= MOST_KEPT:
                break
            del self._jobs[name]


def _run(job: _Job, work: Callable[[Lent, Tell], Found], lent: Lent) -> None:
    def tell(done: float, words: str) -> None:
        if job.ended.is_set():
            raise Cancelled("it was cancelled")
        job.done, job.words = max(job.done, min(done, 1.0)), words

    try:
        found = work(lent, tell)
    except Cancelled:
        job.state, job.words = "cancelled", "cancelled"
    except PedalfitError as error:
        job.state, job.words = "failed", str(error)
    except Exception as error:
        job.state = "failed"
        job.words = f"the studio failed at this ({type(error).__name__}): try another set-up"
    else:
        if not job.ended.is_set():
            job.found = replace(found)
            job.state, job.done, job.words = "done", 1.0, "done"


def find_fit(
    set_up: SetUp, trials: int | None, seed: int, measured: Any, lent: Lent, tell: Tell
) -> Found:
    """The recommended fit of a set-up, checked by a recording where there is one. Raises PedalfitError."""
    from fit_optimizer.recommendation.fit_document import fit_document  # noqa: PLC0415  loads Optuna
    from fit_optimizer.recommendation.recommend import recommend  # noqa: PLC0415
    from fit_optimizer.search.search import DEFAULT_TRIALS  # noqa: PLC0415
    from fit_optimizer.trace_check.bins import check_trace  # noqa: PLC0415

    wanted = trials or DEFAULT_TRIALS
    around = [0]

    def tried(done: int) -> None:
        tell(AFTER_SEARCH * done / wanted, f"{done} of {wanted} strokes tried")

    def looked(more: int) -> None:
        around[0] += more
        part = 1 - 1 / (1 + around[0] / 40)
        tell((1 - AFTER_SEARCH) * part, f"{around[0]} strokes around the choice")

    recommendation = recommend(set_up, wanted, seed, lent, tried, looked)
    check = None if measured is None else check_trace(set_up, measured, lent)
    tell(0.98, "writing it down")
    document = lent.submit(fit_document, set_up, recommendation, seed, check).result().plain()
    return Found(fit=document, set_up=recommendation.then)


def compare_recording(set_up: SetUp, measured: Any, lent: Lent, tell: Tell) -> Found:
    """A recording against a set-up, bin by bin. Raises PedalfitError."""
    bins = len(measured.table.bins) or 1
    return Found(
        check=_compared(
            set_up,
            measured,
            lent,
            lambda done: tell(done / bins, f"{done} of {bins} bins compared"),
        )
    )


def fit_rider(set_up: SetUp, measured: Any, seed: int, lent: Lent, tell: Tell) -> Found:
    """The rider's coordination fitted to a recording, compared with it. Takes minutes. Raises PedalfitError."""
    from fit_optimizer.calibration.calibrate import calibrate  # noqa: PLC0415  loads what reads recordings
    from fit_optimizer.calibration.outcome import errors, fitted_bins  # noqa: PLC0415

    found = calibrate(
        set_up,
        measured,
        seed,
        lent,
        progress=lambda done, of: tell(
            AFTER_CANDIDATES * done / (of or 1), f"{done} candidates tried, {of} at most"
        ),
    )
    tell(AFTER_CANDIDATES, "comparing the fitted rider with the recording")
    return Found(
        check=_compared(found.set_up, measured, lent),
        set_up=found.set_up if found.what else None,
        errors=tuple(
            ErrorOfRider(words=one.name, unit=one.unit, before=one.before, after=one.after)
            for one in errors(found)
            if found.what
        ),
        notes=(*fitted_bins(found), *found.notes),
    )


def _compared(
    set_up: SetUp, measured: Any, lent: Lent, done: Callable[[int], None] = lambda count: None
) -> TraceDocument:
    from fit_optimizer.trace_check.bins import check_trace  # noqa: PLC0415  loads what reads recordings
    from fit_optimizer.trace_check.trace_document import check_document  # noqa: PLC0415

    check = check_trace(set_up, measured, lent, done)
    return TraceDocument.of_check(check_document(check)).plain()
