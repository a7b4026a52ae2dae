"""The rider's coordination: what squared activation of each muscle group costs this person."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Coordination:
    """Weights of squared activation by functional group, and of squared tibiofemoral compression.

    A weight of 2 makes a group twice as dear as one of 1. `knee_force` weighs the squared
    compression in body weights.
    """

    gluteus_maximus: float = 0.53
    adductor_magnus: float = 0.55
    short_adductors: float = 0.97
    hip_abductors: float = 1.2
    iliopsoas: float = 1.3
    rectus_femoris: float = 0.42
    vasti: float = 1.0
    hamstrings: float = 0.93
    biceps_femoris_short_head: float = 1.15
    gastrocnemius: float = 4.2
    soleus: float = 7.6
    dorsiflexors: float = 0.19
    knee_force: float = 0.054


COORDINATION_KEYS = tuple(f.name for f in fields(Coordination))
