"""Units in the headings of text tables, and what turns them into the project's own."""

from __future__ import annotations

import math
import re
import unicodedata

POUND_FORCE_N = 4.4482216152605
"""Newton in a pound-force (NIST SP 811, appendix B.8)."""

KILOGRAM_FORCE_N = 9.80665
"""Newton in a kilogram-force (NIST SP 811, appendix B.8)."""

INCH_M, FOOT_M = 0.0254, 0.3048
"""Metres in an inch and a foot (NIST SP 811, appendix B.8)."""

HORSEPOWER_W, METRIC_HORSEPOWER_W = 745.69987, 735.49875
"""Watt in a horsepower of 550 ft lbf/s and in a metric one (NIST SP 811, appendix B.8)."""

POUND = ("lbf", "lb", "lbs", "pound", "pounds", "poundforce")
INCH = ("in", "inch", "inches")
FOOT = ("ft", "foot", "feet")
KILOGRAM_FORCE = ("kgf", "kg", "kp", "kilopond", "kilogramforce", "kilogram", "kilograms")
NEWTON = ("n", "newton", "newtons")
METRE = ("m", "metre", "meter", "metres", "meters")


def _products(first: tuple[str, ...], second: tuple[str, ...], factor: float) -> dict[str, float]:
    """Both orders of two units' names, as in `lbfin` and `inlbf`."""
    pairs = {(one, other) for one in first for other in second}
    return {text: factor for one, other in pairs for text in (one + other, other + one)}


FORCE = {
    **dict.fromkeys(NEWTON, 1.0),
    "kn": 1000.0,
    "kilonewton": 1000.0,
    "dan": 10.0,
    "mn": 0.001,
    **dict.fromkeys(KILOGRAM_FORCE, KILOGRAM_FORCE_N),
    "gf": 0.001 * KILOGRAM_FORCE_N,
    **dict.fromkeys(POUND, POUND_FORCE_N),
    "ozf": POUND_FORCE_N / 16.0,
    "oz": POUND_FORCE_N / 16.0,
}
TORQUE = {
    **_products(NEWTON, METRE, 1.0),
    **_products(NEWTON, ("cm", "centimetre", "centimeter"), 0.01),
    **_products(NEWTON, ("mm", "millimetre", "millimeter"), 0.001),
    "dnm": 0.1,
    "cnm": 0.01,
    "mnm": 0.001,
    "knm": 1000.0,
    "kncm": 10.0,
    "knmm": 1.0,
    **_products(POUND, INCH, POUND_FORCE_N * INCH_M),
    **_products(POUND, FOOT, POUND_FORCE_N * FOOT_M),
    **_products(KILOGRAM_FORCE, METRE, KILOGRAM_FORCE_N),
    **_products(KILOGRAM_FORCE, ("cm",), 0.01 * KILOGRAM_FORCE_N),
    **_products(KILOGRAM_FORCE, ("mm",), 0.001 * KILOGRAM_FORCE_N),
    "kpm": KILOGRAM_FORCE_N,
    "gfcm": 1e-5 * KILOGRAM_FORCE_N,
    **_products(("oz", "ozf"), INCH, POUND_FORCE_N / 16.0 * INCH_M),
}
PER_TURN: tuple[str, ...] = (
    "rev",
    "round",
    "rounds",
    "giri",
    "omw",
    "varv",
    "r",
    "u",
    "rot",
    "t",
    "tr",
    "turn",
    "turns",
    "revs",
    "revolution",
    "revolutions",
)
PER_TURN += ("umdr", "umdrehungen", "tours", "1", "")
MINUTE = ("min", "minute", "m")
CADENCE = {
    "rpm": 1.0,
    "upm": 1.0,
    "permin": 1.0,
    "perminute": 1.0,
    **{f"{turn}/{minute}": 1.0 for turn in PER_TURN for minute in MINUTE if turn or minute != "m"},
    **{f"{turn}per{minute}": 1.0 for turn in PER_TURN if turn for minute in MINUTE},
    **{f"{turn}min1": 1.0 for turn in PER_TURN if turn != "1"},
    **{f"{turn}/{second}": 60.0 for turn in PER_TURN if turn for second in ("s", "sec")},
    "s1": 60.0,
    "rps": 60.0,
    "hz": 60.0,
    "rad/s": 60.0 / math.tau,
    "rads": 60.0 / math.tau,
    "rads1": 60.0 / math.tau,
    "deg/s": 1.0 / 6.0,
    "degs": 1.0 / 6.0,
    "degs1": 1.0 / 6.0,
    "°/s": 1.0 / 6.0,
    "degpers": 1.0 / 6.0,
    "radpers": 60.0 / math.tau,
}
POWER = {
    **dict.fromkeys(("w", "watt", "watts"), 1.0),
    "kw": 1000.0,
    "kilowatt": 1000.0,
    "mw": 0.001,
    "nm/s": 1.0,
    "j/s": 1.0,
    "hp": HORSEPOWER_W,
    "ps": METRIC_HORSEPOWER_W,
    "cv": METRIC_HORSEPOWER_W,
}
DEGREES = ("deg", "degs", "degree", "degrees", "grad", "°", "\ufffd", "\u00ba")
ANGLE = {
    **dict.fromkeys(DEGREES, 1.0),
    **dict.fromkeys(("rad", "rads", "radian", "radians"), math.degrees(1.0)),
    **dict.fromkeys(("rev", "turn", "turns", "revs"), 360.0),
}
TIME = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds", "sek"), 1.0),
    **dict.fromkeys(("ms", "msec", "msecs", "millis", "millisecond", "milliseconds"), 1e-3),
    **dict.fromkeys(("us", "µs", "\u03bcs", "usec", "microseconds"), 1e-6),
    **dict.fromkeys(("ns", "nsec", "nanoseconds"), 1e-9),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hour", "hours"), 3600.0),
    **dict.fromkeys(("d", "day", "days"), 86_400.0),
    **dict.fromkeys(("hhmmss", "hh:mm:ss", "h:mm:ss", "mm:ss", "m:ss", "mm:ss:00", "utc"), 1.0),
    **dict.fromkeys(("hh:mm:sssss", "hh:mm:ss000", "mm:ss0", "mm:ss00", "iso", "iso8601"), 1.0),
}
TURNS_A_MINUTE = frozenset(
    unit
    for turn in PER_TURN
    if turn not in ("1", "")
    for unit in (
        f"{turn}/min",
        f"{turn}/minute",
        f"{turn}permin",
        f"{turn}perminute",
        f"{turn}min1",
    )
) | {"rpm", "upm"}
"""Units that, alone in a heading, can only be a cadence's (1/min may be the heart's)."""

COUNTED_TIME = re.compile(
    r"(\d{1,6}(?:[.,]\d{1,6})?)(?:/(\d{1,6}))?\s*([a-z\u00b5\u03bc]+)", re.IGNORECASE
)
"""A number of a unit of time that each count stands for, as in `1/100 s` or `10 ms`."""

OFFSET = {"mm": 1.0, "cm": 10.0, "m": 1000.0}
"""Millimetres in a unit of the platform's offset."""

KNOWN_UNITS: dict[str, dict[str, float]] = {
    "torque": TORQUE,
    "force": FORCE,
    "power_w": POWER,
    "cadence_rpm": CADENCE,
    "angle": ANGLE,
    "time_s": TIME,
    "platform_offset_mm": OFFSET,
}
"""Factors into Nm, N, W, rpm, deg, s and mm, by a quantity and a unit's text as `squeezed`."""

PER_KG = re.compile(r"(?:/|per)(?:kg|kilogram)$|kg1$|(?<=[nm])kg$|/kgbodymass$|/kgbw$")
PERCENT = ("%", "pct", "percent", "prozent")


def squeezed(text: str) -> str:
    """A unit's text in lower case without blanks and joining signs: `N·cm` and `n_cm` are `ncm`.

    Raised signs count as plain ones: `min⁻¹` is `min1`.
    """
    plain = unicodedata.normalize("NFKC", text.replace("\u00ba", "°")).lower()
    return re.sub(r"[\s.\u00b7\u22c5\u2022\u2219*\u00d7^_()\[\]\u2212-]", "", plain)


def known_units(quantity: str) -> dict[str, float]:
    """Factors by unit of a quantity; a power phase's edges and pairs are angles."""
    return ANGLE if "phase" in quantity else KNOWN_UNITS.get(quantity, {})


def conversion(quantity: str, unit: str) -> tuple[float, str] | None:
    """The factor of a unit's text, and `/kg` where it is per kg of rider; None for unknown units."""
    text = squeezed(unit)
    per_kg = PER_KG.search(text) if quantity in ("torque", "force") else None
    factor = known_units(quantity).get(text[: per_kg.start()] if per_kg else text)
    return None if factor is None else (factor, "/kg" if per_kg else "")


def counted_time(unit: str) -> tuple[float, str] | None:
    """The seconds in what a time column counts, as `conversion` gives them; None for other text."""
    found = COUNTED_TIME.fullmatch(unit.strip())
    if found is None or squeezed(found[3]) not in TIME or int(found[2] or 1) == 0:
        return None
    return float(found[1].replace(",", ".")) / int(found[2] or 1) * TIME[squeezed(found[3])], ""


def is_any_unit(text: str) -> bool:
    """Whether a text is a unit of any quantity (or of none: `-`, `%`, empty)."""
    plain = squeezed(text)
    if plain in (*PERCENT, "bpm", "km", "km/h", "m/s", "kj", "°c", ""):
        return True
    return any(conversion(quantity, text) is not None for quantity in KNOWN_UNITS)
