"""Both legs from the front: where the knees track over the pedals."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fit_optimizer.documents.ride import FrontLeg
from fit_optimizer.drawing.palette import FAINT, INK, MUTED
from fit_optimizer.drawing.svg import (
    COLUMN_HEIGHT_IN,
    COLUMN_IN,
    SMALL_PT,
    Picture,
    drawing_style,
    picture,
)
from fit_optimizer.report.shown_rides import Pair, Shown
from rider_models.arrays import SIDES

SIDEWAYS = 3.0
"""Sideways is drawn so many times larger, or the paths would be lines."""


def front_views(pair: Pair) -> list[Picture]:
    """One picture: the paths of knees, ankles and pedals, now and recommended; none in older documents."""
    if any(shown.ride.front_view_mm is None for shown in pair):
        return []
    with drawing_style():
        figure = Figure(figsize=(COLUMN_IN, COLUMN_HEIGHT_IN))
        axes = figure.add_axes((0.02, 0.02, 0.96, 0.96))
        axes.set_axis_off()
        axes.set_aspect(1 / SIDEWAYS)
        axes.plot([0, 0], [-190, 60], color=FAINT, linewidth=1.2, gid="bicycle")
        for shown in pair:
            for side in SIDES:
                _leg(axes, shown, side)
        for side in SIDES:
            leg = _of(pair[-1], side)
            x = max(p[0] for p in leg.knee) if side == "left" else min(p[0] for p in leg.knee)
            z = float(np.mean([p[1] for p in leg.knee]))
            away = 14 if side == "left" else -14
            axes.text(
                x + away,
                z,
                f"{side}\n\u2194 {_travel(pair, side)} mm",
                ha="left" if side == "left" else "right",
                va="center",
                fontsize=SMALL_PT,
                color=INK,
                gid=f"travel-{side}",
            )
        axes.margins(0.75, 0.03)
    return [
        picture(
            figure,
            "front",
            "From the front: where the knees track",
            _in_words(pair),
        )
    ]


def knee_travel_mm(leg: FrontLeg) -> float:
    """How far a knee wanders from side to side in a revolution (mm)."""
    sideways = [point[0] for point in leg.knee]
    return max(sideways) - min(sideways)


def _leg(axes: Axes, shown: Shown, side: str) -> None:
    leg = _of(shown, side)
    draw = axes.plot
    style: dict[str, Any] = {
        "color": shown.colour,
        "linestyle": "-" if shown.solid else (0, (3, 1.5)),
    }
    top = 0 if side == "right" else len(leg.knee) // 2
    chain = [leg.hip[top], leg.knee[top], leg.ankle[top], leg.pedal[top]]
    draw(*_seen(chain), linewidth=1.5, gid=f"{shown.name}-{side}-leg", **style)
    draw(*_seen([*leg.knee, leg.knee[0]]), linewidth=2.0, gid=f"{shown.name}-{side}-knee", **style)
    if shown.solid:
        draw(*_seen([*leg.pedal, leg.pedal[0]]), color=MUTED, linewidth=1.0, gid=f"{side}-pedal")


def _seen(points: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    """From in front the rider's left is on the right of the picture."""
    return [point[0] for point in points], [point[1] for point in points]


def _of(shown: Shown, side: str) -> FrontLeg:
    view = shown.ride.front_view_mm
    assert view is not None
    return view.left if side == "left" else view.right


def _travel(pair: Pair, side: str) -> str:
    said = [f"{knee_travel_mm(_of(shown, side)):.0f}" for shown in pair]
    return " \u2192 ".join(dict.fromkeys(said))


def _in_words(pair: Pair) -> str:
    told = [f"{side} knee {_travel(pair, side)} mm" for side in SIDES]
    return (
        "Seen from the front, the rider's left on the right, sideways drawn three times larger. "
        f"Knees travel from side to side: {', '.join(told)}. "
        "Thick loops are the knees' paths, grey lines the pedals'."
    )
