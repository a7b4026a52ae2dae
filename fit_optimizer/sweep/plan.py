"""The rows of a sweep, worked out one by one: riders x grid x sample, the sample fastest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import NotRequired, TypedDict

from fit_optimizer.documents.part import Json
from fit_optimizer.setup.keys_in_force import value_at
from fit_optimizer.setup.tables import LeftRight, SetUp, flat_keys
from fit_optimizer.sweep.designs import AnyDesign, DesignDescription
from fit_optimizer.sweep.own_metrics import OwnMetric

Value = str | float


@dataclass(frozen=True)
class Steps:
    """Evenly spaced values, of which there may be more than memory holds."""

    start: float
    step: float
    count: int

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, index: int) -> float:
        return round(self.start + index * self.step, 9)


@dataclass(frozen=True)
class Axis:
    """A key of the set-up and the values it takes in the grid."""

    key: str
    values: tuple[Value, ...] | Steps

    @property
    def ends(self) -> tuple[Value, ...]:
        """Every value listed, or the outermost of a range."""
        if isinstance(self.values, Steps):
            return self.values[0], self.values[len(self.values) - 1]
        return self.values


@dataclass(frozen=True)
class NamedRider:
    """A set-up and the file it came from, as the sweep file names it."""

    file: str
    set_up: SetUp


@dataclass(frozen=True)
class Row:
    """One stroke to simulate: whose set-up, what is changed in it, and what is told of it.

    `measures` are the sweep's own metrics; `by_leg`: whether keys and metrics that a leg has are told of each leg too.
    """

    index: int
    rider: NamedRider
    changes: dict[str, Value]
    measures: tuple[OwnMetric, ...] = ()
    by_leg: bool = False


StepsDescription = TypedDict("StepsDescription", {"from": float, "step": float, "count": int})


class SweepDescription(TypedDict):
    """What a plan is made of: tables of the riders' files, keys set and swept, the sample."""

    riders: dict[str, Json]
    set: dict[str, Value]
    grid: dict[str, list[Value] | StepsDescription]
    sample: DesignDescription | None
    rows: int
    metrics: NotRequired[dict[str, str]]


@dataclass(frozen=True)
class Plan:
    """All rows of a sweep without holding them: row `i` follows from `i`.

    `fixed` is changed alike in every row; `measures` are the sweep's own metrics.
    """

    riders: tuple[NamedRider, ...]
    axes: tuple[Axis, ...]
    design: AnyDesign | None
    fixed: dict[str, Value]
    measures: tuple[OwnMetric, ...] = ()

    @property
    def count(self) -> int:
        """How many rows there are."""
        sampled = 1 if self.design is None else self.design.rows
        return len(self.riders) * prod(len(axis.values) for axis in self.axes) * sampled

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that the rows change."""
        sampled = () if self.design is None else self.design.keys
        return (*self.fixed, *(axis.key for axis in self.axes), *sampled)

    @cached_property
    def by_leg(self) -> bool:
        """Whether a rider or a key of the sweep tells left from right."""
        paths = flat_keys().values()
        given = (value_at(rider.set_up, path) for rider in self.riders for path in paths)
        return any(key.endswith((".left", ".right")) for key in self.keys) or any(
            isinstance(value, LeftRight) for value in given
        )

    def row(self, index: int) -> Row:
        """Row of an index in [0, count)."""
        rest = index
        changes: dict[str, Value] = {}
        sampled: dict[str, Value] = {}
        if self.design is not None:
            rest, point = divmod(rest, self.design.rows)
            values = self.design.points[point].tolist()
            sampled = dict(zip(self.design.keys, values, strict=True))
        for axis in reversed(self.axes):
            rest, step = divmod(rest, len(axis.values))
            changes[axis.key] = axis.values[step]
        changed = {**self.fixed, **changes, **sampled}
        return Row(index, self.riders[rest], changed, self.measures, self.by_leg)

    def description(self) -> SweepDescription:
        """What the plan is made of, for the results file."""
        described: SweepDescription = {
            "riders": {r.file: r.set_up.model_dump(exclude_unset=True) for r in self.riders},
            "set": self.fixed,
            "grid": {a.key: _described(a.values) for a in self.axes},
            "sample": None if self.design is None else self.design.description(),
            "rows": self.count,
        }
        if self.measures:
            described["metrics"] = {m.name: m.function for m in self.measures}
        return described

    def fingerprint(self, versions: dict[str, str]) -> str:
        """Hash that tells this sweep, computed with these packages, from every other."""
        text = json.dumps([self.description(), versions], sort_keys=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _described(values: tuple[Value, ...] | Steps) -> list[Value] | StepsDescription:
    if isinstance(values, Steps):
        return {"from": values.start, "step": values.step, "count": values.count}
    return list(values)
