"""What to change: the table of moves, the band around each, and the sentence above them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import cos, radians
from typing import Any

from fit_optimizer.documents.fit import AnyFit, BandFound, FitDocument, RiddenFit, Step
from fit_optimizer.documents.part import look_up
from fit_optimizer.documents.ride import Ride
from fit_optimizer.report.tables.ankle_cue import ankle_cue_between
from fit_optimizer.report.tables.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.wording import (
    bar_move,
    capitalised,
    headline,
    number,
    part_cue,
    rails_cue,
    saddle_cue,
    setback_move,
    signed,
    torso_cue,
    with_unit,
)
from fit_optimizer.setup.adjustments import Adjustment, adjustment, in_order_of_work

ANKLE = ("heel_drop_deg", "ankle_range_deg", "ankle_peak_deg")
BAR_WORTH_A_WORD_MM = 5.0
"""A bar moved further stands in the headline though the torso may stay: one move of a fitter's."""

LEAST_MOVE_MM = 2.0
"""A saddle moved by less is not in the headline: no tape at a saddle tells it (a guess)."""


@dataclass(frozen=True)
class ChangeRow:
    """A row of the table of moves."""

    name: str
    measured: str
    now: Cell
    recommended: Cell
    band: Cell
    move: Cell


def headline_of(document: FitDocument) -> str:
    """What to change in one line; what may stay within its band is left to the table."""
    if not document.change_needed:
        return headline([])
    asked = [cue for key, cue in _cues(document).items() if cue and not _can_wait(document, key)]
    return headline(asked) if asked else "Small changes only: see the table."


def ankle_cue_of(document: FitDocument) -> str:
    """The cue for the ankle; empty where nothing changes or now cannot be ridden."""
    now = document.current
    if not document.change_needed or not isinstance(now, RiddenFit):
        return ""
    return ankle_cue_between(now, document.recommended)


def change_rows(document: FitDocument) -> list[ChangeRow]:
    """Every adjustment in the order of the fitter's work; the bar after the torso it gives."""
    rows = []
    for one in in_order_of_work():
        if not (one.always or one.key in document.bands):
            continue
        rows.append(_adjustment_row(document, one))
        if one.key == "torso_angle_deg":
            rows.append(_bar_row(document))
    return rows


def order_of_work(document: FitDocument) -> list[str]:
    """The steps in their order, the moves of one adjustment that follow each other in one line."""
    ordered = sorted(document.steps, key=lambda step: step.order)
    runs = [list(run) for _, run in groupby(ordered, key=lambda step: (step.key, step.side))]
    return [_line_of_work(run) + _why_from_there(document, run[0]) for run in runs]


def _line_of_work(run: list[Step]) -> str:
    one = adjustment(run[0].key)
    unit = one.unit.word or run[0].unit
    name = capitalised(one.words) + (f", {run[0].side}" if run[0].side else "")
    start, end = number(run[0].start, one.decimals), number(run[-1].end, one.decimals)
    line = f"{name} {start} \u2192 {end}\u00a0{unit}"
    if len(run) > 1:
        largest = max(abs(step.end - step.start) for step in run)
        line += f" in {len(run)} moves of {number(largest, 1)}\u00a0{unit}"
    along = run[0].measured_along
    return f"{line} ({along})" if along else line


def _why_from_there(document: FitDocument, first: Step) -> str:
    """Why the setback does not start from what it is now."""
    if first.key != "saddle_setback_mm":
        return ""
    carried = first.start - _now_and_then(document, first.key)[0]
    if abs(carried) < 0.5:
        return ""
    return f"; the seat post has carried it {'back' if carried > 0 else 'forward'} by then"


def _cues(document: FitDocument) -> dict[str, str]:
    """What to do by adjustment, in words; empty where there is nothing to do."""
    now, then = document.current, document.recommended

    def moved(key: str) -> float:
        before, after = _now_and_then(document, key)
        return after - before

    cues = {
        "saddle_height_mm": saddle_cue(moved("saddle_height_mm")),
        "saddle_setback_mm": setback_move(moved("saddle_setback_mm")),
        "torso_angle_deg": torso_cue(
            *_now_and_then(document, "torso_angle_deg"), _bar_moved(now, then)
        ),
    }
    ankle = [key for key in ANKLE if key in document.bands and not _may_stay(document, key)]
    if ankle:
        cues[ankle[0]] = ankle_cue_of(document)
    for key in document.bands:
        if key in cues or key in ANKLE:
            continue
        one = adjustment(key)
        cues[key] = part_cue(one.words, moved(key), _by_leg(then.fit[key], one))
    return cues


def _by_leg(value: Any, one: Adjustment) -> str:
    """A value with its unit, of each leg where they differ; no decimals where they are nought."""
    if isinstance(value, dict):
        return ", ".join(f"{side} {_by_leg(of_leg, one)}" for side, of_leg in value.items())
    return with_unit(value, 0 if value % 1 == 0 else one.decimals, one.unit.symbol)


def _now_and_then(document: FitDocument, key: str) -> tuple[float, float]:
    return (
        _single(document.current, key, "current.fit"),
        _single(document.recommended, key, "recommended.fit"),
    )


def _single(fit: AnyFit, key: str, where: str) -> float:
    """A value of the set-up; the mean where the legs have their own."""
    value = fit.fit.get(key)
    if isinstance(value, dict):
        return (look_up(value, "left", where) + look_up(value, "right", where)) / 2
    return look_up(fit.fit, key, where)


def _may_stay(document: FitDocument, key: str) -> bool:
    """Whether what it is now lies within the band, though not at the value recommended."""
    band = document.bands.get(key)
    if band is None or not document.change_needed:
        return False
    now, _ = _now_and_then(document, key)
    return band.low <= now <= band.high and now != band.value


def _can_wait(document: FitDocument, key: str) -> bool:
    """Whether the headline leaves a move to the table."""
    now, then = document.current, document.recommended
    if key == "torso_angle_deg" and isinstance(now, RiddenFit):
        moved = (then.bar_mm.forward - now.bar_mm.forward, then.bar_mm.up - now.bar_mm.up)
        if max(map(abs, moved)) > BAR_WORTH_A_WORD_MM:
            return False
    before, after = _now_and_then(document, key)
    if key.startswith("saddle_") and abs(after - before) < LEAST_MOVE_MM:
        return True
    return _may_stay(document, key)


def _adjustment_row(document: FitDocument, one: Adjustment) -> ChangeRow:
    key = one.key
    now, then = _now_and_then(document, key)
    note = "assumed" if key in document.assumed else ""
    return ChangeRow(
        name=capitalised(one.words),
        measured=one.measured_along,
        now=_value_cell(document.current, one, now, f"current.fit.{key}", note),
        recommended=_value_cell(document.recommended, one, then, f"recommended.fit.{key}", ""),
        band=_band_cell(document, one),
        move=_move_cell(document, one, then - now),
    )


def _value_cell(fit: AnyFit, one: Adjustment, value: float, key: str, note: str) -> Cell:
    each = fit.fit[one.key]
    if isinstance(each, dict):
        sides = ", ".join(f"{side} {number(v, one.decimals)}" for side, v in each.items())
        return Cell(f"{sides}\u00a0{one.unit.word}", note=note)
    return shown_number(value, one.decimals, one.unit.symbol, key, note)


def _band_cell(document: FitDocument, one: Adjustment) -> Cell:
    band = document.bands.get(one.key)
    if band is None:
        return Cell("not searched")
    notes = ["now is inside: may stay"] if _may_stay(document, one.key) else []
    notes += [_for_such_riders(band, one)] if band.uncertainty_low is not None else []
    note = "; ".join(notes)
    if band.low == band.high:
        return Cell(f"only {with_unit(band.low, one.decimals, one.unit.symbol)}", note=note)
    return Cell(_span(band.low, band.high, one), note=note)


def _for_such_riders(band: BandFound, one: Adjustment) -> str:
    """The range of the answer for riders as the one described may be."""
    low, high = band.uncertainty_low, band.uncertainty_high
    if low is None or high is None:
        return ""
    span = with_unit(low, one.decimals, one.unit.symbol) if low == high else _span(low, high, one)
    return f"such riders: {span}"


def _span(low: float, high: float, one: Adjustment) -> str:
    return f"{number(low, one.decimals)} to {with_unit(high, one.decimals, one.unit.symbol)}"


def _move_cell(document: FitDocument, one: Adjustment, move: float) -> Cell:
    if one.key == "saddle_setback_mm":
        return Cell(rails_cue(move, _post_carries(document)))
    if float(f"{move:.{one.decimals}f}") == 0:
        return Cell("leave")
    note = ankle_cue_of(document) if one.key == "heel_drop_deg" else ""
    return Cell(signed(move, one.decimals, one.unit.symbol), note=note)


def _post_carries(document: FitDocument) -> float:
    """How far back (+, mm) the seat post carries the saddle on its way to the new height."""
    now, then = _now_and_then(document, "saddle_height_mm")
    _, tube = _now_and_then(document, "seat_tube_angle_deg")
    return (then - now) * cos(radians(tube))


def _bar_row(document: FitDocument) -> ChangeRow:
    now, then = document.current, document.recommended
    ridden = isinstance(now, RiddenFit)
    return ChangeRow(
        name="Bar",
        measured="bottom-bracket centre to the wrists, forward / up; gives that torso angle",
        now=_bar_cell(now) if isinstance(now, Ride) else NOTHING,
        recommended=_bar_cell(then),
        band=NOTHING,
        move=Cell(_bar_moved(now, then) or "leave") if ridden else NOTHING,
    )


def _bar_cell(fit: Ride) -> Cell:
    return Cell(f"{number(fit.bar_mm.forward, 0)} / {number(fit.bar_mm.up, 0)}\u00a0mm")


def _bar_moved(now: AnyFit, then: RiddenFit) -> str:
    if not isinstance(now, RiddenFit):
        return ""
    return bar_move(then.bar_mm.forward - now.bar_mm.forward, then.bar_mm.up - now.bar_mm.up)
