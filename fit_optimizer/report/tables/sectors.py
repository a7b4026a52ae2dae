"""The work of a leg in a coach's words: sectors of the clock and muscle groups."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.documents.part import ReportError
from fit_optimizer.documents.ride import LegWork, PartWork
from fit_optimizer.report.shown_rides import Pair, Shown, sides_shown
from fit_optimizer.report.tables.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.wording import capitalised, with_unit
from rider_models.muscle_groups import COACHED_GROUPS
from sim.work_sectors import SECTORS, Sector

SHOWN_SECTORS = (SECTORS[-1], *SECTORS[:-1])
"""From the top: the kick over it begins before twelve o'clock."""

GROUP_WORDS = {group.key: group.words for group in COACHED_GROUPS}


@dataclass(frozen=True)
class SectorRow:
    """A sector of one leg: what it adds to the leg's mean power, now and recommended, and by whom."""

    name: str
    hours: str
    coached: bool
    now: Cell
    recommended: Cell
    muscles: tuple[Cell, ...]
    limb: Cell


@dataclass(frozen=True)
class SectorTable:
    """The sectors of one leg, and their sum."""

    leg: str
    rows: tuple[SectorRow, ...]
    total: SectorRow


def sector_tables(pair: Pair) -> list[SectorTable]:
    """A table per leg that differs. Raises ReportError where a sector or a group is missing."""
    return [_table(pair, side) for side in sides_shown(pair)]


def clock_hours(part: PartWork) -> str:
    """A sector as hours of the clock."""
    start, end = (f"{round(angle / 30) % 12 or 12}" for angle in (part.from_deg, part.to_deg))
    return f"{start}\u2013{end}"


def sector(work: LegWork, name: str, where: str) -> tuple[int, PartWork]:
    """A sector by its name, with its place in the list. Raises ReportError."""
    for place, part in enumerate(work.sectors):
        if part.part == name:
            return place, part
    raise ReportError(f"the document lacks the sector {name} in {where}.sectors")


def group_power(part: PartWork, group: str, where: str) -> float:
    """What a muscle group adds in a part of the circle (W). Raises ReportError."""
    if group not in part.muscle_w:
        raise ReportError(f"the document lacks {where}.muscle_w.{group}")
    return part.muscle_w[group]


def _table(pair: Pair, side: str) -> SectorTable:
    best = pair[-1]
    rows = tuple(_row(pair, side, one) for one in SHOWN_SECTORS)
    powers = [getattr(shown.ride.work, side).mean_crank_power_w for shown in pair]
    total = SectorRow(
        name="Whole stroke",
        hours="",
        coached=True,
        now=_watts(powers[0], f"{pair[0].path}.work.{side}.mean_crank_power_w"),
        recommended=_watts(powers[-1], f"{best.path}.work.{side}.mean_crank_power_w")
        if len(pair) > 1
        else NOTHING,
        muscles=tuple(
            Cell(with_unit(_sum(best, side, group), 0, ""), "", None, group)
            for group in GROUP_WORDS
        ),
        limb=NOTHING,
    )
    return SectorTable(side if len(sides_shown(pair)) > 1 else "each", rows, total)


def _row(pair: Pair, side: str, one: Sector) -> SectorRow:
    cells = []
    for shown in pair:
        where = f"{shown.path}.work.{side}"
        place, part = sector(getattr(shown.ride.work, side), one.key, where)
        cells.append(_watts(part.crank_w, f"{where}.sectors.{place}.crank_w"))
    here = f"{where}.sectors.{place}"
    return SectorRow(
        name=capitalised(one.words) if one.coached else one.words,
        hours=clock_hours(part),
        coached=one.coached,
        now=cells[0],
        recommended=cells[-1] if len(pair) > 1 else NOTHING,
        muscles=tuple(
            shown_number(group_power(part, group, here), 0, "", f"{here}.muscle_w.{group}", group)
            for group in GROUP_WORDS
        ),
        limb=shown_number(part.limb_w, 0, "", f"{here}.limb_w"),
    )


def _watts(value: float, key: str) -> Cell:
    return shown_number(value, 0, "", key)


def _sum(shown: Shown, side: str, group: str) -> float:
    where = f"{shown.path}.work.{side}"
    work: LegWork = getattr(shown.ride.work, side)
    return sum(group_power(part, group, where) for part in work.sectors)
