"""A rider that could be the default one: weights, ankle curve and the place of the muscles' patterns together."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Array
from rider_models.coordination import COORDINATION_KEYS, Coordination
from sim.habit import HIP_LINE
from sim.riding import NATURAL_ANKLE, AnkleStrategy

FITTED_WEIGHTS = tuple(key for key in COORDINATION_KEYS if key != "vasti")
"""All weights but one: only their ratios tell how the work is shared, so that the vasti's stays 1."""

WEIGHT_STEP = 0.12
"""One step of a weight's logarithm (a guess: small enough for most figures to change in proportion)."""
ANKLE_STEPS_DEG = (0.5, 0.8, 2.0)
"""One step of the ankle's mean, range and peak crank angle (guesses, that change the figures by about as much as a step
of a weight does)."""
HIP_LINE_STEP_DEG = 1.0
"""One step of the hip's line for which the patterns are taken (a guess: an eighth of what envelopes were read to)."""

ANKLE_BOUNDS_DEG = ((4.0, 12.0), (22.0, 32.0), (15.0, 50.0))
"""Mean, range and peak crank angle: Ericson 1988 (mean +10), BMC Musculoskelet Disord 2021 22:1044
(range 27), Wilkinson et al. 2020 (peak at 35; how late it may come is a guess). At 90 rpm the leg's inertia and
weight drive the crank with 16.3 Nm at 144 deg with a peak at 35 and with 16.8 at 50, where Wilkinson's
joint angles give 14."""

_ANKLE_ENDS_DEG = np.transpose(ANKLE_BOUNDS_DEG)

NUMBERS = (*FITTED_WEIGHTS, "ankle_mean", "ankle_range", "ankle_peak", "hip_line")
"""What the search moves, in the order of its numbers."""


@dataclass(frozen=True)
class Candidate:
    """The weights, the customary ankle curve, and the hip's line (rad) for which the muscles' patterns are taken."""

    coordination: Coordination = field(default_factory=Coordination)
    ankle: AnkleStrategy = NATURAL_ANKLE
    pattern_hip_line: float = HIP_LINE

    def seat(self, set_up: SetUp) -> RiderOnBike:
        """Return the rider of a set-up on the bicycle, as if the candidate were the default rider.

        Weights that the set-up gives stay; a kind of rider multiplies the candidate's as it does the default ones.
        """
        on = seat_rider(set_up, self.ankle)
        default, ridden = asdict(Coordination()), asdict(on.rider.coordination)
        table: Any = set_up.rider.coordination
        weights = {
            key: ridden[key]
            if key in table.model_fields_set
            else weight * (ridden[key] / default[key])
            for key, weight in asdict(self.coordination).items()
        }
        return replace(
            on,
            rider=replace(on.rider, coordination=Coordination(**weights)),
            riding=replace(on.riding, pattern_hip_line=self.pattern_hip_line),
        )

    def moved(self, steps: Array) -> Candidate:
        """Return the candidate so many steps away (n, in the order of `NUMBERS`), the ankle within its bounds."""
        of_weights, of_ankle = np.split(steps[:-1], [len(FITTED_WEIGHTS)])
        weights = {
            key: getattr(self.coordination, key) * float(np.exp(WEIGHT_STEP * step))
            for key, step in zip(FITTED_WEIGHTS, of_weights, strict=True)
        }
        mean, extent, peak = np.deg2rad(np.clip(self._ankle_deg(of_ankle), *_ANKLE_ENDS_DEG))
        return Candidate(
            replace(self.coordination, **weights),
            replace(
                self.ankle, mean=float(mean), range=float(extent), peak_crank_angle=float(peak)
            ),
            self.pattern_hip_line + float(np.deg2rad(HIP_LINE_STEP_DEG * steps[-1])),
        )

    def steps_beyond(self, steps: Array) -> float:
        """Return by how many steps the ankle's numbers together would lie beyond their bounds."""
        asked = self._ankle_deg(steps[len(FITTED_WEIGHTS) : -1])
        off = np.abs(asked - np.clip(asked, *_ANKLE_ENDS_DEG))
        return float((off / ANKLE_STEPS_DEG).sum())

    def _ankle_deg(self, steps: Array) -> Array:
        """The ankle's mean, range and peak crank angle (deg) so many steps (3) away, within their bounds or not."""
        now = np.rad2deg([self.ankle.mean, self.ankle.range, self.ankle.peak_crank_angle])
        return np.asarray(now + steps * ANKLE_STEPS_DEG)
