"""The reports: pages that open offline, and a PDF, from fit.json and compare.json documents."""

from fit_optimizer.documents.part import ReportError
from fit_optimizer.report.compare_view import render_comparison
from fit_optimizer.report.page import render_report
from fit_optimizer.report.pdf import render_pdf
from fit_optimizer.report.render import render_page_and_pdf

__all__ = ["ReportError", "render_comparison", "render_page_and_pdf", "render_pdf", "render_report"]
