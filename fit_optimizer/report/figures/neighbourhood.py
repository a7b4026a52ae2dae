"""The objectives around the recommendation: contours over two of the values."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from fit_optimizer.documents.fit import FitDocument, Neighbourhood
from fit_optimizer.documents.part import look_up
from fit_optimizer.documents.ride import ObjectiveShown
from fit_optimizer.drawing.palette import CUSTOM, FAINT, INK, MUTED, NOW, PAPER, RECOMMENDED
from fit_optimizer.drawing.svg import COLUMN_IN, SMALL_PT, Picture, drawing_style, picture
from fit_optimizer.report.wording import capitalised
from fit_optimizer.setup.adjustments import adjustment

WITHIN_PCT = 3.0
"""The band's tolerance, shaded."""
LEVELS_PCT = (-20, -10, -6, -3, -1, 1, 3, 6, 10, 20)


def neighbourhood(document: FitDocument) -> list[Picture]:
    """One contour picture per objective; none where the document has no neighbourhood."""
    around = document.neighbourhood
    if around is None or len(around.x) < 2 or len(around.y) < 2:
        return []
    return [
        _picture(document, around, one) for one in document.judged_by if one.key in around.grids
    ]


def where_now_lies(document: FitDocument) -> str:
    """What marks now in the pictures, or that it lies beyond them; empty where nothing changes."""
    around = document.neighbourhood
    if around is None or not document.change_needed:
        return ""
    x, y = _place(document, "current", around)
    if min(around.x) <= x <= max(around.x) and min(around.y) <= y <= max(around.y):
        return ", diamond: now"
    return ", now lies outside"


def _picture(document: FitDocument, around: Neighbourhood, one: ObjectiveShown) -> Picture:
    best = look_up(document.recommended.objectives or {}, one.key, "recommended.objectives")
    rows = [[np.nan if v is None else v for v in row] for row in around.grids[one.key]]
    change = 100 * (np.ma.masked_invalid(np.array(rows, dtype=np.float64)) / best - 1)
    with drawing_style():
        figure = Figure(figsize=(COLUMN_IN, 2.3))
        axes = figure.add_axes((0.145, 0.175, 0.82, 0.795))
        _contours(axes, around, change)
        _marks(axes, document, around)
        for key, place in ((around.x_key, axes.xaxis), (around.y_key, axes.yaxis)):
            of = adjustment(key)
            place.set_label_text(f"{of.words}, {of.unit.word}")
    return picture(
        figure,
        f"around-{one.key.replace('_', '-')}",
        f"{capitalised(one.words)}, % change",
        _in_words(around, one, change),
    )


def _contours(axes: Axes, around: Neighbourhood, change: np.ma.MaskedArray) -> None:
    x, y = np.array(around.x), np.array(around.y)
    axes.set_xlim(x.min(), x.max())
    axes.set_ylim(y.min(), y.max())
    axes.tick_params(labelsize=SMALL_PT)
    axes.grid(color=FAINT, linewidth=0.5)
    if np.ma.getmaskarray(change).any():
        barred = Rectangle((0, 0), 1, 1, transform=axes.transAxes, fill=False, hatch="////")
        barred.set(edgecolor=MUTED, linewidth=0, gid="not-allowed", zorder=0)
        axes.add_patch(barred)
    if not change.count() or np.ptp(change.compressed()) == 0:
        return
    low, high = float(change.min()), float(change.max())
    axes.contourf(x, y, change, levels=[low - 1, high + 1], colors=[PAPER], zorder=0.5)
    if low < WITHIN_PCT:
        axes.contourf(
            x, y, change, levels=[low - 1, WITHIN_PCT], colors=[CUSTOM], alpha=0.22, zorder=0.6
        )
    levels = [level for level in LEVELS_PCT if low < level < high]
    if levels:
        lines = axes.contour(
            x, y, change, levels=levels, colors=[MUTED], linewidths=0.9, linestyles="-"
        )
        lines.set_gid("contours")
        axes.clabel(lines, fmt=_percent, fontsize=SMALL_PT - 0.6, inline_spacing=2)


def _percent(level: float) -> str:
    return f"{level:+.0f}".replace("-", "\u2212")


def _marks(axes: Axes, document: FitDocument, around: Neighbourhood) -> None:
    if document.change_needed:
        axes.plot(
            *_place(document, "current", around),
            "D",
            markersize=6,
            markerfacecolor=PAPER,
            markeredgecolor=NOW,
            markeredgewidth=1.5,
            gid="now",
            zorder=5,
        )
    axes.plot(
        *_place(document, "recommended", around),
        "o",
        markersize=7,
        markerfacecolor=RECOMMENDED,
        markeredgecolor=PAPER,
        gid="recommended",
        zorder=6,
    )
    axes.spines[["top", "right"]].set_visible(True)
    for spine in axes.spines.values():
        spine.set_color(INK)


def _place(document: FitDocument, name: str, around: Neighbourhood) -> tuple[float, float]:
    """Where a fit lies in the picture."""
    fit = getattr(document, name).fit
    x, y = (look_up(fit, key, f"{name}.fit") for key in (around.x_key, around.y_key))
    return x, y


def _in_words(around: Neighbourhood, one: ObjectiveShown, change: np.ma.MaskedArray) -> str:
    x, y = adjustment(around.x_key), adjustment(around.y_key)
    spread = (
        f"from {float(change.min()):+.0f} to {float(change.max()):+.0f} %"
        if change.count()
        else "nowhere to be had"
    )
    return (
        f"{capitalised(one.words)} over {x.words} ({min(around.x):.0f} to "
        f"{max(around.x):.0f} {x.unit.word}) and {y.words} ({min(around.y):.0f} to "
        f"{max(around.y):.0f} {y.unit.word}), the other values as recommended: {spread} against "
        "the recommendation."
    )
