"""Why a saddle height departs from its customary share of the inseam, in mm of each thing that was measured."""

from __future__ import annotations

from fit_optimizer.criteria.riding_angles import heights_for_knees
from fit_optimizer.documents.advice import Departure, ShareOfInseam
from fit_optimizer.setup.adjustments import CRANK, SADDLE, SETBACK
from fit_optimizer.setup.customary_ranges import USUAL_KNEE_DEG
from fit_optimizer.setup.keys_in_force import assumed_keys
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp, flat_keys
from rider_models.errors import PedalfitError

CUSTOM_SHARE = (0.86, 0.90)
"""Saddle height over inseam of most riders: 0.883 (LeMond & Gordis 1987), and as far to either side as fitters
go. To the pedal it is some 1.09 (Hamley & Thomas 1967, J Physiol 191:55P)."""
MIDDLE_SHARE = 0.883
"""LeMond's."""
CRANK_SHARE = 172.5 / 850
"""Crank over inseam that these shares take for granted: the difference of the two, a man's usual cranks."""
TOLD_MM = 3.0
"""Fewer mm are not told: no tape tells them (a guess)."""

REPLACED: tuple[tuple[str, ...], ...] = (
    (SETBACK, "seat_tube_angle_deg"),
    ("thigh_mm", "shank_mm"),
    ("foot_mm",),
    ("sole_stack_mm",),
    ("cleat_setback_mm",),
)
"""What may have been measured of a rider, and is put back to custom to see what it does, together."""


def share_of_inseam(
    set_up: SetUp, then: SetUp, knee_deg: float, always: bool = False
) -> ShareOfInseam | None:
    """The share that a recommended saddle has of a measured inseam, and what puts it apart from custom.

    `then` is the set-up recommended of a `set_up`, `knee_deg` the knee angle at the bottom that it gives.
    None where the inseam is not measured. Departures are those to the side on which the share leaves
    custom, largest first, of 3 mm and more; none within custom, or with `always` those to the side of LeMond's share.
    """
    inseam = set_up.rider.inseam_mm
    if inseam is None:
        return None
    low, high = CUSTOM_SHARE
    share = 1000 * seat_rider(then).bicycle.saddle_height_m / inseam
    side = 1 if share > high else -1 if share < low else 0
    if always and not side:
        side = 1 if share > MIDDLE_SHARE else -1
    measured = set(flat_keys()) - set(assumed_keys(set_up))
    found = _departures(then, measured, inseam, knee_deg) if side else []
    told = [one for one in found if side * one.moves_mm >= TOLD_MM]
    return ShareOfInseam(
        share=share,
        low=low,
        high=high,
        departures=sorted(told, key=lambda one: -abs(one.moves_mm)),
    )


def _departures(
    then: SetUp, measured: set[str], inseam_mm: float, knee_deg: float
) -> list[Departure]:
    """What each thing that is not as custom has it moves the saddle by (mm, up +)."""
    height, usual = heights_for_knees(then, (knee_deg, USUAL_KNEE_DEG))
    crank = 1000 * seat_rider(then).bicycle.crank_length_m
    found = [
        Departure(key=SADDLE, moves_mm=height - usual),
        Departure(key=CRANK, moves_mm=CRANK_SHARE * inseam_mm - crank),
    ]
    for keys in REPLACED:
        if not measured & set(keys):
            continue
        try:
            (without,) = heights_for_knees(_by_custom(then, keys), (knee_deg,))
        except PedalfitError:
            continue
        found.append(Departure(key=keys[0], moves_mm=height - without))
    return found


def _by_custom(then: SetUp, keys: tuple[str, ...]) -> SetUp:
    """The set-up with some keys as they are where nobody says them."""
    fields = {**type(then.rider).model_fields, **type(then.bicycle).model_fields}
    return with_values(then, {key: fields[key].default for key in keys})
