"""Which of many fits is recommended: least knee load and dead spots among those with little effort."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.criteria.objectives import OBJECTIVES, Judged, Role, guard_objective, with_role

TOLERANCE = 0.03
"""What counts as equal: a band is where every objective stays within 3 % of the recommendation's."""

GUARD = 0.01
"""How much more than the least effort within reach a fit may take. The wider it is, the lower the saddle ends,
for a lower saddle has smaller dead spots. Chosen by the knee angles that riders have by custom, 33 to 40 deg
at any intensity (Swart & Holliday 2019): from saddles too low, right and too high an average rider's knee ends
at 37, 38 and 39 deg with 1 %, at 39, 39 and 40 with 2 %, at 41, 41 and 42 with 3 %."""


def choose(current: Evaluation, known: Iterable[Evaluation]) -> Evaluation | None:
    """The fit within the guard with the least score."""
    return min(within_guard(known), key=lambda e: score(current, e), default=None)


def within_guard(known: Iterable[Evaluation]) -> list[Evaluation]:
    """The feasible fits that take at most `GUARD` more of the guard than the least among them."""
    guarded = _guarded(known)
    most = min((taken for _, taken in guarded), default=0.0) * (1 + GUARD)
    return [e for e, taken in guarded if taken <= most]


def least_guard(known: Iterable[Evaluation]) -> Evaluation | None:
    """The feasible fit from which the guard is measured."""
    return min(_guarded(known), key=lambda pair: pair[1], default=(None, 0.0))[0]


def _guarded(known: Iterable[Evaluation]) -> list[tuple[Evaluation, float]]:
    """Feasible fits with what they take of the guard."""
    key = guard_objective().key
    return [(e, e.objectives[key]) for e in known if e.objectives is not None and e.feasible]


def score(current: Evaluation, candidate: Evaluation) -> float:
    """Mean of the scored objectives relative to now; raw where now has no stroke."""
    if candidate.objectives is None:
        return float("inf")
    scored = [one.key for one in with_role(Role.SCORED)]
    now = current.objectives or dict.fromkeys(scored, 1.0)
    return sum(candidate.objectives[key] / now[key] for key in scored) / len(scored)


def ratios(reference: Judged, of: Judged) -> dict[str, float]:
    """Each objective over that of a reference."""
    return {one.key: of[one.key] / reference[one.key] for one in OBJECTIVES}


def as_good(candidate: Evaluation, best: Evaluation) -> bool:
    """Whether no objective of a fit is worse than the best fit's by more than `TOLERANCE`."""
    if candidate.objectives is None or best.objectives is None:
        return False
    return max(ratios(best.objectives, candidate.objectives).values()) <= 1 + TOLERANCE


def most_broken(known: Sequence[Evaluation]) -> str:
    """Name of the limit that most candidates break, or how many had no stroke."""
    broken = [name for e in known for name in e.broken]
    if not broken:
        return "no stroke was found in the model"
    return f"most go beyond the limit of {max(sorted(set(broken)), key=broken.count)}"
