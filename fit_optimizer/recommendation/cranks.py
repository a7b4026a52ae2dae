"""Advice on cranks by what has been measured of them: they open the hip and the knee, and cost nothing.

Within 145-195 mm neither sprint power nor oxygen uptake depends on the crank's length by as much as can be told
(Martin & Spirduso 2001, EJAP 84:413; McDaniel et al. 2002, JAP 93:823), between 165 and 175 nor does efficiency
at race pace; the hip opens and the knee's range shrinks (Ferrer-Roca et al. 2017, IJSPP 12:1028). So only
a limit of the rider or a hip that hurts is a reason to change them.
"""

from __future__ import annotations

from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.criteria.limits import Limit, limits
from fit_optimizer.criteria.riding_angles import RidingAngles, heights_for_knees, riding_angles
from fit_optimizer.documents.advice import CrankAdvised, CrankShorter
from fit_optimizer.setup.adjustments import CRANK, SADDLE
from fit_optimizer.setup.complaints import first_tried
from fit_optimizer.setup.rider_on_bike import CRANK_STOCK_M, custom_crank_m, seat_rider
from fit_optimizer.setup.search_space import values_in_force
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError

OPENED_BY_CRANKS = ("hip flexion at the top", "knee flexion at the top", "thigh-to-trunk clearance")
"""Limits that shorter cranks give room to."""
SHORTER_MM = 5.0
"""How much shorter cranks are advised for a hip that hurts: one or two of the lengths that are sold."""
MOST_TOLD = 3
"""Of how many shorter lengths the effect is told, beside the usual one."""


def advise_cranks(set_up: SetUp, values: dict[str, float], knee_deg: float) -> CrankAdvised | None:
    """Crank advice at a fit; None where no shorter crank is sold or the legs cannot be closed."""
    now = values.get(CRANK, values_in_force(set_up)[CRANK])
    shorter = [1000 * m for m in CRANK_STOCK_M if 1000 * m < now - 1e-6]
    if not shorter:
        return None
    shorter.sort(reverse=True)
    try:
        before = _angles(set_up, values, now)
        usual = 1000 * custom_crank_m(set_up)
        told = [one for k, one in enumerate(shorter) if k < MOST_TOLD or abs(one - usual) < 1e-6]
        tried = [_tried(set_up, values, length, knee_deg, before) for length in told]
        broken = _broken(set_up, values)
        row = first_tried(set_up.rider.complaint)
        hurts = row.words if row is not None and row.shorter_cranks else ""
        length = now
        if broken or hurts:
            kept = [
                one
                for one in shorter
                if not _broken(set_up, _with_crank(set_up, values, one, knee_deg))
            ]
            one_down = min(shorter, key=lambda length: abs(length - (now - SHORTER_MM)))
            length = kept[0] if broken and kept else one_down
    except PedalfitError:
        return None
    return CrankAdvised(
        now_mm=now,
        length_mm=length,
        reason=broken[0] if broken else hurts,
        tried=tried,
        usual_mm=1000 * custom_crank_m(set_up),
    )


def _tried(
    set_up: SetUp, values: dict[str, float], crank_mm: float, knee_deg: float, before: RidingAngles
) -> CrankShorter:
    after = _angles(set_up, values, crank_mm, knee_deg)
    saddle = _with_crank(set_up, values, crank_mm, knee_deg)[SADDLE]
    return CrankShorter(
        length_mm=crank_mm,
        hip_opens_deg=before.hip_flexion - after.hip_flexion,
        knee_range_deg=(before.knee_top - before.knee_bottom)
        - (after.knee_top - after.knee_bottom),
        saddle_up_mm=saddle - values.get(SADDLE, values_in_force(set_up)[SADDLE]),
    )


def _with_crank(
    set_up: SetUp, values: dict[str, float], crank_mm: float, knee_deg: float
) -> dict[str, float]:
    changed = {**values, CRANK: crank_mm}
    (height,) = heights_for_knees(set_up, (knee_deg,), changed)
    return {**changed, SADDLE: float(round(height))}


def _angles(
    set_up: SetUp, values: dict[str, float], crank_mm: float, knee_deg: float | None = None
) -> RidingAngles:
    """Angles of the leg whose hip closes more."""
    changed = (
        {**values, CRANK: crank_mm}
        if knee_deg is None
        else _with_crank(set_up, values, crank_mm, knee_deg)
    )
    return max(riding_angles(with_fit(set_up, changed)).values(), key=lambda leg: leg.hip_flexion)


def _broken(set_up: SetUp, values: dict[str, float]) -> list[str]:
    standing: tuple[Limit, ...] = limits(
        seat_rider(set_up).hands(), seat_rider(with_fit(set_up, values))
    )
    return [one.name for one in standing if one.excess > 0 and one.name in OPENED_BY_CRANKS]
