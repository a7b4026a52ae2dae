"""A stroke as JSON: schema `pedalfit.stroke/1`."""

from __future__ import annotations

from typing import Any

import numpy as np

from fit_optimizer.documents.stroke import SCHEMA
from fit_optimizer.setup.keys_in_force import assumed_keys, keys_in_force
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Array, Joint
from sim.load_metrics import MPA_PER_PA, load_curves
from sim.metric_table import nested
from sim.pedalling_metrics import leg_metrics, stroke_metrics
from sim.stroke import LegStroke, Stroke

_MIRROR = {"left": np.array([1.0, -1.0, 1.0]), "right": np.array([1.0, 1.0, 1.0])}


def simulate_set_up(set_up: SetUp) -> tuple[Stroke, dict[str, Any]]:
    """Simulate a set-up; the stroke and its JSON document. Raises PedalfitError."""
    with explained(set_up):
        stroke = seat_rider(set_up).simulate()
    return stroke, stroke_document(set_up, stroke)


def stroke_document(set_up: SetUp, stroke: Stroke) -> dict[str, Any]:
    """Set-up in force, metrics and curves of a stroke.

    `metrics` are those of `stroke_metrics`; `metrics_by_leg` the same for each leg. Curves of a
    side count from that side's top dead centre, those of both sides from the right one's.
    """
    fit, effort = keys_in_force(set_up)
    weight = stroke.body_weight_n
    sides = stroke.legs
    angle = np.rad2deg(stroke.right.problem.cycle.crank_angle)
    return {
        "schema": SCHEMA,
        "fit": fit,
        "effort": effort,
        "assumed": assumed_keys(set_up),
        "set_up": set_up.model_dump(exclude_unset=True),
        "metrics": nested(stroke_metrics(stroke)),
        "metrics_by_leg": {side: nested(leg_metrics(leg, weight)) for side, leg in sides.items()},
        "curves": {
            "crank_angle_deg": rounded(angle),
            "total_crank_torque_nm": rounded(stroke.total_crank_torque),
            "crank_speed_rad_s": rounded(stroke.crank_speed),
            **{side: leg_curves(leg, side) for side, leg in sides.items()},
        },
    }


def leg_curves(leg: LegStroke, side: str) -> dict[str, Any]:
    """Curves of one leg over its crank angle, in bicycle axes (x forward, y left, z up)."""
    angles = np.rad2deg(leg.problem.cycle.joint_angles)
    names = leg.problem.muscles.names
    coordination, loads = leg.coordination, leg.loads
    return {
        "crank_torque_nm": rounded(leg.crank_torque),
        "pedal_force_n": rounded(-coordination.force_on_foot * _MIRROR[side]),
        "hip_flexion_deg": rounded(angles[:, Joint.HIP_FLEXION]),
        "knee_flexion_deg": rounded(angles[:, Joint.KNEE_FLEXION]),
        "ankle_dorsiflexion_deg": rounded(angles[:, Joint.ANKLE_DORSIFLEXION]),
        "hip_moment_nm": rounded(leg.joint_moment[:, Joint.HIP_FLEXION]),
        "knee_moment_nm": rounded(leg.joint_moment[:, Joint.KNEE_FLEXION]),
        "ankle_moment_nm": rounded(leg.joint_moment[:, Joint.ANKLE_DORSIFLEXION]),
        **{f"{name}_n": rounded(curve) for name, curve in load_curves(loads).items()},
        "patellofemoral_stress_mpa": rounded(loads.patellofemoral_stress * MPA_PER_PA),
        "activation": {m: rounded(coordination.activation[:, i]) for i, m in enumerate(names)},
        "muscle_force_n": {
            m: rounded(coordination.muscle_force[:, i]) for i, m in enumerate(names)
        },
    }


def rounded(values: Array) -> list[Any]:
    """Nested lists, to a ten-thousandth."""
    result: list[Any] = np.round(values, 4).tolist()
    return result
