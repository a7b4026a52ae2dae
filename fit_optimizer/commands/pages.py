"""Writing the pages of a fit, each of which may fail without the others."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

from fit_optimizer.commands.terminal import console
from fit_optimizer.documents.part import ReportError
from fit_optimizer.files import make_folder, write_bytes, write_text
from fit_optimizer.report.say import Language
from rider_models.errors import PedalfitError

PAGE, PAPER = "report.html", "report.pdf"

T = TypeVar("T")


def get_ready() -> None:
    """Load what draws a page beside whatever else is done: 0.7 s, in which a search mostly waits for its workers."""

    def load() -> None:
        with suppress(Exception):  # whoever draws the page is told
            import_module("fit_optimizer.report.fit_view")
            import_module("fit_optimizer.report.page")

    Thread(target=load, daemon=True).start()


def write_page(
    document: Any,
    page: Path,
    pdf: bool,
    language: Language = "en",
    photos: tuple[str, ...] = (),
    of_this_fit: bool = False,
) -> None:
    """Write a fit's page and, where asked for, its PDF beside it.

    A PDF that lies there of an earlier fit is removed, so that nobody hands it over; where the fit was there before
    (`of_this_fit`) it stays as it is, and that is said. Raises ReportError and CannotWrite.
    """
    from fit_optimizer.report.fit_view import fit_view  # noqa: PLC0415  loaded while a fit is searched
    from fit_optimizer.report.page import report_page  # noqa: PLC0415

    paper = page.with_suffix(".pdf")
    beside = page.exists() and paper.is_file()
    replaced = beside and not of_this_fit
    view = _made("page", lambda: fit_view(document, language, photos))
    text = _made("page", lambda: report_page(view))
    make_folder(page.parent)
    write_text(page, text)
    console.print(f"Report: {page}", soft_wrap=True, highlight=False)
    if replaced:
        paper.unlink(missing_ok=True)
    if pdf:
        from fit_optimizer.report.pdf import report_pdf  # noqa: PLC0415

        write_bytes(paper, _made("PDF", lambda: report_pdf(view)))
        console.print(f"PDF: {paper}", soft_wrap=True, highlight=False)
    elif beside and of_this_fit:
        console.print(
            f"{paper} stays as it was: with --pdf it is made anew.",
            soft_wrap=True,
            highlight=False,
        )
    elif replaced:
        console.print(f"{paper}, of an earlier fit, is removed.", soft_wrap=True, highlight=False)


def _made(what: str, make: Callable[[], T]) -> T:
    """What is made, or one sentence: the document that it is made from is on the disk by then."""
    try:
        return make()
    except (PedalfitError, MemoryError):
        raise
    except Exception as error:
        raise ReportError(
            f"the {what} cannot be drawn ({type(error).__name__}); fit.json is whole, and "
            "`pedalfit report` makes the rest of it"
        ) from error
