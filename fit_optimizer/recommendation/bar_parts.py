"""A move of the bar in parts that are sold: spacers of 5 mm, stems by 10 mm, a stem turned over, pads."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import cos, hypot, radians, sin

from fit_optimizer.setup.bike_parts import (
    HEAD_TUBE_ANGLE_DEG,
    LEAST_BAR_MM,
    USUAL_SPACERS_MM,
    USUAL_STEM_DEG,
    USUAL_STEM_MM,
    stem_reach_mm,
)
from fit_optimizer.setup.setup_file import allowed_range
from fit_optimizer.setup.tables import SetUp

SPACER_MM, STEM_MM = 5.0, 10.0
"""Steps that parts come in."""
STEMS_MM: dict[float, tuple[float, float]] = {
    6.0: (60.0, 130.0),
    17.0: (70.0, 120.0),
    30.0: (60.0, 120.0),
}
"""Stems that are sold: by rise over the square to the steerer (deg, either way up) the shortest and the
longest. From makers' lists, by memory: a guess."""
REACHED_MM = 6.0
"""A bar that parts bring as near as that is where it should be: two thirds of a degree of torso (a guess)."""
FORWARD_COUNTS = 0.5
"""What a mm of reach counts against one of height: elbows give way to reach, the torso follows height (a guess)."""
FARTHER_MM = 5.0
"""By no more than this does another stem take a bar forward that is to come up more than forward: nobody sits up on a
longer reach, though arms held as before would ask for it. What nobody feels at the hands: a guess."""
COST_OF_A_STEM_MM = 8.0
"""How much nearer another stem has to bring the bar than spacers alone before it is bought. A guess."""


@dataclass(frozen=True)
class BarParts:
    """Where parts put the bar: forward and up (mm) of now, in words, and how far that misses (mm of height).

    The bar then has a stem of `stem` (length in mm, rise in deg), None where it keeps its own, and
    `spacers_mm` more under it than now.
    """

    forward_mm: float
    up_mm: float
    words: str
    misses_mm: float
    spacers_mm: float = 0.0
    stem: tuple[float, float] | None = None

    def keys(self, set_up: SetUp) -> dict[str, float]:
        """Values of those keys of a set-up that say what is on the bar now, with the parts on it."""
        table = set_up.bicycle
        length, rise = self.stem or (table.stem_length_mm, table.stem_angle_deg)
        then = {
            "spacers_mm": (table.spacers_mm or 0.0) + self.spacers_mm,
            "spacers_above_mm": (table.spacers_above_mm or 0.0) - self.spacers_mm,
            "stem_length_mm": length,
            "stem_angle_deg": rise,
        }
        return {
            key: value
            for key, value in then.items()
            if value is not None and getattr(table, key) is not None
        }


def bar_parts(
    set_up: SetUp, forward_mm: float, up_mm: float, stems: bool = True
) -> BarParts | None:
    """Spacers and stem that bring the bar to a move with the least bought; None where it is left as it is.

    Where none bring it there, those that bring it nearest, what is bought
    counted in. Without `stems` only spacers: nobody buys a stem to follow a saddle.
    """
    if hypot(forward_mm, up_mm) < LEAST_BAR_MM:
        return None
    if set_up.riding.discipline == "time_trial":
        return _pads(set_up, forward_mm, up_mm)
    table = set_up.bicycle
    head = HEAD_TUBE_ANGLE_DEG if table.head_tube_angle_deg is None else table.head_tube_angle_deg
    length = USUAL_STEM_MM if table.stem_length_mm is None else table.stem_length_mm
    angle = USUAL_STEM_DEG if table.stem_angle_deg is None else table.stem_angle_deg
    under = USUAL_SPACERS_MM if table.spacers_mm is None else table.spacers_mm
    below, above = _movable(set_up, under)
    now = stem_reach_mm(length, angle, head)
    best: tuple[tuple[bool, float], BarParts] | None = None
    spacers = [SPACER_MM * k for k in range(-int(below // SPACER_MM), int(above // SPACER_MM) + 1)]
    for spacer, (stem, rise) in product(spacers, _stems(length, angle, stems)):
        then = stem_reach_mm(stem, rise, head)
        x = then[0] - now[0] - spacer * cos(radians(head))
        z = then[1] - now[1] + spacer * sin(radians(head))
        kept = (stem, rise) == (length, angle)
        if not kept and up_mm > max(forward_mm, 0.0) and x > FARTHER_MM:
            continue
        miss = _miss(x - forward_mm, z - up_mm)
        bought = (stem != length) + (rise not in (angle, -angle))
        cost = COST_OF_A_STEM_MM * (bought + 0.5 * (rise == -angle)) + 0.01 * abs(spacer)
        price = (miss > REACHED_MM, miss + cost)
        if best is None or price < (best[0][0], best[0][1] - 1e-9):
            words = _words(set_up, spacer, length, stem, angle, rise)
            other = None if kept else (stem, rise)
            best = price, BarParts(round(x, 1), round(z, 1), words, miss, spacer, other)
    return best[1] if best and best[1].words else None


def _movable(set_up: SetUp, under: float) -> tuple[float, float]:
    """Spacers (mm) that can go from under the stem to above it, and those that can go under it.

    Where nobody counted those above it they are as many as under it. No side takes more than a set-up may have.
    """
    counted = set_up.bicycle.spacers_above_mm
    above = under if counted is None else counted
    room_above, room_under = (allowed_range(k)[1] for k in ("spacers_above_mm", "spacers_mm"))
    return (
        under if counted is None else min(under, room_above - counted),
        min(above, room_under - under),
    )


def _pads(set_up: SetUp, forward_mm: float, up_mm: float) -> BarParts | None:
    """Spacers under the arm pads of aero bars, which move the pads straight up."""
    table = set_up.bicycle
    under = USUAL_SPACERS_MM if table.spacers_mm is None else table.spacers_mm
    below, above = _movable(set_up, under)
    up = SPACER_MM * round(min(max(up_mm, -below), above) / SPACER_MM)
    if not up:
        return None
    where = "put under the arm pads" if up > 0 else "taken from under the arm pads"
    if up < 0 and table.spacers_mm is None:
        where += " (if so many are there)"
    miss = _miss(forward_mm, up - up_mm)
    return BarParts(0.0, up, f"{abs(up):.0f} mm of spacers {where}", miss, up)


def _miss(forward_mm: float, up_mm: float) -> float:
    """How far a bar is from where it should be (mm of height)."""
    return hypot(FORWARD_COUNTS * forward_mm, up_mm)


def reached(set_up: SetUp, forward_mm: float, up_mm: float) -> bool:
    """Whether spacers and a stem bring the bar to a place, given from where it is now (mm)."""
    if _miss(forward_mm, up_mm) <= REACHED_MM:
        return True
    parts = bar_parts(set_up, forward_mm, up_mm)
    return parts is not None and parts.misses_mm <= REACHED_MM


def _stems(length: float, angle: float, bought: bool) -> list[tuple[float, float]]:
    """Lengths (mm) and rises (deg) of the stems that come into question, the one on the bicycle first."""
    now = (length, angle)
    if not bought:
        return [now]
    turned = [(length, -angle)] if angle else []
    sold = [
        (shortest + STEM_MM * k, rise)
        for size, (shortest, longest) in STEMS_MM.items()
        for k in range(int((longest - shortest) // STEM_MM) + 1)
        for rise in (-size, size)
    ]
    return [now, *turned, *(one for one in sold if one != now and one not in turned)]


def _words(
    set_up: SetUp, spacer: float, length: float, stem: float, angle: float, rise: float
) -> str:
    """Spacers and stem in words, and which of them are assumed to be there."""
    table = set_up.bicycle
    parts = []
    if spacer:
        where = "under the stem" if spacer > 0 else "from under the stem to above it"
        if spacer > 0 and table.spacers_above_mm is None:
            where += " (if so many are above it)"
        if spacer < 0 and table.spacers_mm is None:
            where += " (if so many are under it)"
        parts.append(f"{abs(spacer):.0f} mm of spacers {where}")
    other = (stem, rise) != (length, angle)
    if other and (stem, rise) == (length, -angle):
        parts.append(f"the stem turned over ({rise:+.0f} deg)")
    elif other:
        parts.append(f"a stem of {stem:.0f} mm, {rise:+.0f} deg")
    if not parts:
        return ""
    assumed = table.stem_length_mm is None or table.stem_angle_deg is None
    from_stem = f" (a stem of {length:.0f} mm, {angle:+.0f} deg is assumed to be on it)"
    return " and ".join(parts) + (from_stem if assumed and other else "")
