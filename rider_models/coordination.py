"""The rider's coordination: what squared activation of each muscle group costs this person."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Coordination:
    """Weights of squared activation by functional group, and of squared tibiofemoral compression.

    A weight of 2 makes a group twice as dear as one of 1. `knee_force` weighs the squared
    compression in body weights.
    """

    gluteus_maximus: float = 0.63
    adductor_magnus: float = 0.84
    short_adductors: float = 0.82
    hip_abductors: float = 1.1
    iliopsoas: float = 1.1
    rectus_femoris: float = 0.43
    vasti: float = 1.0
    hamstrings: float = 1.2
    biceps_femoris_short_head: float = 1.2
    gastrocnemius: float = 2.0
    soleus: float = 6.2
    dorsiflexors: float = 0.45
    knee_force: float = 0.063


COORDINATION_KEYS = tuple(f.name for f in fields(Coordination))
