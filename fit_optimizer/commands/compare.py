"""`pedalfit compare`: two or three set-ups side by side, without a search."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from fit_optimizer.commands.arguments import ReportLanguage
from fit_optimizer.commands.tables import SHOWN_METRICS, shown
from fit_optimizer.commands.terminal import console, notes
from fit_optimizer.documents.compare import CompareDocument
from fit_optimizer.files import check_folder, make_folder, write_bytes, write_json, write_text
from fit_optimizer.report import render_comparison
from fit_optimizer.report.compare_view import COLUMNS, comparison_pdf, unlike
from fit_optimizer.rides.compare_document import compare_document
from fit_optimizer.setup.hints import hints
from fit_optimizer.setup.setup_file import read_set_up
from rider_models.units import unit_of


def compare(
    before: Annotated[Path, typer.Argument(metavar="A.toml", help="set-up before")],
    after: Annotated[Path, typer.Argument(metavar="B.toml", help="set-up after")],
    last: Annotated[
        Path | None, typer.Argument(metavar="[C.toml]", help="a third, after both")
    ] = None,
    out: Annotated[Path, typer.Option(help="folder for compare.json and compare.html")] = Path(),
    pdf: Annotated[bool, typer.Option("--pdf", help="write compare.pdf too: A4 pages")] = False,
    language: ReportLanguage = "en",
) -> None:
    """Simulate two or three set-ups as they stand, and show what the changes do."""
    paths = [before, after] if last is None else [before, after, last]
    set_ups = [read_set_up(path) for path in paths]
    files = ("compare.json", "compare.html", *(["compare.pdf"] if pdf else []))
    check_folder(out, *files, inputs=paths)
    between = None if last is None else set_ups[1]
    document = compare_document(set_ups[0], set_ups[-1], between).plain()
    page = render_comparison(document, language)
    paper = comparison_pdf(document, language) if pdf else b""
    make_folder(out)
    write_json(out / "compare.json", document.as_json())
    write_text(out / "compare.html", page)
    if paper:
        write_bytes(out / "compare.pdf", paper)
    console.print(_table(document))
    notes(hint for set_up in set_ups for hint in hints(set_up))
    unlike_in = unlike(document.rides)
    notes([unlike_in] if unlike_in else [])
    console.print(f"Report: {out / 'compare.html'}", soft_wrap=True, highlight=False)
    if paper:
        console.print(f"PDF: {out / 'compare.pdf'}", soft_wrap=True, highlight=False)


def _table(document: CompareDocument) -> Table:
    """Main figures of each set-up, in their order."""
    sides = document.rides
    table = Table(title="before and after")
    for column in ("", *COLUMNS[len(sides)], "unit"):
        table.add_column(column.lower(), justify="left" if column in ("", "unit") else "right")
    for one in document.judged_by:
        cells = (f"{side.objectives[one.key]:.{one.decimals}f}" for side in sides)
        table.add_row(one.words, *cells, unit_of(f"_{one.unit}").word)
    judged = {one.metric for one in document.judged_by}
    for metric in (one for one in SHOWN_METRICS if one.name not in judged):
        cells = (shown(metric, side.metrics) for side in sides)
        table.add_row(metric.words, *cells, metric.unit.word)
    return table
