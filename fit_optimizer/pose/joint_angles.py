"""Joint angles of a rider from points of the body, and how straight the camera looked."""

from __future__ import annotations

import numpy as np

from fit_optimizer.pose.views import RiderView
from rider_models.arrays import Array, Side

ANKLE_ABOVE_TOE = 0.33
"""Ankle's height over the tip of the foot by its distance from there, along the sole, in the model's foot. A
marker on the fifth metatarsal, some 30 mm above the sole, has 0.3 (a guess)."""


def leg_angles(view: RiderView, side: Side) -> dict[str, Array]:
    """Angles of one leg (deg, n) from its points, under names of `landmarks.LEG_ANGLES`.

    The knee's is between hip, knee and ankle, in space where there is depth; the ankle's between the shank and
    the line from heel to toe, or from ankle to toe less the customary slope of that line.
    """
    points = view.points
    found: dict[str, Array] = {}

    def have(*names: str) -> bool:
        return all(f"{side}.{name}" in points for name in names)

    def at(name: str) -> Array:
        return points[f"{side}.{name}"]

    if have("hip", "knee", "ankle"):
        found["knee_flexion"] = 180.0 - enclosed_deg(at("hip"), at("knee"), at("ankle"))
    if have("shoulder", "hip", "knee"):
        found["trunk_to_thigh"] = enclosed_deg(at("shoulder"), at("hip"), at("knee"))
    if have("hip", "shoulder", "elbow"):
        found["shoulder"] = enclosed_deg(at("hip"), at("shoulder"), at("elbow"))
    if have("shoulder", "elbow", "wrist"):
        found["elbow_bend"] = 180.0 - enclosed_deg(at("shoulder"), at("elbow"), at("wrist"))
    if have("knee", "ankle", "toe"):
        knee, ankle, toe = (view.plane(f"{side}.{name}") for name in ("knee", "ankle", "toe"))
        shank = direction_deg(ankle, knee)
        if have("heel"):
            foot = direction_deg(view.plane(f"{side}.heel"), toe)
        else:
            foot = direction_deg(ankle, toe) + np.rad2deg(np.arctan(ANKLE_ABOVE_TOE))
        found["ankle_dorsiflexion"] = wrapped_deg(foot - shank + 90.0)
    return found


def torso_deg(view: RiderView, side: Side) -> Array | None:
    """Hip to shoulder from horizontal (deg, n); None where no shoulder was found."""
    if f"{side}.shoulder" not in view.points or f"{side}.hip" not in view.points:
        return None
    return wrapped_deg(direction_deg(view.plane(f"{side}.hip"), view.plane(f"{side}.shoulder")))


def enclosed_deg(one: Array, middle: Array, other: Array) -> Array:
    """Angle (deg, n) at `middle` between the lines to two other points (n x 2 or n x 3)."""
    to_one, to_other = one - middle, other - middle
    lengths = np.linalg.norm(to_one, axis=1) * np.linalg.norm(to_other, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        cosine = (to_one * to_other).sum(axis=1) / lengths
    return np.asarray(np.rad2deg(np.arccos(np.clip(cosine, -1.0, 1.0))))


def direction_deg(start: Array, end: Array) -> Array:
    """Direction (deg, n) from one point to another in the side view (n x 2): 0 forward, 90 up."""
    along = end - start
    return np.asarray(np.rad2deg(np.arctan2(along[:, 1], along[:, 0])))


def wrapped_deg(angle: Array) -> Array:
    """The angle (deg) within -180 to 180."""
    return np.asarray((angle + 180.0) % 360.0 - 180.0)


def length_seen(view: RiderView, side: Side, one: str, other: str) -> Array:
    """Length (n, in the points' unit) of a segment as it is seen."""
    return np.asarray(
        np.linalg.norm(view.points[f"{side}.{one}"] - view.points[f"{side}.{other}"], axis=1)
    )
