"""The report as PDF: two A4 pages, set by Typst, whose wheel brings its compiler along."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from math import ceil
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst

from fit_optimizer.documents.part import ReportError
from fit_optimizer.drawing.svg import Picture
from fit_optimizer.report.fit_view import fit_view

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
"""DejaVu Sans, in which the pictures are drawn."""

PAGES = 2
TEXT_SIZES_PT = (7.2, 6.9, 6.6, 6.2, 5.8, 5.4, 5.0)
"""Tried from the largest, until the pictures have their room."""
LEAST_PICTURE_MM = 40.0
INPUT_COLUMNS = 4
LIMIT_COLUMNS = 2
NOT_SET = (
    "animation_data",
    "trade_offs",
    "limits",
    "figure_groups",
    "input_groups",
    "model_limits",
)
"""What the paper does without: what moves, and the details."""


def render_pdf(document: Any) -> bytes:
    """The fit report of a fit.json document as PDF. Raises ReportError."""
    return report_pdf(fit_view(document))


def report_pdf(view: dict[str, Any]) -> bytes:
    """The PDF from the view of a fit. Raises ReportError."""
    data = json.dumps(_paper(view), allow_nan=False)
    for size in TEXT_SIZES_PT:
        inputs = {"data": data, "size": str(size)}
        compiler = typst.Compiler(
            TEMPLATE, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs=inputs
        )
        if _fits(compiler):
            pdf = compiler.compile(format="pdf", timestamp=0)
            assert isinstance(pdf, bytes)
            return pdf
    raise ReportError("the document holds more than two pages of A4 can show")


def _fits(compiler: typst.Compiler) -> bool:
    pages = json.loads(compiler.query("<pages>", field="value", one=True))
    rooms = json.loads(compiler.query("<room>", field="value"))
    return pages == PAGES and all(room >= LEAST_PICTURE_MM for room in rooms)


def _paper(view: dict[str, Any]) -> dict[str, Any]:
    """The view as plain JSON."""
    paper = {key: _plain(value) for key, value in view.items() if key not in NOT_SET}
    check = view["check"]
    if check is not None and any(row.on_paper for row in check.rows):
        paper["trace_figure"] = None
    columns = _columns(_input_lines(view), INPUT_COLUMNS)
    return {
        **paper,
        "input_columns": columns,
        "limit_columns": _columns(list(view["model_limits"]), LIMIT_COLUMNS),
    }


def _input_lines(view: dict[str, Any]) -> list[dict[str, Any]]:
    """Headings (without a value) and lines of what went in and what made the result."""
    lines: list[dict[str, Any]] = []
    for group in view["input_groups"]:
        lines.append({"name": group.name, "value": None, "assumed": False})
        for one in group.inputs:
            lines.append({"name": one.name, "value": one.text, "assumed": one.assumed})
    lines.append({"name": "Made by", "value": None, "assumed": False})
    made = [{"name": name, "value": value, "assumed": False} for name, value in view["made"]]
    return lines + made


def _columns(lines: list[Any], count: int) -> list[list[Any]]:
    """Lines dealt into columns of one height."""
    height = ceil(len(lines) / count)
    return [lines[start : start + height] for start in range(0, len(lines), height)]


def _plain(value: Any) -> Any:
    if isinstance(value, Picture):
        return {
            "title": value.title,
            "description": value.description,
            "svg": value.paper,
            "aspect": value.aspect,
        }
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: _plain(getattr(value, name)) for name in (field.name for field in fields(value))
        }
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value
