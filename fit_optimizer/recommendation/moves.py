"""The way from the fit as it is to the one recommended, one small move after the other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, cos, radians

from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.setup.adjustments import values_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp

LARGEST_MOVE = 5.0
"""mm or deg: riders are moved on by a few millimetres at a time and ride on it. Fitters' custom."""
SMALLEST_MOVE = 0.05

ORDER = (
    "crank_length_mm",
    "cleat_setback_mm",
    "stance_width_mm",
    "saddle_height_mm",
    "saddle_setback_mm",
    "bar_up_mm",
    "bar_forward_mm",
    "heel_drop_deg",
    "ankle_range_deg",
)
"""From the pedals up: the foot on the crank is what the saddle's height is measured against, the
saddle what the bar's reach is; what the rider learns comes last. Fitters' custom."""

MEASURED_ALONG = {
    "crank_length_mm": "bottom-bracket axis to pedal axis, as stamped on the crank",
    "cleat_setback_mm": "ball of the foot back to the pedal axis, along the shoe",
    "stance_width_mm": "middle of one pedal to the middle of the other",
    "saddle_height_mm": "bottom-bracket centre to saddle top along the seat tube",
    "saddle_setback_mm": "bottom-bracket centre back to where the saddle is 80 mm wide, horizontally",
    "bar_up_mm": "bottom-bracket centre up to the wrists",
    "bar_forward_mm": "bottom-bracket centre forward to the wrists",
    "heel_drop_deg": "against what the rider does unasked at that saddle height; + is heel lower",
    "ankle_range_deg": "from most to least bent over a stroke",
}


@dataclass(frozen=True)
class Step:
    """One move: its place in the order from 1, what is moved from where to where, and how measured."""

    order: int
    key: str
    start: float
    end: float

    @property
    def unit(self) -> str:
        """mm or deg."""
        return self.key.rpartition("_")[2]

    @property
    def measured_along(self) -> str:
        """The line or angle that the values are read on."""
        return MEASURED_ALONG[self.key]


def steps(set_up: SetUp, recommended: dict[str, float]) -> tuple[Step, ...]:
    """Moves of at most `LARGEST_MOVE` from the set-up as it is to the recommended values.

    A seat post carries the saddle back as it rises, so the setback is put right after the height.
    The torso angle is changed by the bar, whose place follows from it.
    """
    before, after = _places(set_up, {}), _places(set_up, recommended)
    raised = after["saddle_height_mm"] - before["saddle_height_mm"]
    tube = radians(set_up.bicycle.seat_tube_angle_deg)
    before["saddle_setback_mm"] += raised * cos(tube)
    found: list[Step] = []
    for key in ORDER:
        start, end = before[key], after[key]
        if abs(end - start) < SMALLEST_MOVE:
            continue
        for one, next_one in pairwise(_stops(start, end)):
            found.append(Step(len(found) + 1, key, one, next_one))
    return tuple(found)


def _stops(start: float, end: float) -> list[float]:
    """Places on the way, start and end among them: moves of one size, none too large."""
    count = ceil(abs(end - start) / LARGEST_MOVE - 1e-9)
    return [start + (end - start) * k / count for k in range(count)] + [end]


def _places(set_up: SetUp, values: dict[str, float]) -> dict[str, float]:
    """Every value of a fit by key, the bar's place among them."""
    changed = with_fit(set_up, values)
    at = seat_rider(changed).hands()
    return {**values_in_force(changed), "bar_up_mm": 1000 * at.z, "bar_forward_mm": 1000 * at.x}
