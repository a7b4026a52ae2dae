"""Points of the drawn rider that the document does not hold, and angles in the side view."""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin, tan
from typing import Protocol

import numpy as np

from fit_optimizer.documents.part import look_up
from fit_optimizer.documents.ride import Keys, LegPoints, Point, Ride, SideViewPoints
from rider_models.arrays import Side

HEAD_RADIUS_OVER_HEIGHT = 0.055
NECK_OVER_HEIGHT = 0.115
NECK_ABOVE_TRUNK = radians(25.0)
ELBOW_BEND_DEG = 20.0
HALF_SADDLE_MM = 135.0
AXLE_UP_MM, REAR_AXLE_MM, FRONT_AXLE_MM, WHEEL_RADIUS_MM = 70.0, -410.0, 595.0, 335.0
HEAD_TUBE_MM = ((470.0, 385.0), (432.0, 510.0))
"""A common road frame and a head, for orientation only: none of it is measured."""


class Seen(Protocol):
    """What the drawn rider's remaining points are found from: keys in force, and the side view."""

    @property
    def fit(self) -> Keys:
        """Keys in force but power and cadence."""

    @property
    def side_view_mm(self) -> SideViewPoints:
        """Points of rider and bicycle from the right."""


def at_angle(leg: LegPoints, angle: int) -> int:
    """Index of the crank position nearest to an angle (deg) of the leg's own crank."""
    return int(np.rint(angle % 360 / 360 * len(leg.hip))) % len(leg.hip)


def direction_deg(start: Point, end: Point) -> float:
    """Direction of a line in the side view (deg, counterclockwise from forward)."""
    return degrees(atan2(end[1] - start[1], end[0] - start[0]))


def trunk_to_thigh_deg(ride: Ride, angle: int, side: Side = "right") -> float:
    """Angle between trunk and thigh at the hip (deg), which fitters call the hip angle."""
    view, leg = ride.side_view_mm, _leg(ride, side)
    k = at_angle(leg, angle)
    return direction_deg(leg.hip[k], view.shoulder) - direction_deg(leg.hip[k], leg.knee[k])


def knee_over_pedal_mm(ride: Ride, angle: int, side: Side = "right") -> float:
    """Knee centre ahead of the spindle (mm)."""
    leg = _leg(ride, side)
    k = at_angle(leg, angle)
    return leg.knee[k][0] - leg.pedal[k][0]


def _leg(ride: Ride, side: Side) -> LegPoints:
    return ride.side_view_mm.left if side == "left" else ride.side_view_mm.right


def head(ride: Seen) -> tuple[float, float, float]:
    """Centre and radius of the head (mm), for the picture only."""
    height = look_up(ride.fit, "height_mm", "fit")
    view = ride.side_view_mm
    hip = view.right.hip[0]
    along = radians(direction_deg(hip, view.shoulder)) + NECK_ABOVE_TRUNK
    reach = NECK_OVER_HEIGHT * height
    return (
        view.shoulder[0] + reach * cos(along),
        view.shoulder[1] + reach * sin(along),
        HEAD_RADIUS_OVER_HEIGHT * height,
    )


def saddle_line(ride: Seen) -> tuple[Point, Point]:
    """Tail and nose of the drawn saddle (mm), tilted about the place where it is 80 mm wide."""
    given = "saddle_tilt_deg" in ride.fit
    tilt = radians(look_up(ride.fit, "saddle_tilt_deg", "fit") if given else 0.0)
    x, z = ride.side_view_mm.saddle
    forward, up = HALF_SADDLE_MM * cos(tilt), HALF_SADDLE_MM * sin(tilt)
    return (x - forward, z - up), (x + forward, z + up)


def elbow(ride: Seen) -> Point:
    """The bent elbow, below the line from shoulder to hand."""
    shoulder, hand = ride.side_view_mm.shoulder, ride.side_view_mm.hand
    given = "elbow_bend_deg" in ride.fit
    bend = radians(look_up(ride.fit, "elbow_bend_deg", "fit") if given else ELBOW_BEND_DEG)
    x, z = hand[0] - shoulder[0], hand[1] - shoulder[1]
    sag = 0.5 * tan(bend / 2) * hypot(x, z)
    along = atan2(z, x)
    return (shoulder[0] + x / 2 + sag * sin(along), shoulder[1] + z / 2 - sag * cos(along))


def toward(start: Point, end: Point, short_of: float) -> Point:
    """The point on the way from start that lies some distance short of the end."""
    share = 1 - short_of / hypot(end[0] - start[0], end[1] - start[1])
    return (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))


def bicycle_lines(ride: Seen) -> list[list[Point]]:
    """A frame around this saddle and bar, faint in the background."""
    tube = radians(look_up(ride.fit, "seat_tube_angle_deg", "fit"))
    height = look_up(ride.fit, "saddle_height_mm", "fit")
    saddle = (-height * cos(tube), height * sin(tube))
    junction = (saddle[0] * 0.72, saddle[1] * 0.72)
    rear, front = (REAR_AXLE_MM, AXLE_UP_MM), (FRONT_AXLE_MM, AXLE_UP_MM)
    low, high = HEAD_TUBE_MM
    return [
        [(0.0, 0.0), saddle],
        [(0.0, 0.0), rear, junction, high, low, (0.0, 0.0)],
        [low, front],
        [high, ride.side_view_mm.hand],
    ]
