"""Rows of earlier sweeps that a new one has too: taken over by the hash of their inputs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.sweep.columns import Cell, Cells, Column
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.journal import Journal
from fit_optimizer.sweep.plan import Plan
from fit_optimizer.sweep.results_file import read_about, read_rows
from fit_optimizer.sweep.rows import REFUSED, SOLVED, Answer, inputs_hash
from rider_models.errors import PedalfitError


def take_over_known(
    plan: Plan, columns: Sequence[Column], earlier: Sequence[Path], journal: Journal
) -> int:
    """How many rows of the plan the journal got from earlier results files.

    The hash covers keys and package versions, so a row is taken over only where it would come out the
    same. Raises SweepError for a file that lacks a column of this sweep, or whose own metrics are other
    functions.
    """
    known: dict[Cell, Cells] = {}
    for path in earlier:
        _check(plan, columns, path)
        for cells in read_rows(path, columns):
            if cells["status"] in (SOLVED, REFUSED) and cells["inputs_hash"]:
                known[cells["inputs_hash"]] = cells
    taken = 0
    for index in journal.missing(plan.count) if known else ():
        row = plan.row(index)
        try:
            found = known.get(inputs_hash(with_changes(row.rider.set_up, row.changes)))
        except PedalfitError:  # a set-up that is refused has no hash, and is quickly refused again
            continue
        if found is not None:
            cells = {**found, "row": index, "rider_file": row.rider.file}
            journal.add(Answer(index, cells))
            taken += 1
    return taken


def _check(plan: Plan, columns: Sequence[Column], path: Path) -> None:
    """Raise SweepError where rows of a file would not be rows of this sweep."""
    about = read_about(path)
    own = {one.name: one.function for one in plan.measures}
    theirs = about["sweep"].get("metrics", {})
    differs = sorted(name for name in own if theirs.get(name) != own[name])
    if differs:
        raise SweepError(
            f"{path} does not have metrics.{differs[0]} of this sweep: its rows are no use here"
        )
    lacking = sorted({column.name for column in columns} - set(about["columns"]))
    if lacking:
        raise SweepError(f"{path} lacks the column {lacking[0]}: its rows are no use here")
