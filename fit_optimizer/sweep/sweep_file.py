"""Reading `SWEEP.toml`: riders, what is set, what is stepped through and what is sampled."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Strict,
    Tag,
    ValidationError,
)

from fit_optimizer.files import read_text
from fit_optimizer.plain_text import in_words, shown
from fit_optimizer.setup.argument_limits import MOST_SEED
from fit_optimizer.setup.setup_file import (
    OTHER_LEG_MISSING,
    SetUpError,
    path_of,
    read_set_up,
    with_changes,
)
from fit_optimizer.setup.tables import SetUp, flat_keys
from fit_optimizer.setup.toml_text import parse_toml
from fit_optimizer.sweep.designs import AnyDesign, Design, GivenDesign, NormalDesign
from fit_optimizer.sweep.errors import SweepError
from fit_optimizer.sweep.own_metrics import OwnMetric
from fit_optimizer.sweep.plan import Axis, NamedRider, Plan, Steps, Value
from rider_models.arrays import SIDES
from sim.metric_table import METRIC

MOST_LISTED = 10_000
"""Longest list of values written out."""
MOST_STEPS = 10**9
MOST_ROWS = 10**15
"""Most steps of a range, and most rows, that are counted at all: more would take ages of computers."""
MOST_BYTES = 4_000_000
"""Largest sweep file: a hundred lists of the longest."""

Number = Annotated[float, Strict()]
Whole = Annotated[int, Strict()]
"""As TOML has them: `true` is no 1, and "40" no 40."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class _Range(_Table):
    """`{ from = 690, to = 730, step = 10 }`, both ends included."""

    from_: Number = Field(alias="from")
    to: Number
    step: Number = Field(gt=0)

    def steps(self, key: str) -> Steps:
        count = (self.to - self.from_) / self.step
        if count < 0:
            raise SweepError(f"grid.{key} goes from {self.from_:g} to {self.to:g}: an empty range")
        if count > MOST_STEPS:
            raise SweepError(
                f"grid.{key} has a step of {self.step:g}, which makes {count:.0e} values: allowed "
                f"are up to {MOST_STEPS:.0e}"
            )
        if abs(count - round(count)) > 1e-6:
            raise SweepError(
                f"grid.{key} goes from {self.from_:g} in steps of {self.step:g}, which never "
                f"arrives at {self.to:g}"
            )
        return Steps(self.from_, self.step, round(count) + 1)


def _rising(bounds: tuple[float, float]) -> tuple[float, float]:
    if not bounds[0] < bounds[1]:
        raise ValueError("the lower bound must stand first and below the upper one")
    return bounds


class _Between(_Table):
    """`[sample]`: points between bounds, crossed with the grid."""

    method: Literal["latin_hypercube", "sobol", "saltelli"]
    size: Whole = Field(ge=1, le=2**20)
    seed: Whole = Field(default=1, ge=0, lt=MOST_SEED + 1)
    between: dict[str, Annotated[tuple[Number, Number], AfterValidator(_rising)]] = Field(
        min_length=1
    )


class _Normal(_Table):
    """`[sample]` of normally distributed keys: `correlation = [["height_mm", "mass_kg", 0.6]]`."""

    method: Literal["normal"]
    size: Whole = Field(ge=1, le=2**20)
    seed: Whole = Field(default=1, ge=0, lt=MOST_SEED + 1)
    mean: dict[str, Number] = Field(min_length=1)
    sd: dict[str, Annotated[float, Strict(), Field(gt=0)]]
    correlation: list[tuple[str, str, Annotated[float, Strict(), Field(ge=-1, le=1)]]] = []


class _Rows(_Table):
    """`[sample]` of points from a CSV file: a heading of keys, a line of numbers for each point."""

    method: Literal["rows"]
    file: str


_Sample = Annotated[_Between | _Normal | _Rows, Field(discriminator="method")]


def _form(values: Any) -> str:
    return "range" if isinstance(values, dict) else "list"


_Listed = Annotated[list[str | Number], Tag("list")]
_Stepped = Annotated[_Range, Tag("range")]


class _SweepFile(_Table):
    riders: list[str] = Field(min_length=1)
    set: dict[str, str | Number] = {}
    grid: dict[str, Annotated[_Listed | _Stepped, Discriminator(_form)]] = {}
    sample: _Sample | None = None
    metrics: dict[str, str] = {}


def read_sweep(path: Path) -> Plan:
    """Read a sweep file; the riders' set-up files are found from its folder.

    Every value is held against what the set-up allows for its key alone; what goes wrong only in
    combination becomes a row with its reason. Raises SweepError and SetUpError.
    """
    table = _parse(path)
    axes = tuple(_axis(key, values) for key, values in table.grid.items())
    design = None if table.sample is None else _design(table.sample, path.parent)
    _check_keys_once(table, design)
    measures = tuple(
        _own_metric(name, function, path.parent) for name, function in table.metrics.items()
    )
    riders = tuple(NamedRider(name, read_set_up(path.parent / name)) for name in table.riders)
    if len({rider.file for rider in riders}) < len(riders):
        raise SweepError("riders names a set-up file twice")
    ends: dict[str, tuple[Value, ...]] = {key: (value,) for key, value in table.set.items()}
    ends.update({axis.key: axis.ends for axis in axes})
    if design is not None:
        ends.update(design.ends)
    for rider in riders:
        for key, values in ends.items():
            _check_values(rider.set_up, key, values)
        _check_both_legs(rider, {key: values[0] for key, values in ends.items()})
    plan = Plan(riders, axes, design, table.set, measures)
    if plan.count > MOST_ROWS:
        raise SweepError(
            f"{path} asks for 1e{len(str(plan.count)) - 1} rows: allowed are up to {MOST_ROWS:.0e}"
        )
    return plan


def _parse(path: Path) -> _SweepFile:
    values = parse_toml(read_text(path, "sweep file", SweepError, MOST_BYTES), path, SweepError)
    try:
        return _SweepFile.model_validate(values)
    except ValidationError as error:
        raise SweepError(f"{path}: {_sentence(error.errors(include_url=False)[0])}") from None


def _sentence(complaint: Any) -> str:
    steps = [str(s) for s in complaint["loc"] if s not in ("list", "range", "str", "float")]
    if steps[0] == "sample" and len(steps) > 2:  # pydantic names the method that the table is of
        del steps[1]
    key, kind = ".".join(steps), complaint["type"]
    if kind == "union_tag_invalid":
        found, allowed = complaint["ctx"]["tag"], complaint["ctx"]["expected_tags"]
        return f"{key}.method is {shown(found)}: allowed are {allowed}"
    if kind == "union_tag_not_found":
        return f"{key}.method is missing: allowed are latin_hypercube, sobol, saltelli, normal and rows"
    if kind == "missing":
        return f"{key} is missing"
    if kind == "extra_forbidden":
        return f"{key} is not a key of a sweep: allowed are riders, set, grid, sample and metrics"
    listed = kind in ("string_type", "float_type") and {"list", "set"} & {*complaint["loc"]}
    reason = "a number or a text is wanted" if listed else in_words(complaint)
    given = complaint["input"]
    by_leg = isinstance(given, Mapping) and not {*SIDES}.isdisjoint(given)
    legs = f'; each leg has a line of its own: "{steps[-1]}.left" and "{steps[-1]}.right"'
    return f"{key} is {shown(given)}, {reason}{legs if by_leg else ''}"


def _design(sample: _Between | _Normal | _Rows, folder: Path) -> AnyDesign:
    if isinstance(sample, _Rows):
        return read_points(folder / sample.file)
    if isinstance(sample, _Normal):
        correlation = tuple(sample.correlation)
        return NormalDesign(
            sample.size, sample.seed, dict(sample.mean), dict(sample.sd), correlation
        )
    return Design(sample.method, sample.size, sample.seed, dict(sample.between))


def read_points(path: Path) -> GivenDesign:
    """The points of a CSV file. Raises SweepError naming the line that is no point."""
    text = read_text(path, "table of points", SweepError, MOST_BYTES).removeprefix("\ufeff")
    told = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    sign = next((one for one in ";\t" if told and one in told[0]), ",")
    try:
        keys, *rows = list(csv.reader(told, delimiter=sign)) or [[]]
    except csv.Error:
        raise SweepError(f"{path} is not a table of cells parted by commas") from None
    keys = [key.strip() for key in keys]
    twice = next((key for i, key in enumerate(keys) if key in keys[:i]), None)
    if twice is not None:
        raise SweepError(f"{path} has two columns called {shown(twice)}: keep one")
    if not rows:
        raise SweepError(
            f"{path} holds no points: a heading of keys, and a line of numbers for each point"
        )
    for number, row in enumerate(rows, 1):
        if len(row) != len(keys):
            raise SweepError(f"{path} has {len(row)} cells in point {number}, and {len(keys)} keys")
    decimal = "." if sign == "," else ","
    cells = [[_cell(text.replace(decimal, "."), path) for text in row] for row in rows]
    points = np.array(cells, dtype=np.float64)
    if not np.isfinite(points).all():
        raise SweepError(f"{path} holds a number that is not finite")
    return GivenDesign(tuple(keys), points)


def _cell(text: str, path: Path) -> float:
    """The number in a cell of a table of points. Raises SweepError."""
    try:
        return float(text)
    except ValueError:
        raise SweepError(f"{path} holds a cell that is no number: {shown(text)}") from None


def _own_metric(name: str, function: str, folder: Path) -> OwnMetric:
    """A metric of the sweep's own, found and callable. Raises SweepError."""
    if name in METRIC or name in flat_keys():
        raise SweepError(f"metrics.{name}: there is a column of that name, choose another")
    own = OwnMetric(name, function, str(folder.resolve()))
    own.load()
    return own


def _check_keys_once(table: _SweepFile, design: AnyDesign | None) -> None:
    sampled = {} if design is None else dict.fromkeys(design.keys)
    places: dict[str, Iterable[str]] = {"set": table.set, "grid": table.grid, "sample": sampled}
    seen: dict[tuple[str, ...], str] = {}
    for place, keys in places.items():
        for key in keys:
            path = path_of(key)
            if path in seen:
                raise SweepError(f"{key} stands in both {seen[path]} and {place}: keep one")
            if path[:-1] in seen or any((*path, side) in seen for side in SIDES):
                name = path[-2] if path[-1] in SIDES else path[-1]
                raise SweepError(f"{name} is given for both legs and for one: keep one of the two")
            seen[path] = place
    if table.sample is not None and table.sample.method == "saltelli" and table.grid:
        raise SweepError(
            "saltelli samples vary every key between bounds: move "
            f"{', '.join(table.grid)} from grid to sample.between or to set"
        )


def _axis(key: str, values: list[str | float] | _Range) -> Axis:
    if isinstance(values, _Range):
        return Axis(key, values.steps(key))
    if not values:
        raise SweepError(f"grid.{key} is empty: it needs at least one value")
    if len(values) > MOST_LISTED:
        raise SweepError(f"grid.{key} lists {len(values)} values: write a range instead")
    twice = [v for i, v in enumerate(values) if v in values[:i]]
    if twice:
        raise SweepError(f"grid.{key} holds {twice[0]} twice")
    return Axis(key, tuple(values))


def _check_values(set_up: SetUp, key: str, values: tuple[Value, ...]) -> None:
    """Raise SetUpError for a value that its key does not allow; of a leg's, for either leg."""
    stem, _, side = key.rpartition(".")
    for value in values:
        with_changes(set_up, {stem if side in SIDES else key: value})


def _check_both_legs(rider: NamedRider, first: dict[str, Value]) -> None:
    """Raise SweepError where a key is given for one leg, and nothing says what the other has.

    `first` is the first value of every key. What else fails only in combination is a row's matter.
    """
    try:
        with_changes(rider.set_up, first)
    except SetUpError as error:
        if OTHER_LEG_MISSING in str(error):
            raise SweepError(
                f"{rider.file}: {error}; give the other leg's in the sweep, or both in the set-up"
            ) from None
