"""A recommendation as JSON: schema `pedalfit.fit/1`. It holds everything that the report shows."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from fit_optimizer.bar_position import hands
from fit_optimizer.evaluation import Evaluation
from fit_optimizer.recommendation import Band, Recommendation
from fit_optimizer.rider_on_bike import assumed_keys, keys_in_force, seat_rider
from fit_optimizer.setup_file import with_values
from fit_optimizer.setup_tables import SetUp
from fit_optimizer.stroke_json import leg_curves, rounded
from fit_optimizer.trace_check import TraceCheck, check_document
from rider_models.errors import PedalfitError
from sim.drawing import LegPoints, side_view
from sim.pedalling_metrics import stroke_metrics
from sim.stroke import Stroke

SCHEMA = "pedalfit.fit/1"
CURVES = (
    "crank_torque_nm",
    "pedal_force_n",
    "hip_flexion_deg",
    "knee_flexion_deg",
    "ankle_dorsiflexion_deg",
    "tibiofemoral_compression_n",
    "tibiofemoral_shear_n",
    "patellofemoral_force_n",
)
PACKAGES = ("pedalfit", "pybullet", "numpy", "scipy", "optuna", "piqp")


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
        "change_needed": recommendation.change_needed,
        "reason": recommendation.reason,
        "current": _fit(set_up, recommendation.current),
        "recommended": _fit(set_up, recommendation.recommended),
        "bands": {band.key: _band(band) for band in recommendation.bands},
        "pareto": [_point(e) for e in recommendation.pareto],
        "trace_check": None if trace_check is None else check_document(trace_check),
        "assumed": assumed_keys(set_up),
        "trials": recommendation.trials,
        "seed": seed,
        "versions": package_versions(),
    }


def package_versions() -> dict[str, str]:
    """Versions of what computed the result."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _fit(set_up: SetUp, evaluation: Evaluation) -> dict[str, Any]:
    changed = with_values(set_up, evaluation.values)
    fit, effort = keys_in_force(changed)
    document: dict[str, Any] = {"fit": fit, "effort": effort, **_point(evaluation)}
    try:
        stroke = seat_rider(changed).simulate()
    except PedalfitError as error:
        return {**document, "refusal": str(error)}
    metrics = stroke_metrics(stroke)
    metrics.pop("solve_time_ms")
    at = hands(seat_rider(changed))
    return {
        **document,
        "metrics": metrics,
        "bar_mm": {"forward": round(1000 * at.x, 1), "up": round(1000 * at.z, 1)},
        "curves": _curves(stroke),
        "side_view_mm": _side_view(stroke, (at.x, at.z)),
    }


def _point(evaluation: Evaluation) -> dict[str, Any]:
    found = evaluation.objectives
    return {
        "values": evaluation.values,
        "objectives": None if found is None else found.as_dict(),
        "limits": {limit.name: round(limit.excess, 3) for limit in evaluation.limits},
        "feasible": evaluation.feasible,
    }


def _band(band: Band) -> dict[str, Any]:
    return {
        "value": band.value,
        "low": band.low,
        "high": band.high,
        "limited_low": band.limited_low,
        "limited_high": band.limited_high,
        "step": band.step,
        "slope_per_step": band.slope,
        "scan": [_point(e) for e in band.scanned],
    }


def _curves(stroke: Stroke) -> dict[str, Any]:
    curves: dict[str, Any] = {
        "crank_angle_deg": rounded(np.rad2deg(stroke.right.problem.cycle.crank_angle)),
        "total_crank_torque_nm": rounded(stroke.total_crank_torque),
    }
    for side, leg in stroke.legs.items():
        every = leg_curves(leg, side)
        curves[side] = {name: every[name] for name in CURVES}
        curves[side]["group_activation"] = _group_activation(
            leg_names=leg.problem.muscles.groups, activation=leg.coordination.activation
        )
    return curves


def _group_activation(leg_names: tuple[str, ...], activation: Any) -> dict[str, Any]:
    """Mean activation of each functional group over the cycle."""
    groups = np.array(leg_names)
    return {
        str(group): rounded(activation[:, groups == group].mean(axis=1))
        for group in dict.fromkeys(leg_names)
    }


def _side_view(stroke: Stroke, hand: tuple[float, float]) -> dict[str, Any]:
    view = side_view(stroke)

    def millimetres(values: Any) -> Any:
        return np.round(1000 * np.asarray(values), 1).tolist()

    def leg(points: LegPoints) -> dict[str, Any]:
        names = ("hip", "knee", "ankle", "heel", "toe", "pedal")
        return {name: millimetres(getattr(points, name)) for name in names}

    return {
        "left": leg(view.left),
        "right": leg(view.right),
        "shoulder": millimetres(view.shoulder),
        "hand": millimetres(hand),
        "saddle": millimetres(view.saddle),
        "bottom_bracket": [0.0, 0.0],
        "crank_length": round(1000 * view.crank_length_m, 1),
    }
