"""`pedalfit compare`: two set-ups side by side, without a search."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from fit_optimizer.commands.tables import SHOWN_METRICS, shown
from fit_optimizer.commands.terminal import console, notes
from fit_optimizer.documents.compare import CompareDocument
from fit_optimizer.files import check_folder, make_folder, write_json, write_text
from fit_optimizer.report import render_comparison
from fit_optimizer.rides.compare_document import compare_document
from fit_optimizer.setup.hints import hints
from fit_optimizer.setup.setup_file import read_set_up
from rider_models.units import unit_of


def compare(
    before: Annotated[Path, typer.Argument(metavar="A.toml", help="set-up before")],
    after: Annotated[Path, typer.Argument(metavar="B.toml", help="set-up after")],
    out: Annotated[Path, typer.Option(help="folder for compare.json and compare.html")] = Path(),
) -> None:
    """Simulate two set-ups as they stand, and show what the change does."""
    set_ups = read_set_up(before), read_set_up(after)
    check_folder(out, "compare.json", "compare.html", inputs=(before, after))
    document = compare_document(*set_ups).plain()
    make_folder(out)
    write_json(out / "compare.json", document.as_json())
    console.print(_table(document))
    notes(hint for set_up in set_ups for hint in hints(set_up))
    write_text(out / "compare.html", render_comparison(document))
    console.print(f"Report: {out / 'compare.html'}", soft_wrap=True, highlight=False)


def _table(document: CompareDocument) -> Table:
    """Main figures before and after."""
    table = Table(title="before and after")
    for column in ("", "before", "after", "unit"):
        table.add_column(column, justify="right" if column in ("before", "after") else "left")
    sides = document.before, document.after
    for one in document.judged_by:
        cells = (f"{side.objectives[one.key]:.{one.decimals}f}" for side in sides)
        table.add_row(one.words, *cells, unit_of(f"_{one.unit}").word)
    for metric in SHOWN_METRICS:
        cells = (shown(metric, side.metrics) for side in sides)
        table.add_row(metric.words, *cells, metric.unit.word)
    return table
