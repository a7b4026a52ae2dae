"""When muscles work: on, off, the middle of the burst, and whether a muscle fires and rests or is never at rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from rider_models.arrays import Array
from rider_models.muscle_groups import MUSCLES_BY_GROUP
from sim.crank_curve import main_positive_arc
from sim.stroke import LegStroke
from sim.work_sectors import Sector

LEAST_BURST = 0.03
"""Peak activation below which a muscle is taken to be silent. A guess."""
BURST_THRESHOLD = 0.25
"""Share of the peak above rest from which a muscle counts as active: 0.2 to 0.25 in EMG studies (Hug & Dorel 2009, J
Electromyogr Kinesiol 19:182)."""
TONIC_FLOOR = 0.4
"""Least activation over peak from which a muscle counts as tonic, one that never rests. A guess."""

PHASES = (
    Sector("drive", "drive over the top", (330.0, 30.0)),
    Sector("push", "push", (30.0, 150.0)),
    Sector("place", "place through the bottom", (150.0, 210.0)),
    Sector("lift", "lift", (210.0, 330.0)),
)
"""The four parts into which EMG studies divide the revolution (Hug et al. 2013, Front Physiol 4:232), by the names of
what a rider does in them."""

Kind = Literal["phasic", "tonic", "silent"]
"""Fires and rests, never rests, or hardly works."""


@dataclass(frozen=True)
class Burst:
    """A muscle's main burst over the crank circle (deg, of the leg's own crank), its peak activation, and its kind."""

    on_deg: float
    off_deg: float
    centre_deg: float
    peak: float
    kind: Kind


def burst(activation: Array, threshold: float = BURST_THRESHOLD) -> Burst:
    """Return the main burst of an activation (n, 0 to 1): where it lies above a share of its peak over its least value.

    `centre_deg` is the direction of the activation above that level.
    """
    lowest, peak = float(activation.min()), float(activation.max())
    above = activation - (lowest + threshold * (peak - lowest))
    arc = main_positive_arc(above)
    angle = 2 * np.pi * np.arange(len(activation)) / len(activation)
    middle = np.angle((np.maximum(above, 0) * np.exp(1j * angle)).sum())
    kind: Kind = "phasic"
    if peak < LEAST_BURST:
        kind = "silent"
    elif lowest >= TONIC_FLOOR * peak:
        kind = "tonic"
    return Burst(arc.start_deg, arc.end_deg, float(np.rad2deg(middle) % 360), peak, kind)


def muscle_bursts(leg: LegStroke) -> dict[str, Burst]:
    """Return the burst of every muscle of a solved leg, by name."""
    names, activation = leg.problem.muscles.names, leg.coordination.activation
    return {name: burst(activation[:, i]) for i, name in enumerate(names)}


def group_activation(leg: LegStroke) -> dict[str, Array]:
    """Return the activation of every functional group (n), the mean of its muscles weighed by volume."""
    names, volume = list(leg.problem.muscles.names), leg.problem.muscles.volume
    found = {}
    for group, members in MUSCLES_BY_GROUP.items():
        mine = [names.index(member) for member in members]
        found[group] = np.average(
            leg.coordination.activation[:, mine], axis=1, weights=volume[mine]
        )
    return found


def mean_within(curve: Array, time_share: Array, phase: Sector) -> float:
    """Return the mean over time of a curve (n) within a part of the crank circle, which may pass the top."""
    angle = 360 * np.arange(len(curve)) / len(curve)
    start, end = phase.arc
    inside = (angle - start) % 360 < (end - start) % 360
    return float(np.average(curve[inside], weights=time_share[inside]))
