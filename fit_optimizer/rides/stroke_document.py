"""A stroke as a document (`fit_optimizer.documents.stroke`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from fit_optimizer.documents.ride import Curves, LegCurves
from fit_optimizer.documents.stroke import MetricsByLeg, StrokeDocument
from fit_optimizer.setup.keys_in_force import assumed_keys, keys_in_force
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Array, Side
from sim.metric_table import nested
from sim.pedalling_metrics import leg_metrics, stroke_metrics
from sim.stroke import LegStroke, Stroke
from sim.stroke_curves import leg_curves

BY_MUSCLE = ("activation", "muscle_force_n")
"""Curves that each muscle has."""


def simulate_set_up(set_up: SetUp) -> tuple[Stroke, StrokeDocument]:
    """Simulate a set-up; the stroke and its document. Raises PedalfitError."""
    with explained(set_up):
        stroke = seat_rider(set_up).simulate()
    return stroke, stroke_document(set_up, stroke)


def stroke_document(set_up: SetUp, stroke: Stroke) -> StrokeDocument:
    """Set-up in force, metrics and curves of a stroke.

    `metrics` are those of `stroke_metrics`; `metrics_by_leg` the same for each leg. Curves of a
    side count from that side's top dead centre, those of both sides from the right one's.
    """
    fit, effort = keys_in_force(set_up)
    weight = stroke.body_weight_n
    return StrokeDocument(
        fit=fit,
        effort=effort,
        assumed=assumed_keys(set_up),
        set_up=set_up.model_dump(exclude_unset=True),
        metrics=nested(stroke_metrics(stroke)),
        metrics_by_leg=MetricsByLeg(
            left=nested(leg_metrics(stroke.left, weight)),
            right=nested(leg_metrics(stroke.right, weight)),
        ),
        curves=Curves(
            crank_angle_deg=rounded(np.rad2deg(stroke.right.problem.cycle.crank_angle)),
            total_crank_torque_nm=rounded(stroke.total_crank_torque),
            crank_speed_rad_s=rounded(stroke.crank_speed),
            left=written_curves(stroke.left, "left"),
            right=written_curves(stroke.right, "right"),
        ),
    )


def written_curves(leg: LegStroke, side: Side, names: Iterable[str] | None = None) -> LegCurves:
    """The curves of a leg, or some of them, as they are written: to a ten-thousandth."""
    every = leg_curves(leg, side)
    muscles = leg.problem.muscles.names
    written: dict[str, Any] = {}
    for name in every if names is None else names:
        curve = every[name]
        by_muscle = dict(zip(muscles, curve.T, strict=True)) if name in BY_MUSCLE else None
        if by_muscle is None:
            written[name] = rounded(curve)
        else:
            written[name] = {muscle: rounded(one) for muscle, one in by_muscle.items()}
    return LegCurves(**written)


def rounded(values: Array) -> list[Any]:
    """Nested lists, to a ten-thousandth."""
    result: list[Any] = np.round(values, 4).tolist()
    return result
