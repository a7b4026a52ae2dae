"""How sharply a recommendation is determined: each variable changed alone, and what ends its band."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from fit_optimizer.criteria.choice import ratios
from fit_optimizer.criteria.evaluation import Evaluation, Tried
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.recommendation.saddle import SaddleFound
from fit_optimizer.setup.adjustments import FLOAT_SLACK
from fit_optimizer.setup.search_space import Variable

SCANNED_EACH_SIDE = 4
"""Values looked at on either side of a recommended one. A guess."""
KNEE_LOW = "knee bent more than {:.0f} deg at the bottom"
KNEE_HIGH = "knee straighter than {:.0f} deg at the bottom"
BEYOND = "as it is, {}"
"""Of an end that a saddle which stays lies beyond already."""


@dataclass(frozen=True)
class Band:
    """Around the recommended value of one variable.

    `low` to `high`: where no objective is worse by as much as matters, for the saddle within the
    published range of knee angles too; `ideal_low` to `ideal_high`: what of it is as near to the value
    as a saddle can be placed, all of it where the saddle stays; `limited_low`, `limited_high`: what ends
    it on either side; `slope`: relative change of each objective per `step` upwards.
    """

    key: str
    value: float
    low: float
    high: float
    limited_low: str
    limited_high: str
    step: float
    slope: dict[str, float]
    scanned: tuple[Evaluation, ...]
    ideal_low: float | None = None
    ideal_high: float | None = None


def scan_values(variable: Variable, middle: float) -> list[float]:
    """Values of a variable to look at around another, on the steps of its tool, upwards."""
    offsets = {
        sign * round(variable.nearby * k / SCANNED_EACH_SIDE / variable.step) * variable.step
        for k in range(1, SCANNED_EACH_SIDE + 1)
        for sign in (-1, 1)
    }
    values = (middle + offset for offset in sorted(offsets - {0.0}))
    return [value for value in values if variable.low <= value <= variable.high]


def scan_candidates(
    variables: tuple[Variable, ...], centre: Evaluation
) -> Iterator[dict[str, float]]:
    """The fits around one, each with one variable changed."""
    for variable in variables:
        for value in scan_values(variable, centre.values[variable.key]):
            yield {**centre.values, variable.key: value}


def bands(variables: tuple[Variable, ...], centre: Evaluation, tried: Tried) -> tuple[Band, ...]:
    """The band of every variable around a fit."""
    tried.evaluate(scan_candidates(variables, centre))  # all at once, to keep the workers busy
    found = []
    for variable in variables:
        values = scan_values(variable, centre.values[variable.key])
        scanned = tried.evaluate({**centre.values, variable.key: value} for value in values)
        found.append(_band(variable, centre, scanned))
    return tuple(found)


def saddle_band(variable: Variable, found: SaddleFound, centre: Evaluation, sure_mm: float) -> Band:
    """The band of the saddle: heights as good as any within the published range of knee angles."""
    height, step = centre.values[variable.key], variable.step
    low = min(ceil(found.good_low / step - FLOAT_SLACK) * step, height)
    high = max(floor(found.good_high / step + FLOAT_SLACK) * step, height)
    above = [e for e in found.scanned if e.values[variable.key] > height]
    below = [e for e in reversed(found.scanned) if e.values[variable.key] < height]
    straight, bent = found.knee_deg
    return Band(
        key=variable.key,
        value=height,
        low=low,
        high=high,
        limited_low=found.ended_low or _ended(KNEE_LOW.format(bent), height < found.low),
        limited_high=found.ended_high or _ended(KNEE_HIGH.format(straight), height > found.high),
        step=variable.cost_step,
        slope=_slope(variable, centre, above, below),
        scanned=found.scanned,
        ideal_low=float(round(max(low, height - sure_mm))),
        ideal_high=float(round(min(high, height + sure_mm))),
    )


def _ended(words: str, beyond: bool) -> str:
    """What ends a band by the knee, and that the saddle lies beyond that end where it does."""
    return BEYOND.format(words) if beyond else words


def _band(variable: Variable, centre: Evaluation, scanned: list[Evaluation]) -> Band:
    key, middle, step = variable.key, centre.values[variable.key], variable.step
    above = [e for e in scanned if e.values[key] > middle]
    below = [e for e in reversed(scanned) if e.values[key] < middle]
    high, limited_high = _edge(key, centre, above)
    low, limited_low = _edge(key, centre, below)
    return Band(
        key=key,
        value=middle,
        low=min(ceil(low / step - FLOAT_SLACK) * step, middle),
        high=max(floor(high / step + FLOAT_SLACK) * step, middle),
        limited_low=limited_low,
        limited_high=limited_high,
        step=variable.cost_step,
        slope=_slope(variable, centre, above, below),
        scanned=tuple(scanned),
    )


def _edge(key: str, centre: Evaluation, outward: list[Evaluation]) -> tuple[float, str]:
    """Where, outward from the centre, an objective or a limit first gives out, and which.

    Between two scanned fits what changes is taken to change evenly.
    """
    inside = centre
    for candidate in outward:
        if candidate.objectives is None:
            return inside.values[key], "no stroke possible"
        before, after = _margins(centre, inside), _margins(centre, candidate)
        crossed = {
            name: before[name] / (before[name] - after[name]) for name in after if after[name] < 0
        }
        if crossed:
            first = min(crossed, key=lambda name: crossed[name])
            share = max(crossed[first], 0.0)
            start, end = inside.values[key], candidate.values[key]
            return start + share * (end - start), first
        inside = candidate
    return inside.values[key], "end of the scan"


def _margins(centre: Evaluation, candidate: Evaluation) -> dict[str, float]:
    """Room left to every limit and to the tolerance of every objective, by the words for it."""
    assert centre.objectives is not None
    assert candidate.objectives is not None
    broken = {limit.name: max(limit.excess, 0.0) for limit in centre.limits}
    room = {limit.name: broken.get(limit.name, 0.0) - limit.excess for limit in candidate.limits}
    change = ratios(centre.objectives, candidate.objectives)
    return {**room, **{one.words: 1 + one.matters - change[one.key] for one in OBJECTIVES}}


def _slope(
    variable: Variable, centre: Evaluation, above: list[Evaluation], below: list[Evaluation]
) -> dict[str, float]:
    """Relative change of each objective per cost step upwards, between the nearest fits scanned."""
    beside = [*below[:1], centre, *above[:1]]
    found = [(e.values[variable.key], e.objectives) for e in beside if e.objectives is not None]
    if len(found) < 2 or centre.objectives is None:
        return {}
    (start, first), (end, last) = found[0], found[-1]
    steps = (end - start) / variable.cost_step
    before, after = ratios(centre.objectives, first), ratios(centre.objectives, last)
    return {name: (after[name] - before[name]) / steps for name in after}
