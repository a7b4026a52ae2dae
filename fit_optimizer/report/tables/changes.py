"""What to change: the table of settings, the one range of each, and the order of work."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import ceil, cos, floor, radians, sin

from fit_optimizer.documents.fit import AnyFit, BandFound, FitDocument, Step
from fit_optimizer.documents.part import look_up
from fit_optimizer.documents.ride import Ride
from fit_optimizer.report.say import Language, say, word
from fit_optimizer.report.shown_rides import knee_of_pain
from fit_optimizer.report.tables.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.tables.told import value_of
from fit_optimizer.report.wording import (
    capitalised,
    in_degrees,
    in_print,
    number,
    signed,
    with_unit,
)
from fit_optimizer.setup.adjustments import (
    BAR_FORWARD,
    BAR_UP,
    SADDLE,
    SETBACK,
    TORSO,
    Adjustment,
    adjustment,
    in_order_of_work,
)
from fit_optimizer.setup.bike_parts import (
    FOREARM_RISE_DEG,
    LEAST_BAR_MM,
    Known,
    pad_of_elbow_mm,
    post_carries_mm,
)
from fit_optimizer.setup.bike_parts import number as part_number
from fit_optimizer.setup.complaints import first_tried_higher
from rider_models.arrays import SIDES
from sim.hands import FOREARM_SHARE

BAR_MEASURED = "bottom-bracket centre to the wrists, forward / up; gives that torso angle"
PADS = "Elbow pads"
PADS_MEASURED = "bottom-bracket centre to the middle of the pads, forward / up to their top"
LEAST_CARRIED_MM = 3.0
"""What the seat post carries a saddle by is told from here on (a guess: what a tape tells)."""
LEAST_SLID_MM = 2.0
"""A slide on the rails that comes to less a visit is made at once, after the last (a guess: what a tape tells)."""
LEAST_BY_LEG = 0.05
"""mm or deg of one leg that are nothing: what rounding leaves."""
BAR_PER_TORSO_DEG = 9.0
"""mm of bar height by which a rider of average size raises the torso a degree: from the model's own arms."""


@dataclass(frozen=True)
class ChangeRow:
    """A row of the table of settings."""

    name: str
    measured: str
    now: Cell
    recommended: Cell
    band: Cell
    move: Cell


def change_rows(document: FitDocument, language: Language = "en") -> list[ChangeRow]:
    """What a key turns, in the order of the fitter's work; the bar after the torso it gives."""
    rows = []
    for one in in_order_of_work():
        shown = one.always or one.key in document.bands or _changed(document, one.key)
        if one.kind == "technique" or (one.search is None and not _changed(document, one.key)):
            continue
        if not shown or one.key not in document.recommended.fit:
            continue
        rows.append(_adjustment_row(document, one, language))
        if one.key == TORSO:
            rows.append(_bar_row(document, language))
    return rows


def order_of_work(document: FitDocument, language: Language = "en") -> list[str]:
    """The steps in their order, the moves of one adjustment that follow each other in one line."""
    ordered = sorted(document.steps, key=lambda step: step.order)
    bar = [step for step in ordered if step.key in (BAR_UP, BAR_FORWARD)]
    rest = [step for step in ordered if step not in bar]
    runs = [list(run) for _, run in groupby(rest, key=lambda step: (step.key, step.side))]
    lines = [_line_of_work(document, run, language) for run in runs]
    if bar:
        lines.append(_line_of_bar(bar, language) + _keeps_torso(document, bar, language))
    return lines


def _line_of_work(document: FitDocument, run: list[Step], language: Language) -> str:
    one = adjustment(run[0].key)
    unit = one.unit.symbol
    name = word(capitalised(one.words), language)
    name += f", {word(run[0].side, language)}" if run[0].side else ""
    start = number(run[0].start, _places(run[0].start, one))
    values = {
        "name": name,
        "start": start,
        "end": with_unit(float(run[-1].end), _places(run[-1].end, one), unit),
    }
    if len(run) > 1:
        largest = max(abs(step.end - step.start) for step in run)
        line = say(
            language, "step_moves", count=str(len(run)), by=with_unit(largest, 0, unit), **values
        )
    else:
        line = say(language, "step", **values)
    along = run[0].measured_along
    line = f"{line} ({word(along, language)})" if along else line
    if run[0].key == SETBACK:
        line += _carried(document, run[0], language)
    enough = _enough(document, run[0].start, run[-1].end) if run[0].key == SADDLE else None
    if enough is not None and document.saddle is not None:
        knee = in_degrees(document.saddle.knee_low_deg, document.saddle.knee_high_deg)
        key = "step_enough" if knee_of_pain(document) is None else "step_relieved"
        line += f"; {say(language, key, at=with_unit(enough, 0, unit), range=knee)}"
    return line


def _carried(document: FitDocument, step: Step, language: Language) -> str:
    """What the seat post does of a setback's change before it is slid; empty where it does nothing."""
    now, _ = _now_and_then(document, SETBACK)
    if abs(step.start - now) < 0.5:
        return ""
    visits = sum(one.key == SADDLE for one in document.steps)
    slide = abs(sum(one.end - one.start for one in document.steps if one.key == SETBACK))
    at_once = visits == 1 or slide < visits * LEAST_SLID_MM
    key = "step_setback_carried" if at_once else "step_setback_with"
    start = with_unit(step.start, 0, adjustment(SETBACK).unit.symbol)
    return f"; {say(language, key, now=number(now, 0), start=start)}"


def _enough(document: FitDocument, start: float, end: float) -> float | None:
    """The height (mm) on a saddle's way from which the knee is within its range; None where it is so all the way.

    On its way the post carries the saddle, so the knee goes from what it is now to what it is then; between, a leg's
    reach is linear in the cosine of the knee. A document without the knee now has the range at the end alone.
    """
    found = document.saddle
    if found is None:
        return None
    numbers = next((one.numbers for one in document.changes if one.key == SADDLE), {})
    now, then = numbers.get("knee_now"), numbers.get("knee_then")
    down = end < start
    at = found.high if down else found.low
    if isinstance(now, float) and isinstance(then, float) and now != then:
        bound = found.knee_low_deg if down else found.knee_high_deg
        first, kept, last = (cos(radians(deg)) for deg in (now, bound, then))
        at = start + (end - start) * (kept - first) / (last - first)
    whole = float(floor(at)) if down else float(ceil(at))
    return whole if min(start, end) < whole < max(start, end) else None


def _line_of_bar(bar: list[Step], language: Language) -> str:
    """Both of the bar's moves, and the parts that make them."""
    by = {step.key: step.end - step.start for step in bar}
    up, forward = by.get(BAR_UP, 0.0), by.get(BAR_FORWARD, 0.0)
    parts = next((step.made_of for step in bar if step.made_of), "")
    said = []
    if abs(up) >= 0.5:
        said.append(
            say(language, "step_up" if up > 0 else "step_down", by=with_unit(abs(up), 0, "mm"))
        )
    if abs(forward) >= 0.5:
        key = "step_forward" if forward > 0 else "step_back"
        said.append(say(language, key, by=with_unit(abs(forward), 0, "mm")))
    made_of = in_print(word(parts, language))
    return say(language, "step_parts", up=", ".join(said), forward="", parts=made_of)


def _keeps_torso(document: FitDocument, bar: list[Step], language: Language) -> str:
    """What a bar that follows the saddle is moved for, and that it may be left; empty where the torso changes."""
    if _changed(document, TORSO):
        return ""
    up = sum(step.end - step.start for step in bar if step.key == BAR_UP)
    rest = _bar_rest(document, language)
    if not rest:
        torso = value_of(TORSO, round(_now_and_then(document, TORSO)[1], 1))
        assumed = TORSO in document.assumed
        rest = say(language, "step_keeps_it" if assumed else "step_keeps_torso", torso=torso)
    if up >= 0 or document.discipline == "time_trial":
        return f"; {rest}"
    return f"; {rest}; {say(language, 'step_or_left', by=_torso_by(_bar_follows(document) or up))}"


def _bar_follows(document: FitDocument) -> float:
    """By how much the bar goes up (mm) to keep the torso; nought without a stroke of the fit as it is."""
    now = document.current
    return document.recommended.bar_mm.up - now.bar_mm.up if isinstance(now, Ride) else 0.0


def _bar_rest(document: FitDocument, language: Language) -> str:
    """What becomes of the torso where the bar's steps end short of what would keep it; empty where they do not."""
    if not isinstance(document.current, Ride):
        return ""
    up = document.recommended.bar_mm.up - bar_after(document)[1]
    if abs(up) < BAR_PER_TORSO_DEG:
        return ""
    way = say(language, "way_up" if up < 0 else "way_down")
    return say(language, "bar_rest", way=way, by=_torso_by(up))


def _torso_by(up_mm: float) -> str:
    """By how much a torso comes up or down with a bar that is so far off."""
    return with_unit(max(abs(up_mm) / BAR_PER_TORSO_DEG, 1.0), 0, "\u00b0")


def _changed(document: FitDocument, key: str) -> bool:
    return any(one.key == key for one in document.changes)


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


def _adjustment_row(document: FitDocument, one: Adjustment, language: Language) -> ChangeRow:
    key = one.key
    now, then = _now_and_then(document, key)
    return ChangeRow(
        name=capitalised(one.words),
        measured=one.measured_along,
        now=_value_cell(document.current, one, now, f"current.fit.{key}", _note(document, key)),
        recommended=_value_cell(document.recommended, one, then, f"recommended.fit.{key}", ""),
        band=_band_cell(document, one, language),
        move=_move_cell(document, one, now, then, language),
    )


def _note(document: FitDocument, key: str) -> str:
    return "assumed" if key in document.assumed else ""


def _places(value: float, one: Adjustment) -> int:
    return 0 if float(value).is_integer() else one.decimals


def _value_cell(fit: AnyFit, one: Adjustment, value: float, key: str, note: str) -> Cell:
    each = fit.fit[one.key]
    if isinstance(each, dict):
        sides = ", ".join(f"{side} {number(v, one.decimals)}" for side, v in each.items())
        return Cell(f"{sides}\u00a0{one.unit.word}", note=note)
    return shown_number(value, one.decimals, one.unit.symbol, key, note)


def _band_cell(document: FitDocument, one: Adjustment, language: Language) -> Cell:
    """One range: where it may lie, and within it where it does best."""
    band = document.bands.get(one.key)
    if band is None:
        return NOTHING if _changed(document, one.key) else Cell(say(language, "held"))
    return Cell(band_words(band, one, language))


def band_words(band: BandFound, one: Adjustment, language: Language) -> str:
    """A range in words: `712 to 731 mm; ideally 718 to 724`."""
    low = number(band.low, one.decimals)
    high = with_unit(band.high, one.decimals, one.unit.symbol)
    if band.ideal_low is None or band.ideal_high is None or band.ideal_high <= band.ideal_low:
        return say(language, "band_one", low=low, high=high)
    ideal = (number(at, one.decimals) for at in (band.ideal_low, band.ideal_high))
    ideal_low, ideal_high = ideal
    if (ideal_low, ideal_high) == (low, number(band.high, one.decimals)):
        return say(language, "band_one", low=low, high=high)
    return say(
        language, "band_ideal", low=low, high=high, ideal_low=ideal_low, ideal_high=ideal_high
    )


def _move_cell(
    document: FitDocument, one: Adjustment, now: float, then: float, language: Language
) -> Cell:
    each = _by_leg(document, one.key)
    if each is not None:
        moved = [
            f"{word(s, language)} {signed(by, one.decimals, one.unit.symbol)}" for s, by in each
        ]
        return Cell(", ".join(moved) or say(language, "leave"))
    if one.key == SETBACK:
        return Cell(_rails(then - now, _post_carries(document), document, language))
    move = (
        round(then) - round(now) if one.key == SADDLE else float(f"{then - now:.{one.decimals}f}")
    )
    if move == 0 or (document.changes and not _changed(document, one.key)):
        return Cell(say(language, "leave"))
    return Cell(signed(move, one.decimals, one.unit.symbol))


def _by_leg(document: FitDocument, key: str) -> list[tuple[str, float]] | None:
    """Moves by leg, of the legs that move; None where both legs have one value now and then."""
    values = [fit.fit[key] for fit in (document.current, document.recommended)]
    if not any(isinstance(value, dict) for value in values):
        return None
    now, then = (
        value if isinstance(value, dict) else dict.fromkeys(SIDES, value) for value in values
    )
    moves = [(side, float(then[side]) - float(now[side])) for side in SIDES]  # type: ignore[arg-type]
    return [(side, by) for side, by in moves if abs(by) >= LEAST_BY_LEG]


def _rails(move: float, carried: float, document: FitDocument, language: Language) -> str:
    """What to do on the rails when the seat post carries the saddle back (+) or forward (-)."""
    slide = move - carried
    slid = any(step.key == SETBACK for step in document.steps)
    if not slid and abs(move) < LEAST_CARRIED_MM:
        return say(language, "leave")
    way = say(language, "back" if (slide if slid else move) > 0 else "forward")
    if not slid:
        return say(language, "carried", by=with_unit(abs(move), 0, "mm"), way=way)
    return say(language, "slide", by=with_unit(abs(slide), 0, "mm"), way=way)


def _post_carries(document: FitDocument) -> float:
    """How far back (+, mm) the seat post carries the saddle on its way to the new height."""
    now, then = _now_and_then(document, SADDLE)
    _, tube = _now_and_then(document, "seat_tube_angle_deg")
    return post_carries_mm(then - now, tube)


def _bar_row(document: FitDocument, language: Language) -> ChangeRow:
    now, then = document.current, document.recommended
    on_pads = then.fit.get("discipline") == "time_trial"
    return ChangeRow(
        name=PADS if on_pads else "Bar",
        measured=PADS_MEASURED if on_pads else BAR_MEASURED,
        now=_bar_cell(now) if isinstance(now, Ride) else NOTHING,
        recommended=_bar_cell(then, bar_after(document)),
        band=NOTHING,
        move=Cell(_bar_words(document, language)),
    )


def _bar_words(document: FitDocument, language: Language) -> str:
    """What becomes of the bar: its steps, or that it is left and what the torso does then."""
    bar = [step for step in document.steps if step.key in (BAR_UP, BAR_FORWARD)]
    if not isinstance(document.current, Ride):
        return "\u2013"
    up = document.recommended.bar_mm.up - bar_after(document)[1]
    way = say(language, "way_up" if up < 0 else "way_down")
    by = _torso_by(up)
    if bar:
        line, rest = _line_of_bar(bar, language), _bar_rest(document, language)
        return f"{line}; {rest}" if rest else line
    if abs(up) < LEAST_BAR_MM:
        return say(language, "leave")
    pain = first_tried_higher(document.complaint)
    if up < 0 and pain is not None:
        return say(language, "bar_leave_pain", way=way, by=by, where=word(pain.words, language))
    return say(language, "bar_leave", way=way, by=by)


def bar_after(document: FitDocument) -> tuple[float, float]:
    """Where the steps put the bar: forward and up of the bottom bracket (mm).

    Without a stroke of the fit as it is, where the torso recommended needs it.
    """
    now, then = document.current, document.recommended
    if not isinstance(now, Ride):
        return then.bar_mm.forward, then.bar_mm.up
    by = {step.key: step.end - step.start for step in document.steps}
    return now.bar_mm.forward + by.get(BAR_FORWARD, 0.0), now.bar_mm.up + by.get(BAR_UP, 0.0)


def _bar_cell(fit: Ride, place: tuple[float, float] | None = None) -> Cell:
    """The bar's place by the wrists; on aero bars that of the pads, for the hands hold extensions."""
    at = (fit.bar_mm.forward, fit.bar_mm.up) if place is None else place
    if fit.fit.get("discipline") == "time_trial":
        pads = pads_at(at, fit.fit)
        if pads is None:
            return NOTHING
        at = pads
    return Cell(f"{number(at[0], 0)} / {number(at[1], 0)}\u00a0mm")


def pads_at(wrist_mm: tuple[float, float], keys: Known) -> tuple[float, float] | None:
    """Middle of the elbow pads forward and their top up (mm) of the bottom bracket; None where the arm is unknown."""
    arm = part_number(keys, "arm_mm", 0.0)
    if not arm:
        return None
    rise, fore = radians(FOREARM_RISE_DEG), FOREARM_SHARE * arm
    return pad_of_elbow_mm(wrist_mm[0] - fore * cos(rise), wrist_mm[1] - fore * sin(rise))
