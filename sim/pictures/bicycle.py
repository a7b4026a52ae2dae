"""The bicycle of a picture: saddle, cranks, pedals and measuring line as simulated.

Frame, wheels and bar are there for orientation: a common road frame, none of it measured.
"""

from __future__ import annotations

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon

from sim.pictures.colours import BICYCLE, INK, MUTED
from sim.stroke import LegStroke, Stroke

Point = tuple[float, float]

HEAD_TUBE_M = ((0.470, 0.385), (0.432, 0.510))
REAR_AXLE_M, FRONT_AXLE_M = (-0.410, 0.070), (0.595, 0.070)
WHEEL_RADIUS_M = 0.335
CHAINRING_RADIUS_M = 0.1
BAR_BELOW_WRIST_M = 0.04
"""A common road frame and bar, for orientation only."""
SADDLE_M = ((-0.135, 0.006), (0.135, -0.010), (0.135, -0.026), (0.0, -0.030), (-0.135, -0.040))
"""Outline from the saddle's reference point (x forward, z up)."""
HALF_PEDAL_M, PEDAL_BELOW_SPINDLE_M = 0.045, 0.008
"""For orientation only."""


def draw_bicycle(axes: Axes, stroke: Stroke, hand: Point) -> None:
    """Frame, bar under the wrist, saddle, and the line along which the saddle height is measured."""
    bicycle = stroke.bicycle
    up, back = np.sin(bicycle.seat_tube_angle), np.cos(bicycle.seat_tube_angle)
    top = (-bicycle.saddle_height_m * back, bicycle.saddle_height_m * up)
    junction = (0.72 * top[0], 0.72 * top[1])
    low, high = HEAD_TUBE_M
    bar = (hand[0], hand[1] - BAR_BELOW_WRIST_M)
    for tube in (
        [(0.0, 0.0), top],
        [(0.0, 0.0), REAR_AXLE_M, junction, high, low, (0.0, 0.0)],
        [low, FRONT_AXLE_M],
        [high, bar],
    ):
        axes.add_artist(_tube(tube, BICYCLE, 4.0, 0.5))
    for axle in (REAR_AXLE_M, FRONT_AXLE_M):
        wheel = Circle(axle, WHEEL_RADIUS_M, fill=False, edgecolor=BICYCLE, linewidth=2.5)
        axes.add_patch(wheel)
    chainring = Circle((0, 0), CHAINRING_RADIUS_M, fill=False, edgecolor=MUTED, linewidth=1.8)
    chainring.set_zorder(3.5)
    axes.add_patch(chainring)
    level, rise = np.cos(bicycle.saddle_tilt), np.sin(bicycle.saddle_tilt)
    turned = np.array(SADDLE_M) @ np.array([[level, rise], [-rise, level]])
    saddle = turned + np.array([-bicycle.saddle_setback_m, top[1]])
    axes.add_patch(
        Polygon(saddle, facecolor=INK, edgecolor=INK, linewidth=2.0, joinstyle="round", zorder=3.55)
    )
    axes.plot(*zip((0.0, 0.0), top, strict=True), color=INK, linewidth=1.0, dashes=(4, 3), zorder=9)


def crank_and_pedal(leg: LegStroke, k: int, colour: str, height: float) -> tuple[Artist, Artist]:
    """A leg's crank, and its pedal filling the gap between spindle and sole."""
    cycle = leg.problem.cycle
    spindle = cycle.pedal[k]
    sole = cycle.skeleton.ball_from_ankle[2] - cycle.cleat.from_ankle[2]
    low = -PEDAL_BELOW_SPINDLE_M
    corners = np.array(
        [
            [-HALF_PEDAL_M, 0.0, sole],
            [HALF_PEDAL_M, 0.0, sole],
            [0.6 * HALF_PEDAL_M, 0.0, low],
            [-0.6 * HALF_PEDAL_M, 0.0, low],
        ]
    )
    pedal = spindle + corners @ cycle.pose.rotations[k, 5].T
    return (
        _tube([(0.0, 0.0), (spindle[0], spindle[2])], colour, 5.0, height),
        Polygon(pedal[:, [0, 2]], facecolor=colour, linewidth=0, zorder=height),
    )


def _tube(points: list[Point], colour: str, width: float, height: float) -> Line2D:
    xs, zs = zip(*points, strict=True)
    return Line2D(
        xs,
        zs,
        color=colour,
        linewidth=width,
        solid_capstyle="round",
        solid_joinstyle="round",
        zorder=height,
    )
