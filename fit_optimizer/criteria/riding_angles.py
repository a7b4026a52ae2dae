"""Angles that a fitter reads off a rider on the bike, by leg: from the movement alone, without a stroke."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import atan2, degrees

import numpy as np
from scipy.interpolate import PchipInterpolator

from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.setup.adjustments import SADDLE, SETBACK
from fit_optimizer.setup.bike_parts import SeatPost
from fit_optimizer.setup.customary_ranges import customary, within_shown
from fit_optimizer.setup.rider_on_bike import RiderOnBike, Seat, seat_rider, with_saddle_at
from fit_optimizer.setup.setup_file import allowed_range
from fit_optimizer.setup.tables import Discipline, SetUp
from rider_models.arrays import SIDES, Array, Joint, Side
from rider_models.errors import PedalfitError
from rider_models.skeleton import build_skeleton
from sim.kinematics import crank_angles, distinct_sides, leg_of, move_leg, pedal_path, place_cleat
from sim.knee_angle import marker_knee_flexion
from sim.leg_kinematics import close_leg
from sim.posture import sit

AROUND_CUSTOM_MM = np.linspace(-100.0, 80.0, 10)
"""Heights about the customary one (mm) at which the knee angle is looked at: about all that legs follow.
Between them the height is a smooth, rising function of the knee angle's cosine, as the squared distance from hip to
ankle is: 0.7 deg off at most, and within 0.1 deg once the height found is looked at too (straight lines of the angle
itself are 1.5 deg off near a straight leg)."""
NEARLY_STRAIGHT_MM = np.array([5.0, 10.0, 15.0])
"""Heights above the last of those that the legs follow (mm) at which it is looked at too, where a knee is to be
straighter than there: between two of the others."""
ROUNDS_ON_POST = 2
"""How often a saddle that keeps a knee angle is put where its post leaves it: 10 mm of height carry it some 3 mm, which
take a mm of height, and these a tenth of a mm."""
AROUND_BOTTOM = crank_angles()[18:36]
"""Crank angles (rad) among which every leg is straightest: 108 to 210 deg, as strokes have them."""


class NothingFound(PedalfitError):
    """No fit within the bounds of the search can be ridden."""


@dataclass(frozen=True)
class RidingAngles:
    """Angles of one leg (deg) in a fitter's conventions, and the knee ahead of the spindle (mm).

    `knee_bottom`, `knee_top`: least and most knee flexion as markers read it; `trunk_to_thigh`: at
    top dead centre; `ankle_bottom`: dorsiflexion + at bottom dead centre; `knee_over_pedal_mm`: lateral
    epicondyle ahead of the spindle with the crank forward; `hip_flexion`: most of the stroke, thigh against pelvis.
    """

    knee_bottom: float
    knee_top: float
    trunk_to_thigh: float
    ankle_bottom: float
    knee_over_pedal_mm: float
    hip_flexion: float


def riding_angles(set_up: SetUp, seat: Seat = seat_rider) -> dict[Side, RidingAngles]:
    """Angles of both legs. `seat` puts the rider on the bicycle. Raises LegCannotReach where a leg cannot be closed."""
    on = seat(set_up)
    return {side: _of_leg(on, side) for side in SIDES}


def ankle_keeps_custom(
    now: Mapping[Side, RidingAngles], then: Mapping[Side, RidingAngles], discipline: Discipline
) -> bool:
    """Whether the ankle at the bottom stays in its customary range, or goes no farther beyond than now."""
    published = customary(180, "ankle", discipline)
    return published is None or all(
        within_shown(
            min(published.low, now[side].ankle_bottom),
            then[side].ankle_bottom,
            max(published.high, now[side].ankle_bottom),
        )
        for side in then
    )


def knee_at_bottom(set_up: SetUp) -> float:
    """Least knee flexion by markers (deg), of the straighter leg. Raises LegCannotReach."""
    return min(leg.knee_bottom for leg in riding_angles(set_up).values())


def heights_for_knees(
    set_up: SetUp, knees_deg: tuple[float, ...], values: dict[str, float] | None = None
) -> tuple[float, ...]:
    """Saddle heights (mm) at which the straighter leg's least knee flexion by markers is so many deg.

    `values` are what else changes. The lowest or highest height looked at that the legs follow where an
    angle lies beyond it. Raises NothingFound where they follow none.
    """
    changed = with_fit(set_up, dict(values or {}))
    on = seat_rider(changed)
    custom = 1000 * on.custom_saddle_height_m
    known: dict[float, float] = {}

    def look_at(heights: Array) -> None:
        for height in np.clip(heights, *allowed_range(SADDLE)).tolist():
            with suppress(PedalfitError):
                known[height] = _bottom(with_saddle_at(changed, on, height / 1000))

    look_at(custom + AROUND_CUSTOM_MM)
    if not known:
        raise NothingFound("no saddle height suits these legs, cranks and ankle angles")
    if min(knees_deg) < min(known.values()):
        look_at(max(known) + NEARLY_STRAIGHT_MM)
    look_at(_between_known(known, knees_deg))
    return tuple(_between_known(known, knees_deg).tolist())


def with_saddle_for_knee(
    set_up: SetUp, knee_deg: float, values: Mapping[str, float], post: SeatPost | None = None
) -> dict[str, float]:
    """The values with the saddle height (whole mm) at which the straighter leg's knee has an angle (deg) at the bottom.

    Where a post carries the saddle its setback is the one at that height. Raises NothingFound.
    """
    found = dict(values)
    for _ in range(1 if post is None else ROUNDS_ON_POST):
        (height,) = heights_for_knees(set_up, (knee_deg,), found)
        found[SADDLE] = float(round(height))
        if post is not None:
            found[SETBACK] = post.setback_at(found[SADDLE])
    return found


def _between_known(known: Mapping[float, float], knees_deg: tuple[float, ...]) -> Array:
    """Heights (mm) for so many knee angles (deg) between heights whose knee angles are known."""
    straight, first = np.unique(np.cos(np.deg2rad([*known.values()])), return_index=True)
    heights = np.array([*known])[first]
    if len(heights) == 1:
        return np.repeat(heights, len(knees_deg))
    wanted = np.clip(np.cos(np.deg2rad(knees_deg)), straight[0], straight[-1])
    return np.asarray(PchipInterpolator(straight, heights)(wanted))


def _bottom(on: RiderOnBike) -> float:
    """Least knee flexion by markers (deg) of the straighter leg, looked for around the bottom."""
    posture = sit(on.rider, on.bicycle, on.riding)
    pedal = pedal_path(on.bicycle, AROUND_BOTTOM) - posture.swing.path(AROUND_BOTTOM)
    ankle = on.riding.ankle.dorsiflexion(AROUND_BOTTOM)
    hip = np.array([posture.hip_x, -on.rider.hip_width_m / 2, posture.hip_z])
    least = np.inf
    for leg, cleat in distinct_sides(on.rider, on.bicycle):
        skeleton = build_skeleton(leg, on.rider.mass_kg, on.rider.sex)
        placed = place_cleat(leg, on.bicycle, cleat)
        angles, _ = close_leg(skeleton, placed, hip, pedal, ankle)
        least = min(least, float(angles[:, Joint.KNEE_FLEXION].min()))
    return float(np.rad2deg(marker_knee_flexion(least)))


def _of_leg(on: RiderOnBike, side: Side) -> RidingAngles:
    posture = sit(on.rider, on.bicycle, on.riding)
    leg, cleat = leg_of(on.rider, on.bicycle, side)
    cycle = move_leg(on.rider, leg, on.bicycle, cleat, on.riding, posture)
    angles = np.rad2deg(cycle.joint_angles)
    quarter = len(angles) // 4
    knee = np.rad2deg(marker_knee_flexion(cycle.joint_angles[:, Joint.KNEE_FLEXION]))
    hip, knee_centre = (
        cycle.pose.hinges[0, Joint.HIP_FLEXION],
        cycle.pose.hinges[:, Joint.KNEE_FLEXION],
    )
    trunk = atan2(posture.shoulder_z - posture.hip_z, posture.shoulder_x - posture.hip_x)
    thigh = atan2(knee_centre[0, 2] - hip[2], knee_centre[0, 0] - hip[0])
    return RidingAngles(
        knee_bottom=float(knee.min()),
        knee_top=float(knee.max()),
        trunk_to_thigh=degrees(trunk - thigh),
        ankle_bottom=float(angles[2 * quarter, Joint.ANKLE_DORSIFLEXION]),
        knee_over_pedal_mm=1000 * float(knee_centre[quarter, 0] - cycle.pedal[quarter, 0]),
        hip_flexion=float(angles[:, Joint.HIP_FLEXION].max()),
    )
