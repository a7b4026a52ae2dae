"""A recommendation as JSON: schema `pedalfit.fit/1`. It holds everything that the report shows."""

from __future__ import annotations

from typing import Any

from fit_optimizer.criteria.evaluation import Evaluation, with_fit
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.recommendation.bands import Band
from fit_optimizer.recommendation.moves import Move
from fit_optimizer.recommendation.neighbourhood import Surroundings
from fit_optimizer.recommendation.recommend import Recommendation
from fit_optimizer.recommendation.uncertainty import Uncertainty
from fit_optimizer.rides.ride_document import judged_by, ride_document
from fit_optimizer.setup.keys_in_force import assumed_keys
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import TraceCheck
from fit_optimizer.trace_check.trace_document import check_document
from fit_optimizer.versions import package_versions

SCHEMA = "pedalfit.fit/1"


def fit_document(
    set_up: SetUp,
    recommendation: Recommendation,
    seed: int,
    trace_check: TraceCheck | None = None,
) -> dict[str, Any]:
    """The fit as it is, the fit recommended, bands, Pareto front, and what made them."""
    return {
        "schema": SCHEMA,
        "rider": set_up.rider.name,
        "judged_by": judged_by(),
        "change_needed": recommendation.change_needed,
        "reason": recommendation.reason,
        "current": _fit(set_up, recommendation.current),
        "recommended": _fit(set_up, recommendation.recommended),
        "profile": set_up.search.profile,
        "complaint": set_up.rider.complaint,
        "binding": list(recommendation.binding),
        "bands": {
            band.key: _band(band, recommendation.uncertainty) for band in recommendation.bands
        },
        "plausible_riders": _plausible(recommendation.uncertainty),
        "steps": [_move(move) for move in recommendation.moves],
        "neighbourhood": _neighbourhood(recommendation.surroundings),
        "pareto": [_point(e) for e in recommendation.pareto],
        "trace_check": None if trace_check is None else check_document(trace_check),
        "assumed": assumed_keys(set_up),
        "trials": recommendation.trials,
        "seed": seed,
        "versions": package_versions(),
    }


def _fit(set_up: SetUp, evaluation: Evaluation) -> dict[str, Any]:
    return {**ride_document(with_fit(set_up, evaluation.values)), **_point(evaluation)}


def _point(evaluation: Evaluation) -> dict[str, Any]:
    found = evaluation.objectives
    return {
        "values": evaluation.values,
        "objectives": found,
        "limits": {limit.name: round(limit.excess, 3) for limit in evaluation.limits},
        "feasible": evaluation.feasible,
    }


def _band(band: Band, uncertainty: Uncertainty) -> dict[str, Any]:
    return {
        "value": band.value,
        "low": band.low,
        "high": band.high,
        "uncertainty_low": uncertainty.low[band.key],
        "uncertainty_high": uncertainty.high[band.key],
        "limited_low": band.limited_low,
        "limited_high": band.limited_high,
        "step": band.step,
        "slope_per_step": band.slope,
        "scan": [_point(e) for e in band.scanned],
    }


def _plausible(uncertainty: Uncertainty) -> dict[str, Any]:
    """What the recommendation changes for riders as the one described may be."""
    return {
        "riders": uncertainty.riders,
        "as_good_now": uncertainty.as_good_now,
        "change": {
            name: {"low": low, "high": high} for name, (low, high) in uncertainty.gain.items()
        },
    }


def _move(move: Move) -> dict[str, Any]:
    return {
        "order": move.order,
        "key": move.key,
        "side": move.side,
        "from": round(move.start, 2),
        "to": round(move.end, 2),
        "unit": move.unit,
        "measured_along": move.measured_along,
    }


def _neighbourhood(around: Surroundings) -> dict[str, Any]:
    """Objectives over two variables, rows by y; null where a fit cannot be ridden or breaks a limit."""
    values = {
        one.key: [[_feasible(e, one.key) for e in row] for row in around.rows] for one in OBJECTIVES
    }
    return {"x_key": around.x_key, "y_key": around.y_key, "x": around.x, "y": around.y, **values}


def _feasible(evaluation: Evaluation, name: str) -> float | None:
    found = evaluation.objectives
    return found[name] if found is not None and evaluation.feasible else None
