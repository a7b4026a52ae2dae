"""Differences between a rider as measured and the model of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fit_optimizer.pose.measure import MeasuredPose
from fit_optimizer.pose_check.model_curves import ModelLeg, model_legs, reading_of
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Side

COMPARED = ("knee_flexion", "hip_flexion", "trunk_to_thigh", "ankle_dorsiflexion")
"""Curves whose differences are told, joint by joint."""


@dataclass(frozen=True, slots=True)
class CurveError:
    """The model less the measurement over the revolution (deg): root mean square, and mean."""

    rms: float
    mean: float


@dataclass(frozen=True, eq=False)
class PoseCheck:
    """A measured pose beside the model: the model's legs, and the errors of every curve both have."""

    measured: MeasuredPose
    model: Mapping[Side, ModelLeg]
    errors: Mapping[Side, Mapping[str, CurveError]]


def check_pose(set_up: SetUp, measured: MeasuredPose) -> PoseCheck:
    """A set-up's movement beside a measured one. Raises LegCannotReach where its legs cannot follow the pedals."""
    model = model_legs(set_up, reading_of(measured))
    return PoseCheck(measured, model, curve_errors(measured, model))


def curve_errors(
    measured: MeasuredPose, model: Mapping[Side, ModelLeg]
) -> dict[Side, dict[str, CurveError]]:
    """Errors of every joint's curve (deg), by side."""
    errors: dict[Side, dict[str, CurveError]] = {}
    for side, leg in measured.legs.items():
        errors[side] = {}
        for name in COMPARED:
            if name in leg.curves:
                off = model[side].curves[name] - leg.curves[name].mean
                errors[side][name] = CurveError(float(np.sqrt(np.mean(off**2))), float(off.mean()))
    return errors
