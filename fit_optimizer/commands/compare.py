"""`pedalfit compare`: two set-ups side by side, without a search."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from fit_optimizer.commands.tables import SHOWN_METRICS, shown
from fit_optimizer.commands.terminal import console
from fit_optimizer.files import make_folder, write_json, write_text
from fit_optimizer.report import render_comparison
from fit_optimizer.rides.compare_document import compare_document
from fit_optimizer.setup.setup_file import read_set_up


def compare(
    before: Annotated[Path, typer.Argument(metavar="A.toml", help="set-up before")],
    after: Annotated[Path, typer.Argument(metavar="B.toml", help="set-up after")],
    out: Annotated[Path, typer.Option(help="folder for compare.json and compare.html")] = Path(),
) -> None:
    """Simulate two set-ups as they stand, and show what the change does."""
    set_ups = read_set_up(before), read_set_up(after)
    document = compare_document(*set_ups)
    page = render_comparison(document)
    make_folder(out)
    write_json(out / "compare.json", document)
    write_text(out / "compare.html", page)
    console.print(_table(document))
    console.print(f"Report: {out / 'compare.html'}", soft_wrap=True)


def _table(document: dict[str, Any]) -> Table:
    """Main figures before and after."""
    table = Table(title="before and after")
    for column in ("", "before", "after", "unit"):
        table.add_column(column, justify="right" if column in ("before", "after") else "left")
    sides = document["before"], document["after"]
    for key, unit in (("knee_load", "x BW"), ("dead_spots", ""), ("effort", "%")):
        cells = (f"{side['objectives'][key]:.2f}" for side in sides)
        table.add_row(key.replace("_", " "), *cells, unit)
    for metric in SHOWN_METRICS:
        cells = (shown(metric, side["metrics"]) for side in sides)
        table.add_row(metric.words, *cells, metric.unit.word)
    return table
