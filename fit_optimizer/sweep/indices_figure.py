"""Picture of sensitivity indices: a panel for each metric and rider, keys by their total index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fit_optimizer.drawing.palette import FAINT, INK, MUTED, RECOMMENDED
from fit_optimizer.drawing.svg import drawing_style, picture
from fit_optimizer.sweep.indices import Indices

PANEL_IN, KEY_IN, HEAD_IN = 4.4, 0.3, 1.1
"""Width of a panel, height of a key's row and of the heading (in): by eye."""


def indices_svg(found: Sequence[Indices]) -> str:
    """An SVG document: dots are total, rings first-order indices, lines their 95 % intervals."""
    riders = list(dict.fromkeys(each.rider for each in found))
    metrics = list(dict.fromkeys(each.metric for each in found))
    height = len(metrics) * (HEAD_IN + KEY_IN * max(len(each.keys) for each in found))
    with drawing_style():
        figure = Figure(figsize=(PANEL_IN * len(riders), height), layout="constrained")
        panels = figure.subplots(len(metrics), len(riders), squeeze=False, sharex=True)
        for each in found:
            axes = panels[metrics.index(each.metric), riders.index(each.rider)]
            _draw(axes, each, with_rider=len(riders) > 1)
        panels[0, 0].legend(*panels[0, 0].get_legend_handles_labels(), loc="lower right")
        for axes in panels[-1]:
            axes.set_xlabel("share of the metric's variance")
    said = "; ".join(f"{each.metric} of {each.rider}: most by {_most(each)}" for each in found)
    return picture(figure, "indices", "Sobol sensitivity indices", said).paper


def _draw(axes: Axes, each: Indices, with_rider: bool) -> None:
    order = np.argsort(each.total, kind="stable")
    place = np.arange(len(order))
    rows = (
        ("alone", each.first, each.first_interval, "o", "none", MUTED, -0.14),
        ("with others", each.total, each.total_interval, "o", RECOMMENDED, RECOMMENDED, 0.14),
    )
    for label, shares, interval, marker, fill, colour, shift in rows:
        axes.errorbar(
            shares[order],
            place + shift,
            xerr=interval[order],
            fmt=marker,
            markersize=5,
            markerfacecolor=fill,
            color=colour,
            elinewidth=1.2,
            label=label,
        )
    axes.set_yticks(place, [each.keys[i] for i in order])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.6, len(order) - 0.4)
    axes.set_xlim(min(-0.05, axes.get_xlim()[0]), max(1.05, axes.get_xlim()[1]))
    axes.axvline(0, color=INK, linewidth=0.7)
    axes.grid(axis="x", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    rider = f"{each.rider}: " if with_rider else ""
    axes.set_title(f"{rider}{each.metric}\nmean {each.mean:.3g}, sd {each.sd:.2g}")


def _most(each: Indices) -> str:
    known = np.nan_to_num(each.total, nan=-1.0)
    return "nothing" if known.max() < 0 else each.keys[int(known.argmax())]
