"""How sharply a recommendation is determined: each variable changed alone, and what ends its band."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from fit_optimizer.criteria.choice import TOLERANCE, ratios
from fit_optimizer.criteria.evaluation import Evaluation, Tried
from fit_optimizer.criteria.objectives import OBJECTIVES
from fit_optimizer.setup.search_space import FLOAT_SLACK, Variable

SCANNED_EACH_SIDE = 4
"""Values looked at on either side of a recommended one. A guess."""


@dataclass(frozen=True)
class Band:
    """Around the recommended value of one variable.

    `low` to `high`: where every objective stays within `TOLERANCE`; `limited_low`, `limited_high`:
    what ends it on either side; `slope`: relative change of each objective per `step` upwards.
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
    """Value at which, outward from the centre, an objective or a limit first has no room left, and which of them.

    Between two scanned fits the room is interpolated linearly.
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
    room = {limit.name: -limit.excess for limit in candidate.limits}
    words = {one.key: one.words for one in OBJECTIVES}
    for name, ratio in ratios(centre.objectives, candidate.objectives).items():
        room[words[name]] = 1 + TOLERANCE - ratio
    return room


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
