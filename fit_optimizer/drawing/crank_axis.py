"""Curves over the crank angle: how they close, and the axis they are drawn on."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from fit_optimizer.drawing.palette import FAINT
from rider_models.arrays import Array


def closed(curve: list[float], turn: int = 0) -> Array:
    """A curve (n) from 0 to 360 deg (n + 1): its first value repeated, turned by some positions."""
    values = np.roll(np.asarray(curve), turn)
    return np.append(values, values[0])


def angles_deg(count: int) -> Array:
    """Crank angles (count + 1, deg) of `closed` curves."""
    return 360 * np.arange(count + 1) / count


def crank_angle_axis(axes: Axes, label: str) -> None:
    """The crank angle in quarter turns, named by the clock as well."""
    axes.set_xlim(0, 360)
    axes.set_xticks(
        range(0, 361, 90),
        ["0\u00b0\ntop", "90\u00b0\nfront", "180\u00b0\nbottom", "270\u00b0\nback", "360\u00b0"],
    )
    axes.set_xlabel(label)
    axes.grid(axis="both", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
