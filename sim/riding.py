"""How the bicycle is ridden: power, cadence, torso angle and ankle strategy (SI units, rad)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array

SECOND_HARMONIC = 0.207
SECOND_HARMONIC_LAG = np.deg2rad(71.0)
"""Amplitude and phase of the ankle curve's second harmonic against its first, from the measured
curve of Wilkinson, Lichtwark & Cresswell 2020 (MSSE 52:1584): 22.4 cos(x - 27) + 4.6 cos(2x - 125)
deg. The higher ones are below 0.9 deg. Without it the leg is stopped abruptly before the bottom."""


def _unscaled_shape(past_first_peak: Array | float) -> Array:
    second = SECOND_HARMONIC * np.cos(2 * np.asarray(past_first_peak) - SECOND_HARMONIC_LAG)
    result: Array = np.cos(past_first_peak) + second
    return result


_DENSE = np.linspace(0, 2 * np.pi, 3600, endpoint=False)
_PEAK = float(_DENSE[np.argmax(_unscaled_shape(_DENSE))])
_EXTENT = float(np.ptp(_unscaled_shape(_DENSE)))


@dataclass(frozen=True)
class AnkleStrategy:
    """The ankle angle over the crank cycle: mean, range, and crank angle of most dorsiflexion (rad)."""

    mean: float
    range: float
    peak_crank_angle: float

    def dorsiflexion(self, crank_angle: Array | float) -> Array:
        """Ankle dorsiflexion (rad) at crank angles (rad): two harmonics of fixed shape."""
        shape = _unscaled_shape(crank_angle - self.peak_crank_angle + _PEAK) / _EXTENT
        result: Array = self.mean + self.range * shape
        return result


NATURAL_ANKLE = AnkleStrategy(np.deg2rad(5.3), np.deg2rad(31.4), np.deg2rad(45.0))
"""Customary ankle curve at the customary saddle height."""

MEAN_PER_SADDLE_HEIGHT = np.deg2rad(-6.0) / 0.04
RANGE_PER_SADDLE_HEIGHT = np.deg2rad(4.0) / 0.04
"""What riders do by themselves on another saddle height (rad per relative change): 4 % higher took
the ankle 8 deg further at the bottom and added 4 deg of range (Ferrer-Roca et al. 2014)."""
FARTHEST_ADAPTED = 0.08
"""Relative change of saddle height up to which riders are taken to adapt: twice what was measured."""


PELVIS_SHARE_OF_SADDLE_HEIGHT = 0.2
"""How much of a higher saddle the pelvis takes up, by rolling towards the lower foot, so that the hip at the
bottom of the stroke lies that much nearer to the pedal.

With the saddle 4 % (30 mm) higher filmed riders' hip opened 4 deg more, the knee 7 and the ankle 8
(Ferrer-Roca et al. 2014, JSCR 28:784): closing the leg, those angles make up for 25 mm. With 0.2 the
model's hip opens 3.3 deg more and the knee 7.7, with a pelvis that stands still 5.3 and 11.2.
"""


def hip_drop_m(saddle_height_m: float, custom_m: float) -> float:
    """How much nearer to the saddle (m) the hip centre lies than on the custom saddle height; above
    nought on a higher saddle."""
    farthest_m = FARTHEST_ADAPTED * custom_m
    higher_m = min(max(saddle_height_m - custom_m, -farthest_m), farthest_m)
    return PELVIS_SHARE_OF_SADDLE_HEIGHT * higher_m


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
    """Power at the cranks (W), cadence (crank rad/s), torso angle from horizontal, ankle strategy, and
    how much nearer to the saddle the hips lie than on the custom saddle height (m)."""

    power_w: float
    crank_speed: float
    torso_angle: float
    ankle: AnkleStrategy
    hip_drop_m: float = 0.0
