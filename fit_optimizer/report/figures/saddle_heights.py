"""What other saddle heights would do: each objective against the recommendation, with the published range."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from fit_optimizer.documents.advice import SaddleRange
from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.drawing.palette import CUSTOM, FAINT, INK, LEFT, NOW, RECOMMENDED, RIGHT
from fit_optimizer.drawing.svg import SMALL_PT, WIDTH_IN, Picture, drawing_style, picture
from fit_optimizer.report.wording import capitalised, whole_within
from fit_optimizer.setup.adjustments import SADDLE
from rider_models.arrays import Array

COLOURS = (RECOMMENDED, LEFT, RIGHT, INK)
MARKERS = ("o", "s", "^", "D")
HEIGHT_IN = 2.05
LEAST_SPAN_PCT = 6.0
"""The scale shows at least so much to either side, so that what does not count looks like nothing."""


def saddle_heights(document: FitDocument) -> list[Picture]:
    """One picture of the heights that were simulated; none where the saddle was not searched."""
    band = document.bands.get(SADDLE)
    if band is None or document.recommended.objectives is None:
        return []
    scan = [one for one in band.scan if one.objectives is not None]
    if len(scan) < 3 or document.saddle is None:
        return []
    heights = np.array([one.values[SADDLE] for one in scan])
    best = document.recommended.objectives
    changes = {
        one.key: 100 * (np.array([(e.objectives or {})[one.key] for e in scan]) / best[one.key] - 1)
        for one in document.judged_by
        if one.key in best
    }
    saddle, then = document.saddle, document.recommended.values[SADDLE]
    told = "; ".join(
        f"{capitalised(one.words)} {changes[one.key][0]:+.0f} % at {heights[0]:.0f} mm and "
        f"{changes[one.key][-1]:+.0f} % at {heights[-1]:.0f} mm"
        for one in document.judged_by
        if one.key in changes
    )
    low, high = whole_within(saddle.low, saddle.high)
    words = (
        f"Against the recommended {then:.0f} mm: {told}. Green: {low:.0f} to {high:.0f} mm, the "
        "published range of knee angles."
    )
    return [
        picture(
            _drawn(document, saddle, heights, changes),
            "saddle-heights",
            "Other saddle heights: change against the recommendation",
            words,
        )
    ]


def _drawn(
    document: FitDocument, saddle: SaddleRange, heights: Array, changes: dict[str, Array]
) -> Figure:
    """The changes (n, %) of the objectives over saddle heights (n, mm), with the heights now and recommended."""
    with drawing_style():
        figure = Figure(figsize=(WIDTH_IN, HEIGHT_IN))
        axes = figure.add_axes((0.125, 0.215, 0.575, 0.745))
        axes.axvspan(saddle.low, saddle.high, color=CUSTOM, alpha=0.16, gid="published")
        axes.axhline(0, color=FAINT, linewidth=0.8)
        for k, one in enumerate(document.judged_by):
            axes.plot(
                heights,
                changes[one.key],
                marker=MARKERS[k % len(MARKERS)],
                markersize=3,
                color=COLOURS[k % len(COLOURS)],
                label=one.words,
                gid=f"scan-{one.key}",
            )
        then = document.recommended.values[SADDLE]
        axes.axvline(then, color=RECOMMENDED, linewidth=1.4, gid="recommended")
        now = document.current.values.get(SADDLE)
        if now is not None and document.change_needed:
            axes.axvline(now, color=NOW, linewidth=1.2, linestyle="--", gid="now")
        span = max(LEAST_SPAN_PCT, *(float(np.abs(c).max()) for c in changes.values()))
        axes.set_ylim(-1.08 * span, 1.08 * span)
        axes.set_xlabel("saddle height, mm")
        axes.set_ylabel("change, %")
        axes.tick_params(labelsize=SMALL_PT)
        axes.legend(
            loc="center left", bbox_to_anchor=(1.01, 0.5), handlelength=1.6, borderaxespad=0.2
        )
    return figure
