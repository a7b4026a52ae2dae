"""Which of the rider's limits a fit breaks, by how much, and what would free it: from the movement alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.criteria.limits import Limit, limits
from fit_optimizer.criteria.riding_angles import heights_for_knees, knee_at_bottom
from fit_optimizer.documents.advice import BrokenLimit, FreedBy
from fit_optimizer.recommendation.bar_parts import reached
from fit_optimizer.setup.adjustments import CRANK, SADDLE, TORSO
from fit_optimizer.setup.rider_on_bike import CRANK_STOCK_M, seat_rider
from fit_optimizer.setup.search_space import values_in_force
from fit_optimizer.setup.setup_file import allowed_range
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError

BAR = "bar move"
TORSO_STEP_DEG, MOST_TORSO_DEG = 0.5, 30.0
SADDLE_STEP_MM, MOST_SADDLE_MM = 2.0, 40.0
"""How fine and how far freeing moves are looked for: a fitter's steps, and more than any one fit moves."""


def diagnosis(set_up: SetUp) -> tuple[BrokenLimit, ...]:
    """What the set-up as it is breaks; a few milliseconds a move, no stroke."""
    return tuple(
        BrokenLimit(
            limit=one.name,
            excess=one.excess,
            unit=one.unit,
            freed_by=list(_freeing(set_up, one.name)),
        )
        for one in _standing(set_up, {})
        if one.excess > 0
    )


def least_broken_torso(set_up: SetUp, values: dict[str, float]) -> float | None:
    """The torso angle (deg) nearest to now at which a fit breaks least; None where now does not break.

    The bar moves no farther than spacers and a stem bring it, and than the set-up says that it can
    (`bar_move_max_mm`). Only torsos that are raised are looked at: nothing is freed by a lower one but
    a knee from the bar.
    """
    now = values_in_force(set_up)[TORSO]
    start = _total(set_up, values)
    if start <= 0:
        return None
    angles = [now, *_steps(now, MOST_TORSO_DEG, TORSO_STEP_DEG, allowed_range(TORSO)[1])]
    found = []
    for angle in angles:
        standing = _standing(set_up, {**values, TORSO: angle})
        if any(one.name == BAR and one.excess > 0 for one in standing):
            continue
        if angle != now and not bar_reached(set_up, {**values, TORSO: angle}):
            continue
        found.append((sum(max(one.excess, 0.0) for one in standing), angle))
    if not found:
        return None
    least = min(excess for excess, _ in found)
    return next(angle for excess, angle in found if excess <= least + 1e-6)


def bar_reached(set_up: SetUp, values: dict[str, float]) -> bool:
    """Whether spacers and a stem bring the bar to where a changed fit has the hands."""
    return reached(set_up, *_bar_move(set_up, values))


def _bar_move(set_up: SetUp, values: dict[str, float]) -> tuple[float, float]:
    """How far forward and up (mm) a changed fit has the hands."""
    now, then = seat_rider(set_up).hands(), seat_rider(with_fit(set_up, values)).hands()
    return 1000 * (then.x - now.x), 1000 * (then.z - now.z)


def in_words(broken: BrokenLimit) -> str:
    """A broken limit as a sentence."""
    ways = " or ".join(_way(one) for one in broken.freed_by)
    by = (
        f"{max(broken.excess, 0.1):.0f} {broken.unit}"
        if broken.excess >= 1
        else f"under 1 {broken.unit}"
    )
    text = f"As it is, the rider's limit of {broken.limit} is passed by {by}"
    return f"{text}: {ways} would keep it." if ways else f"{text}; no single move keeps it."


def _way(one: FreedBy) -> str:
    reach = "" if one.by_parts else ", more than spacers and a stem give,"
    words = {
        TORSO: (
            f"a torso of at least {one.end:g} deg (now {round(one.start, 1):g}), the bar {one.bar_up_mm:.0f} mm "
            f"higher{reach}"
        ),
        SADDLE: f"a saddle of {one.end:.0f} mm (now {one.start:.0f})",
        CRANK: f"cranks of {one.end:g} mm (now {round(one.start, 1):g})",
    }
    return words[one.key]


def _freeing(set_up: SetUp, limit: str) -> Iterator[FreedBy]:
    """Single moves after which a limit is kept: torso, saddle to either side, stock cranks."""
    now = values_in_force(set_up)
    high = allowed_range(TORSO)[1]
    saddles = [
        now[SADDLE] + sign * step
        for step in np.arange(SADDLE_STEP_MM, MOST_SADDLE_MM, SADDLE_STEP_MM).tolist()
        for sign in (1, -1)
    ]
    cranks = sorted((1000 * m for m in CRANK_STOCK_M if 1000 * m < now[CRANK]), reverse=True)
    moves = {
        TORSO: [{TORSO: at} for at in _steps(now[TORSO], MOST_TORSO_DEG, TORSO_STEP_DEG, high)],
        SADDLE: [{SADDLE: at} for at in saddles],
        CRANK: [_with_saddle(set_up, crank) for crank in cranks],
    }
    for key, tries in moves.items():
        for values in tries:
            if values and _excess(set_up, values, limit) <= 0:
                yield _freed(set_up, key, now[key], values)
                break


def _freed(set_up: SetUp, key: str, start: float, values: dict[str, float]) -> FreedBy:
    if key != TORSO:
        return FreedBy(key=key, start=start, end=values[key])
    forward, up = _bar_move(set_up, values)
    return FreedBy(
        key=key,
        start=start,
        end=values[key],
        bar_up_mm=round(up),
        by_parts=reached(set_up, forward, up),
    )


def _with_saddle(set_up: SetUp, crank_mm: float) -> dict[str, float]:
    """Other cranks, with the saddle where the knee keeps its angle at the bottom."""
    try:
        (height,) = heights_for_knees(set_up, (knee_at_bottom(set_up),), {CRANK: crank_mm})
    except PedalfitError:
        return {}
    return {CRANK: crank_mm, SADDLE: float(round(height))}


def _steps(now: float, most: float, step: float, highest: float) -> list[float]:
    first = np.floor(now / step) * step
    return [at for at in np.arange(first + step, now + most, step).tolist() if at <= highest]


def _standing(set_up: SetUp, values: dict[str, float]) -> tuple[Limit, ...]:
    """The limits of a fit; none where the legs do not follow the pedals."""
    try:
        return limits(seat_rider(set_up).hands(), seat_rider(with_fit(set_up, values)))
    except PedalfitError:
        return ()


def _excess(set_up: SetUp, values: dict[str, float], limit: str) -> float:
    found = [one.excess for one in _standing(set_up, values) if one.name == limit]
    return found[0] if found else float("inf")


def _total(set_up: SetUp, values: dict[str, float]) -> float:
    return sum(max(one.excess, 0.0) for one in _standing(set_up, values))
