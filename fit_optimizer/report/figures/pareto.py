"""The fits that no other beats in everything: knee load against dead spots, the third objective as size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.documents.part import look_up
from fit_optimizer.drawing.palette import FAINT, INK, MUTED, PAPER
from fit_optimizer.drawing.svg import (
    COLUMN_HEIGHT_IN,
    COLUMN_IN,
    SMALL_PT,
    Picture,
    drawing_style,
    picture,
)
from fit_optimizer.report.shown_rides import Shown, shown_fits
from fit_optimizer.report.wording import with_unit
from rider_models.arrays import Array
from rider_models.units import unit_of

FRONT: dict[str, Any] = {"facecolor": MUTED, "alpha": 0.45, "linewidth": 0}
LEAST_AREA, MOST_AREA = 14.0, 110.0
"""Marker areas (square points) of the least and the greatest effort shown."""


def pareto_front(document: FitDocument) -> Picture:
    """Every undominated fit of the search, with now and recommended marked."""
    shown = shown_fits(document)
    third = document.judged_by[2]
    names = tuple(one.key for one in document.judged_by[:3])
    points = _numbers(names, [outcome.objectives or {} for outcome in document.pareto], "pareto")
    of = {"current": document.current.objectives, "recommended": document.recommended.objectives}
    marked = _numbers(names, [of[fit.path] or {} for fit in shown], "recommended")

    def size(value: float) -> str:
        unit = unit_of(f"_{third.unit}").symbol
        return f"{third.words} {with_unit(value, third.decimals, unit)}"

    efforts = np.concatenate([points[:, 2], marked[:, 2]])
    with drawing_style():
        figure = Figure(figsize=(COLUMN_IN, COLUMN_HEIGHT_IN))
        axes = figure.add_axes((0.185, 0.43, 0.745, 0.54))
        _draw_front(axes, points, efforts)
        for fit, at in zip(shown, marked, strict=True):
            _mark(axes, fit, at, efforts, size)
        for effort in (efforts.min(), efforts.max()):
            area = _areas(np.array([effort]), efforts)
            axes.scatter([], [], area, **FRONT, label=size(effort))
        figure.legend(
            loc="lower center",
            ncols=1,
            columnspacing=1.0,
            handletextpad=0.3,
            borderaxespad=0.1,
            fontsize=SMALL_PT,
        )
    words = " ".join(
        f"{fit.name.capitalize()}: knee load {knee:.2f} body weights, dead spots {dead:.2f}, "
        f"{size(effort)}."
        for fit, (knee, dead, effort) in zip(shown, marked, strict=True)
    )
    return picture(
        figure,
        "pareto",
        "The best trade-offs found: less is better in each",
        f"{len(points)} fits that no other beats in everything, by knee load and "
        f"dead spots, larger marks for more of {third.words}. {words}",
    )


def _draw_front(axes: Axes, points: Array, efforts: Array) -> None:
    axes.scatter(points[:, 0], points[:, 1], _areas(points[:, 2], efforts), **FRONT, gid="front")
    axes.set_xlabel("knee load, \u00d7 body weight", color=INK)
    axes.set_ylabel("dead spots, index")
    axes.grid(color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.margins(0.1)


def _mark(axes: Axes, fit: Shown, at: Array, efforts: Array, size: Callable[[float], str]) -> None:
    knee, dead, effort = at
    diamond = fit.name == "now"
    axes.scatter(
        [knee],
        [dead],
        _areas(np.array([effort]), efforts),
        marker="D" if diamond else "o",
        facecolor=PAPER if diamond else fit.colour,
        edgecolor=fit.colour,
        linewidth=1.6,
        label=f"{fit.name} ({size(effort)})",
        gid=fit.name,
        zorder=3,
    )


def _numbers(names: tuple[str, ...], outcomes: list[dict[str, float]], where: str) -> Array:
    rows = [[look_up(one, name, f"{where}.objectives") for name in names] for one in outcomes]
    return np.array(rows, dtype=np.float64).reshape(-1, 3)


def _areas(effort: Array, among: Array) -> Array:
    spread = float(np.ptp(among)) or 1.0
    share = (effort - among.min()) / spread
    result: Array = LEAST_AREA + (MOST_AREA - LEAST_AREA) * share
    return result
