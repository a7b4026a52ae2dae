"""Who lifts the leg: what muscles, weight and the other leg give while the pedal comes up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.muscle_groups import MUSCLES_BY_GROUP
from sim.leg_power import leg_power, muscle_power
from sim.stroke import LegStroke
from sim.work_sectors import share_of_mean_power

UPSTROKE = (180.0, 360.0)
"""Crank angles (deg) between which the pedal comes up."""

LIFTERS: dict[str, tuple[str, ...]] = {
    "hamstrings": (*MUSCLES_BY_GROUP["hamstrings"], *MUSCLES_BY_GROUP["biceps_femoris_short_head"]),
    "iliopsoas": MUSCLES_BY_GROUP["iliopsoas"],
    "rectus_femoris": MUSCLES_BY_GROUP["rectus_femoris"],
    "tensor_fasciae_latae": ("tfl",),
    "dorsiflexors": MUSCLES_BY_GROUP["dorsiflexors"],
}
"""The muscles that can lift thigh, heel and toes, by the name of what they are."""


@dataclass(frozen=True)
class Recovery:
    """What a leg's way up takes and who gives it, as mean power over the revolution (W).

    `lifters_w` by key of `LIFTERS`, + where they shorten; `others_w` all other muscles, most of them stretched;
    `passive_w` ligaments and capsules; `pelvis_w` a pelvis that moves and tilts; `carried_w` what comes through the
    crank from the other leg (or the flywheel), + where it pushes the pedal up. Together they lift the leg: `lifted_w`
    is what its weight and inertia take.
    """

    lifters_w: dict[str, float]
    others_w: float
    passive_w: float
    pelvis_w: float
    carried_w: float
    lifted_w: float


def recovery(leg: LegStroke) -> Recovery:
    """Return who lifts a solved leg between the bottom and the top of its stroke."""
    muscles, power = muscle_power(leg), leg_power(leg)
    names = np.array(leg.problem.muscles.names)

    def mean_w(power: np.ndarray) -> float:
        return float(share_of_mean_power(leg, power, [UPSTROKE])[0])

    lifters = {
        key: mean_w(muscles[:, np.isin(names, members)].sum(axis=1))
        for key, members in LIFTERS.items()
    }
    return Recovery(
        lifters_w=lifters,
        others_w=mean_w(muscles.sum(axis=1)) - sum(lifters.values()),
        passive_w=mean_w(power.passive),
        pelvis_w=mean_w(power.pelvis),
        carried_w=-mean_w(power.crank),
        lifted_w=-mean_w(power.limb),
    )
