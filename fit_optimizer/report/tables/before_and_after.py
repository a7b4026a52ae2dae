"""Why: objectives and metrics of the stroke, now against recommended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fit_optimizer.documents.part import look_up
from fit_optimizer.documents.ride import ObjectiveShown
from fit_optimizer.report.shown_rides import Pair, Shown
from fit_optimizer.report.tables.cells import NOTHING, Cell, shown_number
from fit_optimizer.report.wording import capitalised, difference_shown, signed
from rider_models.units import unit_of
from sim.metric_table import METRICS, Heading, Metric

PCT = "%"


@dataclass(frozen=True)
class Quantity:
    """A number of the document as a row shows it; `relative` where its change is given in percent."""

    key: str
    name: str
    unit: str
    decimals: int
    relative: bool


@dataclass(frozen=True)
class FigureRow:
    """A figure now, recommended, and what changes."""

    name: str
    now: Cell
    recommended: Cell
    change: Cell


@dataclass(frozen=True)
class FigureGroup:
    """A part of the table under its own heading."""

    name: str
    rows: tuple[FigureRow, ...]


def judged_by(
    shown: Sequence[ObjectiveShown],
    now: dict[str, float] | None,
    then: dict[str, float] | None,
    places: tuple[str, str],
) -> FigureGroup:
    """The objectives before and after; `places` is where they stand in the document."""
    rows = []
    for one in map(_judged, shown):
        before, after = (
            _objective(values, place, one)
            for values, place in zip((now, then), places, strict=True)
        )
        rows.append(_row_of(one, before, after))
    return FigureGroup("What the fit is judged by (less is better)", tuple(rows))


def _judged(one: ObjectiveShown) -> Quantity:
    words = f"{capitalised(one.words)}: {one.explained}"
    return Quantity(one.key, words, unit_of(f"_{one.unit}").symbol, one.decimals, relative=True)


def figure_groups(pair: Pair) -> list[FigureGroup]:
    """Every metric that has a heading, under it; those that an older document lacks are left out."""
    groups = []
    for heading in Heading:
        under = [metric for metric in METRICS if metric.heading is heading]
        rows = tuple(_row(pair, _quantity(metric)) for metric in under if _has(pair, metric))
        groups.append(FigureGroup(heading.value, rows))
    return groups


def _quantity(metric: Metric) -> Quantity:
    words = capitalised(metric.words)
    return Quantity(metric.name, words, metric.unit.symbol, metric.decimals, metric.relative)


def _has(pair: Pair, metric: Metric) -> bool:
    return all(metric.name in shown.ride.metrics for shown in pair)


def _row(pair: Pair, one: Quantity) -> FigureRow:
    found = [_found(shown, one) for shown in pair]
    return _row_of(one, found[0] if len(found) > 1 else None, found[-1])


def _row_of(
    one: Quantity, now: tuple[float, str] | None, then: tuple[float, str] | None
) -> FigureRow:
    before = NOTHING if now is None else _cell(*now, one)
    after = NOTHING if then is None else _cell(*then, one)
    if now is None or then is None:
        return FigureRow(one.name, before, after, NOTHING)
    return FigureRow(one.name, before, after, Cell(_change(now[0], then[0], one)))


def _found(shown: Shown, one: Quantity) -> tuple[float, str]:
    where = f"{shown.path}.metrics"
    return look_up(shown.ride.metrics, one.key, where), f"{where}.{one.key}"


def _objective(
    values: dict[str, float] | None, path: str, one: Quantity
) -> tuple[float, str] | None:
    if values is None:
        return None
    where = f"{path}.objectives"
    return look_up(values, one.key, where), f"{where}.{one.key}"


def _cell(value: float, key: str, one: Quantity) -> Cell:
    return shown_number(value, one.decimals, one.unit, key)


def _change(now: float, then: float, one: Quantity) -> str:
    """The change in percent, or the difference of the numbers as they are shown."""
    if one.relative and now:
        return signed(100 * (then / now - 1), 0, PCT)
    unit = "points" if one.unit == PCT else one.unit
    return signed(difference_shown(now, then, one.decimals), one.decimals, unit)
