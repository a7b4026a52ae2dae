"""From a view of the report to the page."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from fit_optimizer.report.animation import script, script_hash
from fit_optimizer.report.fit_view import FitView, View, fit_view
from fit_optimizer.report.say import Language, in_language


def render_report(document: Any, language: Language = "en") -> str:
    """The fit report of a fit.json document as one HTML page that needs nothing else.

    Raises ReportError for a document of another schema or without something that the page shows.
    """
    return report_page(fit_view(document, language))


def report_page(view: FitView) -> str:
    """The page from the view of a fit."""
    return render_page("report.html.j2", view)


def render_page(template: str, view: View) -> str:
    """A page from its template, which knows the parts of the view by name; only the report's own script may run."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    parts = {field.name: getattr(view, field.name) for field in fields(view)}
    page = environment.get_template(template)
    text = page.render(parts, script=script(), script_hash=script_hash())
    return in_language(text, view.language)
