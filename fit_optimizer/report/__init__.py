"""The fit report: one HTML page that opens offline, from a fit.json document."""

from fit_optimizer.report.page import render_report
from fit_optimizer.report.ride import ReportError

__all__ = ["ReportError", "render_report"]
