"""Units at the border, by the suffix that names of keys, metrics and columns end with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Unit:
    """A unit: the suffix in names, the word in plain text, the symbol in print, and usual decimals."""

    suffix: str
    word: str
    symbol: str
    decimals: int


UNITS: tuple[Unit, ...] = (
    Unit("mm", "mm", "mm", 0),
    Unit("m", "m", "m", 3),
    Unit("deg", "deg", "\u00b0", 1),
    Unit("pct", "%", "%", 0),
    Unit("kg", "kg", "kg", 1),
    Unit("kg_m2", "kg m2", "kg\u00a0m\u00b2", 1),
    Unit("n", "N", "N", 0),
    Unit("bw", "\u00d7 BW", "\u00d7\u00a0BW", 2),
    Unit("nm", "Nm", "Nm", 1),
    Unit("kn_s_per_min", "kN s/min", "kN\u00a0s/min", 1),
    Unit("mpa", "MPa", "MPa", 1),
    Unit("w", "W", "W", 0),
    Unit("j", "J", "J", 1),
    Unit("rpm", "rpm", "rpm", 0),
    Unit("kmh", "km/h", "km/h", 1),
    Unit("rad_s", "rad/s", "rad/s", 2),
    Unit("hz", "Hz", "Hz", 2),
    Unit("s", "s", "s", 2),
    Unit("ms", "ms", "ms", 0),
)
"""Every unit that a name may end with. BW is the rider's body weight."""

PURE_NUMBER = Unit("", "", "", 2)
"""Of names without a unit: ratios, shares and weights."""

_LONGEST_FIRST = sorted(UNITS, key=lambda unit: -len(unit.suffix))


def unit_of(name: str) -> Unit:
    """The unit that a name ends with, of a part of a table (`positive_work_pct.hip_flexion`) the table's.

    A name without a unit is a pure number.
    """
    stem = name.partition(".")[0]
    return next((u for u in _LONGEST_FIRST if stem.endswith(f"_{u.suffix}")), PURE_NUMBER)


def words_of(name: str) -> str:
    """A name in words, without its unit: `seat tube angle` for `seat_tube_angle_deg`."""
    suffix = unit_of(name).suffix
    return (name.removesuffix(f"_{suffix}") if suffix else name).replace("_", " ")
