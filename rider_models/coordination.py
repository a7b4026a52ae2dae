"""The rider's coordination: what squared activation of each muscle group costs this person."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Coordination:
    """Weights of squared activation by functional group, and of squared tibiofemoral compression.

    A weight of 2 makes a group twice as dear as one of 1. `knee_force` weighs the squared
    compression in body weights.
    """

    gluteus_maximus: float = 1.0
    adductor_magnus: float = 1.0
    short_adductors: float = 1.0
    hip_abductors: float = 1.0
    iliopsoas: float = 1.0
    rectus_femoris: float = 1.0
    vasti: float = 1.0
    hamstrings: float = 1.0
    biceps_femoris_short_head: float = 1.0
    gastrocnemius: float = 1.0
    soleus: float = 1.0
    dorsiflexors: float = 1.0
    knee_force: float = 0.0


COORDINATION_KEYS = tuple(f.name for f in fields(Coordination))
