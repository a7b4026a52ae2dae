"""A rider whose answers are known: objectives that are parabolas, without a stroke simulated."""

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
"""Where each objective is least; a reach (`nearby`) away in one variable it is `CURVATURE` more."""
BEST_ASKED = {"toe_out_deg": 7.0, "sole_stack_mm": 29.0}
"""The same of what is searched only where it is asked for."""
CURVATURE = 0.12
FLAT_SADDLE = 0.1
"""Share of that by which the saddle counts: as good as nothing over the heights that fitters use."""
LOWEST_TORSO_DEG = 37.0


def known_answer(set_up: SetUp, values: Mapping[str, float]) -> Evaluation:
    """What `evaluate` says of this rider."""
    best = {**BEST, **BEST_ASKED}
    at = {key: (value - best[key]) / searched(key).nearby for key, value in values.items()}
    saddle = at.pop("saddle_height_mm", 0.0)
    rise = CURVATURE * (sum(u**2 for u in at.values()) + FLAT_SADDLE * saddle**2)
    found = {
        "knee_load": 2.8 * (1 + rise),
        "dead_spots": 0.7 * (1 + rise),
        "metabolic_power": 900.0 * (1 + rise / 6),
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


ASKING = (
    "search.search",
    "criteria.evaluation",
    "recommendation.recommend",
    "recommendation.uncertainty",
    "recommendation.legs",
    "recommendation.relief",
)
"""Modules that ask the simulator."""


def ask(patch, answer) -> None:
    """Have every module of the recommendation ask `answer` instead of the simulator."""
    for module in ASKING:
        patch.setattr(f"fit_optimizer.{module}.evaluate", answer)
    patch.setattr("fit_optimizer.search.search.within_limits", known_within_limits)
