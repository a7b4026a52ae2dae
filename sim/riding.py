"""How the bicycle is ridden: power, cadence, torso angle and ankle strategy (SI units, rad)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class AnkleStrategy:
    """The ankle angle over the crank cycle: mean, range, and crank angle of most dorsiflexion (rad)."""

    mean: float
    range: float
    peak_crank_angle: float

    def dorsiflexion(self, crank_angle: Array | float) -> Array:
        """Ankle dorsiflexion (rad) at crank angles (rad): a first harmonic."""
        result: Array = self.mean + self.range / 2 * np.cos(crank_angle - self.peak_crank_angle)
        return result


NATURAL_ANKLE = AnkleStrategy(np.deg2rad(9.6), np.deg2rad(27.6), np.deg2rad(43.0))
"""Customary ankle curve at the customary saddle height."""

MEAN_PER_SADDLE_HEIGHT = np.deg2rad(-6.0) / 0.04
RANGE_PER_SADDLE_HEIGHT = np.deg2rad(4.0) / 0.04
"""What riders do by themselves on another saddle height (rad per relative change): 4 % higher took
the ankle 8 deg further at the bottom and added 4 deg of range (Ferrer-Roca et al. 2014)."""
FARTHEST_ADAPTED = 0.08
"""Relative change of saddle height up to which riders are taken to adapt: twice what was measured."""


def natural_ankle(
    customary: AnkleStrategy, saddle_height_over_custom: float, heel_drop: float
) -> AnkleStrategy:
    """The ankle strategy of a rider on some saddle height who drops the heel by `heel_drop` (rad).

    `customary` is the curve at the customary saddle height; dropping the heel shifts its mean.
    """
    higher = min(max(saddle_height_over_custom - 1, -FARTHEST_ADAPTED), FARTHEST_ADAPTED)
    return AnkleStrategy(
        mean=customary.mean + MEAN_PER_SADDLE_HEIGHT * higher + heel_drop,
        range=max(customary.range + RANGE_PER_SADDLE_HEIGHT * higher, 0.0),
        peak_crank_angle=customary.peak_crank_angle,
    )


@dataclass(frozen=True)
class Riding:
    """Power at the cranks (W), cadence (crank rad/s), torso angle from horizontal, ankle strategy."""

    power_w: float
    crank_speed: float
    torso_angle: float
    ankle: AnkleStrategy
