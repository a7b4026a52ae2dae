"""A move of the bar in parts that are sold: spacers of 5 mm, stems by 10 mm, a stem turned over."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import cos, hypot, radians, sin

from fit_optimizer.setup.bike_parts import (
    HEAD_TUBE_ANGLE_DEG,
    USUAL_SPACERS_MM,
    USUAL_STEM_DEG,
    USUAL_STEM_MM,
    stem_reach_mm,
)
from fit_optimizer.setup.tables import SetUp

SPACER_MM, STEM_MM = 5.0, 10.0
"""Steps that parts come in."""
STEM_ANGLES_DEG = (-17.0, -6.0, 6.0, 17.0)
"""Rises over the square to the steerer of most stems, turned either way."""
STEM_LENGTHS_MM = (60.0, 130.0)
LEAST_BAR_MM = 5.0
"""A bar that is off by less is left: no part moves it by so little."""
COST_OF_A_STEM_MM = 4.0
"""How much nearer another stem has to bring the bar than spacers alone before it is bought. A guess."""


@dataclass(frozen=True)
class BarParts:
    """Where parts put the bar: forward and up (mm) of now, in words, and how far that misses (mm)."""

    forward_mm: float
    up_mm: float
    words: str
    misses_mm: float


def bar_parts(
    set_up: SetUp, forward_mm: float, up_mm: float, stems: bool = True
) -> BarParts | None:
    """Spacers and stem that bring the bar nearest to a move; None where it is left as it is.

    Without `stems` only spacers: nobody buys a stem to follow a saddle.
    """
    if hypot(forward_mm, up_mm) < LEAST_BAR_MM:
        return None
    table = set_up.bicycle
    head = HEAD_TUBE_ANGLE_DEG if table.head_tube_angle_deg is None else table.head_tube_angle_deg
    length = USUAL_STEM_MM if table.stem_length_mm is None else table.stem_length_mm
    angle = USUAL_STEM_DEG if table.stem_angle_deg is None else table.stem_angle_deg
    under = USUAL_SPACERS_MM if table.spacers_mm is None else table.spacers_mm
    above = under if table.spacers_above_mm is None else table.spacers_above_mm
    now = stem_reach_mm(length, angle, head)
    best: tuple[float, BarParts] | None = None
    spacers = [SPACER_MM * k for k in range(-int(under // SPACER_MM), int(above // SPACER_MM) + 1)]
    lengths = [length + STEM_MM * k for k in range(-4, 5)] if stems else [length]
    angles = (angle, *(one for one in STEM_ANGLES_DEG if one != angle)) if stems else (angle,)
    for spacer, stem, rise in product(spacers, lengths, angles):
        if not STEM_LENGTHS_MM[0] <= stem <= STEM_LENGTHS_MM[1] and stem != length:
            continue
        then = stem_reach_mm(stem, rise, head)
        x = then[0] - now[0] - spacer * cos(radians(head))
        z = then[1] - now[1] + spacer * sin(radians(head))
        miss = hypot(x - forward_mm, z - up_mm)
        bought = (stem != length) + (rise not in (angle, -angle))
        price = miss + COST_OF_A_STEM_MM * (bought + 0.5 * (rise == -angle)) + 0.01 * abs(spacer)
        if best is None or price < best[0] - 1e-9:
            words = _words(spacer, length, stem, angle, rise, table.stem_length_mm is None)
            best = price, BarParts(round(x, 1), round(z, 1), words, miss)
    return best[1] if best and best[1].words else None


def _words(
    spacer: float, length: float, stem: float, angle: float, rise: float, stem_assumed: bool
) -> str:
    parts = []
    if spacer:
        where = "under the stem" if spacer > 0 else "from under the stem to above it"
        parts.append(f"{abs(spacer):.0f} mm of spacers {where}")
    if rise == -angle and stem == length and rise != angle:
        parts.append(f"the stem turned over ({rise:+.0f} deg)")
    elif rise != angle or stem != length:
        parts.append(f"a stem of {stem:.0f} mm, {rise:+.0f} deg")
    if not parts:
        return ""
    assumed = f", from an assumed stem of {length:.0f} mm, {angle:+.0f} deg" if stem_assumed else ""
    return " and ".join(parts) + assumed
