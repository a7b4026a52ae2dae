"""What went in: rider, bicycle and riding as they are now, defaults marked as assumed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fit_optimizer.documents.ride import Refused, Ride
from fit_optimizer.report.wording import number, with_unit
from fit_optimizer.setup.tables import flat_keys

UNITS = {
    "_mm": ("mm", 0),
    "_kg_m2": ("kg\u00a0m\u00b2", 1),
    "_kg": ("kg", 1),
    "_deg": ("\u00b0", 1),
    "_w": ("W", 0),
    "_rpm": ("rpm", 0),
    "_hz": ("Hz", 2),
}
GROUPS = {
    ("rider",): "Rider",
    ("rider", "mobility"): "Joint angles the rider tolerates",
    ("bicycle",): "Bicycle",
    ("riding",): "Riding",
    ("rider", "coordination"): "Coordination weights",
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
    return key.removesuffix(_suffix(key)).replace("_", " ").capitalize()


def input_text(key: str, value: Any) -> str:
    """The value of an input with its unit."""
    return _text(value, *unit_of(key))


def _input(key: str, value: Any, path: str, assumed: bool) -> Input:
    plain = isinstance(value, int | float) and not isinstance(value, bool)
    number_of = float(value) if plain else None
    return Input(input_name(key), input_text(key, value), path, number_of, assumed)


def _suffix(key: str) -> str:
    return next((end for end in UNITS if key.endswith(end)), "")


def unit_of(key: str) -> tuple[int, str]:
    """Decimals and unit in which an input is shown."""
    unit, decimals = UNITS.get(_suffix(key), ("", 2))
    return decimals, unit


def _text(value: Any, decimals: int, unit: str) -> str:
    if value is None:
        return "\u2013"
    if isinstance(value, dict):
        return ", ".join(f"{side} {_text(one, decimals, unit)}" for side, one in value.items())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return with_unit(value, decimals, unit) if unit else number(value, decimals)
    return str(value)
