"""Parts of the crank circle by coaches' names, and what each of them adds to the mean of a power."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rider_models.arrays import JOINTS, Array

if TYPE_CHECKING:  # a report has the sectors' names from here and solves no stroke
    from sim.stroke import LegStroke, Stroke

Arc = tuple[float, float]
"""From one crank angle forward to another (deg)."""


@dataclass(frozen=True)
class Sector:
    """A part of the leg's own crank circle; `coached` where coaches have a name for it."""

    key: str
    words: str
    arc: Arc
    coached: bool = True


SECTORS = (
    Sector("push", "push", (0.0, 90.0)),
    Sector("end_of_push", "end of the push", (90.0, 120.0), coached=False),
    Sector("pull_through_bottom", "pull through the bottom", (120.0, 180.0)),
    Sector("lift", "lift", (180.0, 270.0)),
    Sector("end_of_lift", "end of the lift", (270.0, 300.0), coached=False),
    Sector("kick_over_top", "kick over the top", (300.0, 360.0)),
)
"""What coaches' names leave out is named by its neighbour, so that the parts add up to the whole."""

HOURS = tuple(Sector(str(h or 12), str(h or 12), (30.0 * h, 30.0 * h + 30)) for h in range(12))
"""The hours of the clock face from which each twelfth of the circle starts."""


def joint_powers_w(stroke: Stroke) -> dict[str, float]:
    """Return the mean net power of hip, knee and ankle of both legs (W)."""
    total = dict.fromkeys(JOINTS, 0.0)
    for leg in stroke.legs.values():
        share = leg.problem.cycle.time_share[:, None]
        for joint, columns in JOINTS.items():
            total[joint] += float((leg.joint_power[:, columns] * share).sum())
    return total


def share_of_mean_power(leg: LegStroke, power: Array, arcs: Sequence[Arc]) -> Array:
    """What each arc (deg) of the crank circle adds to the mean of a power (n or n x g, W).

    The work done within the arc over the time of a revolution, so that arcs that cover the circle
    add up to the mean power. Between crank positions the work per angle is taken as linear.
    """
    cycle = leg.problem.cycle
    speed = cycle.crank_speed.reshape(-1, *[1] * (power.ndim - 1))
    n = len(power)
    step = 2 * np.pi / n
    period = float((step / cycle.crank_speed).sum())
    per_angle = power / speed
    between = step * (per_angle + np.roll(per_angle, -1, axis=0)) / 2
    done = np.concatenate([np.zeros_like(between[:1]), np.cumsum(between, axis=0)])
    places = np.array(arcs) / 360 * n
    whole = np.clip(np.floor(places).astype(int), 0, n - 1)
    part = (places - whole).reshape(*places.shape, *[1] * (power.ndim - 1))
    here, after = per_angle[whole], np.roll(per_angle, -1, axis=0)[whole]
    reached = done[whole] + step * part * (here + part * (after - here) / 2)
    return np.asarray((reached[:, 1] - reached[:, 0]) / period)
