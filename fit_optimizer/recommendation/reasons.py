"""Why each thing is changed, and which changes matter most: what the headline and the report say."""

from __future__ import annotations

from typing import Literal

from fit_optimizer.criteria.choice import gain
from fit_optimizer.criteria.evaluation import Evaluation, with_fit
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.criteria.riding_angles import RidingAngles, riding_angles
from fit_optimizer.documents.advice import ChangeAdvised
from fit_optimizer.recommendation.moves import SMALLEST_MOVE
from fit_optimizer.recommendation.saddle import TOLD_APART_MM, kept_range
from fit_optimizer.setup.adjustments import SADDLE, SETBACK, in_order_of_work
from fit_optimizer.setup.bike_parts import post_carries_mm
from fit_optimizer.setup.customary_ranges import advised_knee
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError

Why = Literal[
    "limit",
    "knee_bent",
    "knee_straight",
    "cranks",
    "setback",
    "complaint",
    "legs",
    "loads",
    "asked",
]
"""What speaks for a change; the report has the sentence of each, in every language."""

LIMIT_RANK, COMPLAINT_RANK = 100.0, 20.0
"""A limit that is broken comes before all else, then what hurts; the rest by how far it is off. The ranks
only order: a knee that is 5 deg outside its range counts as 5."""
CRANK_TOLD_MM = 0.1
"""Cranks that differ by less are the same: the tool sets 0.1 mm."""
RANK_OF_SHIM = 4.0
"""Shims come before what gains a load: a guess. They come before a saddle, too, which is placed with them."""


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
        _change(set_up, then, current, recommended, key, start, knee_deg)
        for key, end in recommended.values.items()
        if abs(end - start[key]) >= least.get(key, 0.05)
        and not (key == SETBACK and _left_on_rails(set_up, recommended, start, least[key]))
    ]
    order = {one.key: k for k, one in enumerate(in_order_of_work())}
    return tuple(sorted(found, key=lambda one: (-one.rank, order[one.key])))


def _left_on_rails(
    set_up: SetUp, recommended: Evaluation, start: dict[str, float], least_mm: float
) -> bool:
    """Whether a setback changes because the post carries the saddle, and nobody slides it."""
    return abs(_slid_mm(set_up, recommended, start)) < least_mm


def _slid_mm(set_up: SetUp, recommended: Evaluation, start: dict[str, float]) -> float:
    """By how much the saddle is slid back on its rails (mm, forward below nought), beside what the post carries it."""
    raised = recommended.values.get(SADDLE, start[SADDLE]) - start[SADDLE]
    carried = post_carries_mm(raised, set_up.bicycle.seat_tube_angle_deg)
    return recommended.values[SETBACK] - start[SETBACK] - carried


def _brought_mm(set_up: SetUp, recommended: Evaluation, start: dict[str, float]) -> float:
    """How far back a slide on the rails brings the saddle (mm, forward below nought), and the post does not undo."""
    if SETBACK not in recommended.values:
        return 0.0
    moved, slid = recommended.values[SETBACK] - start[SETBACK], _slid_mm(set_up, recommended, start)
    return min(moved, slid, key=abs) if moved * slid > 0 else 0.0


def _change(
    set_up: SetUp,
    then: SetUp,
    current: Evaluation,
    recommended: Evaluation,
    key: str,
    values: dict[str, float],
    knee_deg: tuple[float, float],
) -> ChangeAdvised:
    complaint, start, end = set_up.rider.complaint, values[key], recommended.values[key]
    if key == SADDLE:
        found = _of_saddle(set_up, then, current, recommended, start, end, knee_deg)
        lift_mm = _cranks_lift_mm(set_up, then)
        if abs(lift_mm) < CRANK_TOLD_MM:
            return _after_slide(found, _brought_mm(set_up, recommended, values), knee_deg)
        return _after_cranks(found, _most_eased(current, recommended), lift_mm)
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
    recommended: Evaluation,
    start: float,
    end: float,
    knee_deg: tuple[float, float],
) -> ChangeAdvised:
    """The saddle's change: by the knee at the bottom now, of the straighter leg, or by a limit of the rider's
    where the saddle goes the other way than that knee asks for."""
    straight, bent = knee_deg
    now, after = _straighter(set_up), _straighter(then)
    numbers: dict[str, float | str] = {
        "low": straight,
        "high": bent,
        "usual": round(advised_knee(knee_deg)),
        "complaint": set_up.rider.complaint,
    }
    if now is not None:
        numbers["knee_now"] = round(now.knee_bottom, 3)
    if after is not None:
        numbers["knee_then"] = round(after.knee_bottom, 3)
    why: Why = "knee_bent" if end > start else "knee_straight"
    if now is not None and not _as_the_knee_asks(now.knee_bottom, end - start, knee_deg):
        eased = _most_eased(current, recommended)
        why = "limit" if eased else "loads"
        numbers |= {"limit": eased} if eased else {}
    knee = straight if now is None else now.knee_bottom
    off = max(knee - bent, straight - knee, 0.0)
    rank = off + abs(end - start) / 10
    if set_up.rider.complaint != "none":
        rank += COMPLAINT_RANK
    if current.objectives is None:
        rank += LIMIT_RANK
    return ChangeAdvised(key=SADDLE, start=start, end=end, why=why, numbers=numbers, rank=rank)


def _as_the_knee_asks(knee: float, up_mm: float, knee_deg: tuple[float, float]) -> bool:
    """Whether a saddle goes up (mm) for a knee more bent than is advised or down for one less bent (deg)."""
    return (knee - advised_knee(knee_deg)) * up_mm > 0


def _most_eased(current: Evaluation, recommended: Evaluation) -> str:
    """The limit, broken now, that the fit recommended breaks least in comparison; empty where none is eased."""
    then = {limit.name: max(limit.excess, 0.0) for limit in recommended.limits}
    eased = {
        limit.name: limit.excess - then[limit.name]
        for limit in current.limits
        if limit.excess > then.get(limit.name, limit.excess)
    }
    return max(eased, key=lambda name: eased[name], default="")


def _after_cranks(saddle: ChangeAdvised, eased: str, lift_mm: float) -> ChangeAdvised:
    """The saddle's change where cranks that lift the lowest pedal (mm) bring it about: after them.

    It keeps its own reason where the knee is off now, and is for the limit that is `eased`, if one is, where the
    saddle goes farther than the pedal.
    """
    now = saddle.numbers.get("knee_now")
    low, high = (float(saddle.numbers[end]) for end in ("low", "high"))
    if now is None or not low <= float(now) <= high:
        return saddle
    if eased and abs(saddle.end - saddle.start - lift_mm) > TOLD_APART_MM:
        numbers = {**saddle.numbers, "limit": eased}
        return saddle.model_copy(update={"why": "limit", "numbers": numbers, "rank": LIMIT_RANK})
    return saddle.model_copy(update={"why": "cranks", "rank": 0.0})


def _after_slide(
    saddle: ChangeAdvised, back_mm: float, knee_deg: tuple[float, float]
) -> ChangeAdvised:
    """The saddle's change, after a slide (mm, back positive) that it follows where the knee now is no reason."""
    now = saddle.numbers.get("knee_now")
    straight, bent = kept_range(knee_deg)
    follows = abs(back_mm) >= SMALLEST_MOVE[SETBACK] and (saddle.end - saddle.start) * back_mm < 0
    if not follows or saddle.why == "limit" or now is None or not straight <= float(now) <= bent:
        return saddle
    return saddle.model_copy(update={"why": "setback", "rank": 0.0})


def _cranks_lift_mm(set_up: SetUp, then: SetUp) -> float:
    """By how much (mm) shorter cranks lift the lowest pedal; below nought for longer ones."""
    now, after = (seat_rider(one).bicycle.crank_length_m for one in (set_up, then))
    return 1000 * (now - after)


def _straighter(set_up: SetUp) -> RidingAngles | None:
    try:
        return min(riding_angles(with_fit(set_up, {})).values(), key=lambda leg: leg.knee_bottom)
    except PedalfitError:
        return None


def _worth(current: Evaluation, recommended: Evaluation) -> float:
    if current.objectives is None or recommended.objectives is None:
        return 0.0
    return max(gain(current.objectives, recommended.objectives, OBJECTIVES), 0.0)
