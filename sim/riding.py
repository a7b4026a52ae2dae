"""How the bicycle is ridden: power, cadence, torso angle and ankle strategy (SI units, rad)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from rider_models.arrays import Array
from sim.cue import NO_CUE, Cue
from sim.habit import HIP_LINE

SECOND_HARMONIC = 0.207
SECOND_HARMONIC_LAG = np.deg2rad(71.0)
"""Amplitude and phase of the ankle curve's second harmonic against its first, from the measured
curve of Wilkinson, Lichtwark & Cresswell 2020 (MSSE 52:1584): 22.4 cos(x - 27) + 4.6 cos(2x - 125)
deg. The higher ones are below 0.9 deg. Without it the leg is stopped abruptly before the bottom."""


def _unscaled_shape(past_first_peak: Array | float, share: float, lag: float) -> Array:
    second = share * np.cos(2 * np.asarray(past_first_peak) - lag)
    result: Array = np.cos(past_first_peak) + second
    return result


_DENSE = np.linspace(0, 2 * np.pi, 3600, endpoint=False)


@lru_cache(maxsize=64)
def _peak_and_extent(share: float, lag: float) -> tuple[float, float, float]:
    """Where the unscaled shape peaks (rad past the first harmonic's peak), how high, and from its least to its most."""
    shape = _unscaled_shape(_DENSE, share, lag)
    return float(_DENSE[np.argmax(shape)]), float(shape.max()), float(np.ptp(shape))


_ROUNDING = 1e-9
"""rad by which a curve stays below a limit that it is held to, so that the last digit does not break it."""


@dataclass(frozen=True)
class AnkleStrategy:
    """The ankle angle over the crank cycle: mean, range, and crank angle of most dorsiflexion (rad).

    `second_share` and `second_lag` (rad) are the second harmonic's amplitude and phase against the first.
    """

    mean: float
    range: float
    peak_crank_angle: float
    second_share: float = SECOND_HARMONIC
    second_lag: float = SECOND_HARMONIC_LAG

    def dorsiflexion(self, crank_angle: Array | float) -> Array:
        """Ankle dorsiflexion (rad) at crank angles (rad): two harmonics."""
        share, lag = self.second_share, self.second_lag
        peak, _, extent = _peak_and_extent(share, lag)
        shape = _unscaled_shape(crank_angle - self.peak_crank_angle + peak, share, lag) / extent
        result: Array = self.mean + self.range * shape
        return result

    def bent_at_most(self, most: float, cut_range: bool) -> AnkleStrategy:
        """The strategy of a rider whose ankle dorsiflexes by at most `most` (rad).

        With `cut_range` the ankle goes as far down as before and less far up, so that nothing changes at the
        bottom of the stroke, where the saddle is set; else the whole curve is lower. That riders do so is a guess.
        """
        most -= _ROUNDING
        _, peak, extent = _peak_and_extent(self.second_share, self.second_lag)
        above = self.mean + self.range * peak / extent - most
        if above <= 0:
            return self
        kept = max(self.range - above, 0.0) if cut_range else self.range
        return replace(self, range=kept, mean=most - kept * peak / extent)


NATURAL_ANKLE = AnkleStrategy(np.deg2rad(7.45), np.deg2rad(31.7), np.deg2rad(50))
"""Customary ankle curve at the customary saddle height."""

MEAN_PER_SADDLE_HEIGHT = np.deg2rad(-6.0) / 0.04
RANGE_PER_SADDLE_HEIGHT = np.deg2rad(4.0) / 0.04
"""What riders do by themselves on another saddle height (rad per relative change): 4 % higher took
the ankle 8 deg further at the bottom and added 4 deg of range (Ferrer-Roca et al. 2014)."""
FARTHEST_ADAPTED = 0.05
"""Relative change of saddle height up to which riders are taken to adapt (guess; 2 % to either side was measured)."""

MEAN_PER_CRANK_SPEED = np.deg2rad(-0.09) * 60 / (2 * np.pi)
"""Riders point the toe the more the faster they pedal (rad per rad/s): -0.09 deg per rpm. At 31 rpm the pedal angle of
Park, Caldwell & Umberger (2022) asks for 20 deg of mean dorsiflexion, -0.2 deg per rpm from there to 85 rpm; from 50 to
110 rpm the ankle becomes more plantarflexed (Sanderson et al. 2006, J Electromyogr Kinesiol 16:642). A guess on the
near side of the two."""
RANGE_PER_TORQUE = np.deg2rad(7.0)
"""The ankle moves more the harder the cranks are pushed (rad per Nm of mean crank torque per kg): in
sprints its range falls from 48 to 20 deg between 60 and 180 rpm (McDaniel et al. 2014, J Appl Biomech
30:423), by some 15 deg per Nm/kg, and at 10.7 W/kg and 70 rpm it is 45 deg (Wilkinson et al. 2020)
against some 30 in easy riding, 13 deg per Nm/kg. Half of that, a guess: with more the toe would point
farther down in easy riding at low cadence than in riders who are filmed there."""
LARGEST_TORQUE = 1.5
"""Mean crank torque per mass (Nm/kg) above which the range grows no further: the hardest pedalling in
which the ankle was measured, 10.7 W/kg at 70 rpm (Wilkinson et al. 2020). What riders could do beyond
it nobody has filmed, and the law would soon ask for more than an ankle bends."""
REFERENCE_CRANK_SPEED = 90.0 * 2 * np.pi / 60
REFERENCE_TORQUE = 0.3
"""Crank speed (rad/s) and mean crank torque per mass (Nm/kg) of the customary curve: 200 W at 90 rpm."""


PELVIS_SHARE_OF_SADDLE_HEIGHT = 0.2
"""How much of a higher saddle the pelvis takes up, by rolling towards the lower foot, so that the hip at the
bottom of the stroke lies that much nearer to the pedal.

With the saddle 4 % (30 mm) higher filmed riders' hip opened 4 deg more, the knee 7 and the ankle 8
(Ferrer-Roca et al. 2014, JSCR 28:784): closing the leg, those angles make up for 25 mm. With 0.2 the
model's hip opens 3.3 deg more and the knee 7.7, with a pelvis that stands still 5.3 and 11.2.
"""

PELVIS_SHARE_OF_REACH = 1 / 3
"""How much of what the leg must reach farther because the heel is held lower the pelvis takes up in the same way (and
gives back where it is held higher).

On the saddle that was 30 mm higher (Ferrer-Roca et al. 2014) the ankle's 8 deg bring some 12 mm; of the other 18 the
pelvis takes `PELVIS_SHARE_OF_SADDLE_HEIGHT` of 30, which is 6: a third. That riders who lower the heel do alike is a
guess; nobody filmed their pelvis.
"""


def hip_drop_m(saddle_height_m: float, custom_m: float) -> float:
    """How much nearer to the saddle (m) the hip centre lies than on the custom saddle height; above
    nought on a higher saddle."""
    farthest_m = FARTHEST_ADAPTED * custom_m
    higher_m = min(max(saddle_height_m - custom_m, -farthest_m), farthest_m)
    return PELVIS_SHARE_OF_SADDLE_HEIGHT * higher_m


def natural_ankle(
    customary: AnkleStrategy,
    saddle_height_over_custom: float,
    crank_speed: float,
    torque_per_mass: float,
) -> AnkleStrategy:
    """Return the ankle strategy that riders have by themselves on some saddle height.

    `customary` is the curve at the customary saddle height and a customary effort. `crank_speed` in rad/s,
    `torque_per_mass` the mean crank torque of both legs over the rider's mass (Nm/kg).
    """
    higher = min(max(saddle_height_over_custom - 1, -FARTHEST_ADAPTED), FARTHEST_ADAPTED)
    return AnkleStrategy(
        mean=customary.mean
        + MEAN_PER_SADDLE_HEIGHT * higher
        + MEAN_PER_CRANK_SPEED * (crank_speed - REFERENCE_CRANK_SPEED),
        range=max(
            customary.range
            + RANGE_PER_SADDLE_HEIGHT * higher
            + RANGE_PER_TORQUE * (min(torque_per_mass, LARGEST_TORQUE) - REFERENCE_TORQUE),
            0.0,
        ),
        peak_crank_angle=customary.peak_crank_angle,
    )


@dataclass(frozen=True)
class Riding:
    """Power at the cranks (W), cadence (crank rad/s), torso angle from horizontal, ankle strategy, and
    how much nearer to the saddle the hips lie than on the custom saddle height (m).

    `hip_back_m`: how far behind where the model has them the hips lie over the saddle (m);
    `pelvis_forward`: by how much farther forward the pelvis is tilted than riders do at that torso angle (rad);
    `cue`: what the rider means to do in parts of the crank circle; `pattern_hip_line`: the hip's line (rad) for which
    the muscles' patterns are taken (`sim/habit.py`).
    """

    power_w: float
    crank_speed: float
    torso_angle: float
    ankle: AnkleStrategy
    hip_drop_m: float = 0.0
    hip_back_m: float = 0.0
    pelvis_forward: float = 0.0
    cue: Cue = NO_CUE
    pattern_hip_line: float = HIP_LINE
