"""`pedalfit report`: a fit.json shown again, without a search."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import Pdf
from fit_optimizer.commands.terminal import console
from fit_optimizer.files import make_folder, write_bytes, write_text
from fit_optimizer.report import render_pdf, render_report
from fit_optimizer.report.read import read_json


def report(
    document: Annotated[Path, typer.Argument(metavar="FIT.json", help="what `pedalfit fit` wrote")],
    out: Annotated[
        Path | None, typer.Option(help="folder for the report; the document's own if not given")
    ] = None,
    pdf: Pdf = False,
) -> None:
    """Make the report of a fit again from its fit.json."""
    found = read_json(document)
    folder = document.parent if out is None else out
    page = render_report(found)
    paper = render_pdf(found) if pdf else None
    make_folder(folder)
    write_text(folder / "report.html", page)
    console.print(f"Report: {folder / 'report.html'}", soft_wrap=True)
    if paper is not None:
        write_bytes(folder / "report.pdf", paper)
        console.print(f"PDF: {folder / 'report.pdf'}", soft_wrap=True)
