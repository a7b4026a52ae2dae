"""The rider's coordination: what squared activation of each muscle group costs this person."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Coordination:
    """Weights of squared activation by functional group, and of squared forces in body weights.

    A weight of 2 makes a group twice as dear as one of 1. `knee_force` weighs the tibiofemoral
    compression, `trunk_push` and `trunk_twist` what the trunk must hold: the fore-aft force of
    both legs on the pelvis together, and of one against the other.
    """

    gluteus_maximus: float = 1.3
    adductor_magnus: float = 0.88
    short_adductors: float = 1.0
    hip_abductors: float = 0.74
    iliopsoas: float = 1.6
    rectus_femoris: float = 0.28
    vasti: float = 1.0
    hamstrings: float = 2.0
    biceps_femoris_short_head: float = 1.3
    gastrocnemius: float = 1.6
    soleus: float = 2.1
    dorsiflexors: float = 0.75
    knee_force: float = 0.048
    trunk_push: float = 34.0
    trunk_twist: float = 13.0


FORCE_KEYS = ("knee_force", "trunk_push", "trunk_twist")
"""Weights that are not of muscles, and may be zero."""


COORDINATION_KEYS = tuple(f.name for f in fields(Coordination))
