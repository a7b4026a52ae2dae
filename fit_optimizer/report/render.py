"""The report as a page and as PDF together, from pictures drawn once."""

from __future__ import annotations

from typing import Any

from fit_optimizer.report.fit_view import fit_view
from fit_optimizer.report.page import report_page
from fit_optimizer.report.pdf import report_pdf


def render_page_and_pdf(document: Any, pdf: bool) -> tuple[str, bytes | None]:
    """The page of a fit.json document, and its PDF where asked for. Raises ReportError."""
    view = fit_view(document)
    return report_page(view), report_pdf(view) if pdf else None
