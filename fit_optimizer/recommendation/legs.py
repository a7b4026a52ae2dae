"""Legs of different length: what a shim and a saddle for either leg do, and what each costs."""

from __future__ import annotations

from fit_optimizer.criteria.evaluation import Evaluation, evaluate, with_fit
from fit_optimizer.criteria.riding_angles import heights_for_knees, riding_angles
from fit_optimizer.documents.advice import LegChoice, LegsAdvised
from fit_optimizer.setup.adjustments import SADDLE
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import SIDES, Side, other_side

WORTH_SHIMMING_MM = 5.0
"""Differences below are left alone: most people have them, and no tape tells them (Knutson 2005, Chiropr
Osteopat 13:11: 5 mm on average in healthy people)."""
SAME_MM = 2.0
"""Saddles nearer to each other than that are the same saddle: what a tape tells (a guess)."""
SHIM_SHARE = 0.5
"""Share of the difference that is put under the shorter leg to begin with: fitters' custom (Pruitt & Matheny
2006; Burke 2003), the rest where the rider asks for it."""


def leg_difference_mm(set_up: SetUp) -> tuple[float, float]:
    """By how much the right thigh and the right shank are longer than the left (mm)."""
    rider = seat_rider(set_up).rider
    return (
        1000 * (rider.right.thigh_m - rider.left.thigh_m),
        1000 * (rider.right.shank_m - rider.left.shank_m),
    )


def advise_legs(set_up: SetUp, values: dict[str, float], knee_deg: float) -> LegsAdvised | None:
    """The options for a rider whose legs differ in length; None where they do not."""
    thigh, shank = leg_difference_mm(set_up)
    if abs(thigh + shank) < 0.5:
        return None
    shorter: Side = "left" if thigh + shank > 0 else "right"
    difference = abs(thigh + shank)
    bare = _shimmed(set_up, shorter, 0.0)
    shim = float(round(SHIM_SHARE * difference))
    with_shim = _shimmed(set_up, shorter, shim)
    options = [
        _option("saddle for the shorter leg", bare, values, knee_deg, shorter, 0.0),
        _option("saddle for the longer leg", bare, values, knee_deg, other_side(shorter), 0.0),
    ]
    worth = difference >= WORTH_SHIMMING_MM
    if worth:
        name = f"shim of {shim:.0f} mm under the {shorter} cleat"
        options.append(_option(name, with_shim, values, knee_deg, None, shim))
    return LegsAdvised(
        shorter=shorter,
        difference_mm=difference,
        in_thigh_mm=abs(thigh),
        in_shank_mm=abs(shank),
        options=options,
        advised=options[-1].name if worth else "",
    )


def shim_advised(set_up: SetUp) -> dict[Side, float]:
    """Shims (mm) under each cleat with the advised one added."""
    thigh, shank = leg_difference_mm(set_up)
    difference = thigh + shank
    now = shims_now(set_up)
    if abs(difference) < WORTH_SHIMMING_MM or any(now.values()):
        return now
    shorter: Side = "left" if difference > 0 else "right"
    return {**now, shorter: now[shorter] + float(round(SHIM_SHARE * abs(difference)))}


def with_shims(set_up: SetUp, shims: dict[Side, float]) -> SetUp:
    """The set-up with these shims."""
    return with_values(set_up, {"shim_mm": {side: shims[side] for side in SIDES}})


def with_advised_shims(set_up: SetUp) -> SetUp:
    """The set-up with the advised shim added; itself, the same object, where none is advised."""
    shims = shim_advised(set_up)
    return set_up if shims == shims_now(set_up) else with_shims(with_fit(set_up, {}), shims)


def shims_now(set_up: SetUp) -> dict[Side, float]:
    """Shims (mm) under each cleat."""
    on = seat_rider(set_up).bicycle
    return {"left": 1000 * on.left_cleat.shim_m, "right": 1000 * on.right_cleat.shim_m}


def _shimmed(set_up: SetUp, side: Side, shim_mm: float) -> SetUp:
    return with_shims(set_up, {**dict.fromkeys(SIDES, 0.0), side: shim_mm})


def _height_for(
    set_up: SetUp, values: dict[str, float], knee_deg: float, leg: Side | None
) -> float:
    """Saddle height (mm) at which one leg (None: the straighter one) has the knee angle at the bottom.

    By how much that leg is bent more than the straighter one changes with the saddle: it is looked at anew on the
    saddle found with the first difference.
    """
    (height,) = heights_for_knees(set_up, (knee_deg,), values)
    if leg is None:
        return height
    for _ in range(2):
        at = with_fit(set_up, {**values, SADDLE: height})
        bent = {side: angles.knee_bottom for side, angles in riding_angles(at).items()}
        (height,) = heights_for_knees(set_up, (knee_deg - bent[leg] + min(bent.values()),), values)
    return height


def _option(
    name: str,
    set_up: SetUp,
    values: dict[str, float],
    knee_deg: float,
    leg: Side | None,
    shim_mm: float,
) -> LegChoice:
    """A saddle at which one leg (None: the straighter one) has the knee angle at the bottom."""
    height = _height_for(set_up, values, knee_deg, leg)
    if leg is None and abs(height - values.get(SADDLE, height)) <= SAME_MM:
        height = values[SADDLE]  # the saddle recommended, which was found with the shim in place
    fit = {**values, SADDLE: float(round(height))}
    found: Evaluation = evaluate(set_up, fit)
    then = riding_angles(with_fit(set_up, fit))
    return LegChoice(
        name=name,
        shim_mm=shim_mm,
        saddle_height_mm=fit[SADDLE],
        knee_bottom_deg={side: round(then[side].knee_bottom, 1) for side in SIDES},
        objectives=found.objectives,
    )
