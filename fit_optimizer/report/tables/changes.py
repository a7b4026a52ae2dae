"""What to change: the table of settings, and the one range of each."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.documents.fit import AnyFit, BandFound, FitDocument
from fit_optimizer.documents.ride import Ride
from fit_optimizer.report.say import Language, say, word
from fit_optimizer.report.tables.bar import (
    BAR_MEASURED,
    PADS,
    PADS_MEASURED,
    bar_after,
    bar_cell,
    bar_words,
)
from fit_optimizer.report.tables.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.tables.setting_values import changed, now_and_then
from fit_optimizer.report.wording import capitalised, number, signed, with_unit
from fit_optimizer.setup.adjustments import SADDLE, SETBACK, TORSO, Adjustment, in_order_of_work
from fit_optimizer.setup.bike_parts import post_carries_mm
from rider_models.arrays import SIDES

LEAST_CARRIED_MM = 3.0
"""What the seat post carries a saddle by is told from here on (a guess: what a tape tells)."""
LEAST_BY_LEG = 0.05
"""mm or deg of one leg that are nothing: what rounding leaves."""


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
        shown = one.always or one.key in document.bands or changed(document, one.key)
        if one.kind == "technique" or (one.search is None and not changed(document, one.key)):
            continue
        if not shown or one.key not in document.recommended.fit:
            continue
        rows.append(_adjustment_row(document, one, language))
        if one.key == TORSO:
            rows.append(_bar_row(document, language))
    return rows


def _adjustment_row(document: FitDocument, one: Adjustment, language: Language) -> ChangeRow:
    key = one.key
    now, then = now_and_then(document, key)
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
        return NOTHING if changed(document, one.key) else Cell(say(language, "held"))
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
    if move == 0 or (document.changes and not changed(document, one.key)):
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
    now, then = now_and_then(document, SADDLE)
    _, tube = now_and_then(document, "seat_tube_angle_deg")
    return post_carries_mm(then - now, tube)


def _bar_row(document: FitDocument, language: Language) -> ChangeRow:
    now, then = document.current, document.recommended
    on_pads = then.fit.get("discipline") == "time_trial"
    return ChangeRow(
        name=PADS if on_pads else "Bar",
        measured=PADS_MEASURED if on_pads else BAR_MEASURED,
        now=bar_cell(now) if isinstance(now, Ride) else NOTHING,
        recommended=bar_cell(then, bar_after(document)),
        band=NOTHING,
        move=Cell(bar_words(document, language)),
    )
