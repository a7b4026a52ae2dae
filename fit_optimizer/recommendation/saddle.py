"""Where the saddle goes: to the knee angle that riders have, among heights that are as good as any.

Over the heights that fitters use the model's loads and cost hardly change, and so do measured ones (gross
efficiency falls by 2.5 % from 2 % below to 2 % above the preferred height, Ferrer-Roca 2014; knee
loads are no different within 3 %, Tamborindeguy & Bini 2011). So no optimum of the model decides. The
range of knee angles is published and depends on where it hurts; of the heights in it those count that keep
the rider's limits and cost no more than the cheapest by what can be told; and of these the one nearest to what
riders have. From where to where any is as good ends at what loads and dead spots are worse by, too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.interpolate import PchipInterpolator

from fit_optimizer.criteria.choice import deciding, excess, least_broken
from fit_optimizer.criteria.evaluation import Evaluation, Tried
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.criteria.riding_angles import NothingFound, heights_for_knees
from fit_optimizer.setup.adjustments import SADDLE
from fit_optimizer.setup.complaints import first_tried
from fit_optimizer.setup.customary_ranges import (
    BOTTOM_KNEE_DEG,
    USUAL_KNEE_DEG,
    USUAL_SPREAD_DEG,
    advised_knee,
)
from fit_optimizer.setup.search_space import Variable
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Array

SCAN_MM = 5.0
"""Heights are simulated so far apart; between them objectives are interpolated, for they are smooth."""
BEYOND_MM = 10.0
"""How far beyond the published range heights are simulated too, to show what they cost."""
SURE_MM = 11.5
"""How well the best published equation predicts where people's saddles are: the error of Gatti et al. 2021
(Eur J Sport Sci). A band that is wider says nothing more of this rider."""
TOLD_APART_MM = 5.0
"""Saddles nearer to each other than that are the same saddle: inseam and saddle are each taped to a few mm
(a guess)."""


@dataclass(frozen=True)
class SaddleFound:
    """Where the saddle goes (mm) and why.

    `low` to `high`: heights within the published range of knee angles; `good_low` to `good_high`: those about
    `height_mm` where nothing is worse than there by as much as counts, ended by `ended_low` and `ended_high`;
    `knee_deg`: the range (markers, deg); `usual_mm`: the height with the knee angle that riders have;
    `stopped_by`: what keeps the height from it, if anything; `scanned`: heights simulated, upwards;
    `most_low` to `most_high`: heights of the middle two thirds of riders, by their knee angles.
    """

    height_mm: float
    low: float
    high: float
    good_low: float
    good_high: float
    knee_deg: tuple[float, float]
    usual_mm: float
    stopped_by: str
    ended_low: str
    ended_high: str
    scanned: tuple[Evaluation, ...]
    most_low: float
    most_high: float


def knee_range(set_up: SetUp) -> tuple[float, float]:
    """Published range of knee flexion at the bottom (deg, markers) for where it hurts."""
    complaint = first_tried(set_up.rider.complaint)
    if complaint is None or complaint.knee_bottom_deg is None:
        return BOTTOM_KNEE_DEG
    return complaint.knee_bottom_deg


def kept_range(knee_deg: tuple[float, float]) -> tuple[float, float]:
    """Knee flexion (deg, markers) at which a saddle is not moved for its knee: a pain's range as far as the published
    one on the side away from the pain. A pain at the front is laid to a low saddle, so it lowers none that is within
    the published range."""
    straight, bent = knee_deg
    if bent < BOTTOM_KNEE_DEG[1]:
        straight = min(straight, BOTTOM_KNEE_DEG[0])
    return straight, bent


def place_saddle(tried: Tried, variable: Variable, others: dict[str, float]) -> SaddleFound:
    """The saddle height for a set-up with `others` changed.

    Raises NothingFound where no height within the search's bounds can be ridden.
    """
    set_up = tried.set_up
    straight, bent = knee_range(set_up)
    spread = (USUAL_KNEE_DEG - USUAL_SPREAD_DEG, USUAL_KNEE_DEG + USUAL_SPREAD_DEG)
    angles = (straight, advised_knee((straight, bent)), bent, *spread)
    high, usual, low, most_high, most_low = heights_for_knees(set_up, angles, others)
    highest = set_up.bicycle.saddle_height_max_mm
    top = variable.high if highest is None else min(variable.high, highest)
    heights = _scan(low, high, variable, top)
    scanned = tried.evaluate({**others, SADDLE: height} for height in heights)
    within = [e for e in scanned if low <= e.values[SADDLE] <= high] or scanned
    possible = least_broken(within)
    if not possible:
        which = (
            f"none of the saddle heights from {heights[0]:.0f} to {heights[-1]:.0f} can be ridden"
            if len(heights) > 1
            else f"of the heights allowed {heights[0]:.0f} mm suits the knee best, and it cannot be ridden"
        )
        raise NothingFound(f"{which}: {scanned[0].refusal}")
    fine, judged = _between(possible, variable)
    found = SaddleFound(
        height_mm=float(fine[_nearest_cheap(fine, judged, usual)]),
        low=low,
        high=high,
        good_low=low,
        good_high=high,
        knee_deg=(straight, bent),
        usual_mm=usual,
        stopped_by="",
        ended_low="",
        ended_high="",
        scanned=tuple(scanned),
        most_low=most_low,
        most_high=most_high,
    )
    stopped = _stopped(found.height_mm, usual, variable, top, within, possible)
    return replace(saddle_at(found, variable, found.height_mm), stopped_by=stopped)


def saddle_at(found: SaddleFound, variable: Variable, height_mm: float) -> SaddleFound:
    """The same saddle found with another height (mm) taken, and from where to where any is as good as that."""
    within = [e for e in found.scanned if found.low <= e.values[SADDLE] <= found.high]
    within = within or list(found.scanned)
    possible = least_broken(within)
    fine, judged = _between(possible, variable)
    at = int(np.abs(fine - height_mm).argmin())
    misses = (judged / judged[at] - 1) / np.array([one.matters for one in OBJECTIVES])
    worse = misses.max(axis=1) > 1
    first = int(np.flatnonzero(worse[:at])[-1]) + 1 if worse[:at].any() else 0
    last = at + int(np.flatnonzero(worse[at:])[0]) - 1 if worse[at:].any() else len(fine) - 1
    return replace(
        found,
        height_mm=height_mm,
        good_low=min(float(fine[first]), height_mm),
        good_high=max(float(fine[last]), height_mm),
        ended_low=_ended(misses, first - 1, within, possible, -1),
        ended_high=_ended(misses, last + 1, within, possible, 1),
    )


def _nearest_cheap(heights: Array, judged: Array, usual: float) -> int:
    """Which height is nearest to the usual one, of those where no price that decides is worse than can be told."""
    prices = [OBJECTIVES.index(one) for one in deciding()]
    matters = np.array([one.matters for one in deciding()])
    misses = ((judged[:, prices] / judged[:, prices].min(axis=0) - 1) / matters).max(axis=1)
    cheap = np.flatnonzero(misses <= max(1.0, misses.min() * (1 + 1e-9)))
    return int(cheap[np.abs(heights[cheap] - usual).argmin()])


def _scan(low: float, high: float, variable: Variable, top: float) -> list[float]:
    """Heights (mm) from a little below low to a little above high, about `SCAN_MM` apart, low and high
    among them as nearly as the tool sets them, within the search's bounds."""
    inside = np.linspace(
        np.ceil(low), np.floor(high), max(2, int(np.ceil((high - low) / SCAN_MM)) + 1)
    )
    ends = [low - BEYOND_MM, low - BEYOND_MM / 2, high + BEYOND_MM / 2, high + BEYOND_MM]
    wanted = np.clip([*ends, *inside], variable.low, max(min(variable.high, top), variable.low))
    found = {variable.on_tool(at) for at in wanted.tolist()}
    if len(found) == 1:
        found.add(variable.on_tool(next(iter(found)) + variable.step))
    return sorted(found)


def _between(possible: list[Evaluation], variable: Variable) -> tuple[Array, Array]:
    """Heights (n, mm) that the tool can set between the possible ones, and the objectives there (n x objectives)."""
    heights = np.array([e.values[SADDLE] for e in possible])
    judged = np.array([list(e.objectives.values()) for e in possible if e.objectives is not None])
    if len(heights) == 1:
        return heights, judged
    fine = np.arange(heights.min(), heights.max() + variable.step / 2, variable.step)
    return fine, np.asarray(PchipInterpolator(heights, judged, axis=0)(fine))


def _ended(
    misses: Array, at: int, within: list[Evaluation], possible: list[Evaluation], side: int
) -> str:
    """What ends the good heights on a side: the objective that is worse there, or a limit."""
    if 0 <= at < len(misses):
        return OBJECTIVES[int(misses[at].argmax())].words
    ends = possible[0 if side < 0 else -1].values[SADDLE]
    beyond = [e for e in within if (e.values[SADDLE] - ends) * side > 0]
    return next((name for e in beyond for name in e.broken), "")


def _stopped(
    height: float,
    usual: float,
    variable: Variable,
    top: float,
    within: list[Evaluation],
    possible: list[Evaluation],
) -> str:
    """What keeps the height from the usual one: a limit, the post, the search's bounds, the cost."""
    if abs(height - usual) <= variable.step:
        return ""
    if height >= top - variable.step and usual > top:
        return "seat post" if top < variable.high else "bounds of the search"
    if height <= variable.low + variable.step and usual < variable.low:
        return "bounds of the search"
    beyond = [
        e
        for e in within
        if e not in possible and (e.values[SADDLE] - height) * (usual - height) > 0
    ]
    broken = [name for e in beyond for name in e.broken if excess(e) > 0]
    return broken[0] if broken else "energy cost"
