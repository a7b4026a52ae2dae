"""What went in: rider, bicycle and riding as they are now, defaults marked as assumed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fit_optimizer.documents.ride import Refused, Ride
from fit_optimizer.report.wording import capitalised, with_unit
from fit_optimizer.setup.adjustments import adjustment
from fit_optimizer.setup.tables import flat_keys
from rider_models.units import Unit, unit_of

WEIGHTS = "Coordination weights"
GROUPS = {
    ("rider",): "Rider",
    ("rider", "mobility"): "Joint angles the rider tolerates",
    ("bicycle",): "Bicycle",
    ("riding",): "Riding",
    ("rider", "coordination"): WEIGHTS,
}


@dataclass(frozen=True)
class Input:
    """One input as shown; `key` is its place in the document, `value` its number if it is one."""

    name: str
    text: str
    key: str
    value: float | None
    assumed: bool


@dataclass(frozen=True)
class InputGroup:
    """Inputs of one table of the set-up file."""

    name: str
    inputs: tuple[Input, ...]


def input_groups(now: Ride | Refused, place: str, assumed_keys: list[str]) -> list[InputGroup]:
    """Every input, grouped as in the set-up file; keys that are new to the report are shown too.

    `place` is where the set-up stands in the document.
    """
    places = {name: path[:-1] for name, path in flat_keys().items()}
    every = {
        **{k: ("fit", v) for k, v in now.fit.items()},
        **{k: ("effort", v) for k, v in now.effort.items()},
    }
    every.pop("name", None)
    groups = []
    for table, name in {**GROUPS, (): "Others"}.items():
        inputs = [
            _input(key, value, f"{place}.{part}.{key}", key in assumed_keys)
            for key, (part, value) in every.items()
            if places.get(key, ()) == table
        ]
        if inputs:
            groups.append(InputGroup(name, tuple(inputs)))
    return groups


def input_name(key: str) -> str:
    """The name of an input in words, without its unit."""
    return capitalised(adjustment(key).words)


def input_text(key: str, value: Any) -> str:
    """The value of an input with its unit."""
    return _text(value, unit_of(key))


def _input(key: str, value: Any, path: str, assumed: bool) -> Input:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    number_of = float(value) if plain else None
    return Input(input_name(key), input_text(key, value), path, number_of, assumed)


def _decimals(value: float, unit: Unit) -> int:
    """Decimals of a unit, and one more for half a millimetre: cranks come in steps of 2.5 mm."""
    return unit.decimals + (unit.suffix == "mm" and round(value % 1, 3) == 0.5)


def _text(value: Any, unit: Unit) -> str:
    if value is None:
        return "\u2013"
    if isinstance(value, dict):
        return ", ".join(f"{side} {_text(one, unit)}" for side, one in value.items())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return with_unit(value, _decimals(value, unit), unit.symbol)
    return str(value).replace("_", " ")
