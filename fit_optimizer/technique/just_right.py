"""How much pulling up is just right: what a cue does as it is followed more and more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from fit_optimizer.setup.rider_on_bike import technique_in_force
from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.setup.techniques import TechniqueError
from fit_optimizer.technique.ridden import RiddenTechnique, ride_technique
from rider_models.errors import PedalfitError
from sim.muscle_phases import group_activation
from sim.recovery import Recovery, recovery

SHARES = tuple(float(share) for share in np.arange(0.0, 1.51, 0.125))
"""How far a cue is followed: from not at all to half as much again as the studies' riders did."""

POWERS = (0.5, 1.0, 1.5)
CADENCES = (0.75, 1.0, 1.25)
"""Shares of the rider's own power and cadence at which it is shown who lifts the leg."""


@dataclass(frozen=True)
class Followed:
    """A cue followed by a share, and what it comes to.

    `effort`: mean squared activation; `rectus_femoris`: its mean activation (0 to 1).
    """

    share: float
    effort: float
    metabolic_power_w: float
    rectus_femoris: float
    torque_effectiveness_pct: float
    knee_load_bw: float


@dataclass(frozen=True)
class JustRight:
    """A cue at every share that can be ridden, and the shares of least effort and of least load on rectus femoris."""

    key: str
    followed: tuple[Followed, ...]
    least_effort: float
    least_rectus_femoris: float

    def at(self, share: float) -> Followed:
        """The figures at the tried share nearest to one."""
        return min(self.followed, key=lambda one: abs(one.share - share))


def just_right(set_up: SetUp, key: str, shares: Sequence[float] = SHARES) -> JustRight:
    """Return what a cue does as it is followed more and more; shares that cannot be ridden are left out.

    Raises TechniqueError where not even the first share can be ridden.
    """
    found = tuple(_ridden(set_up, key, shares))
    return JustRight(
        key=key,
        followed=found,
        least_effort=min(found, key=lambda one: one.effort).share,
        least_rectus_femoris=min(found, key=lambda one: one.rectus_femoris).share,
    )


def _ridden(set_up: SetUp, key: str, shares: Sequence[float]) -> Iterator[Followed]:
    for place, share in enumerate(shares):
        try:
            yield _followed(ride_technique(set_up, key, share), share)
        except TechniqueError:
            if place == 0:
                raise
            return


def _followed(ridden: RiddenTechnique, share: float) -> Followed:
    return Followed(
        share=share,
        effort=ridden.metrics["muscle_effort"],
        metabolic_power_w=ridden.metrics["metabolic_power_w"],
        rectus_femoris=float(group_activation(ridden.stroke.right)["rectus_femoris"].mean()),
        torque_effectiveness_pct=ridden.metrics["torque_effectiveness_pct"],
        knee_load_bw=ridden.judged["knee_load"],
    )


@dataclass(frozen=True)
class LiftedAt:
    """Who lifts the leg at a power and cadence; None where it cannot be ridden."""

    power_w: float
    cadence_rpm: float
    recovery: Recovery | None


def lifted_at(set_up: SetUp) -> tuple[LiftedAt, ...]:
    """Return who lifts the leg as power and cadence change, one about the set-up's own."""
    found = []
    for power in POWERS:
        for cadence in CADENCES:
            effort = {
                "power_w": max(round(power * set_up.riding.power_w), 10),
                "cadence_rpm": min(max(round(cadence * set_up.riding.cadence_rpm), 20), 180),
            }
            found.append(
                LiftedAt(effort["power_w"], effort["cadence_rpm"], _recovery(set_up, effort))
            )
    return tuple(found)


def _recovery(set_up: SetUp, effort: dict[str, int]) -> Recovery | None:
    key, share = technique_in_force(set_up)
    try:
        return recovery(ride_technique(with_changes(set_up, effort), key, share).stroke.right)
    except PedalfitError:
        return None
