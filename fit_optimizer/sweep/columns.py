"""The columns of a results file: which there are, in which order, and of which type."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from fit_optimizer.setup.key_types import field_of, is_per_leg
from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.rider_on_bike import RiderOnBike
from fit_optimizer.setup.setup_file import path_of
from fit_optimizer.setup.tables import SetUp, flat_keys
from fit_optimizer.sweep.plan import Plan, Value
from rider_models.arrays import SIDES, Side
from sim.metric_table import LEG_METRICS, METRICS
from sim.pedalling_metrics import Metrics

Cell = str | float | None
"""A cell of a results file: none where the row has no such value."""

Cells = dict[str, Cell]
"""Cells by column."""

Kind = Literal["whole", "number", "text"]


@dataclass(frozen=True)
class Column:
    """A column's name, with its unit as everywhere, and what it holds."""

    name: str
    kind: Kind


def columns(plan: Plan) -> tuple[Column, ...]:
    """Row, status, reason and hash; every key of the set-up in force; every metric of `simulate`.

    Where the legs of a rider may differ, the keys and metrics that a leg has are there once more
    for each leg, with `.left` and `.right` behind their names.
    """
    by_leg = plan.by_leg
    return (
        Column("row", "whole"),
        Column("rider_file", "text"),
        Column("status", "text"),
        Column("reason", "text"),
        Column("inputs_hash", "text"),
        Column("solver_method", "text"),
        Column("solver_steps", "whole"),
        *_inputs(by_leg),
        *_metrics(by_leg),
        *(Column(one.name, "number") for one in plan.measures),
    )


def input_cells(set_up: SetUp, seated: RiderOnBike, by_leg: bool) -> Cells:
    """The keys in force of a set-up and its seated rider as cells of a row. Raises PedalfitError."""
    fit, effort = keys_in_force(set_up, seated)
    cells: Cells = {}
    for key, value in {**fit, **effort}.items():
        cells.update(_key_cells(flat_keys()[key], value, by_leg))
    return cells


def change_cells(changes: dict[str, Value], by_leg: bool) -> Cells:
    """What a row changes as cells, for a row whose other keys are not known."""
    cells: Cells = {}
    for key, value in changes.items():
        cells.update(_key_cells(path_of(key), value, by_leg))
    return cells


def _key_cells(path: tuple[str, ...], value: Any, by_leg: bool) -> Cells:
    """Cells of a key: a table within [rider] stays in the name, for metrics have the same names."""
    side = f".{path[-1]}" if path[-1] in SIDES else ""
    key = path[:-1] if side else path
    name = ".".join(key[1:])
    if side or not by_leg or key[-1] not in per_leg_keys():
        return {name + side: value}
    return {f"{name}.{s}": value[s] if isinstance(value, dict) else value for s in SIDES}


def of_side(metrics: Metrics, side: Side) -> Metrics:
    """The metrics of a leg by the names of their columns, which end with the side."""
    return {f"{name}.{side}": value for name, value in metrics.items()}


def per_leg_keys() -> frozenset[str]:
    """Keys of the set-up whose value may differ between the legs."""
    return frozenset(key for key, path in flat_keys().items() if is_per_leg(path))


def _inputs(by_leg: bool) -> list[Column]:
    columns = []
    for path in flat_keys().values():
        kind: Kind = (
            "text" if re.search(r"\bstr\b|Literal", str(field_of(path).annotation)) else "number"
        )
        columns += [Column(name, kind) for name in _key_cells(path, None, by_leg)]
    return columns


def _metrics(by_leg: bool) -> list[Column]:
    names = [metric.name for metric in METRICS if metric.reproducible]
    if by_leg:
        names += [f"{metric.name}.{side}" for side in SIDES for metric in LEG_METRICS]
    return [Column(name, "number") for name in names]
