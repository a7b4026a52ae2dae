"""Tables of a rider as measured, for the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from rich import box
from rich.markup import escape
from rich.table import Table

from fit_optimizer.calibration.fit_pose import PoseFit
from fit_optimizer.documents.pose import FigureFound, PoseDocument
from fit_optimizer.pose.figure_table import FIGURES

DASH = "-"

READS = {
    "markers": "knee between points on the skin (trochanter, epicondyle, malleolus)",
    "centres": "knee between the centres of the joints",
}
"""What the knee angle is between, in words."""

CURVE_WORDS = {
    "knee_flexion": "knee",
    "hip_flexion": "hip against pelvis",
    "trunk_to_thigh": "trunk to thigh",
    "ankle_dorsiflexion": "ankle",
}
"""Curves whose errors are shown, in words."""


def pose_tables(document: PoseDocument) -> Iterator[Table]:
    """Figures of either leg as measured, beside the model's where compared; then the errors of the curves."""
    compared = any(
        figure.model is not None
        for leg in document.legs.values()
        for figure in leg.figures.values()
    )
    table = Table(title=escape(_title(document)), box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for side in document.legs:
        table.add_column(side, justify="right")
        if compared:
            table.add_column("model", justify="right")
    table.add_column("unit")
    for kind in FIGURES:
        found = [leg.figures.get(kind.key) for leg in document.legs.values()]
        if any(found):
            cells = [cell for figure in found for cell in _cells(figure, compared)]
            table.add_row(kind.words, *cells, kind.key.rpartition("_")[2])
    yield table
    if compared:
        yield _errors(document)


def _title(document: PoseDocument) -> str:
    turns = f"{document.revolutions} revolutions" if document.revolutions else "one mean revolution"
    pace = "" if document.cadence_rpm is None else f" at {document.cadence_rpm:.1f} rpm"
    reads = READS.get(document.reads, document.reads)
    return f"{document.file} ({document.source}): {turns}{pace}; {reads}"


def _cells(figure: FigureFound | None, compared: bool) -> tuple[str, ...]:
    if figure is None:
        return (DASH, DASH) if compared else (DASH,)
    about = "" if figure.spread is None else f"±{figure.spread:.1f}"
    measured = f"{figure.measured:.1f}{about}"
    if not compared:
        return (measured,)
    return measured, DASH if figure.model is None else f"{figure.model:.1f}"


def _errors(document: PoseDocument) -> Table:
    table = Table(title="model less measured, deg", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("leg", "joint"):
        table.add_column(heading)
    for heading in ("rms", "mean"):
        table.add_column(heading, justify="right")
    for side, leg in document.legs.items():
        for name, words in CURVE_WORDS.items():
            curve = leg.curves.get(name)
            if curve is not None and curve.rms_error is not None and curve.mean_error is not None:
                table.add_row(side, words, f"{curve.rms_error:.1f}", f"{curve.mean_error:+.1f}")
    return table


def pose_fit_tables(fit: PoseFit) -> Iterator[Table]:
    """What a film changed of the set-up, with its standard error, and how near the model is before and after."""
    table = Table(title="movement fitted to what was measured", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("")
    for heading in ("before", "after", "error"):
        table.add_column(heading, justify="right")
    for one in fit.fitted:
        digits = 3 if one.key.endswith("share") else 1
        cells = (
            f"{value:.{digits}f}" if isfinite(value) else DASH
            for value in (one.before, one.after, one.error)
        )
        table.add_row(one.key, *cells)
    yield table
    if not fit.after:
        return
    table = Table(title="model less film, deg rms", box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in ("leg", "joint"):
        table.add_column(heading)
    for heading in ("before", "after"):
        table.add_column(heading, justify="right")
    for side, errors in fit.after.items():
        for name, after in errors.items():
            before = None if fit.before is None else fit.before[side].get(name)
            was = DASH if before is None else f"{before.rms:.1f}"
            table.add_row(side, CURVE_WORDS.get(name, name), was, f"{after.rms:.1f}")
    yield table
