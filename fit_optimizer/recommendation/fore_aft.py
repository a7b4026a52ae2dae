"""The saddle fore and aft where a knee hurts: published advice, and only as far as the knee over the spindle is off.

A saddle far back is looked at first for pain at the back of the knee, one far forward for pain at its front
(`setup.complaints`). The model sees little of either, so what decides is where the knee stands over
the pedal axle against its customary range. A setback that nobody measured is left. A saddle that goes up or down is
carried back or forward by its post, and slid to where it was on the rails, but for a knee that is nearer to its
customary range without.
"""

from __future__ import annotations

from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.criteria.riding_angles import heights_for_knees, riding_angles
from fit_optimizer.recommendation.moves import SMALLEST_MOVE
from fit_optimizer.recommendation.saddle import knee_range
from fit_optimizer.setup.adjustments import SADDLE, SETBACK
from fit_optimizer.setup.bike_parts import SeatPost
from fit_optimizer.setup.complaints import first_tried
from fit_optimizer.setup.customary_ranges import advised_knee, customary_over_pedal
from fit_optimizer.setup.keys_in_force import assumed_keys
from fit_optimizer.setup.search_space import values_in_force
from fit_optimizer.setup.setup_file import allowed_range
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError

STEPS = 4
"""How often a slide is mended for the saddle that follows it in height; each leaves less than half of what was off."""


def setback_for_complaint(set_up: SetUp) -> float | None:
    """The setback (mm) that a complaint asks for, the saddle at the height advised for it; None to leave it.

    The saddle is slid until the knee is within its customary range over the pedal axle, no farther than the rails'
    limits where they were measured, and only to the side that is advised for the complaint.
    """
    row = first_tried(set_up.rider.complaint)
    trial = next((one for one in row.trials if one.key == SETBACK), None) if row else None
    usual = customary_over_pedal(set_up.riding.discipline)
    if trial is None or usual is None or SETBACK in assumed_keys(set_up):
        return None
    now = values_in_force(set_up)[SETBACK]
    by = 0.0
    try:
        for _ in range(STEPS):
            knee = _knee_over_pedal_mm(set_up, now + by)
            off = min(knee - usual.low, 0.0) + max(knee - usual.high, 0.0)
            by += off
    except PedalfitError:
        return None
    low, high = allowed_range(SETBACK)
    by = float(round(min(max(now + by, low), high) - now))
    if by * trial.by <= 0 or abs(by) < SMALLEST_MOVE[SETBACK]:
        return None
    table = set_up.bicycle
    end = now + by
    if table.saddle_setback_min_mm is not None:
        end = max(end, min(table.saddle_setback_min_mm, now))
    if table.saddle_setback_max_mm is not None:
        end = min(end, max(table.saddle_setback_max_mm, now))
    return None if abs(end - now) < SMALLEST_MOVE[SETBACK] else end


def seat_post(set_up: SetUp) -> SeatPost:
    """The seat post with the saddle as it is now."""
    now = values_in_force(set_up)
    return SeatPost(now[SADDLE], now[SETBACK], set_up.bicycle.seat_tube_angle_deg)


def setback_carried(set_up: SetUp, height_mm: float) -> float | None:
    """The setback (mm) at which the post leaves the saddle at another height, where that is the better place.

    None where the saddle belongs back where it was: with a knee in its customary range over the pedal axle there, or
    no nearer to it without; and where nobody measured the setback.
    """
    usual = customary_over_pedal(set_up.riding.discipline)
    if usual is None or SETBACK in assumed_keys(set_up):
        return None
    post = seat_post(set_up)
    end = post.setback_at(height_mm)
    try:
        slid, left = (
            usual.outside(_knee_over_pedal_mm(set_up, setback))
            for setback in (post.saddle_setback_mm, end)
        )
    except PedalfitError:
        return None
    return end if left < slid else None


def _knee_over_pedal_mm(set_up: SetUp, setback_mm: float) -> float:
    """The knee ahead of the pedal axle (mm, the legs' mean) at a setback, with the saddle that it asks for.

    Raises LegCannotReach and NothingFound.
    """
    slid = {SETBACK: setback_mm}
    (height,) = heights_for_knees(set_up, (advised_knee(knee_range(set_up)),), slid)
    legs = riding_angles(with_fit(set_up, {**slid, SADDLE: height})).values()
    return sum(leg.knee_over_pedal_mm for leg in legs) / len(legs)
