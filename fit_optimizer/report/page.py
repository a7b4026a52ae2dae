"""From a view of the report to the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fit_optimizer.report.animation import script, script_hash
from fit_optimizer.report.fit_view import fit_view
from fit_optimizer.report.say import Language, in_language


def render_report(document: Any, language: Language = "en") -> str:
    """The fit report of a fit.json document as one HTML page that needs nothing else.

    Raises ReportError for a document of another schema or without something that the page shows.
    """
    return report_page(fit_view(document, language))


def report_page(view: dict[str, Any]) -> str:
    """The page from the view of a fit."""
    return render_page("report.html.j2", view)


def render_page(template: str, view: dict[str, Any]) -> str:
    """A page from its template; no script but the report's own may run in it."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = environment.get_template(template)
    text = page.render(**view, view=view, script=script(), script_hash=script_hash())
    return in_language(text, view.get("language", "en"))
