"""The rider's coordination: what squared activation of each muscle group costs this person."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Coordination:
    """Weights of squared activation by functional group, and of squared tibiofemoral compression.

    A weight of 2 makes a group twice as dear as one of 1. `knee_force` weighs the squared
    compression in body weights.
    """

    gluteus_maximus: float = 0.46
    adductor_magnus: float = 0.53
    short_adductors: float = 0.94
    hip_abductors: float = 0.96
    iliopsoas: float = 0.86
    rectus_femoris: float = 0.36
    vasti: float = 1.0
    hamstrings: float = 0.86
    biceps_femoris_short_head: float = 1.1
    gastrocnemius: float = 4.2
    soleus: float = 7.1
    dorsiflexors: float = 0.23
    knee_force: float = 0.037


COORDINATION_KEYS = tuple(f.name for f in fields(Coordination))
