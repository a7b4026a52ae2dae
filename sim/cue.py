"""What a rider means to do in parts of the crank circle: muscles used more or less, the pedal driven more or less.

A cue makes something cheaper or dearer to the rider, and the muscles share the work anew. The power asked for is
still delivered, so what is added in one part of the circle is left out in another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array
from rider_models.muscle_groups import MUSCLES_BY_GROUP

FORCE_UNIT_N = 100.0
"""Of the reward of tangential pedal force: keeps the reward near the prices of activations."""

Arc = tuple[float, float]
"""From one crank angle forward to another (rad), of the leg's own crank."""


@dataclass(frozen=True)
class MuscleCue:
    """Muscles that a rider means to use more (`more` above nought) or less in an arc.

    `muscles`: names of muscles or of functional groups. `more`: by how much of its full activation a muscle would
    work more if nothing else were asked of it (share, + more).
    """

    muscles: tuple[str, ...]
    arc: Arc
    more: float


@dataclass(frozen=True)
class ForceCue:
    """How much a rider means to drive the crank in an arc.

    `reward`: what 100 N of tangential pedal force earn at a crank position, in the unit of the prices of squared
    activation (+ drives more, - holds back).
    """

    arc: Arc
    reward: float


@dataclass(frozen=True)
class Cue:
    """What a rider means to do beside delivering the power."""

    muscles: tuple[MuscleCue, ...] = ()
    forces: tuple[ForceCue, ...] = ()


NO_CUE = Cue()
"""Of a rider who pedals as ever."""


def share_within(crank_angle: Array, arc: Arc) -> Array:
    """Return how much of each crank position's surroundings lies within an arc (n, 0 to 1).

    A position stands for the angles half-way to its neighbours, so that what a cue does changes smoothly as its arc
    is moved. `crank_angle` n (rad), evenly spaced. An arc of a whole turn or more holds every position.
    """
    step = 2 * np.pi / len(crank_angle)
    start, extent = arc[0], arc[1] - arc[0]
    if extent >= 2 * np.pi:
        return np.ones(len(crank_angle))
    begins = (crank_angle - step / 2 - start) % (2 * np.pi)
    within = np.minimum(begins + step, extent) - np.minimum(begins, extent)
    again = np.clip(begins + step - 2 * np.pi, 0.0, extent)
    return np.asarray((within + again) / step)


def activation_price(
    cue: Cue, names: Sequence[str], crank_angle: Array, own_price: Array
) -> Array | None:
    """Return what a cue makes each activation cost (n x m, + dearer); None where it asks nothing of muscles.

    `names` m of the muscles, `crank_angle` n (rad), `own_price` m of squared activation, habit included. A price p a^2
    less 2 p d a is least at an activation of d: that is what `MuscleCue.more` says. Raises ValueError for a name that
    is no muscle and no functional group.
    """
    if not cue.muscles:
        return None
    price = np.zeros((len(crank_angle), len(names)))
    for each in cue.muscles:
        chosen = np.isin(np.array(names), _members(each.muscles, names))
        within = share_within(crank_angle, each.arc)
        price -= 2 * each.more * within[:, None] * (own_price * chosen)
    return price


def tangential_reward(cue: Cue, crank_angle: Array) -> Array | None:
    """Return what a newton of tangential pedal force earns (n, 1/N); None where a cue asks nothing of the force."""
    if not cue.forces:
        return None
    rewards = [each.reward * share_within(crank_angle, each.arc) for each in cue.forces]
    return np.asarray(np.sum(rewards, axis=0) / FORCE_UNIT_N)


def _members(wanted: Sequence[str], names: Sequence[str]) -> list[str]:
    members: list[str] = []
    for each in wanted:
        if each not in names and each not in MUSCLES_BY_GROUP:
            raise ValueError(f"{each} is no muscle and no functional group")
        members += MUSCLES_BY_GROUP.get(each, (each,))
    return members
