"""`pedalfit report`: a fit.json shown again, without a search."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import Pdf
from fit_optimizer.commands.terminal import console
from fit_optimizer.documents.read_json import read_json
from fit_optimizer.files import make_folder, write_bytes, write_text
from fit_optimizer.report import render_page_and_pdf


def report(
    document: Annotated[Path, typer.Argument(metavar="FIT.json", help="what `pedalfit fit` wrote")],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR_OR_FILE", help="folder or .html file; the document's folder if not given"
        ),
    ] = None,
    pdf: Pdf = False,
) -> None:
    """Make the report of a fit again from its fit.json."""
    found = read_json(document)
    target = _page_file(document.parent if out is None else out)
    page, paper = render_page_and_pdf(found, pdf)
    make_folder(target.parent)
    write_text(target, page)
    console.print(f"Report: {target}", soft_wrap=True)
    if paper is not None:
        write_bytes(target.with_suffix(".pdf"), paper)
        console.print(f"PDF: {target.with_suffix('.pdf')}", soft_wrap=True)


def _page_file(out: Path) -> Path:
    """The page's file: what is asked for, or report.html in a folder."""
    return out if out.suffix == ".html" and not out.is_dir() else out / "report.html"
