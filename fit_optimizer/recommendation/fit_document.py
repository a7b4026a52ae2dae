"""A recommendation as a document (`fit_optimizer.documents.fit`): everything that the report shows."""

from __future__ import annotations

from fit_optimizer.criteria.evaluation import Evaluation, with_fit
from fit_optimizer.documents.fit import (
    BandFound,
    ChangeRange,
    FitDocument,
    PlausibleRiders,
    RefusedFit,
    RiddenFit,
    Step,
)
from fit_optimizer.documents.ride import Refused
from fit_optimizer.emg.cycles import EmgCycles
from fit_optimizer.emg.emg_document import emg_compared
from fit_optimizer.pose.measure import MeasuredPose
from fit_optimizer.pose_check.compared_document import pose_compared
from fit_optimizer.recommendation.advice_document import advice_parts
from fit_optimizer.recommendation.bands import Band
from fit_optimizer.recommendation.moves import Move, with_parts_on
from fit_optimizer.recommendation.recommend import Recommendation
from fit_optimizer.recommendation.uncertainty import Uncertainty
from fit_optimizer.rides.ride_document import judged_by, outcome_of, ride_document
from fit_optimizer.setup.adjustments import SADDLE
from fit_optimizer.setup.keys_in_force import assumed_keys
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import TraceCheck
from fit_optimizer.trace_check.trace_document import check_document
from fit_optimizer.versions import package_versions
from rider_models.errors import PedalfitError


def fit_document(
    set_up: SetUp,
    recommendation: Recommendation,
    seed: int,
    trace_check: TraceCheck | None = None,
    pose: MeasuredPose | None = None,
    emg: EmgCycles | None = None,
) -> FitDocument:
    """The fit as it is, the fit recommended, what to do and why, and what made them. Raises PedalfitError."""
    now, then = with_fit(set_up, recommendation.current.values), recommendation.then
    if recommendation.change_needed:
        then = with_parts_on(set_up, then)
    recommended = _fit(then, recommendation.recommended)
    if isinstance(recommended, RefusedFit):
        raise PedalfitError(f"the recommended fit cannot be ridden: {recommended.refusal}")
    return FitDocument(
        rider=set_up.rider.name,
        judged_by=judged_by(),
        change_needed=recommendation.change_needed,
        reason=recommendation.reason,
        current=_fit(
            now,
            recommendation.current,
            body=not recommendation.change_needed,
        ),
        recommended=recommended,
        profile=set_up.search.profile,
        complaint=set_up.rider.complaint,
        binding=list(recommendation.binding),
        bands={band.key: _band(band, recommendation.uncertainty) for band in recommendation.bands},
        plausible_riders=_plausible(recommendation.uncertainty),
        steps=[_step(move) for move in recommendation.moves],
        pareto=[outcome_of(e) for e in recommendation.pareto],
        trace_check=None if trace_check is None else check_document(trace_check),
        pose=pose_compared(now, recommendation.then, pose),
        emg=None if emg is None else emg_compared(emg, now, recommendation.then),
        assumed=assumed_keys(set_up),
        trials=recommendation.trials,
        seed=seed,
        versions=package_versions(),
        discipline=set_up.riding.discipline,
        **advice_parts(set_up, recommendation),
    )


def _fit(set_up: SetUp, evaluation: Evaluation, body: bool = True) -> RiddenFit | RefusedFit:
    ride = ride_document(set_up, body)
    found = dict(outcome_of(evaluation))
    if isinstance(ride, Refused):
        return ride.extended(RefusedFit, **found)
    return ride.extended(RiddenFit, **found)


def _band(band: Band, uncertainty: Uncertainty) -> BandFound:
    of_saddle = uncertainty.saddle_mm if band.key == SADDLE else None
    return BandFound(
        value=band.value,
        low=band.low,
        high=band.high,
        uncertainty_low=None if of_saddle is None else of_saddle[0],
        uncertainty_high=None if of_saddle is None else of_saddle[1],
        ideal_low=band.ideal_low,
        ideal_high=band.ideal_high,
        limited_low=band.limited_low,
        limited_high=band.limited_high,
        step=band.step,
        slope_per_step=band.slope,
        scan=[outcome_of(e) for e in band.scanned],
    )


def _plausible(uncertainty: Uncertainty) -> PlausibleRiders:
    """What the recommendation changes for riders as the one described may be."""
    return PlausibleRiders(
        riders=uncertainty.riders,
        as_good_now=uncertainty.as_good_now,
        change={
            key: ChangeRange(low=low, high=high) for key, (low, high) in uncertainty.gain.items()
        },
    )


def _step(move: Move) -> Step:
    return Step(
        order=move.order,
        key=move.key,
        side=move.side,
        start=round(move.start, 2),
        end=round(move.end, 2),
        unit=move.unit,
        measured_along=move.measured_along,
        made_of=move.parts,
    )
