"""The fit report: one HTML page that opens offline, from a fit.json document."""

from fit_optimizer.report.document import ReportError
from fit_optimizer.report.page import render_report

__all__ = ["ReportError", "render_report"]
