"""Names of `fit_optimizer.report`, loaded when they are first used."""

from .compare_view import render_comparison
from .page import render_report
from .pdf import render_pdf
from .render import render_page_and_pdf

__all__ = ["render_comparison", "render_page_and_pdf", "render_pdf", "render_report"]
