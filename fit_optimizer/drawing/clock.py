"""The face of a clock to draw around: 12 o'clock is the crank at the top, clockwise is pedalling."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.projections.polar import PolarAxes


def clock_axes(figure: Figure, place: tuple[float, float, float, float]) -> PolarAxes:
    """Polar axes at a place of a figure (left, bottom, width, height as shares), marked by the hour."""
    axes = figure.add_axes(place, projection="polar")
    assert isinstance(axes, PolarAxes)
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    axes.set_thetagrids(range(0, 360, 30), ["12", *(str(hour) for hour in range(1, 12))])
    return axes
