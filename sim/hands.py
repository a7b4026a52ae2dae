"""Where the hands are at a torso angle, and the torso angle that hands or elbows at a place ask for."""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, atan2, cos, hypot, pi, radians, sin

from rider_models.errors import PedalfitError
from rider_models.rider import Rider
from sim.bicycle import Bicycle
from sim.posture import sit
from sim.riding import Riding

SHOULDER_ANGLE = radians(85.0)
"""Line from shoulder to wrist against the torso: a guess within the 80-90 deg of fit manuals, and the
default of the set-up's `shoulder_angle_deg`. The bend of the elbow is the set-up's `elbow_bend_deg`, by
default 20 deg: a guess within their 15-25 deg. The length of the arm, shoulder to wrist, is `arm_mm`, by
default de Leva's share of the height (1996)."""
FOREARM_SHARE = 0.488
"""Forearm over whole arm to the wrist (de Leva 1996: 268.9 of 550.6 mm)."""


@dataclass(frozen=True)
class Hands:
    """Middle of the wrists from the bottom bracket (m): x forward, z up."""

    x: float
    z: float


@dataclass(frozen=True)
class UpperBody:
    """Torso from horizontal, line from shoulder to wrist against the torso, and bend of the elbow (rad)."""

    torso_angle: float
    shoulder_angle: float
    elbow_bend: float


class OutOfArmsReach(PedalfitError):
    """The bar is farther from the hips than torso and arm reach, or nearer than they fold.

    `by_m` is by how much: + too far, - too near.
    """

    def __init__(self, by_m: float) -> None:
        super().__init__(
            f"{abs(by_m) * 1000:.0f} mm too {'far from' if by_m > 0 else 'near'} the hips for this rider"
        )
        self.by_m = by_m


def hands(
    rider: Rider,
    bicycle: Bicycle,
    riding: Riding,
    elbow_bend: float,
    shoulder_angle: float = SHOULDER_ANGLE,
) -> Hands:
    """Where the hands rest at the torso angle ridden, with a bend of the elbow (rad; 0 is straight)."""
    posture = sit(rider, bicycle, riding)
    reach = arm_reach_m(rider, elbow_bend)
    toward = riding.torso_angle + pi + shoulder_angle
    return Hands(posture.shoulder_x + reach * cos(toward), posture.shoulder_z + reach * sin(toward))


def arm_reach_m(rider: Rider, elbow_bend: float) -> float:
    """Shoulder centre to wrist centre (m) with a bend of the elbow (rad)."""
    upper, fore = (1 - FOREARM_SHARE) * rider.arm_m, FOREARM_SHARE * rider.arm_m
    return hypot(upper + fore * cos(elbow_bend), fore * sin(elbow_bend))


def upper_body_of_hands(
    rider: Rider, bicycle: Bicycle, riding: Riding, at: Hands, elbow_bend: float
) -> UpperBody:
    """Torso and shoulder angle (rad) with the wrists at a place and a bend of the elbow (rad).

    Hip, shoulder and wrist make a triangle whose three sides are known. Raises OutOfArmsReach.
    """
    torso, shoulder = _triangle(rider, bicycle, riding, at, arm_reach_m(rider, elbow_bend))
    return UpperBody(torso, shoulder, elbow_bend)


def upper_body_of_elbows(
    rider: Rider, bicycle: Bicycle, riding: Riding, elbow: Hands, forearm_rise: float
) -> UpperBody:
    """Torso, shoulder and elbow angles (rad) with the elbows at a place and the forearms rising forward (rad).

    Hip, shoulder and elbow make the triangle; the forearm then says where the wrists are. Raises
    OutOfArmsReach.
    """
    upper, fore = (1 - FOREARM_SHARE) * rider.arm_m, FOREARM_SHARE * rider.arm_m
    torso, _ = _triangle(rider, bicycle, riding, elbow, upper)
    posture = sit(rider, bicycle, riding)
    shoulder_x = posture.hip_x + rider.torso_m * cos(torso)
    shoulder_z = posture.hip_z + rider.torso_m * sin(torso)
    down = atan2(elbow.z - shoulder_z, elbow.x - shoulder_x)
    wrist_x, wrist_z = elbow.x + fore * cos(forearm_rise), elbow.z + fore * sin(forearm_rise)
    to_wrist = atan2(wrist_z - shoulder_z, wrist_x - shoulder_x)
    return UpperBody(torso, (to_wrist - torso - pi) % (2 * pi), abs(forearm_rise - down))


def _triangle(
    rider: Rider, bicycle: Bicycle, riding: Riding, end: Hands, reach_m: float
) -> tuple[float, float]:
    """Torso angle from horizontal and angle at the shoulder (rad) where `reach_m` spans shoulder to end."""
    posture = sit(rider, bicycle, riding)
    x, z = end.x - posture.hip_x, end.z - posture.hip_z
    far, torso = hypot(x, z), rider.torso_m
    if far >= torso + reach_m:
        raise OutOfArmsReach(far - torso - reach_m)
    if far <= abs(torso - reach_m):
        raise OutOfArmsReach(far - abs(torso - reach_m))
    at_hip = acos((torso**2 + far**2 - reach_m**2) / (2 * torso * far))
    at_shoulder = acos((torso**2 + reach_m**2 - far**2) / (2 * torso * reach_m))
    return atan2(z, x) + at_hip, at_shoulder
