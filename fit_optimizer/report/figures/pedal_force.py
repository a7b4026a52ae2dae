"""The force of the foot on the pedal around the clock, as arrows in the plane of the crank."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from fit_optimizer.drawing.palette import FAINT, INK, MUTED, PAPER
from fit_optimizer.drawing.svg import (
    COLUMN_HEIGHT_IN,
    COLUMN_IN,
    SMALL_PT,
    Picture,
    drawing_style,
    picture,
)
from fit_optimizer.report.shown_rides import Pair, Shown, leg_words, sides_shown
from rider_models.arrays import Array

ARROWS = HOURS = 12
TOP_LABEL = (0.0, 1.14)
"""Where the top is marked, in crank lengths from the middle: outside the circle, by eye."""
LONGEST = 1.25
"""Length of the longest arrow, in crank lengths."""
ROUND_N = (50, 100, 200, 300, 500)
"""Lengths of the scale (N)."""


def pedal_forces(pair: Pair) -> list[Picture]:
    """One picture per leg that differs: arrows at every hour, now behind recommended."""
    return [_picture(pair, side) for side in sides_shown(pair)]


def _picture(pair: Pair, side: str) -> Picture:
    largest = max(
        float(np.hypot(*_force(shown, each).T).max())
        for shown in pair
        for each in sides_shown(pair)
    )
    per_n = LONGEST / largest
    with drawing_style():
        figure = Figure(figsize=(COLUMN_IN, COLUMN_HEIGHT_IN))
        axes = figure.add_axes((0.01, 0.01, 0.98, 0.98))
        axes.set_axis_off()
        axes.set_aspect("equal")
        _face(axes)
        tips = [_arrows(axes, shown, side, per_n) for shown in pair]
        _scale(axes, per_n, largest, np.concatenate(tips))
        if len(pair) > 1:
            figure.legend(loc="upper left", handlelength=1.0, borderaxespad=0.1, fontsize=SMALL_PT)
    key = "force" if len(sides_shown(pair)) == 1 else f"force-{side}"
    return picture(
        figure,
        key,
        f"Force on the pedal, {leg_words(pair, side)}",
        "Arrows in N at every hour of the pedal's circle, seen from the right, pointing where the "
        "foot pushes. " + " ".join(_in_words(shown, side) for shown in pair),
    )


def _force(shown: Shown, side: str) -> Array:
    """Force on the pedal at every crank position (n x 2, N): forward, up."""
    return np.asarray(shown.ride.curves.leg(side).force())[:, [0, 2]]


def _hourly(shown: Shown, side: str) -> tuple[Array, Array]:
    """Crank angles (rad) of the arrows and the forces there (12 x 2, N)."""
    force = _force(shown, side)
    angle = 2 * np.pi * np.arange(ARROWS) / ARROWS
    own = 2 * np.pi * np.arange(len(force)) / len(force)
    at = [np.interp(angle, own, component, period=2 * np.pi) for component in force.T]
    return angle, np.stack(at, axis=1)


def _face(axes: Axes) -> None:
    axes.add_patch(Circle((0, 0), 1, fill=False, edgecolor=FAINT, linewidth=1.2))
    for hour in range(1, 13):
        angle = np.deg2rad(30 * hour)
        x, z = np.sin(angle), np.cos(angle)
        axes.plot([0.96 * x, 1.04 * x], [0.96 * z, 1.04 * z], color=MUTED, linewidth=0.8)
        label = {12: "12 top", 3: "3", 6: "6", 9: "9"}.get(hour)
        if label:  # arrows leave the circle downwards: over the top there is room
            across, up = TOP_LABEL if hour == HOURS else (0.76 * x, 0.82 * z)
            axes.text(across, up, label, ha="center", va="center", fontsize=SMALL_PT)
    axes.plot([0], [0], "+", color=MUTED, markersize=6)


def _arrows(axes: Axes, shown: Shown, side: str, per_n: float) -> Array:
    angle, force = _hourly(shown, side)
    x, z = np.sin(angle), np.cos(angle)
    reach = force * per_n
    drawn = axes.quiver(
        x,
        z,
        reach[:, 0],
        reach[:, 1],
        angles="xy",
        scale_units="xy",
        scale=1,
        units="inches",
        width=0.022 if shown.solid else 0.03,
        color=shown.colour,
        alpha=1.0 if shown.solid else 0.5,
        label=shown.name,
        headwidth=4.2,
        headlength=5,
        headaxislength=4.5,
        zorder=3 if shown.solid else 2,
    )
    drawn.set_gid(f"{shown.name}-forces")
    axes.plot(
        x, z, "o", markersize=2.5, markerfacecolor=PAPER, markeredgecolor=shown.colour, zorder=4
    )
    return np.stack([x, z], axis=1) + reach


def _scale(axes: Axes, per_n: float, largest: float, tips: Array) -> None:
    left = min(-1.15, float(tips[:, 0].min()) - 0.1)
    right = max(1.15, float(tips[:, 0].max()) + 0.1)
    low = min(-1.15, float(tips[:, 1].min()) - 0.12)
    top = max(TOP_LABEL[1] + 0.08, float(tips[:, 1].max()) + 0.08)
    axes.set_xlim(left, right)
    axes.set_ylim(low - 0.25, top)
    newtons = max((n for n in ROUND_N if n <= 0.7 * largest), default=ROUND_N[0])
    z = low - 0.12
    axes.plot(
        [left + 0.05, left + 0.05 + newtons * per_n],
        [z, z],
        color=INK,
        linewidth=1.2,
        marker="|",
        gid="scale",
    )
    axes.text(left + 0.05 + newtons * per_n + 0.06, z, f"{newtons} N", va="center", fontsize=8)


def _in_words(shown: Shown, side: str) -> str:
    _, force = _hourly(shown, side)
    size = np.hypot(force[:, 0], force[:, 1])
    largest = int(size.argmax())
    return (
        f"{shown.name.capitalize()}: largest at {largest or 12} o'clock with {size[largest]:.0f} N, "
        f"{size[6]:.0f} N at 6 and {size[9]:.0f} N at 9 o'clock."
    )
