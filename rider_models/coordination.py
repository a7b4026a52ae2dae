"""The rider's coordination: what squared activation of each muscle group costs, and how the trunk is held."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Coordination:
    """Weights of squared activation by functional group, and of squared forces in body weights.

    A weight of 2 makes a group twice as dear as one of 1. `knee_force` weighs the tibiofemoral
    compression, `trunk_push` and `trunk_twist` what the trunk must hold of the legs' fore-aft force
    on the pelvis: of both together, and of one against the other. The trunk swings under them with
    a natural frequency along the bicycle (`trunk_push_hz`) and about the vertical (`trunk_twist_hz`).
    """

    gluteus_maximus: float = 0.513
    adductor_magnus: float = 0.654
    short_adductors: float = 1.4
    hip_abductors: float = 0.799
    iliopsoas: float = 0.857
    rectus_femoris: float = 0.186
    vasti: float = 1.0
    hamstrings: float = 1.16
    biceps_femoris_short_head: float = 1.04
    gastrocnemius: float = 1.58
    soleus: float = 2.53
    dorsiflexors: float = 0.348
    knee_force: float = 0.0363
    trunk_push: float = 26.6
    trunk_twist: float = 2.75
    trunk_push_hz: float = 1.61
    trunk_twist_hz: float = 1.38


FORCE_KEYS = ("knee_force", "trunk_push", "trunk_twist")
"""Weights that are not of muscles, and may be zero."""


COORDINATION_KEYS = tuple(f.name for f in fields(Coordination))
