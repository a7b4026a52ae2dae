"""What to change: the table of moves, the band around each, and the sentence above them."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from statistics import fmean

from fit_optimizer.report.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.document import AnyFit, FitDocument, RiddenFit, look_up
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
        "bottom-bracket centre to saddle top along the seat tube",
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
    """What to change in one line; what may stay within its band is left to the table."""
    if not document.change_needed:
        return headline([])
    now, then = document.current, document.recommended
    saddle, torso, ankling = (
        _now_and_then(document, key)
        for key in ("saddle_height_mm", "torso_angle_deg", "ankle_range_deg")
    )
    cues = {
        "saddle_height_mm": saddle_cue(saddle[1] - saddle[0]),
        "torso_angle_deg": torso_cue(*torso, _bar_moved(now, then)),
        "heel_drop_deg": heel_cue(_ankle_change(now, then)),
        "ankle_range_deg": ankling_cue(*ankling),
    }
    asked = [cue for key, cue in cues.items() if cue and not _may_stay(document, key)]
    return headline(asked) if asked else "Small changes only: see the table."


def change_rows(document: FitDocument) -> list[ChangeRow]:
    """Every adjustment: now, recommended, band and move; the ankle and bar that come of it."""
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


def _now_and_then(document: FitDocument, key: str) -> tuple[float, float]:
    return (
        look_up(document.current.fit, key, "current.fit"),
        look_up(document.recommended.fit, key, "recommended.fit"),
    )


def _may_stay(document: FitDocument, key: str) -> bool:
    """Whether what it is now lies within the band, though not at the value recommended."""
    band = document.bands.get(key)
    if band is None or not document.change_needed:
        return False
    now, _ = _now_and_then(document, key)
    return band.low <= now <= band.high and now != band.value


def _adjustment_row(document: FitDocument, adjustment: Adjustment) -> ChangeRow:
    key, unit, decimals = adjustment.key, adjustment.unit, adjustment.decimals
    now, then = _now_and_then(document, key)
    note = "assumed" if key in document.assumed else ""
    return ChangeRow(
        name=adjustment.name,
        measured=adjustment.measured,
        now=shown_number(now, decimals, unit, f"current.fit.{key}", note),
        recommended=shown_number(then, decimals, unit, f"recommended.fit.{key}"),
        band=_band_cell(document, adjustment),
        move=_move_cell(document, adjustment, then - now),
    )


def _band_cell(document: FitDocument, adjustment: Adjustment) -> Cell:
    band = document.bands.get(adjustment.key)
    if band is None:
        return Cell("not searched")
    if band.low == band.high:
        return Cell(f"only {with_unit(band.low, adjustment.decimals, adjustment.unit)}")
    low = number(band.low, adjustment.decimals)
    high = with_unit(band.high, adjustment.decimals, adjustment.unit)
    note = "now is inside: may stay" if _may_stay(document, adjustment.key) else ""
    return Cell(f"{low} to {high}", note=note)


def _move_cell(document: FitDocument, adjustment: Adjustment, move: float) -> Cell:
    if adjustment.key == "saddle_setback_mm" and move == 0:
        return Cell(setback_cue(_post_carries(document)))
    if float(f"{move:.{adjustment.decimals}f}") == 0:
        return Cell("leave")
    return Cell(signed(move, adjustment.decimals, adjustment.unit))


def _post_carries(document: FitDocument) -> float:
    """How far back (+, mm) the seat post carries the saddle on its way to the new height."""
    now, then = _now_and_then(document, "saddle_height_mm")
    _, tube = _now_and_then(document, "seat_tube_angle_deg")
    return (then - now) * cos(radians(tube))


def _mean_ankle_row(document: FitDocument) -> ChangeRow:
    now, then = document.current, document.recommended
    before = mean_ankle(now) if isinstance(now, RiddenFit) else None
    after = mean_ankle(then)
    return ChangeRow(
        name="Mean ankle angle",
        measured="heel drop and saddle together; 0\u00b0 is foot square to shin, + is toes up",
        now=NOTHING if before is None else Cell(with_unit(before, 1, DEG)),
        recommended=Cell(with_unit(after, 1, DEG)),
        band=NOTHING,
        move=NOTHING if before is None else Cell(signed(after - before, 1, DEG)),
    )


def _bar_row(document: FitDocument) -> ChangeRow:
    now, then = document.current, document.recommended
    ridden = isinstance(now, RiddenFit)
    return ChangeRow(
        name="Bar",
        measured="bottom-bracket centre to the wrists, forward / up; gives that torso angle",
        now=_bar_cell(now),
        recommended=_bar_cell(then),
        band=NOTHING,
        move=Cell(_bar_moved(now, then) or "leave") if ridden else NOTHING,
    )


def _bar_cell(fit: AnyFit) -> Cell:
    if not isinstance(fit, RiddenFit):
        return NOTHING
    return Cell(f"{number(fit.bar_mm.forward, 0)} / {number(fit.bar_mm.up, 0)}\u00a0mm")


def _bar_moved(now: AnyFit, then: RiddenFit) -> str:
    if not isinstance(now, RiddenFit):
        return ""
    return bar_move(then.bar_mm.forward - now.bar_mm.forward, then.bar_mm.up - now.bar_mm.up)


def _ankle_change(now: AnyFit, then: RiddenFit) -> float:
    return mean_ankle(then) - mean_ankle(now) if isinstance(now, RiddenFit) else 0.0
