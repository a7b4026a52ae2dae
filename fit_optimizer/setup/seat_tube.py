"""The seat tube's angle where it was not measured: a saddle far from a usual tube's line stands on another tube."""

from __future__ import annotations

from math import acos, cos, degrees, radians

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SEAT_TUBE_ANGLES_DEG, SetUp

ANGLE = "seat_tube_angle_deg"
RAILS_AND_POST_MM = 30.0
"""How far ahead of the seat tube's line or behind it the place of a saddle that is 80 mm wide stands on bicycles
as sold: rails allow some 20 mm to either side, seat posts lie 0 to 25 mm behind (a guess)."""


def with_seat_tube_angle(set_up: SetUp) -> SetUp:
    """The set-up with the seat tube's angle (deg) that its saddle's place asks for, where no angle was measured.

    A usual tube stands while the saddle is within what rails and post allow of its line. A setback beyond
    that, as on time-trial bicycles, makes the tube steeper or slacker by what is beyond: the saddle height is
    taken along the tube, so that with the usual angle such a saddle would be far too low (20 mm for a
    setback of 120 mm at a height of 770). Unchanged where the angle, or no setback, is given.
    """
    setback = set_up.bicycle.saddle_setback_mm
    if ANGLE in set_up.bicycle.model_fields_set or setback is None:
        return set_up
    height = 1000 * seat_rider(set_up).bicycle.saddle_height_m
    line = height * cos(radians(set_up.bicycle.seat_tube_angle_deg))
    if abs(setback - line) <= RAILS_AND_POST_MM:
        return set_up
    foot = setback + (RAILS_AND_POST_MM if setback < line else -RAILS_AND_POST_MM)
    flattest, steepest = (cos(radians(angle)) for angle in SEAT_TUBE_ANGLES_DEG)
    angle = degrees(acos(min(max(foot / height, steepest), flattest)))
    tables = set_up.model_dump(exclude_unset=True)
    tables["bicycle"][ANGLE] = round(angle, 1)
    return SetUp.model_validate(tables)


def angle_without_setback_deg(set_up: SetUp) -> float:
    """The seat tube's angle (deg) that was measured; the usual one where it only follows from the setback."""
    if follows_from_setback(set_up):
        return _unmeasured(set_up).bicycle.seat_tube_angle_deg
    return set_up.bicycle.seat_tube_angle_deg


def follows_from_setback(set_up: SetUp) -> bool:
    """Whether the seat tube's angle is the one that the saddle's place asks for: one that was measured and is the
    same to a tenth of a degree cannot be told from it."""
    if ANGLE not in set_up.bicycle.model_fields_set:
        return False
    followed = with_seat_tube_angle(_unmeasured(set_up)).bicycle
    return (
        ANGLE in followed.model_fields_set
        and followed.seat_tube_angle_deg == set_up.bicycle.seat_tube_angle_deg
    )


def _unmeasured(set_up: SetUp) -> SetUp:
    tables = set_up.model_dump(exclude_unset=True)
    tables["bicycle"].pop(ANGLE, None)
    return SetUp.model_validate(tables)
