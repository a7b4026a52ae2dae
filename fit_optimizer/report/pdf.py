"""The report as PDF: A4 pages, set by Typst, whose wheel brings its compiler along."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from math import ceil
from pathlib import Path
from typing import Any

import matplotlib as mpl
import typst

from fit_optimizer.documents.part import Part
from fit_optimizer.drawing.svg import Picture
from fit_optimizer.report.fit_view import FitView, fit_view
from fit_optimizer.report.photos import as_svg
from fit_optimizer.report.say import Language, in_words
from fit_optimizer.report.tables.inputs import WEIGHTS

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
"""DejaVu Sans, in which the pictures are drawn."""

INPUT_COLUMNS = 3
NOT_SET = (
    "trade_offs",
    "limits",
    "input_groups",
    "judged",
    "photos",
)
"""What the paper does without: the details."""
NOT_SET_OF_STROKE = ("animation_data", "figure_groups")
"""What of the stroke the paper does without."""

WORDS = {
    "measure": "Measure first",
    "sharpen": "What would sharpen it",
    "change": "What to change",
    "set": "Set",
    "now": "Now",
    "recommended": "Recommended",
    "range": "Range",
    "move": "Move",
    "order": "In this order, a step at a time",
    "why": "Why",
    "effect": "What it does",
    "difference": "Change",
    "scale": "To judge it by",
    "hurts": "Where it hurts",
    "legs": "Two legs",
    "cranks": "Cranks",
    "technique": "Apart from the bicycle: something to learn",
    "bike": "On the bike",
    "angle": "Angle, left / right",
    "customary": "Customary",
    "source": "Source",
    "as_measured": "As measured",
    "measured_value": "Measured",
    "model_now": "Model now",
    "coordinates": "The bicycle's coordinates",
    "measured": "Measure",
    "before": "Before",
    "after": "After",
    "stroke": "The stroke",
    "sectors": "Power by sector of the clock",
    "sector": "Sector",
    "clock": "O'clock",
    "crank": "Crank",
    "limb": "Leg's weight and inertia",
    "emg": "The muscles as measured",
    "muscle": "Muscle",
    "muscle_group": "Muscle group",
    "channels": "Channels",
    "burst": "On, off",
    "peak": "Peak",
    "lag": "Lag",
    "meter": "Against the power meter",
    "records": "Records",
    "side": "Side",
    "recorded": "meter",
    "model": "model",
    "error": "Typical error, all bins",
    "inputs": "What went in",
    "assumed": "assumed",
    "unknown": "What the model does not know",
}
"""Headings of the paper, as the page has them."""


def render_pdf(document: Any, language: Language = "en") -> bytes:
    """The fit report of a fit.json document as PDF. Raises ReportError."""
    return report_pdf(fit_view(document, language))


def report_pdf(view: FitView) -> bytes:
    """The PDF from the view of a fit."""
    return set_by_typst(TEMPLATE, in_words(_paper(view), view.language))


def set_by_typst(template: Path, data: Mapping[str, object]) -> bytes:
    """A template with its data as PDF; equal data give equal bytes."""
    compiler = typst.Compiler(
        template,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, allow_nan=False)},
    )
    pdf = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(pdf, bytes)
    return pdf


def _paper(view: FitView) -> dict[str, object]:
    """The view as plain JSON."""
    paper = _parts(view, (*NOT_SET, "stroke"))
    if view.check is not None and any(row.on_paper for row in view.check.rows):
        paper["trace_figure"] = None
    return {
        **paper,
        "stroke": _parts(view.stroke, NOT_SET_OF_STROKE),
        "words": WORDS,
        "photo_svgs": [as_svg(uri) for uri in view.photos],
        "input_columns": plain(columns(input_lines(view), INPUT_COLUMNS)),
    }


def _parts(view: Any, without: tuple[str, ...]) -> dict[str, object]:
    """The fields of a dataclass as plain JSON, without some."""
    names = (field.name for field in fields(view))
    return {name: plain(getattr(view, name)) for name in names if name not in without}


@dataclass(frozen=True)
class InputLine:
    """A line of what went in; a heading has no value."""

    name: str
    value: str | None = None
    assumed: bool = False


def input_lines(view: FitView) -> list[InputLine]:
    """Headings and lines of what went in and what made the result."""
    lines = []
    for group in view.input_groups:
        if group.name == WEIGHTS:  # for those who simulate: they stand on the page and in fit.json
            continue
        lines.append(InputLine(group.name))
        lines += [InputLine(one.name, one.text, one.assumed) for one in group.inputs]
    return [*lines, InputLine("Made by"), *(InputLine(*made) for made in view.made)]


def columns(lines: list[Any], count: int) -> list[list[Any]]:
    """Lines dealt into columns of one height."""
    height = max(ceil(len(lines) / count), 1)
    return [lines[start : start + height] for start in range(0, len(lines), height)]


def plain(value: Any) -> Any:
    """A part of a view as JSON: pictures as SVG documents for paper, dataclasses and parts of documents as objects."""
    if isinstance(value, Picture):
        return {
            "title": value.title,
            "description": value.description,
            "svg": value.paper,
            "aspect": value.aspect,
        }
    if isinstance(value, Part):
        return value.as_json()
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: plain(getattr(value, name)) for name in (field.name for field in fields(value))
        }
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value
