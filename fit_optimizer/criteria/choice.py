"""Which of many fits is recommended: least knee load and dead spots among those with little effort."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.criteria.objectives import OBJECTIVE_NAMES, Objectives

TOLERANCE = 0.03
"""What counts as equal: a band is where every objective stays within 3 % of the recommendation's."""

GUARD = 0.01
"""How much more than the least effort within reach a fit may take. The wider it is, the lower the saddle ends,
for a lower saddle has smaller dead spots. Chosen by the knee angles that riders have by custom, 33 to 40 deg
at any intensity (Swart & Holliday 2019): from saddles too low, right and too high an average rider's knee ends
at 37, 38 and 39 deg with 1 %, at 39, 39 and 40 with 2 %, at 41, 41 and 42 with 3 %."""


def choose(current: Evaluation, known: Iterable[Evaluation]) -> Evaluation | None:
    """The fit within the guard with the least mean of knee load and dead spots, relative to now."""
    return min(within_guard(known), key=lambda e: score(current, e), default=None)


def within_guard(known: Iterable[Evaluation]) -> list[Evaluation]:
    """The feasible fits whose effort is within `GUARD` of the least among them."""
    feasible = [(e, e.objectives.effort) for e in known if e.objectives is not None and e.feasible]
    most = min((effort for _, effort in feasible), default=0.0) * (1 + GUARD)
    return [e for e, effort in feasible if effort <= most]


def least_effort(known: Iterable[Evaluation]) -> Evaluation | None:
    """The feasible fit that sets the guard."""
    feasible = [(e, e.objectives.effort) for e in known if e.objectives is not None and e.feasible]
    return min(feasible, key=lambda pair: pair[1], default=(None, 0.0))[0]


def score(current: Evaluation, candidate: Evaluation) -> float:
    """Mean of knee load and dead spots relative to now; raw where now has no stroke."""
    if candidate.objectives is None:
        return float("inf")
    ratio = ratios(current.objectives or Objectives(1.0, 1.0, 1.0), candidate.objectives)
    return (ratio["knee_load"] + ratio["dead_spots"]) / 2


def ratios(reference: Objectives, of: Objectives) -> dict[str, float]:
    """Each objective over that of a reference."""
    before, after = reference.as_dict(), of.as_dict()
    return {name: after[name] / before[name] for name in OBJECTIVE_NAMES}


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
