"""A rider as measured, by film or by hand, beside the model now and as recommended: `pose` of `fit.json`."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fit_optimizer.documents.pose import CurveCompared, FigureCompared, LegCompared, PoseCompared
from fit_optimizer.documents.ride import Curve
from fit_optimizer.pose.figure_table import FIGURES
from fit_optimizer.pose.figures import Figure
from fit_optimizer.pose.measure import MeasuredLeg, MeasuredPose
from fit_optimizer.pose_check.compare import COMPARED
from fit_optimizer.pose_check.model_curves import ModelLeg, Reading, model_legs, reading_of
from fit_optimizer.pose_check.typed import typed_figures, typed_reads
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import SIDES, Array, Side
from sim.leg_kinematics import LegCannotReach

BY_HAND = "[measured]"
"""What stands for a file where figures were typed by hand."""


def pose_compared(now: SetUp, then: SetUp, pose: MeasuredPose | None) -> PoseCompared | None:
    """A film, or figures of `[measured]`, beside two set-ups of one rider; None where nothing was measured.

    A figure that is on film is not taken from the hand. Raises LegCannotReach where the second set-up's legs
    cannot follow its pedals.
    """
    typed = typed_figures(now)
    if pose is None and not typed:
        return None
    reading = Reading(typed_reads(now)) if pose is None else reading_of(pose)
    after = model_legs(then, reading)
    try:
        before: Mapping[Side, ModelLeg] = model_legs(now, reading)
    except LegCannotReach:
        before = {}
    filmed: Mapping[Side, MeasuredLeg] = {} if pose is None else pose.legs
    sides = [side for side in SIDES if side in filmed or typed]
    return PoseCompared(
        file=BY_HAND if pose is None else pose.name,
        reads=reading.reads,
        legs={
            side: LegCompared(
                figures=_figures(_measured(side, filmed, typed), before.get(side), after[side]),
                curves=_curves(filmed.get(side), before.get(side), after[side]),
            )
            for side in sides
        },
        notes=[] if pose is None else list(pose.notes),
    )


def _measured(
    side: Side,
    filmed: Mapping[Side, MeasuredLeg],
    typed: Mapping[str, Mapping[Side, float]],
) -> dict[str, Figure]:
    """Figures of a leg by key: those on film, and those typed that are not."""
    found = {key: Figure(sides[side], None) for key, sides in typed.items()}
    return {**found, **(filmed[side].figures if side in filmed else {})}


def _figures(
    measured: Mapping[str, Figure], before: ModelLeg | None, after: ModelLeg
) -> dict[str, FigureCompared]:
    now = {} if before is None else before.figures
    then = after.figures
    return {
        kind.key: FigureCompared(
            measured=round(measured[kind.key].value, 2),
            spread=_rounded(measured[kind.key].spread),
            now=_rounded(now[kind.key].value) if kind.key in now else None,
            recommended=round(then[kind.key].value, 2),
        )
        for kind in FIGURES
        if kind.key in measured and kind.key in then
    }


def _curves(
    leg: MeasuredLeg | None, before: ModelLeg | None, after: ModelLeg
) -> dict[str, CurveCompared]:
    found = {}
    for name in COMPARED:
        if leg is None or name not in leg.curves:
            continue
        curve = leg.curves[name]
        found[name] = CurveCompared(
            measured=_written(curve.mean),
            spread=_written(curve.spread) if np.isfinite(curve.spread).all() else None,
            now=None if before is None else _written(before.curves[name]),
            recommended=_written(after.curves[name]),
        )
    return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _written(values: Array) -> Curve:
    written: Curve = np.round(values, 2).tolist()
    return written
