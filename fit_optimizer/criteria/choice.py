"""Which fits are as good as the best as far as anyone can tell, and what a change is worth."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log

from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.criteria.objectives import KNEE_LOAD_MATTERS, OBJECTIVES, Judged, Objective

WORTH = 1.0
"""What a change has to gain, in changes that matter (`gain`), before it is advised: one of them."""
LIMIT_SLACK = 0.25
"""Fits whose limits are broken by so little more (deg or mm) are as far off: no goniometer tells (a guess)."""


def as_good(candidate: Evaluation, best: Evaluation) -> bool:
    """Whether no objective of a fit is worse than another fit's by as much as matters."""
    if candidate.objectives is None or best.objectives is None:
        return False
    return worst(best.objectives, candidate.objectives) <= 1


def worst(reference: Mapping[str, float], of: Mapping[str, float]) -> float:
    """By how many changes that matter the worst objective lies above a reference (below: under nought)."""
    return max((of[one.key] / reference[one.key] - 1) / one.matters for one in OBJECTIVES)


def gain(
    reference: Mapping[str, float], of: Mapping[str, float], rows: Iterable[Objective]
) -> float:
    """What a fit saves against a reference, in changes that matter, summed over some objectives."""
    return sum(log(reference[one.key] / of[one.key]) / one.matters for one in rows)


def deciding() -> tuple[Objective, ...]:
    """The objectives that may turn a key for what they save, in their order."""
    return tuple(one for one in OBJECTIVES if one.decides)


def saved(reference: Mapping[str, float], of: Mapping[str, float]) -> float:
    """What a fit saves against a reference of what decides, in changes that matter."""
    return gain(reference, of, deciding())


def loads_knee(reference: Mapping[str, float], of: Mapping[str, float]) -> bool:
    """Whether a fit loads the knee more than a reference by as much as can be told."""
    return of["knee_load"] / reference["knee_load"] - 1 >= KNEE_LOAD_MATTERS


def worth_making(reference: Mapping[str, float], of: Mapping[str, float]) -> bool:
    """Whether a change of bicycle or technique saves as much as can be told of what decides, and loads no knee so."""
    return saved(reference, of) >= WORTH and not loads_knee(reference, of)


def ratios(reference: Judged, of: Judged) -> dict[str, float]:
    """Each objective over that of a reference."""
    return {one.key: of[one.key] / reference[one.key] for one in OBJECTIVES}


def excess(evaluation: Evaluation) -> float:
    """By how much (deg and mm added up) a fit goes beyond the rider's limits; nought within them."""
    return sum(max(limit.excess, 0.0) for limit in evaluation.limits)


def least_broken(known: Iterable[Evaluation]) -> list[Evaluation]:
    """The fits with a stroke that break no limit; where all break one, those that break least."""
    ridden = [e for e in known if e.objectives is not None]
    least = min((excess(e) for e in ridden), default=0.0)
    return [e for e in ridden if excess(e) <= least + LIMIT_SLACK]
