"""Which muscles work where: bars around the clock, with the sectors as coaches name them."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.projections.polar import PolarAxes

from fit_optimizer.documents.part import ReportError
from fit_optimizer.documents.ride import LegWork
from fit_optimizer.drawing.clock import clock_axes, rings
from fit_optimizer.drawing.palette import FAINT, GROUPS, INK, MUTED, PAPER
from fit_optimizer.drawing.svg import (
    COLUMN_HEIGHT_IN,
    COLUMN_IN,
    SMALL_PT,
    Picture,
    drawing_style,
    picture,
)
from fit_optimizer.report.shown_rides import Pair, Shown, leg_words, sides_shown
from fit_optimizer.report.tables.sectors import (
    GROUP_WORDS,
    SHOWN_SECTORS,
    clock_hours,
    group_power,
    sector,
)
from rider_models.arrays import Array

COACHED = tuple(sector for sector in SHOWN_SECTORS if sector.coached)
LABEL_AT = {
    "kick_over_top": (0.0, 0.985, "left", "top"),
    "push": (0.62, 0.985, "left", "top"),
    "pull_through_bottom": (1.0, 0.01, "right", "bottom"),
    "lift": (0.0, 0.01, "left", "bottom"),
}
"""Corners around the clock for the sectors' names (share of the figure, and the text's anchor)."""
HOURS = 12
MANY_RINGS = 4
"""Of the clock face; and rings from which every other one is labelled, or their numbers touch."""


def muscle_clocks(pair: Pair) -> list[Picture]:
    """A clock per leg that differs: recommended as bars, what now adds up to as an outline."""
    return [_clock(pair, side) for side in sides_shown(pair)]


def _clock(pair: Pair, side: str) -> Picture:
    best = pair[-1]
    powers = _by_hour(best, side)
    with drawing_style():
        figure = Figure(figsize=(COLUMN_IN, COLUMN_HEIGHT_IN))
        axes = clock_axes(figure, (0.09, 0.14, 0.6, 0.72))
        others = [_by_hour(shown, side) for shown in pair]
        floor, top = _face(axes, others)
        _bars(axes, powers)
        for shown, theirs in zip(pair, others, strict=True):
            if not shown.solid:
                _outline(axes, theirs, shown)
        _sectors(axes, best, side, floor, top)
        figure.legend(
            loc="center right",
            handlelength=0.9,
            handletextpad=0.4,
            borderaxespad=0.0,
            labelspacing=0.5,
            fontsize=SMALL_PT,
        )
    key = "muscles" if len(sides_shown(pair)) == 1 else f"muscles-{side}"
    return picture(
        figure,
        key,
        f"Muscles by the hour, {leg_words(pair, side)}",
        "Power of the muscle groups by the hour of the leg's own crank, in W of the leg's mean "
        "power; inwards of the dark circle a group is stretched and takes power. "
        + _in_words(best, side),
    )


def _by_hour(shown: Shown, side: str) -> dict[str, Array]:
    """Power of each group by hour from 12 o'clock (12, W). Raises ReportError."""
    work: LegWork = getattr(shown.ride.work, side)
    where = f"{shown.path}.work.{side}.hours"
    if len(work.hours) != HOURS:
        raise ReportError(f"the document has {len(work.hours)} parts in {where}, not {HOURS}")
    return {
        group: np.array([group_power(part, group, where) for part in work.hours])
        for group in GROUP_WORDS
    }


def _extent(powers: dict[str, Array]) -> tuple[Array, Array]:
    """What the groups that take power and those that give it add up to, by hour."""
    every = np.stack(list(powers.values()))
    return np.minimum(every, 0).sum(axis=0), np.maximum(every, 0).sum(axis=0)


def _face(axes: PolarAxes, every: list[dict[str, Array]]) -> tuple[float, float]:
    lows, highs = zip(*(_extent(powers) for powers in every), strict=True)
    lowest, highest = float(np.min(lows)), float(np.max(highs))
    step = 5.0 if highest <= 25 else 10.0 if highest <= 60 else 20.0 if highest <= 120 else 50.0
    top = step * np.ceil(highest / step)
    floor = min(lowest, -0.15 * top) - 0.12 * top
    axes.set_rlim(floor, top)
    values = np.arange(step, top + 1, step).tolist()
    rings(axes, values, values[::-1][:: 1 if len(values) < MANY_RINGS else 2], "W", 285)
    axes.tick_params(axis="x", pad=-3.5, labelsize=SMALL_PT)
    axes.grid(color=FAINT, linewidth=0.6)
    axes.spines["polar"].set_visible(False)
    around = np.linspace(0, 2 * np.pi, 181)
    axes.plot(around, np.zeros_like(around), color=INK, linewidth=0.9, gid="zero", zorder=4)
    return floor, top


def _bars(axes: PolarAxes, powers: dict[str, Array]) -> None:
    middle = 2 * np.pi * (np.arange(HOURS) + 0.5) / HOURS
    below, above = np.zeros(HOURS), np.zeros(HOURS)
    for group, colour in GROUPS.items():
        power = powers[group]
        bottom = np.where(power < 0, below, above)
        drawn = axes.bar(
            middle,
            power,
            width=0.9 * 2 * np.pi / HOURS,
            bottom=bottom,
            color=colour,
            edgecolor=PAPER,
            linewidth=0.4,
            label=GROUP_WORDS[group].replace(" and ", ",\n"),
            zorder=3,
        )
        for hour, bar in enumerate(drawn):
            bar.set_gid(f"{group}-{hour or 12}")
        below += np.minimum(power, 0)
        above += np.maximum(power, 0)


def _outline(axes: PolarAxes, powers: dict[str, Array], shown: Shown) -> None:
    """Steps of what the working groups add up to."""
    edges = 2 * np.pi * np.arange(HOURS + 1) / HOURS
    _, above = _extent(powers)
    angle = np.concatenate([np.linspace(edges[h], edges[h + 1], 6) for h in range(HOURS)])
    axes.plot(
        np.append(angle, 2 * np.pi),
        np.append(np.repeat(above, 6), above[0]),
        shown.line,
        color=INK,
        linewidth=1.0,
        label=f"sum,\n{shown.name}",
        gid=f"{shown.name}-sum",
        zorder=5,
    )


def _sectors(axes: PolarAxes, best: Shown, side: str, floor: float, top: float) -> None:
    ring = top + 0.16 * (top - floor)
    work: LegWork = getattr(best.ride.work, side)
    for one in COACHED:
        _, part = sector(work, one.key, f"{best.path}.work.{side}")
        gap = 2.5
        arc = np.deg2rad(np.linspace(part.from_deg + gap, part.to_deg - gap, 30))
        axes.plot(
            arc,
            np.full_like(arc, ring),
            color=MUTED,
            linewidth=2.2,
            clip_on=False,
            gid=f"sector-{one.key}",
            solid_capstyle="butt",
        )
        x, y, across, up = LABEL_AT[one.key]
        axes.figure.text(
            x,
            y,
            f"{one.words}\n{clock_hours(part)}: {_signed(part.crank_w)} W",
            ha=across,
            va=up,
            fontsize=SMALL_PT,
            linespacing=1.15,
        )


def _signed(value: float) -> str:
    text = f"{value:.0f}"
    return text.replace("-", "\u2212") if float(text) else "0"


def _in_words(best: Shown, side: str) -> str:
    said = []
    work: LegWork = getattr(best.ride.work, side)
    for one in COACHED:
        _, part = sector(work, one.key, f"{best.path}.work.{side}")
        first = sorted(part.muscle_w.items(), key=lambda one: -one[1])[:2]
        by = " and ".join(
            f"{GROUP_WORDS.get(group, group)} {power:.0f} W" for group, power in first if power >= 1
        )
        said.append(
            f"{one.words} ({clock_hours(part)}): {part.crank_w:.0f} W, most by {by or 'none'}."
        )
    return f"{best.name.capitalize()}: " + " ".join(said)
