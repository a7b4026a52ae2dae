"""Where the bar was measured, turned into the torso and shoulder angles that put the hands on it, and back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import atan2, cos, degrees, pi, radians, sin
from typing import Any

from fit_optimizer.setup.bike_parts import (
    FOREARM_RISE_DEG,
    Place,
    clamp_on_frame_mm,
    elbow_on_pad_mm,
    nose_to_reference_mm,
    number,
    wrist_from_clamp_mm,
)
from fit_optimizer.setup.measured_bike import (
    Contradiction,
    SetUpKeys,
    known,
    nose_error_mm,
    without,
)
from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.setup.usual_posture import ROAD_ELBOW_DEG
from sim.hands import Hands, OutOfArmsReach, UpperBody, upper_body_of_elbows, upper_body_of_hands
from sim.posture import sit

BAR_ERROR_MM = 15.0
"""How far the bar's place by frame and stem and by tape from the saddle may differ: 8 mm of two readings
and 8 mm of a headset whose height is assumed. A guess."""
TORSO_ERROR_DEG = 8.0
"""How far a torso angle that was measured and the one that the bar's place asks for may differ: some 3 deg of
a picture, and lengths of trunk and arms by custom (30 mm of a trunk of 520 are 3 deg). A guess."""


@dataclass(frozen=True)
class Route:
    """Two keys, forward and up, that say where the bar or the pads are, and what else that takes."""

    forward: str
    up: str
    needs: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, str]:
        """The keys of both coordinates, forward first."""
        return self.forward, self.up


FROM_NOSE = Route("nose_to_bar_mm", "saddle_to_bar_drop_mm")
FROM_FRAME = Route("frame_reach_mm", "frame_stack_mm", needs=("stem_length_mm", "spacers_mm"))
FROM_PADS = Route("aero_pad_reach_mm", "aero_pad_stack_mm")
ROUTES = (FROM_NOSE, FROM_FRAME, FROM_PADS)
"""Ways to the bar's place; aero pads, where given, are what the rider leans on."""


def bar_in_models_keys(set_up: SetUp) -> SetUpKeys | None:
    """The set-up's tables with the bar's place turned into angles; None where it was not measured.

    Raises Contradiction.

    A bar is held with the elbows as on the road, whatever the bicycle; pads say how they are bent.
    """
    keys = known(set_up)
    given = [route for route in ROUTES if _is_given(keys, route)]
    if not given:
        return None
    seated = seat_rider(set_up)
    if given[-1] is not FROM_PADS and "elbow_bend_deg" not in set_up.riding.model_fields_set:
        seated = replace(seated, elbow_bend=radians(ROAD_ELBOW_DEG))
    _routes_agree(set_up, seated, given)
    said = " and ".join(f"{key} = {number(keys, key, 0.0):g}" for key in given[-1].keys)
    try:
        found = _upper_body(set_up, seated, given[-1])
    except OutOfArmsReach as error:
        raise Contradiction(
            f"{said} put the hands {error}: check them, saddle_height_mm, arm_mm and elbow_bend_deg"
        ) from None
    if "torso_angle_deg" in set_up.riding.model_fields_set:
        _torso_agrees(set_up, said, degrees(found.torso_angle))
        found = replace(found, torso_angle=radians(set_up.riding.torso_angle_deg))
    tables = without(set_up, tuple(key for route in given for key in route.keys))
    riding = tables["riding"]
    riding["torso_angle_deg"] = degrees(found.torso_angle)
    riding["shoulder_angle_deg"] = degrees(found.shoulder_angle)
    if "elbow_bend_deg" not in set_up.riding.model_fields_set and (
        given[-1] is FROM_PADS or set_up.riding.discipline == "time_trial"
    ):
        riding["elbow_bend_deg"] = degrees(found.elbow_bend)
    return tables


def bar_on_paper(set_up: SetUp) -> dict[str, float]:
    """What a tape shows (mm) from the saddle's nose to the bar that the rider of a set-up holds."""
    seated = seat_rider(set_up)
    at = seated.hands()
    wrist = wrist_from_clamp_mm(known(set_up))
    nose_x, saddle_z = _saddle(set_up, seated)
    return {
        FROM_NOSE.forward: 1000 * at.x - wrist[0] - nose_x,
        FROM_NOSE.up: saddle_z - (1000 * at.z - wrist[1]),
    }


def _is_given(keys: Any, route: Route) -> bool:
    """Whether a route is measured. Raises Contradiction where a part of it is missing."""
    there = [key for key in route.keys if keys[key] is not None]
    if not there:
        return False
    missing = [key for key in (*route.keys, *route.needs) if keys[key] is None]
    if missing:
        raise Contradiction(
            f"{there[0]} is given and {missing[0]} is not: the bar's place needs all of "
            f"{', '.join((*route.keys, *route.needs))}, or none of them"
        )
    return True


def _saddle(set_up: SetUp, seated: RiderOnBike) -> Place:
    """The saddle's nose forward of the bottom bracket, and its top up (mm)."""
    bicycle = seated.bicycle
    nose_x = nose_to_reference_mm(known(set_up)) - 1000 * bicycle.saddle_setback_m
    return nose_x, 1000 * bicycle.saddle_height_m * sin(bicycle.seat_tube_angle)


def _clamp(set_up: SetUp, seated: RiderOnBike, route: Route) -> Place:
    """The middle of the bar at the stem from the bottom bracket, forward and up (mm)."""
    keys = known(set_up)
    forward, up = (number(keys, key, 0.0) for key in route.keys)
    if route is FROM_FRAME:
        return clamp_on_frame_mm(keys, up, forward)
    nose_x, saddle_z = _saddle(set_up, seated)
    return nose_x + forward, saddle_z - up


def _upper_body(set_up: SetUp, seated: RiderOnBike, route: Route) -> UpperBody:
    """Angles (rad) of the rider whose hands, or elbows, are where a route says. Raises OutOfArmsReach."""
    on = (seated.rider, seated.bicycle, seated.riding)
    keys = known(set_up)
    if route is FROM_PADS:
        reach, stack = (number(keys, key, 0.0) for key in route.keys)
        x, z = elbow_on_pad_mm(reach, stack)
        return upper_body_of_elbows(*on, Hands(x / 1000, z / 1000), radians(FOREARM_RISE_DEG))
    clamp, wrist = _clamp(set_up, seated, route), wrist_from_clamp_mm(keys)
    at = Hands((clamp[0] + wrist[0]) / 1000, (clamp[1] + wrist[1]) / 1000)
    found = upper_body_of_hands(*on, at, seated.elbow_bend)
    if "torso_angle_deg" not in set_up.riding.model_fields_set:
        return found
    hip, torso = sit(*on), radians(set_up.riding.torso_angle_deg)
    x = at.x - hip.hip_x - seated.rider.torso_m * cos(torso)
    z = at.z - hip.hip_z - seated.rider.torso_m * sin(torso)
    return replace(found, shoulder_angle=(atan2(z, x) - torso - pi) % (2 * pi))


def _routes_agree(set_up: SetUp, seated: RiderOnBike, given: list[Route]) -> None:
    """Raises Contradiction where tape and frame put the bar at two places."""
    if FROM_NOSE not in given or FROM_FRAME not in given:
        return
    one, other = (_clamp(set_up, seated, route) for route in (FROM_NOSE, FROM_FRAME))
    allowed = (max(BAR_ERROR_MM, nose_error_mm(set_up)), BAR_ERROR_MM)
    words = ("ahead of", "above")
    for i, (tape, frame) in enumerate(zip(FROM_NOSE.keys, FROM_FRAME.keys, strict=True)):
        if abs(one[i] - other[i]) > allowed[i]:
            keys = known(set_up)
            raise Contradiction(
                f"{tape} is {number(keys, tape, 0.0):g}, which puts the bar {one[i]:.0f} mm {words[i]} "
                f"the bottom bracket, and {frame} is {number(keys, frame, 0.0):g}, which puts it, with "
                f"stem and spacers, {other[i]:.0f} mm {words[i]} it: two such measurements may differ "
                f"by {allowed[i]:g} mm; measure again, or leave one of them out"
            )


def _torso_agrees(set_up: SetUp, said: str, asked_deg: float) -> None:
    """Raises Contradiction where the torso angle given is not the one that the bar's place asks for."""
    given = set_up.riding.torso_angle_deg
    if abs(given - asked_deg) > TORSO_ERROR_DEG:
        raise Contradiction(
            f"torso_angle_deg is {given:g}, and {said} make it {asked_deg:.0f}: they differ by "
            f"{abs(given - asked_deg):.0f} deg, and two such measurements may by {TORSO_ERROR_DEG:g}; "
            "measure again, or leave one of them out"
        )
