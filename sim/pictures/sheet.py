"""The sheet that a picture is drawn on: heading, panels side by side, legend and colour bar."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib import rc_context, rcdefaults, rcParams
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import PercentFormatter

from sim.pictures.colours import ACTIVATION, INK, MUTED
from sim.pictures.panel import Scene, draw_still, limits
from sim.stroke import Stroke

PANEL_HEIGHT_IN = 5.0
_HEAD_IN, _FOOT_IN, _SIDE_IN, _GAP_IN = 0.95, 0.45, 0.9, 0.12
"""Measures of the sheet (in), by eye."""
_LEGEND = "Right leg's muscles. Arrow: force of the foot on the pedal. Dashed: saddle height."


@dataclass(frozen=True, eq=False)
class Sheet:
    """A figure, what rasters it (matplotlib's Agg, which needs no display), and its panels."""

    figure: Figure
    canvas: Any
    panels: list[Axes]


def new_sheet(scene: Scene, panels: int, dpi: int, note: str = "") -> Sheet:
    """A sheet with the parts of the scene that do not move in every panel; `note` tells more."""
    left, right, bottom, top = limits(scene)
    panel_in = PANEL_HEIGHT_IN * (right - left) / (top - bottom)
    wide = panels * (panel_in + _GAP_IN) + _SIDE_IN
    tall = PANEL_HEIGHT_IN + _HEAD_IN + _FOOT_IN
    figure = Figure(figsize=(wide, tall), dpi=dpi)
    drawn = []
    for i in range(panels):
        at = (i * (panel_in + _GAP_IN), _FOOT_IN, panel_in, PANEL_HEIGHT_IN)
        drawn.append(figure.add_axes(_shares(at, wide, tall)))
        draw_still(drawn[-1], scene)
    _colour_bar(figure, scene, (wide - 0.75, 0.2 * tall, 0.14, 0.5 * tall))
    title = _title(scene.stroke, ", " if panels > 1 else "\n")
    left_edge = 0.12 / wide
    figure.text(left_edge, 1 - 0.1 / tall, title, va="top", fontsize=12, weight="bold")
    legend = _LEGEND if panels > 1 else _LEGEND.replace(". ", ".\n", 1)
    figure.text(left_edge, 0.08 / tall, f"{note}{legend}", color=MUTED, fontsize=8)
    return Sheet(figure, FigureCanvasAgg(figure), drawn)


def _colour_bar(figure: Figure, scene: Scene, at_in: tuple[float, float, float, float]) -> None:
    bar = figure.add_axes(_shares(at_in, *figure.get_size_inches()))
    figure.colorbar(
        ScalarMappable(scene.scale, ACTIVATION),
        cax=bar,
        format=PercentFormatter(1.0, decimals=0, symbol=" %"),
        ticks=np.linspace(0.0, scene.scale.vmax or 1.0, 6).tolist(),
    )
    bar.set_title("activation", loc="center", fontsize=9)


def _shares(
    at_in: tuple[float, float, float, float], wide: float, tall: float
) -> tuple[float, float, float, float]:
    """Left, bottom, width and height in shares of the figure."""
    left, bottom, width, height = at_in
    return (left / wide, bottom / tall, width / wide, height / tall)


def _title(stroke: Stroke, between: str) -> str:
    cadence = stroke.riding.crank_speed * 60 / (2 * np.pi)
    height = stroke.bicycle.saddle_height_m * 1000
    return (
        f"{stroke.riding.power_w:.0f} W at {cadence:.0f} rpm{between}saddle height {height:.0f} mm"
    )


def caption(axes: Axes, text: str) -> Text:
    """A line or two above a panel."""
    return axes.text(0.5, 1.0, text, transform=axes.transAxes, ha="center", fontsize=10)


@contextmanager
def drawing_style() -> Iterator[None]:
    """Matplotlib's own defaults and the pictures' style, whatever the user's settings are."""
    with rc_context():
        rcdefaults()
        rcParams.update(
            {
                "font.size": 9.0,
                "text.color": INK,
                "xtick.color": MUTED,
                "ytick.color": MUTED,
                "xtick.labelcolor": INK,
                "ytick.labelcolor": INK,
            }
        )
        yield
