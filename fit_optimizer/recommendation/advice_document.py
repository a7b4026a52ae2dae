"""What to do and why, as parts of the document (`fit_optimizer.documents.advice`)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TypedDict

from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.criteria.riding_angles import knee_at_bottom, riding_angles
from fit_optimizer.documents.advice import (
    AnglesByLeg,
    BrokenLimit,
    ChangeAdvised,
    Cover,
    CrankAdvised,
    Learnt,
    LegAngles,
    LegsAdvised,
    LegsDoubted,
    LimitNear,
    MeasureFirst,
    ReliefFound,
    SaddleRange,
    Searched,
    SetbackDoubted,
)
from fit_optimizer.recommendation.measure_first import legs_doubted
from fit_optimizer.recommendation.near_limits import limits_near
from fit_optimizer.recommendation.recommend import Recommendation
from fit_optimizer.recommendation.saddle import SaddleFound
from fit_optimizer.recommendation.share_of_inseam import share_of_inseam
from fit_optimizer.recommendation.technique import TechniqueFound
from fit_optimizer.setup.adjustments import SADDLE
from fit_optimizer.setup.hints import nose_setback
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Side
from rider_models.errors import PedalfitError


class AdviceParts(TypedDict):
    """What the document of a fit says of what to do and why (`FitDocument`)."""

    cover: Cover
    changes: list[ChangeAdvised]
    saddle: SaddleRange | None
    limits_broken: list[BrokenLimit]
    limits_near: list[LimitNear]
    setback_doubted: SetbackDoubted | None
    legs_doubted: LegsDoubted | None
    cranks: CrankAdvised | None
    legs: LegsAdvised | None
    measure_first: list[MeasureFirst]
    relief: ReliefFound | None
    technique: Learnt | None
    others: Searched | None
    angles: AnglesByLeg


def advice_parts(set_up: SetUp, found: Recommendation) -> AdviceParts:
    """The document's parts by name."""
    others, learnt, nose = found.others, found.technique, nose_setback(set_up)
    return {
        "cover": Cover(**set_up.cover.model_dump()),
        "changes": list(found.changes),
        "saddle": None if found.saddle is None else _saddle(set_up, found.then, found.saddle),
        "limits_broken": list(found.diagnosis),
        "limits_near": limits_near(set_up, found.recommended, found.diagnosis),
        "setback_doubted": None if nose is None else SetbackDoubted(**asdict(nose)),
        "legs_doubted": _legs_doubted(set_up, found),
        "cranks": found.cranks,
        "legs": found.legs,
        "measure_first": list(found.measure),
        "relief": found.relief,
        "technique": None if learnt is None else _learnt(learnt),
        "others": None
        if others is None
        else Searched(changed=list(others.changed), left=list(others.left), at_stop=others.at_stop),
        "angles": AnglesByLeg(now=_angles(set_up), recommended=_angles(found.then)),
    }


def _legs_doubted(set_up: SetUp, found: Recommendation) -> LegsDoubted | None:
    """Doubts of the legs' lengths, where a saddle is moved by them."""
    if not any(one.key == SADDLE for one in found.changes):
        return None
    return legs_doubted(set_up, knee_at_bottom(found.then))


def _saddle(set_up: SetUp, then: SetUp, found: SaddleFound) -> SaddleRange:
    return SaddleRange(
        low=found.low,
        high=found.high,
        good_low=found.good_low,
        good_high=found.good_high,
        knee_low_deg=found.knee_deg[0],
        knee_high_deg=found.knee_deg[1],
        usual=found.usual_mm,
        stopped_by=found.stopped_by,
        share=share_of_inseam(set_up, then, knee_at_bottom(then)),
        most_low=round(found.most_low, 1),
        most_high=round(found.most_high, 1),
    )


def _learnt(found: TechniqueFound) -> Learnt:
    start, end = found.found_from, found.found.fit

    def of_technique(fit: Evaluation) -> dict[str, float]:
        return {key: fit.values[key] for key in found.keys}

    return Learnt(
        changed=list(found.found.changed),
        left=list(found.found.left),
        at_stop=found.found.at_stop,
        before=of_technique(start),
        after=of_technique(end),
        objectives_before=start.objectives,
        objectives_after=end.objectives,
    )


def _angles(set_up: SetUp) -> dict[Side, LegAngles] | None:
    try:
        return {side: LegAngles(**asdict(leg)) for side, leg in riding_angles(set_up).items()}
    except PedalfitError:
        return None
