"""A set-up file to fill in: every key with its meaning, unit, bounds and default, from the models themselves."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from itertools import groupby
from typing import Any

import tomli_w

from fit_optimizer.setup.adjustments import searchable
from fit_optimizer.setup.key_table import Key, set_up_keys
from fit_optimizer.setup.setup_file import path_of, set_up_of_keys
from fit_optimizer.setup.toml_text import Tables

WIDTH = 100
"""Columns of a comment."""
HEAD = """# A set-up for pedalfit. Take the # from a line and give a value to set a key; a key that is left out
# follows from body size and custom, and the report marks it as assumed. Angles are in degrees,
# lengths in mm. Must be given: height_mm, mass_kg, power_w and cadence_rpm.
"""
SEARCH = """
[search]
# What `pedalfit fit` may change: basic (saddle height, ankle) or full (setback, cleats and stance too).
# profile = "basic"
# A key is searched within bounds of your own, or held where it is:
"""
LEGS = "{ left = ..., right = ... }"
"""How the value of each leg is written."""
ANY_RIDER = {"height_mm": 1780.0, "mass_kg": 70.0, "power_w": 150.0, "cadence_rpm": 85.0}
"""Stands for keys that are not given yet while those given are checked."""


def set_up_template(given: Mapping[str, object]) -> str:
    """The text of a commented set-up file in which the given keys (named as `--set` does) have values.

    Raises SetUpError for a key or value that no set-up allows.
    """
    values = {path_of(key): value for key, value in given.items()}
    names = {path[-1] for path in values}
    set_up_of_keys({**{k: v for k, v in ANY_RIDER.items() if k not in names}, **given})
    parts = [HEAD]
    for table, keys in groupby(set_up_keys(), key=lambda key: key.path[:-1]):
        parts.append(f"\n[{'.'.join(table)}]\n")
        parts += [_lines(key, values) for key in keys]
    others = _others(values)
    parts += [SEARCH, *_given_lines(others.pop("search", {}))]
    parts += [f'# {one.key} = "fixed"   # or {{ low = ..., high = ... }}\n' for one in searchable()]
    for name, table in others.items():
        parts += [f"\n[{name}]\n", *_given_lines(table)]
    return "".join(parts)


def _others(values: Mapping[tuple[str, ...], object]) -> dict[str, Tables]:
    """Values of keys that no stroke has, by table: of the search, the cover and what was measured."""
    of_stroke = {key.path for key in set_up_keys()}
    found: dict[str, Tables] = {}
    for path, value in values.items():
        if path not in of_stroke and path[:-1] not in of_stroke:
            inner: Any = found
            for name in path[:-1]:
                inner = inner.setdefault(name, {})
            inner[path[-1]] = value
    return found


def _given_lines(table: Tables) -> list[str]:
    return [f"{key} = {_toml(value)}\n" for key, value in table.items()]


def _lines(key: Key, values: Mapping[tuple[str, ...], Any]) -> str:
    """The comment of a key and its line, which counts where the key has a value."""
    about = _about(key).replace(LEGS, LEGS.replace(" ", "\0"))  # stays on one line
    comment = textwrap.fill(about, WIDTH, initial_indent="# ", subsequent_indent="# ")
    comment = comment.replace("\0", " ")
    value = values.get(key.path, key.default)
    by_leg = {path[-1]: one for path, one in values.items() if path[:-1] == key.path}
    written = _toml(by_leg or value)
    hash_sign = "" if by_leg or key.path in values else "# "
    return f"{comment}\n{hash_sign}{key.name} = {written}".rstrip() + "\n"


def _about(key: Key) -> str:
    """Meaning, unit and what is allowed, on one line."""
    allowed = (
        f"{key.low:g} to {key.high:g}"
        if key.low is not None
        else ", ".join(key.choices) or "a text"
    )
    unit = f"{key.unit.word}, " if key.unit.word else ""
    legs = f"; the legs may differ: {LEGS}" if key.per_leg else ""
    needed = "; must be given" if key.required else ""
    return f"{key.meaning} {unit}{allowed}{legs}{needed}".strip()


def _toml(value: Any) -> str:
    """A value as TOML writes it on one line; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{leg} = {_toml(one)}" for leg, one in value.items()) + " }"
    return tomli_w.dumps({"value": value}).removeprefix("value = ").strip()
