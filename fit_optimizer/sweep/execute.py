"""One sweep from its plan to its results file, begun or gone on with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fit_optimizer.files import check_apart, check_writable
from fit_optimizer.sweep.columns import Column, columns
from fit_optimizer.sweep.curves_store import CurvesStore
from fit_optimizer.sweep.dispatch import Work, compute_rows
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.journal import Journal, Owner, open_journal
from fit_optimizer.sweep.plan import Plan
from fit_optimizer.sweep.results_file import (
    ROW_GROUP,
    Finished,
    read_about,
    read_rows,
    write_results,
)
from fit_optimizer.sweep.rows import FAILED, LOST, Answer
from fit_optimizer.sweep.taken_over import take_over_known
from fit_optimizer.versions import package_versions

RETRIED = (FAILED, LOST)
"""Statuses that tell of the program or the machine, not of the row."""

SCHEMA = "pedalfit.sweep/1"


@dataclass(frozen=True)
class Outcome:
    """What a sweep came to: rows by status, and whether it had been finished before."""

    statuses: dict[str, int]
    already: bool


def execute(
    plan: Plan,
    out: Path,
    work: Work,
    curves: Path | None = None,
    progress: Callable[[int], None] = lambda done: None,
    retry_failed: bool = False,
    inputs: Sequence[Path] = (),
    earlier: Sequence[Path] = (),
) -> Outcome:
    """Compute what is missing of a sweep and write its results, over none of the files it reads.

    Rows that stand in the results of `earlier` sweeps, by the hash of their inputs, are taken from
    there. With `retry_failed` rows that failed or were lost are computed again. Rows finished are kept in
    `OUT.journal` until all are there; then the results file is written
    in one step and the journal goes. The file is the same whatever the workers and however often
    the sweep was interrupted. Raises SweepError, CannotWrite and what `work.workers` raises.
    """
    journal_path = out.parent / f"{out.name}.journal"
    check_writable(out, inputs=(*inputs, *earlier))
    check_apart(out, journal_path, curves, inputs=(*inputs, *earlier))
    if earlier and curves is not None:
        raise SweepError("rows of earlier results have no curves: sweep without --curves")
    versions = package_versions()
    fingerprint = plan.fingerprint(versions)
    known = out.exists()
    if known:
        outcome = _already_there(out, curves, fingerprint)
        if not (retry_failed and any(outcome.statuses.get(status) for status in RETRIED)):
            _remove(journal_path)
            return outcome
    work = replace(work, with_curves=curves is not None)
    named = None if curves is None else str(curves)
    owner: Owner = {"plan": plan.description(), "versions": versions, "curves": named}
    names = columns(plan)
    empty = False
    try:
        with open_journal(journal_path, owner, names) as journal:
            try:
                if known and journal.rows_done() == 0:
                    _take_over(out, names, journal)
                if retry_failed:
                    journal.forget(RETRIED)
                if earlier:
                    take_over_known(plan, names, earlier, journal)
                store = None if curves is None else CurvesStore(curves, plan.count, fingerprint)
                _complete(plan, work, journal, store, progress)
                statuses = journal.statuses()
                about: Finished = {
                    "schema": SCHEMA,
                    "fingerprint": fingerprint,
                    "versions": versions,
                    "sweep": plan.description(),
                    "statuses": statuses,
                }
                write_results(out, names, journal.batches(ROW_GROUP), about)
            except BaseException:
                empty = journal.rows_done() == 0
                raise
    finally:
        if empty:
            _remove(journal_path)
    _remove(journal_path)
    return Outcome(statuses, already=False)


def _complete(
    plan: Plan,
    work: Work,
    journal: Journal,
    store: CurvesStore | None,
    progress: Callable[[int], None],
) -> None:
    """Compute the rows that the journal has not."""
    done = journal.rows_done()
    progress(done)

    def keep(answer: Answer) -> None:
        nonlocal done
        journal.add(answer)
        if store is not None:
            store.flush(journal, answer.row)
        done += 1
        progress(done)

    if done < plan.count:
        compute_rows(plan, journal.missing(plan.count), work, keep)
    if store is not None:
        for row in journal.curves_waiting():
            store.flush(journal, row)
        store.make()


def _take_over(out: Path, names: tuple[Column, ...], journal: Journal) -> None:
    """Put the rows of a finished sweep into the journal, less those to be computed again."""
    rows = read_rows(out, names)
    kept = (cells for cells in rows if cells["status"] not in RETRIED)
    journal.add_all(Answer(int(str(cells["row"])), cells) for cells in kept)


def _already_there(out: Path, curves: Path | None, fingerprint: str) -> Outcome:
    about = read_about(out)
    if about["fingerprint"] != fingerprint:
        raise SweepError(f"{out} holds the results of another sweep: choose another --out")
    if curves is not None and not curves.exists():
        raise SweepError(f"{out} is finished and was computed without curves: choose another --out")
    return Outcome(about["statuses"], already=True)


def _remove(journal: Path) -> None:
    """Remove a journal; the results it went into are on the disk."""
    for path in (journal, *(journal.with_name(journal.name + end) for end in ("-wal", "-shm"))):
        path.unlink(missing_ok=True)
