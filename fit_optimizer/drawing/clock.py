"""The face of a clock to draw around: 12 o'clock is the crank at the top, clockwise is pedalling."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure
from matplotlib.projections.polar import PolarAxes

from fit_optimizer.drawing.palette import FAINT, MUTED, PAPER

RING_PT = 7.2
"""Size of the rings' numbers: as the pictures' other small print, by eye."""


def clock_axes(figure: Figure, place: tuple[float, float, float, float]) -> PolarAxes:
    """Polar axes at a place of a figure (left, bottom, width, height as shares), marked by the hour."""
    axes = figure.add_axes(place, projection="polar")
    assert isinstance(axes, PolarAxes)
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    axes.set_thetagrids(range(0, 360, 30), ["12", *(str(hour) for hour in range(1, 12))])
    return axes


def rings(
    axes: PolarAxes, values: Sequence[float], labelled: Sequence[float], unit: str, angle_deg: float
) -> None:
    """Rings at values, below all else, and numbers of some at a clock angle, above it on paper of their own."""
    axes.set_rgrids([])
    around = np.linspace(0, 2 * np.pi, 181)
    for value in values:
        axes.plot(
            around,
            np.full_like(around, value),
            color=FAINT,
            linewidth=0.6,
            gid=f"ring-{value:g}",
            zorder=0.6,
        )
    for value in labelled:
        axes.text(
            np.deg2rad(angle_deg),
            value,
            f"{value:.0f} {unit}".replace("-", "\u2212"),
            ha="center",
            va="center",
            fontsize=RING_PT,
            color=MUTED,
            bbox={"facecolor": PAPER, "alpha": 0.75, "linewidth": 0, "pad": 0.4},
            zorder=7,
            gid=f"label-of-ring-{value:g}",
        )
