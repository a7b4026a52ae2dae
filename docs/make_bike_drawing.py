"""Draws `docs/bike_measurements.svg`: where each length of a set-up is taken on the bicycle."""

from __future__ import annotations

from math import cos, radians, sin
from pathlib import Path

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from fit_optimizer.setup.bike_parts import (
    HOOD_AHEAD_OF_BEND_MM,
    HOOD_UP_MM,
    USUAL_HANDLEBAR_DROP_MM,
    USUAL_HANDLEBAR_REACH_MM,
    clamp_on_frame_mm,
    nose_to_reference_mm,
)

OUT = Path(__file__).parent / "bike_measurements.svg"
SADDLE_HEIGHT_MM, SEAT_TUBE_DEG, SETBACK_MM, CRANK_MM = 720.0, 73.5, 205.0, 172.5
STACK_MM, REACH_MM, SADDLE_MM = 560.0, 390.0, 270.0
"""The bicycle that is drawn: one for a rider of some 1.75 m."""
AXLE_UP_MM, REAR_MM, FRONT_MM, WHEEL_MM = 72.0, -408.0, 590.0, 340.0
"""Axles above and behind or ahead of the bottom bracket, and the wheels' radius: of a road bicycle."""
STEEL, INK, LINE = "#9aa3ad", "#1f2933", "#b3261e"

Point = tuple[float, float]


def dimension(
    ax: Axes, start: Point, end: Point, words: str, at: Point, align: str = "center"
) -> None:
    """A length between two points with arrows, and its key beside it."""
    ax.annotate(
        "",
        end,
        start,
        arrowprops={"arrowstyle": "<->", "color": LINE, "lw": 1.0, "shrinkA": 0, "shrinkB": 0},
    )
    ax.text(
        *at,
        words,
        color=LINE,
        fontsize=7.5,
        ha=align,
        va="center",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
    )


def thin(ax: Axes, *points: Point) -> None:
    """A thin line that carries a point to where its length is drawn."""
    ax.plot(*zip(*points, strict=True), color=LINE, lw=0.5, ls=(0, (3, 2)))


def saddle_heights(ax: Axes, along: Point, pedal: Point) -> None:
    """The two lengths along the seat tube: from the bottom bracket and from the pedal up to a saddle's top."""
    off = (-62 * sin(radians(SEAT_TUBE_DEG)), -62 * cos(radians(SEAT_TUBE_DEG)))

    def beside(point: Point, times: float) -> Point:
        return point[0] + times * off[0], point[1] + times * off[1]

    for point, times in ((along, 1), ((0, 0), 1), (along, 4.3), (pedal, 4.3)):
        thin(ax, point, beside(point, times))
    dimension(ax, beside((0, 0), 1), beside(along, 1), "saddle_height_mm", (-262, 300))
    dimension(ax, beside(pedal, 4.3), beside(along, 4.3), "saddle_height_to_pedal_mm", (-395, 240))


def draw(ax: Axes) -> None:
    """The bicycle from its right side, the front to the right, and its lengths."""
    up = SADDLE_HEIGHT_MM * sin(radians(SEAT_TUBE_DEG))
    along = (-SADDLE_HEIGHT_MM * cos(radians(SEAT_TUBE_DEG)), up)
    nose = (nose_to_reference_mm({}) - SETBACK_MM, up)
    wide = (-SETBACK_MM, up)
    tail = (nose[0] - SADDLE_MM, up + 12)
    clamp = clamp_on_frame_mm({}, STACK_MM, REACH_MM)
    bend = (clamp[0] + USUAL_HANDLEBAR_REACH_MM, clamp[1] - 30)
    drops = (clamp[0] + 20, clamp[1] - USUAL_HANDLEBAR_DROP_MM)
    hood = (clamp[0] + USUAL_HANDLEBAR_REACH_MM + HOOD_AHEAD_OF_BEND_MM, clamp[1] + HOOD_UP_MM)
    head = (REACH_MM, STACK_MM)
    low = (head[0] + 42, head[1] - 138)
    pedal = (CRANK_MM * cos(radians(SEAT_TUBE_DEG)), -CRANK_MM * sin(radians(SEAT_TUBE_DEG)))
    seat = (along[0] * 0.78, along[1] * 0.78)

    for x in (REAR_MM, FRONT_MM):
        ax.add_patch(Circle((x, AXLE_UP_MM), WHEEL_MM, fill=False, color="#d5dae0", lw=2))
    for points in (
        [(0, 0), along],
        [(0, 0), low, head, seat, (REAR_MM, AXLE_UP_MM), (0, 0)],
        [low, (FRONT_MM, AXLE_UP_MM)],
    ):
        ax.plot(*zip(*points, strict=True), color=STEEL, lw=4, solid_capstyle="round")
    top = (head[0] - 50 * cos(radians(73)), head[1] + 50 * sin(radians(73)))
    ax.plot(*zip(head, top, clamp, strict=True), color=INK, lw=4, solid_capstyle="round")
    ax.plot(
        *zip(
            clamp,
            (bend[0] - 8, clamp[1] - 4),
            bend,
            (bend[0] - 25, bend[1] - 55),
            drops,
            strict=True,
        ),
        color=INK,
        lw=3,
    )
    ax.plot(
        *zip((bend[0] - 5, clamp[1] - 2), hood, (hood[0] + 8, hood[1] + 28), strict=True),
        color=INK,
        lw=4,
    )
    ax.plot(
        *zip(tail, (wide[0] - 45, up + 2), wide, nose, strict=True),
        color=INK,
        lw=5,
        solid_capstyle="round",
    )
    ax.plot(*zip((0, 0), pedal, strict=True), color=INK, lw=3)
    ax.plot(
        *zip((pedal[0] - 45, pedal[1]), (pedal[0] + 45, pedal[1]), strict=True), color=INK, lw=4
    )
    for point in ((0, 0), pedal, clamp, wide, nose, head, hood):
        ax.plot(*point, "o", color="white", mec=LINE, ms=4.5, zorder=5)

    saddle_heights(ax, along, pedal)
    thin(ax, (0, 0), (0, up + 175))
    thin(ax, wide, (wide[0], up + 110))
    thin(ax, nose, (nose[0], up + 175))
    thin(ax, clamp, (clamp[0], up + 130))
    dimension(
        ax, (wide[0], up + 105), (0, up + 105), "saddle_setback_mm", (-240, up + 105), "right"
    )
    dimension(
        ax, (nose[0], up + 165), (0, up + 165), "saddle_nose_setback_mm", (-85, up + 165), "right"
    )
    dimension(
        ax,
        (wide[0], up + 50),
        (nose[0], up + 50),
        "saddle_nose_to_reference_mm",
        (-235, up + 50),
        "right",
    )
    dimension(ax, (nose[0], up + 120), (clamp[0], up + 120), "nose_to_bar_mm", (230, up + 120))
    thin(ax, nose, (clamp[0] + 25, up))
    dimension(
        ax,
        (clamp[0], clamp[1]),
        (clamp[0], up),
        "saddle_to_bar_drop_mm",
        (clamp[0] + 15, up + 30),
        "left",
    )
    thin(ax, head, (head[0] + 330, head[1]))
    thin(ax, (0, 0), (head[0] + 330, 0))
    dimension(
        ax, (head[0] + 320, 0), (head[0] + 320, head[1]), "frame_stack_mm", (head[0] + 320, 240)
    )
    thin(ax, head, (head[0], -60))
    dimension(ax, (0, -50), (head[0], -50), "frame_reach_mm", (205, -50))
    dimension(
        ax,
        (clamp[0], clamp[1] - 175),
        (bend[0], clamp[1] - 175),
        "handlebar_reach_mm",
        (bend[0] + 15, clamp[1] - 175),
        "left",
    )
    thin(ax, clamp, (clamp[0], clamp[1] - 185))
    thin(ax, bend, (bend[0], clamp[1] - 185))
    dimension(
        ax,
        (clamp[0], clamp[1] + 55),
        (hood[0], clamp[1] + 55),
        "hood_forward_mm",
        (hood[0] + 15, clamp[1] + 55),
        "left",
    )
    thin(ax, hood, (hood[0], clamp[1] + 60))
    thin(ax, clamp, (clamp[0] + 190, clamp[1]))
    dimension(
        ax,
        (hood[0] + 45, clamp[1]),
        (hood[0] + 45, hood[1]),
        "hood_up_mm",
        (hood[0] + 58, clamp[1] + 10),
        "left",
    )
    dimension(
        ax,
        (clamp[0] - 22, clamp[1]),
        (clamp[0] - 22, drops[1]),
        "handlebar_drop_mm",
        (clamp[0] - 75, drops[1] - 22),
        "right",
    )
    dimension(ax, (0, 0), pedal, "crank_length_mm", (pedal[0] + 60, pedal[1] + 55), "left")
    ax.text(-12, -30, "bottom bracket", fontsize=7, color=INK, ha="right", va="top")


def main() -> None:
    """Write the drawing."""
    plt.rcParams |= {
        "svg.hashsalt": "pedalfit",
        "svg.fonttype": "none",
        "font.family": "sans-serif",
    }
    figure, ax = plt.subplots(figsize=(9.2, 7.0))
    draw(ax)
    ax.set_aspect("equal")
    ax.axis("off")
    figure.savefig(OUT, bbox_inches="tight", metadata={"Date": None})


if __name__ == "__main__":
    main()
