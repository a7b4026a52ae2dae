"""The order of a fitter's work: the moves of every adjustment in a line each, the bar's last."""

from __future__ import annotations

from itertools import groupby
from math import ceil, cos, floor, radians

from fit_optimizer.documents.fit import FitDocument, Step
from fit_optimizer.report.say import Language, say, word
from fit_optimizer.report.shown_rides import knee_of_pain
from fit_optimizer.report.tables.bar import bar_follows, bar_rest, line_of_bar, torso_by
from fit_optimizer.report.tables.saddle_words import TAPE_TELLS_MM
from fit_optimizer.report.tables.setting_values import changed, now_and_then, places
from fit_optimizer.report.tables.told import value_of
from fit_optimizer.report.wording import capitalised, in_degrees, number, whole_within, with_unit
from fit_optimizer.setup.adjustments import BAR_FORWARD, BAR_UP, SADDLE, SETBACK, TORSO, adjustment

LEAST_SLID_MM = 2.0
"""A slide on the rails that comes to less a visit is made at once, after the last (a guess: what a tape tells)."""


def order_of_work(document: FitDocument, language: Language = "en") -> list[str]:
    """The steps in their order, the moves of one adjustment that follow each other in one line."""
    ordered = sorted(document.steps, key=lambda step: step.order)
    bar = [step for step in ordered if step.key in (BAR_UP, BAR_FORWARD)]
    rest = [step for step in ordered if step not in bar]
    runs = [list(run) for _, run in groupby(rest, key=lambda step: (step.key, step.side))]
    lines = [_line_of_work(document, run, language) for run in runs]
    if bar:
        lines.append(line_of_bar(bar, language) + _keeps_torso(document, bar, language))
    return lines


def _line_of_work(document: FitDocument, run: list[Step], language: Language) -> str:
    one = adjustment(run[0].key)
    unit = one.unit.symbol
    name = word(capitalised(one.words), language)
    name += f", {word(run[0].side, language)}" if run[0].side else ""
    start = number(run[0].start, places(run[0].start, one))
    values = {
        "name": name,
        "start": start,
        "end": with_unit(float(run[-1].end), places(run[-1].end, one), unit),
    }
    if len(run) > 1:
        each = abs(run[-1].end - run[0].start) / len(run)
        line = say(
            language, "step_moves", count=str(len(run)), by=with_unit(each, 0, unit), **values
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
    now, _ = now_and_then(document, SETBACK)
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
    reach is linear in the cosine of the knee. A document without the knee now has the range at the end alone; and
    where that differs by less than a tape tells, it is told.
    """
    found = document.saddle
    if found is None:
        return None
    numbers = next((one.numbers for one in document.changes if one.key == SADDLE), {})
    now, then = numbers.get("knee_now"), numbers.get("knee_then")
    down = end < start
    low, high = whole_within(found.low, found.high)
    end_of_range = at = high if down else low
    if isinstance(now, float) and isinstance(then, float) and now != then:
        bound = found.knee_low_deg if down else found.knee_high_deg
        first, kept, last = (cos(radians(deg)) for deg in (now, bound, then))
        at = start + (end - start) * (kept - first) / (last - first)
    whole = float(floor(at)) if down else float(ceil(at))
    if abs(whole - end_of_range) <= TAPE_TELLS_MM:
        whole = end_of_range
    return whole if min(start, end) < whole < max(start, end) else None


def _keeps_torso(document: FitDocument, bar: list[Step], language: Language) -> str:
    """What a bar that follows the saddle is moved for, and that it may be left; empty where the torso changes."""
    if changed(document, TORSO):
        return ""
    up = sum(step.end - step.start for step in bar if step.key == BAR_UP)
    rest = bar_rest(document, language)
    if not rest:
        torso = value_of(TORSO, round(now_and_then(document, TORSO)[1], 1))
        assumed = TORSO in document.assumed
        rest = say(language, "step_keeps_it" if assumed else "step_keeps_torso", torso=torso)
    if up >= 0 or document.discipline == "time_trial":
        return f"; {rest}"
    return f"; {rest}; {say(language, 'step_or_left', by=torso_by(bar_follows(document) or up))}"
