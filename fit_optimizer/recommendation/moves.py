"""The way from the fit as it is to the one recommended, one small move after the other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, cos, radians

from fit_optimizer.criteria.evaluation import with_fit
from fit_optimizer.setup.adjustments import ADJUSTMENTS, Adjustment, adjustment, in_order_of_work
from fit_optimizer.setup.keys_in_force import by_leg, keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Side

LARGEST_MOVE = 5.0
"""mm or deg: riders are moved on by a few millimetres at a time and ride on it. Fitters' custom."""
SMALLEST_MOVE = 0.05
"""mm or deg below which nothing is moved: rounding of what is shown."""


@dataclass(frozen=True)
class Move:
    """One move: its place in the order from 1, what is moved, of which leg, from where to where.

    `side` is None where one move serves both legs.
    """

    order: int
    key: str
    side: Side | None
    start: float
    end: float

    @property
    def unit(self) -> str:
        """mm or deg."""
        return adjustment(self.key).unit.word

    @property
    def measured_along(self) -> str:
        """The line or angle that the values are read on."""
        return adjustment(self.key).measured_along


def moves(set_up: SetUp, recommended: dict[str, float]) -> tuple[Move, ...]:
    """Moves of at most `LARGEST_MOVE` from the set-up as it is to the recommended values.

    A seat post carries the saddle back as it rises, so the setback is put right after the height.
    Legs that differ are moved one after the other. What the rider does unasked after a change (the
    ankle at another saddle height) is no move.
    """
    before, after = _places(set_up, {}), _places(set_up, recommended)
    raised = after["saddle_height_mm"][None] - before["saddle_height_mm"][None]
    tube = radians(set_up.bicycle.seat_tube_angle_deg)
    before["saddle_setback_mm"][None] += raised * cos(tube)
    found: list[Move] = []
    for one in in_order_of_work():
        if not one.own_step or _unasked(one, recommended):
            continue
        for side, end in after[one.key].items():
            start = before[one.key][side]
            if abs(end - start) < SMALLEST_MOVE:
                continue
            for this, then in pairwise(_stops(start, end)):
                found.append(Move(len(found) + 1, one.key, side, this, then))
    return tuple(found)


def _unasked(one: Adjustment, recommended: dict[str, float]) -> bool:
    """Whether an adjustment changes, if it does, only because the rider answers to another."""
    return one.search is not None and not one.search.held and one.key not in recommended


def _stops(start: float, end: float) -> list[float]:
    """Places on the way, start and end among them: moves of one size, none too large."""
    count = ceil(abs(end - start) / LARGEST_MOVE - 1e-9)
    return [start + (end - start) * k / count for k in range(count)] + [end]


def _places(set_up: SetUp, values: dict[str, float]) -> dict[str, dict[Side | None, float]]:
    """Every value of a fit by key and leg (None for both), the bar's place among them."""
    changed = with_fit(set_up, values)
    fit, _ = keys_in_force(changed)
    at = seat_rider(changed).hands()
    fit |= {"bar_up_mm": 1000 * at.z, "bar_forward_mm": 1000 * at.x}
    return {one.key: by_leg(fit[one.key]) for one in ADJUSTMENTS}
