"""Crank torque over the revolution: against the crank angle, and around the clock."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.projections.polar import PolarAxes
from matplotlib.ticker import MaxNLocator

from fit_optimizer.drawing.clock import clock_axes, rings
from fit_optimizer.drawing.crank_axis import angles_deg, closed, crank_angle_axis
from fit_optimizer.drawing.palette import FAINT, INK, LEFT, MUTED, RIGHT, SHADE
from fit_optimizer.drawing.svg import (
    COLUMN_HEIGHT_IN,
    COLUMN_IN,
    SMALL_PT,
    Picture,
    drawing_style,
    picture,
)
from fit_optimizer.report.figures.dead_spots import DeadSpot, dead_spots, half_mean
from fit_optimizer.report.shown_rides import Pair, Shown
from rider_models.arrays import Array

LEG_COLOUR = {"right": RIGHT, "left": LEFT}


def around_the_right_crank(shown: Shown) -> dict[str, Array]:
    """Torques by `total`, `right` and `left`, all against the right crank's angle, closed."""
    curves = shown.ride.curves
    half = len(curves.crank_angle_deg) // 2
    return {
        "total": closed(curves.total_torque()),
        "right": closed(curves.right.curve("crank_torque_nm")),
        "left": closed(curves.left.curve("crank_torque_nm"), half),
    }


def torque_curves(pair: Pair) -> Picture:
    """Both legs together with the dead spots shaded, and each leg."""
    with drawing_style():
        figure = Figure(figsize=(COLUMN_IN, COLUMN_HEIGHT_IN))
        figure.subplots_adjust(left=0.135, right=0.955, top=0.93, bottom=0.21, hspace=0.27)
        total, legs = figure.subplots(2, 1, sharex=True)
        for shown in pair:
            _draw(total, legs, shown)
        _shade_dead_spots(total, pair[-1])
        total.set_title("Both legs together")
        legs.set_title("Each leg")
        for axes in (total, legs):
            axes.set_ylabel("torque, Nm")
            axes.yaxis.set_major_locator(MaxNLocator(4))
            axes.axhline(0, color=MUTED, linewidth=0.7)
        total.set_ylim(bottom=min(0, total.get_ylim()[0]), top=total.get_ylim()[1] * 1.2)
        legs.set_ylim(top=legs.get_ylim()[1] * 1.22)
        if len(pair) > 1:
            total.legend(loc="upper center", ncols=2, borderaxespad=0.0, handlelength=1.8)
        legs.legend(loc="upper center", ncols=2, borderaxespad=0.0, handlelength=1.8)
        crank_angle_axis(total, "")
        total.tick_params(labelbottom=False)
        crank_angle_axis(legs, "angle of the right crank")
    return picture(
        figure,
        "torque",
        "Crank torque over one revolution",
        "Crank torque in Nm against the angle of the right crank. " + _in_words(pair),
    )


def torque_clock(pair: Pair) -> Picture:
    """Torque around the clock: 12 o'clock is the right crank at top dead centre."""
    with drawing_style():
        figure = Figure(figsize=(COLUMN_IN, COLUMN_HEIGHT_IN))
        axes = clock_axes(figure, (0.05, 0.1, 0.665, 0.798))
        _clock_face(axes, pair)
        for shown in pair:
            _draw_around(axes, shown)
        figure.legend(
            loc="lower right",
            handlelength=1.1,
            handletextpad=0.4,
            borderaxespad=0.0,
            labelspacing=0.6,
            fontsize=SMALL_PT - 0.4,
        )
    return picture(
        figure,
        "clock",
        "Crank torque around the clock",
        "Torque in Nm, outwards from the middle, of both legs together and of each; 12 o'clock is "
        "the right crank at the top, clockwise is the direction of pedalling seen from the right. "
        + _in_words(pair),
    )


def _draw(total: Axes, legs: Axes, shown: Shown) -> None:
    curves = around_the_right_crank(shown)
    x = angles_deg(len(curves["total"]) - 1)
    total.plot(
        x,
        curves["total"],
        shown.line,
        color=shown.colour,
        label=shown.name,
        gid=f"{shown.name}-total",
    )
    for side, colour in LEG_COLOUR.items():
        legs.plot(
            x,
            curves[side],
            "-" if shown.solid else "--",
            color=colour,
            linewidth=1.7 if shown.solid else 1.2,
            label=side if shown.solid else None,
            gid=f"{shown.name}-{side}",
        )


def _draw_around(axes: PolarAxes, shown: Shown) -> None:
    curves = around_the_right_crank(shown)
    around = np.deg2rad(angles_deg(len(curves["total"]) - 1))
    axes.plot(
        around,
        curves["total"],
        shown.line,
        color=shown.colour,
        linewidth=2.2 if shown.solid else 1.5,
        label=f"both legs,\n{shown.name}",
        gid=f"{shown.name}-total",
        zorder=3,
    )
    for side, colour in LEG_COLOUR.items() if shown.solid else ():
        axes.plot(
            around,
            curves[side],
            color=colour,
            linewidth=1.0,
            label=side,
            gid=f"{shown.name}-{side}",
        )


def _shade_dead_spots(axes: Axes, best: Shown) -> None:
    curves = best.ride.curves
    level = half_mean(curves)
    axes.axhline(level, color=INK, linewidth=0.8, linestyle=(0, (1, 2)), gid="half-mean")
    axes.text(
        90,
        level,
        f"half mean, {level:.0f} Nm",
        ha="center",
        va="bottom",
        fontsize=SMALL_PT - 0.8,
    )
    for number, arc in enumerate(dead_spots(curves)):
        spans = arc.spans()
        for start, end in spans:
            axes.axvspan(start, end, color=SHADE, alpha=0.3, linewidth=0, gid=f"dead-spot-{number}")
        start, end = max(spans, key=lambda span: span[1] - span[0])
        axes.text(
            (start + end) / 2,
            0.8,
            f"dead\nspot\n{_over_the_top(arc)}",
            transform=axes.get_xaxis_transform(),
            ha="center",
            va="top",
            fontsize=SMALL_PT - 0.8,
            linespacing=0.95,
        )


def _over_the_top(arc: DeadSpot) -> str:
    """The leg that passes its top dead centre in a dead spot: R or L."""
    middle = (arc.start_deg + arc.width_deg / 2) % 360
    return "R" if middle < 90 or middle > 270 else "L"


def _clock_face(axes: PolarAxes, pair: Pair) -> None:
    every = [around_the_right_crank(shown) for shown in pair]
    drawn = [curves["total"] for curves in every] + [every[-1][side] for side in LEG_COLOUR]
    lowest, highest = min(map(np.min, drawn)), max(map(np.max, drawn))
    step = 20 if highest - lowest <= 100 else 50
    floor, top = step * np.floor(lowest / step), step * np.ceil(highest / step)
    axes.set_rlim(floor, top)
    values = np.arange(floor + step, top + 1, step).tolist()
    rings(axes, values, [value for value in values[:-1] if value > 0], "Nm", 14)
    axes.tick_params(axis="x", pad=-2)
    axes.grid(color=FAINT, linewidth=0.6)
    axes.spines["polar"].set_color(FAINT)
    around = np.linspace(0, 2 * np.pi, 181)
    if floor < 0:
        axes.plot(around, np.zeros_like(around), color=MUTED, linewidth=0.8, gid="zero")
    label: str | None = "dead spot"
    for number, arc in enumerate(dead_spots(pair[-1].ride.curves)):
        width = np.deg2rad(arc.width_deg)
        middle = np.deg2rad(arc.start_deg) + width / 2
        bars = axes.bar(
            middle,
            top - floor,
            width,
            floor,
            color=SHADE,
            alpha=0.3,
            linewidth=0,
            label=label,
            zorder=0.5,
        )
        bars[0].set_gid(f"dead-spot-{number}")
        label = None


def _in_words(pair: Pair) -> str:
    sentences = []
    for shown in pair:
        curve = shown.ride.curves.total_torque()
        spots = ", ".join(
            f"{arc.start_deg:.0f} to {arc.end_deg:.0f} deg" for arc in dead_spots(shown.ride.curves)
        )
        sentences.append(
            f"{shown.name.capitalize()}: both legs together between {min(curve):.0f} and "
            f"{max(curve):.0f} Nm, mean {np.mean(curve):.0f} Nm, "
            f"dead spots (below half the mean) {spots or 'none'}."
        )
    return " ".join(sentences)
