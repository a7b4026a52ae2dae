"""What to change: the table of moves, the band around each, and the sentence above them."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from statistics import fmean

from fit_optimizer.report.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.document import FitDocument, RiddenFit, look_up
from fit_optimizer.report.wording import (
    ankling_cue,
    band_end,
    bar_move,
    headline,
    heel_cue,
    number,
    saddle_cue,
    setback_cue,
    signed,
    step_cost,
    torso_cue,
    with_unit,
)

MM, DEG = "mm", "\u00b0"


@dataclass(frozen=True)
class Adjustment:
    """One thing a fitter sets: key in the document, name, how it is measured, unit and decimals."""

    key: str
    name: str
    measured: str
    unit: str
    decimals: int


ADJUSTMENTS = (
    Adjustment(
        "saddle_height_mm",
        "Saddle height",
        "bottom-bracket centre to saddle top, along the seat tube",
        MM,
        0,
    ),
    Adjustment(
        "saddle_setback_mm",
        "Saddle setback",
        "bottom-bracket centre back to where the saddle is 80 mm wide, horizontally",
        MM,
        0,
    ),
    Adjustment(
        "heel_drop_deg",
        "Heel drop",
        "against what a rider does unasked at that saddle height; + is heel lower",
        DEG,
        1,
    ),
    Adjustment("ankle_range_deg", "Ankle range", "from most to least bent over a stroke", DEG, 1),
    Adjustment("torso_angle_deg", "Torso angle", "hip to shoulder, from horizontal", DEG, 1),
)


@dataclass(frozen=True)
class ChangeRow:
    """A row of the table of moves."""

    name: str
    measured: str
    now: Cell
    recommended: Cell
    band: Cell
    move: Cell


@dataclass(frozen=True)
class LimitRow:
    """What ends a band on each side, and what a step up costs."""

    name: str
    below: str
    above: str
    step: str
    cost: str


def headline_of(document: FitDocument) -> str:
    """What to change in one line."""
    now, then = document.current, document.recommended
    if not document.change_needed:
        return headline([])
    saddle, torso, ankle_range = (
        [_value(fit, key, where) for fit, where in _both(document)]
        for key in ("saddle_height_mm", "torso_angle_deg", "ankle_range_deg")
    )
    cues = [saddle_cue(saddle[1] - saddle[0])]
    if isinstance(now, RiddenFit):
        cues.append(torso_cue(torso[0], torso[1], _bar_moved(now, then)))
        cues.append(heel_cue(mean_ankle(then) - mean_ankle(now)))
    else:
        cues.append(torso_cue(torso[0], torso[1], ""))
    cues.append(ankling_cue(ankle_range[0], ankle_range[1]))
    if not any(cues):
        return "Only the details of the table below change."
    return headline(cues)


def change_rows(document: FitDocument) -> list[ChangeRow]:
    """Every adjustment: now, recommended, band and move; then the bar and the ankle that come of it."""
    rows = []
    for adjustment in ADJUSTMENTS:
        rows.append(_adjustment_row(document, adjustment))
        if adjustment.key == "ankle_range_deg":
            rows.append(_mean_ankle_row(document))
    rows.append(_bar_row(document))
    return rows


def limit_rows(document: FitDocument) -> list[LimitRow]:
    """What limits each band."""
    rows = []
    for adjustment in ADJUSTMENTS:
        band = document.bands.get(adjustment.key)
        if band is None:
            continue
        rows.append(
            LimitRow(
                name=adjustment.name,
                below=band_end(band.limited_low, band.low == band.value, downwards=True),
                above=band_end(band.limited_high, band.high == band.value, downwards=False),
                step=f"+{with_unit(band.step, 0, adjustment.unit)}",
                cost=step_cost(band.slope_per_step),
            )
        )
    return rows


def mean_ankle(fit: RiddenFit) -> float:
    """Mean ankle angle over the stroke, both legs (deg, dorsiflexion +)."""
    curves = fit.curves
    return fmean([*curves.left.ankle_dorsiflexion_deg, *curves.right.ankle_dorsiflexion_deg])


def _both(document: FitDocument) -> tuple[tuple[object, str], tuple[object, str]]:
    return (document.current, "current"), (document.recommended, "recommended")


def _value(fit: object, key: str, where: str) -> float:
    return look_up(getattr(fit, "fit"), key, f"{where}.fit")


def _adjustment_row(document: FitDocument, adjustment: Adjustment) -> ChangeRow:
    key, unit, decimals = adjustment.key, adjustment.unit, adjustment.decimals
    now = _value(document.current, key, "current")
    then = _value(document.recommended, key, "recommended")
    note = "assumed" if key in document.assumed else ""
    return ChangeRow(
        name=adjustment.name,
        measured=adjustment.measured,
        now=shown_number(now, decimals, unit, f"current.fit.{key}", note),
        recommended=shown_number(then, decimals, unit, f"recommended.fit.{key}"),
        band=_band_cell(document, adjustment, now),
        move=_move_cell(document, adjustment, then - now),
    )


def _band_cell(document: FitDocument, adjustment: Adjustment, now: float) -> Cell:
    band = document.bands.get(adjustment.key)
    if band is None:
        return Cell("not searched")
    if band.low == band.high:
        return Cell(f"only {with_unit(band.low, adjustment.decimals, adjustment.unit)}")
    low = number(band.low, adjustment.decimals)
    high = with_unit(band.high, adjustment.decimals, adjustment.unit)
    inside = document.change_needed and band.low <= now <= band.high and now != band.value
    return Cell(f"{low} to {high}", note="now is inside" if inside else "")


def _move_cell(document: FitDocument, adjustment: Adjustment, move: float) -> Cell:
    if adjustment.key == "saddle_setback_mm" and move == 0:
        return Cell(setback_cue(_post_carries(document)))
    if float(f"{move:.{adjustment.decimals}f}") == 0:
        return Cell("leave")
    return Cell(signed(move, adjustment.decimals, adjustment.unit))


def _post_carries(document: FitDocument) -> float:
    """How far back (+, mm) the seat post carries the saddle on its way to the recommended height."""
    fit = document.recommended.fit
    now = _value(document.current, "saddle_height_mm", "current")
    then = _value(document.recommended, "saddle_height_mm", "recommended")
    return (then - now) * cos(radians(look_up(fit, "seat_tube_angle_deg", "recommended.fit")))


def _mean_ankle_row(document: FitDocument) -> ChangeRow:
    now, then = document.current, document.recommended
    before = mean_ankle(now) if isinstance(now, RiddenFit) else None
    after = mean_ankle(then)
    return ChangeRow(
        name="Mean ankle angle",
        measured="what heel drop and saddle height give together; 0\u00b0 is foot square to shin, + is toes up",
        now=NOTHING if before is None else Cell(with_unit(before, 1, DEG)),
        recommended=Cell(with_unit(after, 1, DEG)),
        band=NOTHING,
        move=NOTHING if before is None else Cell(signed(after - before, 1, DEG)),
    )


def _bar_row(document: FitDocument) -> ChangeRow:
    now, then = document.current, document.recommended
    moved = _bar_moved(now, then) if isinstance(now, RiddenFit) else ""
    return ChangeRow(
        name="Bar",
        measured="bottom-bracket centre to the wrists, forward and up; gives that torso angle",
        now=_bar_cell(now) if isinstance(now, RiddenFit) else NOTHING,
        recommended=_bar_cell(then),
        band=NOTHING,
        move=Cell(moved or "leave") if isinstance(now, RiddenFit) else NOTHING,
    )


def _bar_cell(fit: RiddenFit) -> Cell:
    return Cell(f"{number(fit.bar_mm.forward, 0)} / {number(fit.bar_mm.up, 0)}\u00a0mm")


def _bar_moved(now: RiddenFit, then: RiddenFit) -> str:
    return bar_move(then.bar_mm.forward - now.bar_mm.forward, then.bar_mm.up - now.bar_mm.up)
