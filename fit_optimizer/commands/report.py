"""`pedalfit report`: a fit.json shown again, without a search."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from fit_optimizer.commands.arguments import HTML, Pdf, Photos, ReportLanguage
from fit_optimizer.commands.pages import PAGE, write_page
from fit_optimizer.documents.read_json import read_json
from fit_optimizer.files import check_folder
from fit_optimizer.report.photos import photo_uris


def report(
    document: Annotated[Path, typer.Argument(metavar="FIT.json", help="what `pedalfit fit` wrote")],
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR_OR_FILE",
            help="folder or .html file; the document's folder if not given",
            callback=HTML,
        ),
    ] = None,
    pdf: Pdf = False,
    language: ReportLanguage = "en",
    photo: Photos = None,
) -> None:
    """Make the report of a fit again from its fit.json."""
    found = read_json(document)
    page = _page_file(document.parent if out is None else out)
    names = (page.name, *([page.with_suffix(".pdf").name] if pdf else []))
    check_folder(page.parent, *names, inputs=[document, *(photo or [])])
    write_page(found, page, pdf, language, photo_uris(photo or []), of_this_fit=True)


def _page_file(out: Path) -> Path:
    """The page's file: what is asked for, or report.html in a folder."""
    return out if out.suffix == ".html" and not os.path.isdir(out) else out / PAGE
