"""Where the hands are at a torso angle, and so how far the bar must move for another one."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, pi, radians, sin

from rider_models.rider import Rider
from sim.bicycle import Bicycle
from sim.posture import sit
from sim.riding import Riding

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


def hands(rider: Rider, bicycle: Bicycle, riding: Riding, elbow_bend: float) -> Hands:
    """Where the hands rest at the torso angle ridden, with a bend of the elbow (rad; 0 is straight)."""
    posture = sit(rider, bicycle, riding)
    upper, fore = (1 - FOREARM_SHARE) * rider.arm_m, FOREARM_SHARE * rider.arm_m
    reach = hypot(upper + fore * cos(elbow_bend), fore * sin(elbow_bend))
    toward = riding.torso_angle + pi + SHOULDER_ANGLE
    return Hands(posture.shoulder_x + reach * cos(toward), posture.shoulder_z + reach * sin(toward))
