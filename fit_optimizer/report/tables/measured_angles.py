"""What was measured of the rider beside the model now and as recommended, left and right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.pose import FigureCompared, PoseCompared
from fit_optimizer.pose.figure_table import FIGURES
from fit_optimizer.report.wording import capitalised, with_unit

READS = {
    "markers": "Knees as markers on trochanter, knee and ankle read them.",
    "centres": "Knees between the centres of the joints.",
}
"""What the knee angles are between, in words."""


@dataclass(frozen=True)
class MeasuredRow:
    """One figure as measured, of the model now and as recommended; left and right where both are there."""

    name: str
    measured: str
    now: str
    recommended: str


def measured_rows(document: FitDocument) -> list[MeasuredRow]:
    """The rows; none where nothing was measured."""
    pose = document.pose
    if pose is None:
        return []
    rows = []
    for kind in FIGURES:
        legs = [leg.figures[kind.key] for leg in pose.legs.values() if kind.key in leg.figures]
        if not legs:
            continue
        unit = "mm" if kind.key.endswith("_mm") else "\u00b0"
        rows.append(
            MeasuredRow(
                name=capitalised(kind.words),
                measured=" / ".join(_measured(leg, unit) for leg in legs),
                now=_both((leg.now for leg in legs), unit),
                recommended=_both((leg.recommended for leg in legs), unit),
            )
        )
    return rows


def measured_note(document: FitDocument) -> str:
    """Where the measurement comes from, which legs, and what its knee angles are between."""
    pose = document.pose
    if pose is None:
        return ""
    return f"{_origin(pose)} {READS.get(pose.reads, '')}".strip()


def _origin(pose: PoseCompared) -> str:
    legs = " / ".join(pose.legs)
    return f"{pose.file}: {legs}."


def _measured(figure: FigureCompared, unit: str) -> str:
    if figure.measured is None:
        return "\u2013"
    shown = with_unit(figure.measured, 0, unit)
    return shown if figure.spread is None else f"{shown} \u00b1\u00a0{figure.spread:.0f}"


def _both(values: Iterable[float | None], unit: str) -> str:
    shown = ["\u2013" if value is None else with_unit(value, 0, unit) for value in values]
    return " / ".join(dict.fromkeys(shown)) if len(set(shown)) == 1 else " / ".join(shown)
