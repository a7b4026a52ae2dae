"""Two or three set-ups side by side: what differs, and the figures that a client is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fit_optimizer.documents.compare import ComparedRide
from fit_optimizer.documents.ride import ObjectiveShown
from fit_optimizer.report.tables.inputs import input_name, input_text
from fit_optimizer.report.tables.what_it_does import SHOWN
from fit_optimizer.report.wording import capitalised, with_unit
from fit_optimizer.setup.adjustments import adjustment
from rider_models.units import unit_of
from sim.metric_table import METRIC


@dataclass(frozen=True)
class SideBySide:
    """One row: a name, and a text for each set-up in their order."""

    name: str
    texts: tuple[str, ...]


def side_by_side(
    rides: Sequence[ComparedRide], judged: Sequence[ObjectiveShown]
) -> list[SideBySide]:
    """Inputs that are not the same in all, the bar, the objectives, and figures with a scale that are none of them."""
    rows = [*_inputs(rides), *_bars(rides)]
    for judge in judged:
        symbol = unit_of(f"_{judge.unit}").symbol
        values = [ride.objectives.get(judge.key) for ride in rides]
        rows.append(_row(capitalised(judge.words), values, judge.decimals, symbol))
    told = {judge.metric for judge in judged}
    for one in (one for one in SHOWN if one.metric not in told):
        metric = METRIC[one.metric]
        found = [ride.metrics.get(one.metric) for ride in rides]
        numbers = [value if isinstance(value, float) else None for value in found]
        rows.append(_row(one.words, numbers, metric.decimals, metric.unit.symbol))
    return rows


def _inputs(rides: Sequence[ComparedRide]) -> list[SideBySide]:
    every = [{**ride.fit, **ride.effort} for ride in rides]
    keys = [key for key in dict.fromkeys(key for keys in every for key in keys) if key != "name"]
    return [
        SideBySide(input_name(key), tuple(input_text(key, keys.get(key)) for keys in every))
        for key in keys
        if any(keys.get(key) != every[0].get(key) for keys in every)
    ]


def _bars(rides: Sequence[ComparedRide]) -> list[SideBySide]:
    places = {
        "bar_forward_mm": [ride.bar_mm.forward for ride in rides],
        "bar_up_mm": [ride.bar_mm.up for ride in rides],
    }
    return [
        _row(capitalised(adjustment(key).words), list(values), 0, "mm")
        for key, values in places.items()
        if max(values) - min(values) >= 0.5
    ]


def _row(name: str, values: Sequence[float | None], decimals: int, symbol: str) -> SideBySide:
    return SideBySide(
        name,
        tuple(
            "\u2013" if value is None else with_unit(value, decimals, symbol) for value in values
        ),
    )
