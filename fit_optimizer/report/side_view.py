"""The rider on the bike from the right at quarter turns of the right crank."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, hypot, radians, sin, tan

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Arc, Circle

from fit_optimizer.report.document import FitDocument, LegPoints, Point, RiddenFit, look_up
from fit_optimizer.report.palette import FAINT, INK, MUTED, PAPER
from fit_optimizer.report.svg import WIDTH_IN, Picture, drawing_style, picture
from fit_optimizer.report.versus import Shown, shown_fits

POSITIONS = {
    0: "12 o'clock: right crank at the top",
    90: "3 o'clock: right crank forward",
    180: "6 o'clock: right crank at the bottom",
    270: "9 o'clock: right crank back",
}
HEAD_RADIUS_OVER_HEIGHT = 0.055
NECK_OVER_HEIGHT = 0.115
NECK_ABOVE_TRUNK = radians(25.0)
ELBOW_BEND = radians(20.0)
HALF_SADDLE_MM = 135.0
MARGIN_MM = 60.0
LABEL_MM = 300.0
"""Room behind the heel for the angle of the ankle."""

AXLE_UP_MM, REAR_AXLE_MM, FRONT_AXLE_MM, WHEEL_RADIUS_MM = 70.0, -410.0, 595.0, 335.0
HEAD_TUBE_MM = ((470.0, 385.0), (432.0, 510.0))
"""A common road frame, drawn faintly for orientation: none of it is measured."""


@dataclass(frozen=True)
class _Frame:
    """Limits of a panel (mm), the same for all, so that moves can be compared."""

    left: float
    right: float
    bottom: float
    top: float


def side_views(document: FitDocument) -> list[Picture]:
    """One picture per quarter turn, now and recommended overlaid, with the joint angles."""
    shown = shown_fits(document)
    frame = _frame(shown)
    return [_panel(shown, frame, angle, title) for angle, title in POSITIONS.items()]


def _panel(shown: tuple[Shown, ...], frame: _Frame, angle: int, title: str) -> Picture:
    aspect = (frame.top - frame.bottom) / (frame.right - frame.left)
    with drawing_style():
        figure = Figure(figsize=(WIDTH_IN, WIDTH_IN * aspect + 0.3))
        axes = figure.add_axes((0, 0, 1, WIDTH_IN * aspect / (WIDTH_IN * aspect + 0.3)))
        axes.set_axis_off()
        axes.set_aspect("equal")
        axes.set_xlim(frame.left, frame.right)
        axes.set_ylim(frame.bottom, frame.top)
        axes.set_title(title, loc="center")
        _bicycle(axes, shown[-1].fit)
        _far_leg(axes, shown[-1].fit, angle)
        for fit in shown:
            _rider(axes, fit, angle)
        _labels(axes, shown, angle)
        _scale(axes, frame)
    return picture(figure, f"side{angle}", f"Rider at {title}", _in_words(shown, angle))


def _frame(shown: tuple[Shown, ...]) -> _Frame:
    points: list[Point] = []
    for fit in shown:
        view = fit.fit.side_view_mm
        for leg in (view.left, view.right):
            points += [point for _, curve in leg for point in curve]
        x, z, radius = _head(fit.fit)
        points += [view.shoulder, view.hand, view.saddle, (x - radius, z), (x + radius, z + radius)]
        points += [(view.saddle[0] - 1.5 * HALF_SADDLE_MM, view.saddle[1])]
    xs, zs = zip(*points, strict=True)
    heels = [heel[0] for fit in shown for heel in fit.fit.side_view_mm.right.heel]
    return _Frame(
        left=min(min(xs) - MARGIN_MM, min(heels) - LABEL_MM),
        right=max(max(xs) + MARGIN_MM, FRONT_AXLE_MM + MARGIN_MM / 2),
        bottom=min(*zs, AXLE_UP_MM - WHEEL_RADIUS_MM) - MARGIN_MM,
        top=max(zs) + MARGIN_MM / 3,
    )


def _rider(axes: Axes, shown: Shown, angle: int) -> None:
    view = shown.fit.side_view_mm
    leg = view.right
    k = _index(leg, angle)
    strong, name = 2.4, shown.name
    _line(axes, shown, [(0, 0), leg.pedal[k]], "crank", 3.0)
    _line(axes, shown, [_beside(leg.pedal[k], -45), _beside(leg.pedal[k], 45)], "pedal", 2.4)
    _line(axes, shown, [leg.ankle[k], leg.heel[k], leg.toe[k], leg.ankle[k]], "foot", 1.6)
    _line(axes, shown, [leg.hip[k], leg.knee[k], leg.ankle[k]], "leg", strong)
    _line(axes, shown, [leg.hip[k], view.shoulder], "trunk", strong)
    _line(axes, shown, [view.shoulder, _elbow(view.shoulder, view.hand), view.hand], "arm", 1.6)
    back, nose = (view.saddle[0] + reach * HALF_SADDLE_MM for reach in (-1, 1))
    _line(axes, shown, [(back, view.saddle[1]), (nose, view.saddle[1])], "saddle", 3.0)
    x, z, radius = _head(shown.fit)
    _line(axes, shown, [view.shoulder, _toward(view.shoulder, (x, z), radius)], "neck", 1.6)
    head = Circle(
        (x, z), radius, fill=False, edgecolor=shown.colour, linewidth=1.6, linestyle=shown.line
    )
    head.set_gid(f"{name}-head")
    axes.add_patch(head)
    joints = [leg.hip[k], leg.knee[k], leg.ankle[k], view.shoulder, view.hand]
    axes.plot(
        *zip(*joints, strict=True),
        "o",
        markersize=4.5,
        markerfacecolor=PAPER,
        markeredgecolor=shown.colour,
        gid=f"{name}-joints",
    )


def _far_leg(axes: Axes, fit: RiddenFit, angle: int) -> None:
    leg = fit.side_view_mm.left
    k = _index(leg, angle + 180)
    for points in (
        [leg.hip[k], leg.knee[k], leg.ankle[k], leg.heel[k], leg.toe[k], leg.ankle[k]],
        [(0.0, 0.0), leg.pedal[k]],
    ):
        axes.plot(*zip(*points, strict=True), color=MUTED, linewidth=1.3, alpha=0.45, gid="far-leg")


def _bicycle(axes: Axes, fit: RiddenFit) -> None:
    style = {"color": FAINT, "linewidth": 2.0, "solid_capstyle": "round"}
    tube = radians(look_up(fit.fit, "seat_tube_angle_deg", "recommended.fit"))
    height = look_up(fit.fit, "saddle_height_mm", "recommended.fit")
    saddle = (-height * cos(tube), height * sin(tube))
    junction = (saddle[0] * 0.72, saddle[1] * 0.72)
    rear, front = (REAR_AXLE_MM, AXLE_UP_MM), (FRONT_AXLE_MM, AXLE_UP_MM)
    low, high = HEAD_TUBE_MM
    for points in (
        [(0, 0), saddle],
        [(0, 0), rear, junction, high, low, (0, 0)],
        [low, front],
        [high, fit.side_view_mm.hand],
    ):
        axes.plot(*zip(*points, strict=True), **style, gid="bicycle")  # type: ignore[arg-type]
    for centre, facing in ((rear, 0.0), (front, 180.0)):
        axes.add_patch(
            Arc(
                centre,
                2 * WHEEL_RADIUS_MM,
                2 * WHEEL_RADIUS_MM,
                theta1=facing - 80,
                theta2=facing + 80,
                edgecolor=FAINT,
                linewidth=1.5,
            )
        )


def _labels(axes: Axes, shown: tuple[Shown, ...], angle: int) -> None:
    leg = shown[-1].fit.side_view_mm.right
    k = _index(leg, angle)
    knee = max(fit.fit.side_view_mm.right.knee[k][0] for fit in shown)
    hip, ankle = leg.hip[k], leg.ankle[k]
    heel = min(fit.fit.side_view_mm.right.heel[k][0] for fit in shown)
    places = {
        "hip": ((hip[0] - 40, hip[1] + 55), "right"),
        "knee": ((knee + 40, leg.knee[k][1] - 70), "left"),
        "ankle": ((min(heel, ankle[0]) - 25, ankle[1] + 15), "right"),
    }
    for joint, (place, side) in places.items():
        axes.text(
            *place,
            f"{joint} {_angles(shown, joint, k)}",
            ha=side,
            va="center",
            fontsize=9.5,
            bbox={"facecolor": PAPER, "alpha": 0.8, "linewidth": 0, "pad": 1.0},
            gid=f"{joint}-angle",
            zorder=5,
        )


def _angles(shown: tuple[Shown, ...], joint: str, k: int) -> str:
    angles = [
        f"{round(value)}".replace("-", "\u2212")
        for value in (_angle(fit, joint, k) for fit in shown)
    ]
    return " \u2192 ".join(dict.fromkeys(angles)) + "\u00b0"


def _angle(shown: Shown, joint: str, k: int) -> float:
    curves = shown.fit.curves.right
    by_joint = {
        "hip": curves.hip_flexion_deg,
        "knee": curves.knee_flexion_deg,
        "ankle": curves.ankle_dorsiflexion_deg,
    }
    return by_joint[joint][k]


def _scale(axes: Axes, frame: _Frame) -> None:
    start, z = frame.right - 230, frame.bottom + 28
    axes.plot([start, start + 200], [z, z], color=INK, linewidth=1.2, marker="|", gid="scale")
    axes.text(start + 100, z + 12, "200 mm", ha="center", va="bottom", fontsize=8)


def _line(axes: Axes, shown: Shown, points: list[Point], part: str, width: float) -> None:
    xs, zs = zip(*points, strict=True)
    dashes = "-" if shown.solid else (0, (3, 1.5))
    axes.plot(
        xs, zs, linestyle=dashes, color=shown.colour, linewidth=width, gid=f"{shown.name}-{part}"
    )


def _head(fit: RiddenFit) -> tuple[float, float, float]:
    """Centre and radius of the head (mm), for the picture only: its place is not simulated."""
    height = look_up(fit.fit, "height_mm", "recommended.fit")
    view = fit.side_view_mm
    hip = view.right.hip[0]
    along = atan2(view.shoulder[1] - hip[1], view.shoulder[0] - hip[0]) + NECK_ABOVE_TRUNK
    reach = NECK_OVER_HEIGHT * height
    return (
        view.shoulder[0] + reach * cos(along),
        view.shoulder[1] + reach * sin(along),
        HEAD_RADIUS_OVER_HEIGHT * height,
    )


def _toward(start: Point, end: Point, short_of: float) -> Point:
    """The point on the way from start that lies some distance short of the end."""
    share = 1 - short_of / hypot(end[0] - start[0], end[1] - start[1])
    return (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))


def _beside(point: Point, forward: float) -> Point:
    return (point[0] + forward, point[1])


def _elbow(shoulder: Point, hand: Point) -> Point:
    """A slightly bent elbow, below the line from shoulder to hand."""
    x, z = hand[0] - shoulder[0], hand[1] - shoulder[1]
    sag = 0.5 * tan(ELBOW_BEND / 2) * hypot(x, z)
    along = atan2(z, x)
    return (shoulder[0] + x / 2 + sag * sin(along), shoulder[1] + z / 2 - sag * cos(along))


def _index(leg: LegPoints, angle: int) -> int:
    return int(np.rint(angle % 360 / 360 * len(leg.hip))) % len(leg.hip)


def _in_words(shown: tuple[Shown, ...], angle: int) -> str:
    k = _index(shown[0].fit.side_view_mm.right, angle)
    words = [
        f"{fit.name.capitalize()}: hip flexed {_angle(fit, 'hip', k):.0f} deg, "
        f"knee flexed {_angle(fit, 'knee', k):.0f} deg, ankle {_angle(fit, 'ankle', k):.0f} deg."
        for fit in shown
    ]
    return "Seen from the right, riding to the right. " + " ".join(words)
