"""Shares of the joints and of their movements in the work, as bars."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fit_optimizer.documents.part import look_up
from fit_optimizer.drawing.palette import FAINT, GROUPS, INK, MUTED, PAPER, RECOMMENDED
from fit_optimizer.drawing.svg import (
    COLUMN_HEIGHT_IN,
    COLUMN_IN,
    SMALL_PT,
    Picture,
    drawing_style,
    picture,
)
from fit_optimizer.report.shown_rides import Pair, Shown

JOINTS = {"hip": GROUPS["glutes"], "knee": RECOMMENDED, "ankle": MUTED}
MOVEMENTS = {
    "hip_extension": "straighten hip",
    "knee_extension": "straighten knee",
    "ankle_plantarflexion": "point toes",
    "knee_flexion": "bend knee",
    "hip_flexion": "bend hip",
}
NARROWEST = 9.0
"""Percent below which a bar is too narrow for its number."""


def work_shares(pair: Pair) -> Picture:
    """Net work of hip, knee and ankle in percent, and positive work by movement."""
    with drawing_style():
        figure = Figure(figsize=(COLUMN_IN, COLUMN_HEIGHT_IN))
        joints = figure.add_axes((0.3, 0.7, 0.645, 0.19))
        movements = figure.add_axes((0.3, 0.15, 0.645, 0.375))
        said = [_joints(joints, shown, row) for row, shown in enumerate(pair)]
        said += [_movements(movements, shown, row, len(pair)) for row, shown in enumerate(pair)]
        joints.set_yticks(range(len(pair)), [shown.name for shown in pair])
        joints.set_ylim(len(pair) - 0.5, -0.5)
        joints.set_xlim(0, 100)
        joints.set_xlabel("share of the net work, %", color=INK)
        movements.set_yticks(range(len(MOVEMENTS)), list(MOVEMENTS.values()))
        movements.set_ylim(len(MOVEMENTS) - 0.5, -0.5)
        movements.set_xlim(left=0)
        movements.set_xlabel("share of the positive work, %", color=INK)
        if len(pair) > 1:
            movements.legend(loc="lower right", handlelength=1.0, fontsize=SMALL_PT)
        for axes in (joints, movements):
            axes.tick_params(axis="y", length=0)
            axes.grid(axis="x", color=FAINT, linewidth=0.6)
            axes.set_axisbelow(True)
        figure.legend(
            *joints.get_legend_handles_labels(),
            loc="upper center",
            ncols=3,
            handlelength=1.0,
            borderaxespad=0.1,
            fontsize=SMALL_PT,
        )
    return picture(
        figure,
        "shares",
        "Shares of hip, knee and ankle",
        "Net work of each joint over a revolution, and positive work by movement. "
        + " ".join(said),
    )


def _joints(axes: Axes, shown: Shown, row: int) -> str:
    left, said = 0.0, []
    for joint, colour in JOINTS.items():
        share = look_up(shown.ride.metrics, f"{joint}_work_share_pct", f"{shown.path}.metrics")
        bar = axes.barh(
            row,
            share,
            left=left,
            height=0.72,
            color=colour,
            edgecolor=PAPER,
            linewidth=0.8,
            label=joint if row == 0 else None,
        )
        bar[0].set_gid(f"{shown.name}-{joint}")
        if share >= NARROWEST:
            axes.text(left + share / 2, row, f"{share:.0f}", ha="center", va="center", color=PAPER)
        left += share
        said.append(f"{joint} {share:.0f} %")
    return f"{shown.name.capitalize()}: {', '.join(said)}."


def _movements(axes: Axes, shown: Shown, row: int, rows: int) -> str:
    positive = shown.ride.metrics.get("positive_work_pct")
    numbers = positive if isinstance(positive, dict) else {}
    where = f"{shown.path}.metrics.positive_work_pct"
    shares = [look_up(numbers, movement, where) for movement in MOVEMENTS]
    height = 0.76 / rows
    places = [m + (row - (rows - 1) / 2) * height for m in range(len(shares))]
    bars = axes.barh(places, shares, height=0.9 * height, color=shown.colour, label=shown.name)
    for movement, bar in zip(MOVEMENTS, bars, strict=True):
        bar.set_gid(f"{shown.name}-{movement.replace('_', '-')}")
    words = zip(MOVEMENTS.values(), shares, strict=True)
    return f"{shown.name.capitalize()}: " + ", ".join(f"{w} {s:.0f} %" for w, s in words) + "."
