"""A rider whose best fit is known: objectives that are parabolas, without a stroke simulated."""

import random
import time
from collections.abc import Mapping
from pathlib import Path

from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.criteria.limits import Limit
from fit_optimizer.setup.adjustments import searched
from fit_optimizer.setup.tables import SetUp

TURBO = Path(__file__).parents[2] / "examples" / "turbo_rider.toml"

BEST = {
    "saddle_height_mm": 740.0,
    "heel_drop_deg": -2.0,
    "ankle_range_deg": 26.0,
    "torso_angle_deg": 44.0,
    "saddle_setback_mm": 212.0,
    "crank_length_mm": 172.5,
    "cleat_setback_mm": 8.0,
    "stance_width_mm": 250.0,
}
"""Where the mean of knee load and dead spots is least; knees alone would have the saddle higher by
`APART` of its reach, dead spots lower by as much."""
BEST_ASKED = {"toe_out_deg": 7.0, "sole_stack_mm": 29.0}
"""The same of what is searched only where it is asked for."""
APART, CURVATURE = 0.3, 0.06
THIGH_MM = 430.0
"""Riders with longer thighs, where the set-up gives them, are best off that much higher."""
LOWEST_TORSO_DEG = 37.0


def known_answer(set_up: SetUp, values: Mapping[str, float]) -> Evaluation:
    """What `evaluate` says of this rider."""
    best = {**BEST, **BEST_ASKED}
    at = {key: (value - best[key]) / searched(key).nearby for key, value in values.items()}
    thigh = set_up.rider.thigh_mm
    if isinstance(thigh, float):
        at["saddle_height_mm"] -= (thigh - THIGH_MM) / searched("saddle_height_mm").nearby
    saddle = at.pop("saddle_height_mm")
    others = sum(u**2 for u in at.values())
    found = {
        "knee_load": 2.8 * (1 + CURVATURE * ((saddle - APART) ** 2 + others)),
        "dead_spots": 0.7 * (1 + CURVATURE * ((saddle + APART) ** 2 + others)),
        "effort": 0.9 * (1 + CURVATURE / 6 * (saddle**2 + others)),
    }
    torso = values.get("torso_angle_deg", BEST["torso_angle_deg"])
    limits = (Limit("hip flexion at the top", LOWEST_TORSO_DEG - torso),)
    return Evaluation(dict(values), limits, found, {}, "")


def known_within_limits(set_up: SetUp, values: Mapping[str, float]) -> bool:
    """What `within_limits` says of this rider."""
    return known_answer(set_up, values).feasible


def slow_answer(set_up: SetUp, values: Mapping[str, float]) -> Evaluation:
    """The same after a while that nobody can foretell."""
    time.sleep(random.random() / 1000)
    return known_answer(set_up, values)
