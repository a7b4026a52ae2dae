"""Measured riders, and their comparison with a set-up, as documents (`fit_optimizer.documents.pose`)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fit_optimizer.documents.pose import CurveMeasured, FigureFound, LegMeasured, PoseMeasured
from fit_optimizer.documents.ride import Curve
from fit_optimizer.pose.curves import MeanCurve
from fit_optimizer.pose.measure import MeasuredLeg, MeasuredPose
from fit_optimizer.pose_check.compare import CurveError, PoseCheck
from fit_optimizer.pose_check.model_curves import ModelLeg
from rider_models.arrays import Array
from sim.kinematics import crank_angles


def pose_measured(pose: MeasuredPose, check: PoseCheck | None = None) -> PoseMeasured:
    """What was measured of a rider, beside the model where it was compared."""
    model = {} if check is None else check.model
    errors = {} if check is None else check.errors
    return PoseMeasured(
        file=pose.name,
        source=pose.source,
        reads=pose.reads,
        plane=pose.plane,
        cadence_rpm=None if pose.cadence_rpm is None else round(pose.cadence_rpm, 2),
        revolutions=pose.turns,
        frames=pose.frames,
        frame_rate_hz=None if pose.frame_rate_hz is None else round(pose.frame_rate_hz, 3),
        crank_from=pose.crank_from,
        crank_off_deg=pose.crank_off_deg,
        crank_angle_deg=np.rad2deg(crank_angles()).round(6).tolist(),
        legs={
            side: _leg(leg, model.get(side), errors.get(side, {}))
            for side, leg in pose.legs.items()
        },
        notes=list(pose.notes),
    )


def _leg(leg: MeasuredLeg, model: ModelLeg | None, errors: Mapping[str, CurveError]) -> LegMeasured:
    figures = {
        key: FigureFound(
            measured=round(figure.value, 2),
            spread=None if figure.spread is None else round(figure.spread, 2),
            model=None
            if model is None or key not in model.figures
            else round(model.figures[key].value, 2),
        )
        for key, figure in leg.figures.items()
    }
    curves = {
        name: _curve(curve, None if model is None else model.curves.get(name), errors.get(name))
        for name, curve in leg.curves.items()
    }
    return LegMeasured(figures=figures, curves=curves)


def _curve(curve: MeanCurve, model: Array | None, error: CurveError | None) -> CurveMeasured:
    return CurveMeasured(
        mean=_written(curve.mean),
        spread=_written(curve.spread) if np.isfinite(curve.spread).all() else None,
        model=None if model is None else _written(model),
        rms_error=None if error is None else round(error.rms, 3),
        mean_error=None if error is None else round(error.mean, 3),
    )


def _written(values: Array) -> Curve:
    written: Curve = np.round(values, 3).tolist()
    return written
