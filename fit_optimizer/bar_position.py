"""Where the hands are at a torso angle, and so how far the bar must move for another one."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin

from fit_optimizer.rider_on_bike import RiderOnBike
from sim.posture import sit

SHOULDER_ANGLE = radians(85.0)
"""Line from shoulder to wrist against the torso: a guess within the 80-90 deg of fit manuals. The bend
of the elbow is the set-up's `elbow_bend_deg`, by default 20 deg: a guess within their 15-25 deg. The
length of the arm, shoulder to wrist, is `arm_mm`, by default de Leva's share of the height (1996)."""
FOREARM_SHARE = 0.488
"""Forearm over whole arm to the wrist (de Leva 1996: 268.9 of 550.6 mm)."""


@dataclass(frozen=True)
class Hands:
    """Middle of the wrists from the bottom bracket (m): x forward, z up."""

    x: float
    z: float


def hands(seated: RiderOnBike) -> Hands:
    """Where the hands rest at the torso angle ridden."""
    posture = sit(seated.rider, seated.bicycle, seated.riding)
    upper, fore = (1 - FOREARM_SHARE) * seated.rider.arm_m, FOREARM_SHARE * seated.rider.arm_m
    reach = hypot(upper + fore * cos(seated.elbow_bend), fore * sin(seated.elbow_bend))
    toward = seated.riding.torso_angle + pi + SHOULDER_ANGLE
    return Hands(posture.shoulder_x + reach * cos(toward), posture.shoulder_z + reach * sin(toward))
