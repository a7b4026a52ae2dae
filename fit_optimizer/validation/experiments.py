"""The table of published experiments: `data/published.toml`, checked."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from math import inf
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, ValidationError

from fit_optimizer.validation.comparisons import COMPARISONS, Comparison
from fit_optimizer.validation.emg_comparisons import EMG_COMPARISONS
from fit_optimizer.validation.published_curves import DATA
from fit_optimizer.validation.published_table import PublishedTable
from fit_optimizer.validation.saddle_comparisons import SADDLE_COMPARISONS
from fit_optimizer.validation.set_ups import Recipe
from sim.stroke_values import ExperimentError

Figure = float | tuple[float, ...]
Number = float | int
T = TypeVar("T", bound=PublishedTable)

TABLE = DATA / "published.toml"
KINDS = COMPARISONS | EMG_COMPARISONS | SADDLE_COMPARISONS
_WORDS = ("what", "source", "use", "conditions", "represented")


class _CheckTable(PublishedTable, allow_inf_nan=True):
    """`[[ENTRY.check]]` without the keys of its comparison."""

    key: str = Field(pattern=r"^[a-z0-9_]+$")
    label: str
    unit: str = ""
    published: str | float
    accept: tuple[float, float] | None = None
    not_represented: str = ""
    why: str = ""


class _EntryTable(PublishedTable):
    """`[ENTRY]` without its published figures, set-ups and checks."""

    what: str
    source: str
    use: Literal["trend", "value", "calibrate"]
    conditions: str = ""
    represented: str = Field(min_length=1)


@dataclass(frozen=True)
class Check:
    """One thing that an experiment found, what is measured for it and the range it must lie in.

    `key` is the name by which the check is asked for, unlike any other of its experiment.
    A crank angle's range runs forward from `low` to `high`. `comparison` is None where the model
    cannot represent it, which `not_represented` says; `why` is the known reason of a failure.
    """

    key: str
    label: str
    unit: str
    published: str
    low: float
    high: float
    comparison: Comparison | None
    not_represented: str
    why: str

    def accepts(self, value: float) -> bool:
        """Whether a simulated number is within the accepted range."""
        if self.comparison is not None and self.comparison.around_the_circle:
            return (value - self.low) % 360 <= (self.high - self.low) % 360
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Experiment:
    """A published experiment: its figures as published, how it is re-run, what is checked."""

    key: str
    what: str
    source: str
    use: str
    conditions: str
    represented: str
    figures: dict[str, Figure]
    set_ups: dict[str, Recipe]
    checks: tuple[Check, ...]

    def check(self, key: str) -> Check:
        """Return the check with a key. Raises ExperimentError with the keys that there are."""
        for check in self.checks:
            if check.key == key:
                return check
        has = ", ".join(check.key for check in self.checks)
        raise ExperimentError(f"{self.key} has no check {key}; it has {has}")


def load_experiments(path: Path = TABLE) -> tuple[Experiment, ...]:
    """Every entry of the table. Raises ExperimentError with one sentence that names the entry."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ExperimentError(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ExperimentError(f"{path} is not valid TOML: {error}") from None
    return tuple(read_experiment(key, entry) for key, entry in entries.items())


@cache
def experiment(key: str) -> Experiment:
    """Return the entry of the project's table with a key. Raises ExperimentError."""
    for each in load_experiments():
        if each.key == key:
            return each
    raise ExperimentError(f"{TABLE.name} has no entry {key}")


def read_experiment(key: str, entry: Any) -> Experiment:
    """An entry of the table, checked. Raises ExperimentError."""
    if not isinstance(entry, dict):
        raise ExperimentError(f"{key} is {entry!r}, a table of an experiment is wanted")
    rest = dict(entry)
    words = _checked(_EntryTable, {k: rest.pop(k) for k in _WORDS if k in rest}, key)
    set_ups = rest.pop("set_ups", {})
    checks = rest.pop("check", [])
    if not isinstance(set_ups, dict) or not isinstance(checks, list) or not checks:
        raise ExperimentError(f"{key} needs set-ups as [{key}.set_ups.NAME] and [[{key}.check]]")
    figures = {name: _figure(value, f"{key}.{name}") for name, value in rest.items()}
    recipes = {
        name: _checked(Recipe, recipe, f"{key}.set_ups.{name}") for name, recipe in set_ups.items()
    }
    for name, recipe in recipes.items():
        if recipe.start is not None:
            _known(recipe.start, recipes, f"{key}.set_ups.{name}.from")
    read = tuple(
        _check(check, figures, recipes, f"{key}.check {number}")
        for number, check in enumerate(checks, start=1)
    )
    keys = [check.key for check in read]
    for each in keys:
        if keys.count(each) > 1:
            raise ExperimentError(
                f"{key} has {keys.count(each)} checks with the key {each}, one is allowed"
            )
    return Experiment(
        key=key,
        what=words.what,
        source=words.source,
        use=words.use,
        conditions=words.conditions,
        represented=words.represented,
        figures=figures,
        set_ups=recipes,
        checks=read,
    )


def _check(entry: Any, figures: dict[str, Figure], recipes: dict[str, Recipe], where: str) -> Check:
    if not isinstance(entry, dict):
        raise ExperimentError(f"{where} is {entry!r}, a table is wanted")
    own = {name: entry[name] for name in _CheckTable.model_fields if name in entry}
    table = _checked(_CheckTable, own, where)
    rest = {name: value for name, value in entry.items() if name not in own}
    comparison = None
    if not table.not_represented:
        comparison = _comparison(rest, recipes, where)
    elif rest:
        raise ExperimentError(f"{where} is not represented and yet has {', '.join(rest)}")
    low, high = _range(table, figures, comparison, where)
    return Check(
        key=table.key,
        label=table.label,
        unit=table.unit,
        published=f"{table.published:g}"
        if isinstance(table.published, Number)
        else table.published,
        low=low,
        high=high,
        comparison=comparison,
        not_represented=table.not_represented,
        why=table.why,
    )


def _comparison(rest: dict[str, object], recipes: dict[str, Recipe], where: str) -> Comparison:
    name = rest.pop("compare", None)
    if name not in KINDS:
        raise ExperimentError(f"{where}.compare is {name!r}, allowed is {', '.join(KINDS)}")
    comparison = _checked(KINDS[name], rest, where)
    for stroke in comparison.strokes:
        _known(stroke, recipes, where)
    return comparison


def _range(
    table: _CheckTable, figures: dict[str, Figure], comparison: Comparison | None, where: str
) -> tuple[float, float]:
    """The check's range, or the entry's own where the check gives none."""
    if comparison is None:
        return -inf, inf
    accept = figures.get("accept") if table.accept is None else table.accept
    if not isinstance(accept, tuple) or len(accept) != 2:
        raise ExperimentError(f"{where} needs accept = [lowest, highest]")
    low, high = accept
    if not (low <= high or comparison.around_the_circle):
        raise ExperimentError(f"{where}.accept is [{low:g}, {high:g}], the lowest comes first")
    return low, high


def _figure(value: Any, where: str) -> Figure:
    if isinstance(value, Number) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, list) and all(isinstance(v, Number) for v in value):
        return tuple(float(v) for v in value)
    raise ExperimentError(f"{where} is {value!r}, a published figure is a number or a list of them")


def _known(name: str, recipes: dict[str, Recipe], where: str) -> None:
    if name not in recipes:
        has = ", ".join(recipes) or "none"
        raise ExperimentError(f"{where} names the set-up {name}, the entry has {has}")


def _checked(kind: type[T], values: Any, where: str) -> T:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join([where, *(str(step) for step in first["loc"])])
        if first["type"] == "missing":
            raise ExperimentError(f"{name} is missing") from None
        if first["type"] == "extra_forbidden":
            raise ExperimentError(f"{name} is not a key of the experiments table") from None
        raise ExperimentError(f"{name} is {first['input']!r}: {first['msg']}") from None
