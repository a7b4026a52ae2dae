"""The rider on the bike from the right at quarter turns of the right crank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Arc, Circle, Polygon

from fit_optimizer.documents.ride import Point, Ride
from fit_optimizer.drawing.palette import FAINT, INK, LEFT, MUTED, PAPER
from fit_optimizer.drawing.svg import Picture, drawing_style, picture
from fit_optimizer.report.figures.joint_angles import angle_labels, customary_wedges, in_words
from fit_optimizer.report.figures.rider_geometry import (
    AXLE_UP_MM,
    FRONT_AXLE_MM,
    HALF_SADDLE_MM,
    REAR_AXLE_MM,
    WHEEL_RADIUS_MM,
    at_angle,
    bicycle_lines,
    elbow,
    head,
    saddle_line,
    toward,
)
from fit_optimizer.report.shown_rides import Pair, Shown, sides_shown

POSITIONS = {
    0: "12 o'clock: right crank at the top",
    90: "3 o'clock: right crank forward",
    180: "6 o'clock: right crank at the bottom",
    270: "9 o'clock: right crank back",
}
LEAST_ALPHA, BODY_ALPHA = 0.06, 0.55
FULL_COLOUR = 0.5
"""Activation that has the full colour: what the hardest muscles of an ordinary stroke reach."""
PANEL_IN = 2.55
MARGIN_MM = 50.0
BOTH_LEGS_MM = 240.0
"""More of it, on both sides, where the numbers of both legs are shown."""
LABEL_MM = 340.0
"""Room behind the heel for the angle of the ankle."""


@dataclass(frozen=True)
class _Frame:
    """Limits of a panel (mm), the same for all, so that moves can be compared."""

    left: float
    right: float
    bottom: float
    top: float


def side_views(pair: Pair) -> list[Picture]:
    """One picture per quarter turn, now and recommended overlaid, with the joint angles."""
    frame = _frame(pair)
    return [_panel(pair, frame, angle, title) for angle, title in POSITIONS.items()]


def _panel(pair: Pair, frame: _Frame, angle: int, title: str) -> Picture:
    aspect = (frame.top - frame.bottom) / (frame.right - frame.left)
    with drawing_style():
        figure = Figure(figsize=(PANEL_IN, PANEL_IN * aspect))
        axes = figure.add_axes((0, 0, 1, 1))
        axes.set_axis_off()
        axes.set_aspect("equal")
        axes.set_xlim(frame.left, frame.right)
        axes.set_ylim(frame.bottom, frame.top)
        _bicycle(axes, pair[-1].ride)
        _far_leg(axes, pair[-1].ride, angle)
        _body(axes, pair[-1], angle)
        customary_wedges(axes, pair, angle)
        for shown in pair:
            _rider(axes, shown, angle)
        angle_labels(axes, pair, angle)
        _scale(axes, frame)
    return picture(figure, f"side{angle}", f"Rider at {title}", in_words(pair, angle))


def _frame(pair: Pair) -> _Frame:
    points: list[Point] = []
    for shown in pair:
        view = shown.ride.side_view_mm
        for leg in (view.left, view.right):
            points += [point for _, curve in leg for point in curve]
        x, z, radius = head(shown.ride)
        points += [view.shoulder, view.hand, view.saddle, (x - radius, z), (x + radius, z + radius)]
        points += [(view.saddle[0] - 1.5 * HALF_SADDLE_MM, view.saddle[1])]
    xs, zs = zip(*points, strict=True)
    heels = [heel[0] for shown in pair for heel in shown.ride.side_view_mm.right.heel]
    wider = BOTH_LEGS_MM if len(sides_shown(pair)) > 1 else 0.0
    return _Frame(
        left=min(min(xs) - MARGIN_MM, min(heels) - LABEL_MM) - wider,
        right=max(xs) + 4.0 * MARGIN_MM + wider,
        bottom=min(zs) - 1.6 * MARGIN_MM,
        top=max(zs) + MARGIN_MM / 2,
    )


def _rider(axes: Axes, shown: Shown, angle: int) -> None:
    view = shown.ride.side_view_mm
    leg = view.right
    k = at_angle(leg, angle)
    strong, name = 2.2, shown.name
    _line(axes, shown, [(0, 0), leg.pedal[k]], "crank", 2.6)
    _line(axes, shown, [_beside(leg.pedal[k], -45), _beside(leg.pedal[k], 45)], "pedal", 2.2)
    _line(axes, shown, [leg.ankle[k], leg.heel[k], leg.toe[k], leg.ankle[k]], "foot", 1.4)
    _line(axes, shown, [leg.hip[k], leg.knee[k], leg.ankle[k]], "leg", strong)
    _line(axes, shown, [leg.hip[k], view.shoulder], "trunk", strong)
    _line(axes, shown, [view.shoulder, elbow(shown.ride), view.hand], "arm", 1.4)
    _line(axes, shown, [*saddle_line(shown.ride)], "saddle", 2.8)
    x, z, radius = head(shown.ride)
    _line(axes, shown, [view.shoulder, toward(view.shoulder, (x, z), radius)], "neck", 1.4)
    circle = Circle(
        (x, z), radius, fill=False, edgecolor=shown.colour, linewidth=1.4, linestyle=shown.line
    )
    circle.set_gid(f"{name}-head")
    axes.add_patch(circle)
    joints = [leg.hip[k], leg.knee[k], leg.ankle[k], view.shoulder, view.hand]
    axes.plot(
        *zip(*joints, strict=True),
        "o",
        markersize=4,
        markerfacecolor=PAPER,
        markeredgecolor=shown.colour,
        gid=f"{name}-joints",
    )


def _body(axes: Axes, shown: Shown, angle: int) -> None:
    """The body of the fit to ride, its muscles the stronger the harder they work; older documents have none."""
    found = next((at for at in shown.ride.body_mm or [] if at.crank_angle_deg == angle), None)
    if found is None:
        return
    for k, one in enumerate(found.outlines):
        muscle = one.activation is not None
        shape = Polygon(
            one.points,
            closed=True,
            facecolor=LEFT if muscle else FAINT,
            edgecolor=LEFT if muscle else "none",
            linewidth=0.35 if muscle else 0,
            alpha=None,
        )
        if muscle:
            shape.set_alpha(
                LEAST_ALPHA + (1 - LEAST_ALPHA) * min((one.activation or 0) / FULL_COLOUR, 1.0)
            )
        else:
            shape.set_alpha(BODY_ALPHA)
        shape.set_gid(f"muscle-{one.part}" if muscle else f"body-{one.part}-{k}")
        axes.add_patch(shape)


def _far_leg(axes: Axes, ride: Ride, angle: int) -> None:
    leg = ride.side_view_mm.left
    k = at_angle(leg, angle + 180)
    for points in (
        [leg.hip[k], leg.knee[k], leg.ankle[k], leg.heel[k], leg.toe[k], leg.ankle[k]],
        [(0.0, 0.0), leg.pedal[k]],
    ):
        axes.plot(*zip(*points, strict=True), color=MUTED, linewidth=1.1, alpha=0.45, gid="far-leg")


def _bicycle(axes: Axes, ride: Ride) -> None:
    style: dict[str, Any] = {"color": FAINT, "linewidth": 1.8, "solid_capstyle": "round"}
    for points in bicycle_lines(ride):
        axes.plot(*zip(*points, strict=True), **style, gid="bicycle")
    for centre, facing in ((REAR_AXLE_MM, 0.0), (FRONT_AXLE_MM, 180.0)):
        size = 2 * WHEEL_RADIUS_MM
        wheel = Arc((centre, AXLE_UP_MM), size, size, theta1=facing - 80, theta2=facing + 80)
        wheel.set(edgecolor=FAINT, linewidth=1.3)
        axes.add_patch(wheel)


def _scale(axes: Axes, frame: _Frame) -> None:
    start, z = frame.right - 300, frame.bottom + 22
    axes.plot([start, start + 200], [z, z], color=INK, linewidth=1.1, marker="|", gid="scale")
    axes.text(start + 100, z + 14, "200 mm", ha="center", va="bottom", fontsize=7.5)


def _line(axes: Axes, shown: Shown, points: list[Point], part: str, width: float) -> None:
    xs, zs = zip(*points, strict=True)
    dashes = "-" if shown.solid else (0, (3, 1.5))
    axes.plot(
        xs, zs, linestyle=dashes, color=shown.colour, linewidth=width, gid=f"{shown.name}-{part}"
    )


def _beside(point: Point, forward: float) -> Point:
    return (point[0] + forward, point[1])
