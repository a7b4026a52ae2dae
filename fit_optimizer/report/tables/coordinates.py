"""The bicycle's coordinates before and after, as fitters write them down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import radians, sin

from fit_optimizer.documents.fit import AnyFit, FitDocument
from fit_optimizer.documents.part import look_up
from fit_optimizer.documents.ride import Ride
from fit_optimizer.report.tables.bar import PADS, PADS_MEASURED, bar_after, pads_at
from fit_optimizer.report.tables.cells import NOTHING, Cell
from fit_optimizer.report.wording import DEGREE, signed, with_unit
from fit_optimizer.setup.adjustments import TILT
from fit_optimizer.setup.bike_parts import nose_to_reference_mm, wrist_from_clamp_mm


@dataclass(frozen=True)
class Coordinate:
    """One measure of the bicycle, how it is taken, and its value before and after."""

    name: str
    measured: str
    before: Cell
    after: Cell


def coordinates(document: FitDocument) -> list[Coordinate]:
    """Every measure that a fitter writes down to set the bicycle up again; those unknown are left blank."""
    now, then = document.current, document.recommended
    of_now = None if not isinstance(now, Ride) else (now.bar_mm.forward, now.bar_mm.up)
    return [
        Coordinate(
            name,
            measured,
            _cell(_value(now, key, of_now), ASSUMED.get(key) in document.assumed),
            _cell(_value(then, key, bar_after(document))),
        )
        for name, measured, key in _stated(document)
        if key not in (OFF_AERO_BARS if on_aero_bars(now) else OF_AERO_BARS)
    ]


def _stated(document: FitDocument) -> Iterator[tuple[str, str, str]]:
    """The measures with their keys; a saddle's tilt that the set-up does not state is left to be written in."""
    for name, measured, key in MEASURES:
        assumed = key == "tilt" and TILT in document.assumed
        yield name, measured, "blank" if assumed else key


def on_aero_bars(fit: AnyFit) -> bool:
    """Whether the rider's forearms lie on pads, and the hands are where the extensions have them."""
    return fit.fit.get("discipline") == "time_trial"


OF_AERO_BARS = ("pads", "nose_to_pads", "pads_drop")
"""Measures of aero bars alone: forearms lie on pads."""
OFF_AERO_BARS = ("reach", "drop", "nose_to_bar", "bar_drop", "stack", "forward")
"""Measures to the wrists and the bar: on aero bars the hands hold extensions that the model does not know."""
BY_LEG = {
    "cleats": ("cleat_setback_mm", "mm"),
    "shims": ("shim_mm", "mm"),
    "wedges": ("wedge_deg", "\u00b0"),
    "soles": ("sole_stack_mm", "mm"),
}
"""Measures of either leg: their key in the document and unit."""
MEASURES: tuple[tuple[str, str, str], ...] = (
    ("Saddle height", "bottom-bracket centre to saddle top along the seat tube", "saddle_height"),
    (
        "Saddle height to the pedal",
        "pedal axle at the bottom to saddle top, along the seat tube",
        "to_pedal",
    ),
    ("Setback", "bottom-bracket centre back to where the saddle is 80 mm wide", "setback"),
    (
        "Setback of the nose",
        "bottom-bracket centre back to the saddle's nose; on a saddle of 270 mm where no other is stated",
        "nose",
    ),
    ("Saddle to wrist, reach", "where the saddle is 80 mm wide to the wrists, level", "reach"),
    ("Saddle to wrist, drop", "saddle top down to the wrists", "drop"),
    (
        "Saddle nose to bar",
        "saddle's nose to the middle of the bar at the stem, level; with custom hoods where none are stated",
        "nose_to_bar",
    ),
    ("Drop to the bar", "saddle top down to the middle of the bar at the stem", "bar_drop"),
    (PADS, PADS_MEASURED, "pads"),
    ("Saddle nose to the pads", "saddle's nose to the middle of the pads, level", "nose_to_pads"),
    ("Drop to the pads", "saddle top down to the top of the pads", "pads_drop"),
    ("Stack to the wrists", "bottom-bracket centre up to the wrists", "stack"),
    ("Reach to the wrists", "bottom-bracket centre forward to the wrists", "forward"),
    ("Cranks", "as stamped", "cranks"),
    ("Stance width", "middle of one pedal to the middle of the other", "stance"),
    ("Cleats back, left / right", "ball of the foot back to the pedal axle", "cleats"),
    ("Shims, left / right", "between cleat and sole", "shims"),
    ("Wedges, left / right", "tilt of the shoe on the pedal; + lifts its inside edge", "wedges"),
    ("Soles, left / right", "pedal axle up to the sole of the foot", "soles"),
    ("Stem", "length and rise, where the set-up says them", "stem"),
    ("Spacers under the stem", "where the set-up says them", "spacers"),
    ("Saddle tilt", "against level, + nose up; to be written in where not stated", "tilt"),
)


ASSUMED = {
    "saddle_height": "saddle_height_mm",
    "to_pedal": "saddle_height_mm",
    "setback": "saddle_setback_mm",
    "nose": "saddle_setback_mm",
    "reach": "torso_angle_deg",
    "drop": "torso_angle_deg",
    "nose_to_bar": "torso_angle_deg",
    "bar_drop": "torso_angle_deg",
    "pads": "torso_angle_deg",
    "nose_to_pads": "torso_angle_deg",
    "pads_drop": "torso_angle_deg",
    "stack": "torso_angle_deg",
    "forward": "torso_angle_deg",
    "cranks": "crank_length_mm",
    "stance": "stance_width_mm",
    "cleats": "cleat_setback_mm",
    "shims": "shim_mm",
    "wedges": "wedge_deg",
    "soles": "sole_stack_mm",
}
"""The key that a measure comes from: where it is assumed, so is the measure."""


def _cell(text: str, assumed: bool = False) -> Cell:
    return Cell(text, note="assumed" if assumed else "") if text else NOTHING


def _value(fit: AnyFit, key: str, bar_at: tuple[float, float] | None) -> str:
    found = fit.fit
    saddle = look_up(found, "saddle_height_mm", "fit")
    setback = look_up(found, "saddle_setback_mm", "fit")
    up = saddle * sin(radians(look_up(found, "seat_tube_angle_deg", "fit")))
    plain = {
        "saddle_height": saddle,
        "to_pedal": saddle + look_up(found, "crank_length_mm", "fit"),
        "setback": setback,
        "nose": setback - nose_to_reference_mm(found),
        "stance": look_up(found, "stance_width_mm", "fit"),
        "spacers": found.get("spacers_mm"),
    }
    if key in plain:
        value = plain[key]
        return with_unit(float(value), 0, "mm") if isinstance(value, int | float) else ""
    if key == "cranks":
        length = look_up(found, "crank_length_mm", "fit")
        return with_unit(length, 0 if length.is_integer() else 1, "mm")
    if key == "tilt":
        return with_unit(look_up(found, TILT, "fit"), 1, "\u00b0") if TILT in found else ""
    if key in BY_LEG:
        name, unit = BY_LEG[key]
        return _by_leg(found.get(name), unit)
    if key == "stem":
        return _stem(found.get("stem_length_mm"), found.get("stem_angle_deg"))
    if bar_at is None:
        return ""
    pads = pads_at(bar_at, found) if key in OF_AERO_BARS else None
    if pads is not None:
        forward, top = pads
        of_pads = {
            "pads": f"{forward:.0f} / {top:.0f}\u00a0mm",
            "nose_to_pads": with_unit(forward + setback - nose_to_reference_mm(found), 0, "mm"),
            "pads_drop": with_unit(up - top, 0, "mm"),
        }
        return of_pads[key]
    wrist = wrist_from_clamp_mm(found)
    bar = {
        "nose_to_bar": bar_at[0] - wrist[0] - nose_to_reference_mm(found) + setback,
        "bar_drop": up - bar_at[1] + wrist[1],
        "reach": bar_at[0] + setback,
        "drop": up - bar_at[1],
        "stack": bar_at[1],
        "forward": bar_at[0],
    }
    return with_unit(bar[key], 0, "mm") if key in bar else ""


def _by_leg(value: object, unit: str) -> str:
    gap = "" if unit == "\u00b0" else "\u00a0"
    if isinstance(value, dict):
        return f"{value['left']:g} / {value['right']:g}{gap}{unit}"
    return f"{value:g} / {value:g}{gap}{unit}" if isinstance(value, int | float) else ""


def _stem(length: object, angle: object) -> str:
    if not isinstance(length, int | float):
        return ""
    rise = (
        f", {signed(angle, 0 if float(angle).is_integer() else 1, DEGREE)}"
        if isinstance(angle, int | float)
        else ""
    )
    return f"{length:g}\u00a0mm{rise}"
