"""Why each thing is changed, and which changes matter most: what the headline and the report say."""

from __future__ import annotations

from typing import Literal

from fit_optimizer.criteria.choice import gain
from fit_optimizer.criteria.evaluation import SADDLE, SETBACK, Evaluation, with_fit
from fit_optimizer.criteria.riding_angles import RidingAngles, riding_angles
from fit_optimizer.documents.advice import ChangeAdvised
from fit_optimizer.setup.adjustments import in_order_of_work
from fit_optimizer.setup.customary_ranges import USUAL_KNEE_DEG
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError

Why = Literal["limit", "knee_bent", "knee_straight", "complaint", "legs", "loads", "asked"]
"""What speaks for a change; the report has the sentence of each, in every language."""

LIMIT_RANK, COMPLAINT_RANK = 100.0, 20.0
"""A limit that is broken comes before all else, then what hurts; the rest by how far it is off. The ranks
only order: a knee that is 5 deg outside its range counts as 5."""
RANK_OF_SHIM = 4.0
"""Shims come before what gains a load, after a saddle that is well off: a guess."""


def changes(
    set_up: SetUp,
    then: SetUp,
    current: Evaluation,
    recommended: Evaluation,
    knee_deg: tuple[float, float],
    start: dict[str, float],
    least: dict[str, float],
) -> tuple[ChangeAdvised, ...]:
    """What changes on the bicycle, what matters most first.

    `start` are the values now by key; `least` is the smallest change of a key that is one.
    """
    found = [
        _change(set_up, then, current, recommended, key, start[key], end, knee_deg)
        for key, end in recommended.values.items()
        if abs(end - start[key]) >= least.get(key, 0.05)
    ]
    order = {one.key: k for k, one in enumerate(in_order_of_work())}
    return tuple(sorted(found, key=lambda one: (-one.rank, order[one.key])))


def _change(
    set_up: SetUp,
    then: SetUp,
    current: Evaluation,
    recommended: Evaluation,
    key: str,
    start: float,
    end: float,
    knee_deg: tuple[float, float],
) -> ChangeAdvised:
    complaint = set_up.rider.complaint
    if key == SADDLE:
        return _of_saddle(set_up, then, current, start, end, knee_deg)
    worth = _worth(current, recommended)
    why: Why = "loads"
    numbers: dict[str, float | str] = {"worth": worth}
    rank = worth
    if current.broken and key != SETBACK:
        why, numbers, rank = "limit", {"limit": current.broken[0]}, LIMIT_RANK
    elif complaint != "none":
        why, numbers, rank = "complaint", {"complaint": complaint}, COMPLAINT_RANK + worth
    return ChangeAdvised(key=key, start=start, end=end, why=why, numbers=numbers, rank=rank)


def _of_saddle(
    set_up: SetUp,
    then: SetUp,
    current: Evaluation,
    start: float,
    end: float,
    knee_deg: tuple[float, float],
) -> ChangeAdvised:
    """The saddle's change: by the knee at the bottom now, of the straighter leg."""
    straight, bent = knee_deg
    now, after = _straighter(set_up), _straighter(then)
    numbers: dict[str, float | str] = {
        "low": straight,
        "high": bent,
        "usual": round(USUAL_KNEE_DEG),
        "complaint": set_up.rider.complaint,
    }
    if now is not None:
        numbers["knee_now"] = round(now.knee_bottom, 3)
    if after is not None:
        numbers["knee_then"] = round(after.knee_bottom, 3)
    why: Why = "knee_bent" if end > start else "knee_straight"
    knee = straight if now is None else now.knee_bottom
    off = max(knee - bent, straight - knee, 0.0)
    rank = off + abs(end - start) / 10
    if set_up.rider.complaint != "none":
        rank += COMPLAINT_RANK
    if current.objectives is None:
        rank += LIMIT_RANK
    return ChangeAdvised(key=SADDLE, start=start, end=end, why=why, numbers=numbers, rank=rank)


def _straighter(set_up: SetUp) -> RidingAngles | None:
    try:
        return min(riding_angles(with_fit(set_up, {})).values(), key=lambda leg: leg.knee_bottom)
    except PedalfitError:
        return None


def _worth(current: Evaluation, recommended: Evaluation) -> float:
    if current.objectives is None or recommended.objectives is None:
        return 0.0
    return max(gain(current.objectives, recommended.objectives), 0.0)
