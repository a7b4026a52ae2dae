"""The rider's coordination: what activations cost, which habits they keep to, and how trunk and knee are held."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, make_dataclass
from typing import TYPE_CHECKING

from rider_models.muscle_groups import MUSCLE_GROUPS

if TYPE_CHECKING:

    class _GroupWeights:
        """A weight for every functional group."""

else:
    _GroupWeights = make_dataclass(
        "_GroupWeights",
        [(group.name, float, field(default=group.default_weight)) for group in MUSCLE_GROUPS],
        frozen=True,
    )


@dataclass(frozen=True)
class Coordination(_GroupWeights):
    """Weights of squared activation by functional group and of squared forces in body weights; frequencies.

    A weight of 2 makes a group twice as dear as one of 1. `knee_force` weighs the tibiofemoral
    compression, `trunk_push` and `trunk_twist` what the trunk must hold of the legs' fore-aft force
    on the pelvis: of both together, and of one against the other. `trunk_push_frequency_hz` and
    `trunk_twist_frequency_hz` are the trunk's natural ones, undamped, along the bicycle and about
    the vertical. `trunk_weight` weighs what arms and back must hold of the trunk's weight because the hips do
    not, as a share of body weight (`sim/trunk.py`).

    `habit` weighs the squared part of a muscle's activation that is no multiple of its measured
    pattern (`sim/habit.py`). `knee_stiffness` weighs the squared stiffness, in 100 Nm/rad, that the knee
    lacks of what is wanted; wanted is what makes the shank swing on its muscles as often as the square
    root of `knee_swings_squared` a revolution (`sim/joint_stiffness.py`).
    """

    knee_force: float = 0.317
    trunk_push: float = 105.0
    trunk_twist: float = 9.94
    trunk_push_frequency_hz: float = 2.27
    trunk_twist_frequency_hz: float = 1.49
    habit: float = 8.65
    knee_stiffness: float = 0.0299
    knee_swings_squared: float = 32.6
    trunk_weight: float = 0.632


FORCE_KEYS = ("knee_force", "trunk_push", "trunk_twist", "habit", "knee_stiffness", "trunk_weight")
"""Weights that are not of muscles, and may be zero."""

FREQUENCY_KEYS = ("trunk_push_frequency_hz", "trunk_twist_frequency_hz")
"""No weights: how stiffly the trunk is held."""

UNSEEN_KEYS = (*FREQUENCY_KEYS, "trunk_weight", "habit", "knee_stiffness", "knee_swings_squared")
"""What a power meter says nothing of: how trunk and knee are held, and how firm a habit is."""


COORDINATION_KEYS = tuple(f.name for f in fields(Coordination))

COORDINATION_WORDS = {
    **{
        group.name: f"Price of squared activation of {', '.join(group.muscles)}."
        for group in MUSCLE_GROUPS
    },
    "knee_force": "Price of squared tibiofemoral compression, in body weights.",
    "trunk_push": "Price of what the trunk holds of both legs' fore-aft force together.",
    "trunk_twist": "Price of what the trunk holds of the legs' fore-aft force against each other.",
    "trunk_push_frequency_hz": "How stiffly the trunk is held along the bicycle: its natural frequency.",
    "trunk_twist_frequency_hz": "How stiffly it is held about the vertical: its natural frequency.",
    "trunk_weight": "Price of the trunk's weight that arms and back hold because the hips do not.",
    "habit": "Price of squared activation beside a muscle's measured pattern.",
    "knee_stiffness": "Price of squared stiffness that the extending knee lacks, in 100 Nm/rad.",
    "knee_swings_squared": "Wanted stiffness: squared swings of the shank on its muscles per revolution.",
}
"""What each key means."""
