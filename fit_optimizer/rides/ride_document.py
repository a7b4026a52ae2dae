"""One set-up ridden, as JSON: what a report shows of it, with its curves, side view and work."""

from __future__ import annotations

from typing import Any

import numpy as np

from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.rides.stroke_document import leg_curves, rounded
from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp
from rider_models.errors import PedalfitError
from sim.metric_table import nested
from sim.pedalling_metrics import mean_power, reproducible_metrics
from sim.side_view import LegPoints, side_view
from sim.stroke import LegStroke, Stroke
from sim.work_sectors import COACHED_GROUPS, HOURS, SECTORS, leg_power, share_of_mean_power

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


def ride_document(set_up: SetUp) -> dict[str, Any]:
    """Keys in force and, where the model can ride it, all that a report shows of the stroke.

    A set-up that cannot be ridden has `refusal` instead, the sentence that says why.
    """
    fit, effort = keys_in_force(set_up)
    document: dict[str, Any] = {"fit": fit, "effort": effort}
    seated = seat_rider(set_up)
    try:
        stroke = seated.simulate()
    except PedalfitError as error:
        return {**document, "refusal": str(error)}
    at = seated.hands()
    return {
        **document,
        "metrics": nested(reproducible_metrics(stroke)),
        "bar_mm": {"forward": round(1000 * at.x, 1), "up": round(1000 * at.z, 1)},
        "curves": _curves(stroke),
        "work": {side: _work(leg) for side, leg in stroke.legs.items()},
        "side_view_mm": _side_view(stroke, (at.x, at.z)),
    }


def judged_by() -> list[dict[str, Any]]:
    """The objectives in words, for whoever shows a document's `objectives`."""
    return [
        {
            "key": one.key,
            "words": one.words,
            "explained": one.explained,
            "unit": one.unit,
            "decimals": one.decimals,
        }
        for one in OBJECTIVES
    ]


def _curves(stroke: Stroke) -> dict[str, Any]:
    curves: dict[str, Any] = {
        "crank_angle_deg": rounded(np.rad2deg(stroke.right.problem.cycle.crank_angle)),
        "total_crank_torque_nm": rounded(stroke.total_crank_torque),
    }
    for side, leg in stroke.legs.items():
        every = leg_curves(leg, side)
        curves[side] = {name: every[name] for name in CURVES}
    return curves


def _work(leg: LegStroke) -> dict[str, Any]:
    """What each part of the leg's own crank circle adds to its mean power (W), and by which muscles."""
    power = leg_power(leg)

    def parts(arcs: dict[str, tuple[float, float]]) -> list[dict[str, Any]]:
        crank, muscle, passive, limb = (
            share_of_mean_power(leg, of, list(arcs.values()))
            for of in (power.crank, power.muscle, power.passive, power.limb)
        )
        return [
            {
                "part": name,
                "from_deg": arcs[name][0],
                "to_deg": arcs[name][1],
                "crank_w": round(float(crank[i]), 3),
                "muscle_w": dict(zip(COACHED_GROUPS, np.round(muscle[i], 3).tolist(), strict=True)),
                "passive_w": round(float(passive[i]), 3),
                "limb_w": round(float(limb[i]), 3),
            }
            for i, name in enumerate(arcs)
        ]

    return {
        "mean_crank_power_w": round(mean_power(leg), 3),
        "sectors": parts(SECTORS),
        "hours": parts(HOURS),
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
