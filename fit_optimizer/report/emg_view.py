"""An electromyogram over the crank as a page in the report's look, alone or beside a stroke."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from typing import Any

from fit_optimizer.documents.emg import EmgDocument
from fit_optimizer.drawing.svg import Picture
from fit_optimizer.report.figures.emg import emg_panels
from fit_optimizer.report.fit_view import View
from fit_optimizer.report.page import render_page
from fit_optimizer.report.tables.electromyogram import (
    BurstRow,
    GroupRow,
    burst_rows,
    emg_note,
    group_rows,
)


@dataclass(frozen=True, kw_only=True)
class EmgView(View):
    """What the page of an electromyogram shows, as its template names it."""

    headline: str
    conditions: str
    compared: bool
    emg_muscles: list[BurstRow]
    emg_groups: list[GroupRow]
    emg_figure: Picture
    emg_note: str


def render_emg(source: Any) -> str:
    """The page of an emg.json document, which needs nothing else. Raises ReportError."""
    return render_page("emg.html.j2", emg_view(source))


def emg_view(source: Any) -> EmgView:
    """Everything that the page shows. Raises ReportError."""
    document = EmgDocument.read(source)
    effort = document.effort
    rider = (document.fit or {}).get("name", "")
    return EmgView(
        title=f"Electromyogram: {rider or document.file or 'recording'}",
        made=[],
        stroke=None,
        headline=headline(document),
        conditions=""
        if effort is None
        else f"The set-up rides at {effort['power_w']:.0f}\u00a0W and {effort['cadence_rpm']:.0f}\u00a0rpm.",
        compared=document.groups is not None,
        emg_muscles=burst_rows(document.muscles),
        emg_groups=group_rows(document.groups or []),
        emg_figure=emg_panels(document.muscles),
        emg_note=emg_note(document),
    )


def headline(document: EmgDocument) -> str:
    """How alike measured and simulated muscles are, in one line; without a set-up how many were measured."""
    if not document.groups:
        count = len(document.muscles)
        return f"{count} muscle{'' if count == 1 else 's'} measured; give a set-up to compare them with."
    mean = fmean(one.correlation for one in document.groups)
    worst = min(document.groups, key=lambda one: one.correlation)
    said = f"Simulated and measured muscles: mean correlation {mean:.2f}"
    if len(document.groups) == 1:
        return f"{said}."
    leg = " of the left leg" if worst.side == "left" else ""
    return f"{said}; least like are the {worst.group.replace('_', ' ')}{leg} ({worst.correlation:.2f})."
