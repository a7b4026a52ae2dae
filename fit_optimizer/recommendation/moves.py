"""The way from the fit as it is to the one recommended, in moves that a fitter makes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from fit_optimizer.recommendation.bar_parts import BarParts, bar_parts
from fit_optimizer.setup.adjustments import (
    ADJUSTMENTS,
    BAR_FORWARD,
    BAR_UP,
    SADDLE,
    SETBACK,
    Adjustment,
    adjustment,
    in_order_of_work,
)
from fit_optimizer.setup.bike_parts import post_carries_mm
from fit_optimizer.setup.complaints import first_tried_higher
from fit_optimizer.setup.keys_in_force import assumed_keys, by_leg, keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Side

USUAL_MOVE = 5.0
"""mm or deg: riders are moved on by about so much at a time and ride on it for a week or two; 6 or 7 are one move.
Fitters' custom."""
MOST_MOVES = 3
"""A long way is gone in no more visits than that, in larger moves. Fitters' custom."""
SMALLEST_MOVE: dict[str, float] = {SADDLE: 2.0, SETBACK: 3.0}
"""A saddle that is off by less is left: no tape at a saddle tells it (a guess)."""
LEAST_MOVE = 0.4
"""mm or deg by which what is neither saddle height nor setback has to be off to be moved: half of its finest step."""
LEAST_PART_MM = 1.0
"""What parts move the bar by along one line is told from here on (a guess)."""
AT_ONCE = ("crank_length_mm", "shim_mm", "wedge_deg")
"""Parts are put on in one go."""
Places = dict[str, dict[Side | None, float]]


@dataclass(frozen=True)
class Move:
    """One move: its place in the order from 1, what is moved, of which leg, from where to where.

    `side` is None where one move serves both legs; `parts` are the parts that make the move, in words.
    """

    order: int
    key: str
    side: Side | None
    start: float
    end: float
    parts: str = ""

    @property
    def unit(self) -> str:
        """mm or deg."""
        return adjustment(self.key).unit.word

    @property
    def measured_along(self) -> str:
        """The line or angle that the values are read on."""
        return adjustment(self.key).measured_along


def moves(set_up: SetUp, then: SetUp) -> tuple[Move, ...]:
    """Moves from one set-up to another, of what a key turns, in the order of work.

    A seat post carries the saddle back as it rises, so the setback is put right after the height, or a part of it
    with each of its moves; a setback that nobody measured is left where the post brings it. Legs that differ are
    moved one after the other. The bar is moved as spacers and stems can.
    """
    before, after = _places(set_up), _places(then)
    raised = after[SADDLE][None] - before[SADDLE][None]
    if SETBACK in assumed_keys(set_up) and before[SETBACK] == after[SETBACK]:
        del after[SETBACK]
    else:
        before[SETBACK][None] += post_carries_mm(raised, set_up.bicycle.seat_tube_angle_deg)
    parts = _bar_parts(set_up, then, before, after)
    found: list[Move] = []
    for one in in_order_of_work():
        if not one.own_step or one.kind == "technique" or one.key not in after:
            continue
        if one.key in (BAR_UP, BAR_FORWARD):
            found += _of_bar(one.key, before[one.key][None], parts, found)
            continue
        for side, end in _by_both(before[one.key], after[one.key]).items():
            start = before[one.key].get(side, before[one.key].get(None, 0.0))
            if abs(end - start) < SMALLEST_MOVE.get(one.key, LEAST_MOVE):
                continue
            with_saddle = one.key == SETBACK and sum(m.key == SADDLE for m in found) > 1
            stops = [start, end] if with_saddle else _stops(one, start, end)
            for this, next_ in pairwise(stops):
                found.append(Move(len(found) + 1, one.key, side, this, next_))
    return tuple(found)


def _of_bar(key: str, start: float, parts: BarParts | None, done: list[Move]) -> list[Move]:
    """The bar's move up or forward (mm), by its key, that its parts make after the moves done; empty where none do."""
    if parts is None:
        return []
    by = parts.up_mm if key == BAR_UP else parts.forward_mm
    if abs(by) < LEAST_PART_MM:
        return []
    words = "with the same parts" if any(move.parts for move in done) else parts.words
    return [Move(len(done) + 1, key, None, start, start + by, words)]


def with_parts_on(set_up: SetUp, then: SetUp) -> SetUp:
    """The set-up moved to, with the spacers and the stem that move its bar where the set-up says what is on it."""
    parts = _bar_parts(set_up, then, _places(set_up), _places(then))
    return then if parts is None else with_values(then, parts.keys(set_up))


def _bar_parts(set_up: SetUp, then: SetUp, before: Places, after: Places) -> BarParts | None:
    """Parts that move the bar; a stem is bought for another torso angle only, not to follow a saddle.

    Where a higher torso is tried for the rider's pain the bar does not go down with the saddle.
    """
    up_mm = after[BAR_UP][None] - before[BAR_UP][None]
    asked = set_up.riding.torso_angle_deg != then.riding.torso_angle_deg
    on_pads = set_up.riding.discipline == "time_trial"
    pained = first_tried_higher(set_up.rider.complaint) is not None
    if up_mm < 0 and pained and not asked and not on_pads:
        return None
    forward_mm = after[BAR_FORWARD][None] - before[BAR_FORWARD][None]
    return bar_parts(set_up, forward_mm, up_mm, stems=asked)


def _by_both(
    before: dict[Side | None, float], after: dict[Side | None, float]
) -> dict[Side | None, float]:
    """Ends by leg where either set-up tells the legs apart."""
    if None in after and None not in before:
        return dict.fromkeys(before, after[None])
    return after


def _stops(one: Adjustment, start: float, end: float) -> list[float]:
    """Places on the way, start and end among them: whole mm or deg, few moves of about one size."""
    if one.key in AT_ONCE:
        return [start, end]
    count = min(max(round(abs(end - start) / USUAL_MOVE), 1), MOST_MOVES)
    between = [round(start + (end - start) * k / count) for k in range(1, count)]
    return [start, *(float(at) for at in between), end]


def _places(set_up: SetUp) -> Places:
    """Every value of a set-up by key and leg (None for both), the bar's place among them."""
    fit, _ = keys_in_force(set_up)
    at = seat_rider(set_up).hands()
    bar = {BAR_UP: 1000 * at.z, BAR_FORWARD: 1000 * at.x}
    return {
        one.key: {None: bar[one.key]} if one.key in bar else by_leg(fit[one.key])
        for one in ADJUSTMENTS
    }
