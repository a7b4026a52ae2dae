"""Which assumed values the advice hangs on most for this rider, and how to measure them."""

from __future__ import annotations

import numpy as np

from fit_optimizer.criteria.riding_angles import heights_for_knees
from fit_optimizer.documents.advice import LegsDoubted, MeasureFirst
from fit_optimizer.setup.adjustments import SADDLE
from fit_optimizer.setup.keys_in_force import assumed_keys, by_leg, keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import allowed_range, with_values
from fit_optimizer.setup.tables import SetUp
from rider_models.body_survey import default_inseam_m, length_spreads, survey
from rider_models.errors import PedalfitError

TOLD = 2
"""How many measurements are asked for."""
WORTH_MEASURING_MM = 3.0
"""Saddle height that a measurement has to be able to move before it is asked for: what a tape can tell."""

INSEAMS_LOOKED_AT = (0.85, 1.15)
"""Shares of the usual inseam between which that of measured legs is looked for: five standard deviations (ANSUR II)."""

HOW: dict[str, str] = {
    SADDLE: "from the middle of the bottom bracket up along the seat tube to the top of the saddle",
    "inseam_mm": (
        "barefoot, back to a wall, a book pulled up between the legs as hard as a saddle presses: "
        "floor to the book's top edge, three times"
    ),
    "thigh_mm": "from the bony point at the side of the hip to the middle of the knee's outer knob, each leg",
    "shank_mm": "from the middle of the knee's outer knob to the tip of the outer ankle, each leg",
    "foot_mm": "barefoot, heel to the wall: wall to the longest toe, standing",
    "crank_length_mm": "read it off the inside of the crank by the pedal",
    "saddle_setback_mm": (
        "hang a plumb line where the saddle is 80 mm wide: from it to the middle of the bottom bracket, level"
    ),
    "sole_stack_mm": "from the pedal axle up to the sole of the foot: pedal, cleat and sole of the shoe",
    "cleat_setback_mm": "from the ball of the foot, marked on the shoe, back to the pedal axle",
}
"""How each is taken."""

GUESSED_SPREAD = {
    SADDLE: 20.0,
    "crank_length_mm": 2.5,
    "saddle_setback_mm": 15.0,
    "sole_stack_mm": 4.0,
    "cleat_setback_mm": 5.0,
}
"""Standard deviation (mm) of what is assumed of a bicycle and shoes that nobody measured. Guesses."""


def measure_first(set_up: SetUp, knee_deg: float) -> tuple[MeasureFirst, ...]:
    """The assumed values that move the saddle's advice most, at most two, most first.

    Each is changed by a standard deviation of what it may be; the advised move is the height for the
    knee angle less the height now, so a saddle that nobody measured counts with all of its own spread.
    """
    assumed = set(assumed_keys(set_up))
    (now,) = heights_for_knees(set_up, (knee_deg,))
    found = []
    for key, spread in _spreads(set_up).items():
        if key not in assumed:
            continue
        moved = spread if key == SADDLE else _moved(set_up, key, spread, knee_deg, now)
        if moved >= WORTH_MEASURING_MM:
            found.append(MeasureFirst(key=key, moves_mm=moved, how=HOW[key]))
    return tuple(sorted(found, key=lambda one: -one.moves_mm)[:TOLD])


def legs_doubted(set_up: SetUp, knee_deg: float) -> LegsDoubted | None:
    """Legs as measured that are unlike most people's of that height, where no inseam was measured beside them.

    `knee_deg` is the knee angle at the bottom (by markers) that the saddle is placed by. None where both together
    differ from people's by no more than a standard deviation of people's inseams, where an inseam stands beside them,
    or where they were not measured.
    """
    rider = set_up.rider
    if rider.inseam_mm is not None or rider.thigh_mm is None or rider.shank_mm is None:
        return None
    usual = with_values(set_up, {"thigh_mm": None, "shank_mm": None})
    longer = _mean_leg_mm(set_up) - _mean_leg_mm(usual)
    if abs(longer) <= _inseam_spread(set_up):
        return None
    try:
        (height,) = heights_for_knees(usual, (knee_deg,))
    except PedalfitError:
        return None
    return LegsDoubted(
        longer_mm=round(longer, 1),
        inseam_mm=round(inseam_of_legs(set_up), 1),
        usual_inseam_mm=round(1000 * default_inseam_m(rider.height_mm / 1000, rider.sex), 1),
        saddle_mm=round(height, 1),
    )


def inseam_of_legs(set_up: SetUp) -> float:
    """The inseam (mm) that people of the rider's height and sex have with thighs and shanks as long as the rider's."""
    rider = set_up.rider
    usual = 1000 * default_inseam_m(rider.height_mm / 1000, rider.sex)
    inseams = usual * np.linspace(*INSEAMS_LOOKED_AT, 9)
    no_legs = {"thigh_mm": None, "shank_mm": None}
    legs = [_mean_leg_mm(with_values(set_up, {**no_legs, "inseam_mm": one})) for one in inseams]
    return float(np.interp(_mean_leg_mm(set_up), legs, inseams))


def _mean_leg_mm(set_up: SetUp) -> float:
    """Thigh and shank together (mm), the mean of both legs."""
    on = seat_rider(set_up).rider
    return 500 * sum(leg.thigh_m + leg.shank_m for leg in (on.left, on.right))


def _spreads(set_up: SetUp) -> dict[str, float]:
    """Standard deviation (mm) of each value where it is assumed."""
    lengths = length_spreads()
    inseam = set_up.rider.inseam_mm is not None
    by_length = {
        key: one.given_inseam_mm if inseam else one.given_height_mm for key, one in lengths.items()
    }
    both_given = set_up.rider.thigh_mm is not None and set_up.rider.shank_mm is not None
    table = {} if both_given else {"inseam_mm": _inseam_spread(set_up)}
    return {**table, **by_length, **GUESSED_SPREAD}


def _inseam_spread(set_up: SetUp) -> float:
    """Standard deviation (mm) of the inseam of people of a height and sex (ANSUR II)."""
    return float(survey()["by_sex"][set_up.rider.sex]["inseam"]["spread_mm"])


def _moved(set_up: SetUp, key: str, spread: float, knee_deg: float, now: float) -> float:
    """By how much (mm) the height for the knee angle moves with a value one standard deviation larger."""
    fit, _ = keys_in_force(set_up)
    low, high = allowed_range(key)
    legs = by_leg(fit[key])
    larger = {side: min(max(value + spread, low), high) for side, value in legs.items()}
    changed = larger[None] if None in larger else {side: v for side, v in larger.items() if side}
    try:
        (then,) = heights_for_knees(with_values(set_up, {key: changed}), (knee_deg,))
    except PedalfitError:
        return 0.0
    return abs(then - now)
