"""Joint angles over the crank angle: measured with their spread, of the model now and as recommended."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fit_optimizer.documents.pose import CurveCompared, PoseCompared
from fit_optimizer.drawing.crank_axis import angles_deg, closed, crank_angle_axis
from fit_optimizer.drawing.palette import INK, NOW, RECOMMENDED, SHADE
from fit_optimizer.drawing.svg import WIDTH_IN, Picture, drawing_style, picture

WORDS = {
    "knee_flexion": "knee flexion",
    "hip_flexion": "hip flexion",
    "trunk_to_thigh": "trunk to thigh",
    "ankle_dorsiflexion": "ankle, toes up +",
}
"""Curves in words, for the panels' titles."""

PANEL_IN = 1.9
"""Height of a panel: by eye."""


def measured_poses(pose: PoseCompared | None) -> list[Picture]:
    """The picture of a measured rider; none where no curve was measured."""
    if pose is None or not any(leg.curves for leg in pose.legs.values()):
        return []
    return [_drawn(pose)]


def _drawn(pose: PoseCompared) -> Picture:
    sides = [side for side, leg in pose.legs.items() if leg.curves]
    names = [name for name in WORDS if any(name in pose.legs[side].curves for side in sides)]
    with drawing_style():
        figure = Figure(figsize=(WIDTH_IN, 0.6 + PANEL_IN * len(names)), layout="constrained")
        grid = figure.subplots(len(names), len(sides), squeeze=False, sharex=True)
        for row, name in zip(grid, names, strict=True):
            for axes, side in zip(row, sides, strict=True):
                curve = pose.legs[side].curves.get(name)
                if curve is not None:
                    _draw(axes, curve)
                axes.set_title(f"{side}: {WORDS[name]}, deg", fontsize=9)
        for axes in grid[-1]:
            crank_angle_axis(axes, "crank angle of the leg")
        handles, labels = grid[0][0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=3, handlelength=1.8)
    return picture(
        figure, "measured-pose", "Joint angles as measured and of the model", _in_words(pose)
    )


def _draw(axes: Axes, curve: CurveCompared) -> None:
    angle = angles_deg(len(curve.measured))
    measured = closed(curve.measured)
    if curve.spread is not None:
        spread = closed(curve.spread)
        axes.fill_between(
            angle, measured - spread, measured + spread, color=SHADE, alpha=0.3, linewidth=0
        )
    axes.plot(angle, measured, color=INK, linewidth=1.4, label="measured")
    if curve.now is not None:
        axes.plot(angle, closed(curve.now), color=NOW, linestyle="--", label="model now")
    axes.plot(angle, closed(curve.recommended), color=RECOMMENDED, label="recommended")


def _in_words(pose: PoseCompared) -> str:
    parts = [
        "Joint angles in deg over each leg's own crank angle; a shaded band holds 68 % of the frames."
    ]
    for side, leg in pose.legs.items():
        for name, curve in leg.curves.items():
            if curve.now is None:
                continue
            off = np.array(curve.now) - np.array(curve.measured)
            rms = float(np.sqrt(np.mean(off**2)))
            parts.append(
                f"{side.capitalize()} {WORDS[name].split(',')[0]}: model now {rms:.1f} deg rms off."
            )
    return " ".join(parts)
