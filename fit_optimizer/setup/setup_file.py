"""Reading a set-up file and `--set`, with errors a fitter understands."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fit_optimizer.documents.stroke import set_up_of_stroke
from fit_optimizer.files import read_text
from fit_optimizer.setup.search_table import search_keys
from fit_optimizer.setup.tables import SetUp, flat_keys
from rider_models.arrays import SIDES
from rider_models.errors import PedalfitError


class SetUpError(PedalfitError):
    """A set-up file or a `--set` that cannot be used."""


def read_set_up(path: Path, changes: Sequence[str] = ()) -> SetUp:
    """Read a set-up file and apply changes of the form `key=value` (flat or dotted key).

    A stroke file (`.json`, of `simulate --json`) stands for the set-up that was ridden. Raises
    SetUpError naming the key, the value and what is allowed, or StrokeFileError.
    """
    text = read_text(path, "set-up file", SetUpError)
    values = set_up_of_stroke(text, path) if path.suffix == ".json" else _parse_toml(text, path)
    for change in changes:
        _apply(values, change)
    return parse_set_up(values)


def parse_set_up(values: dict[str, Any]) -> SetUp:
    """Check a set-up given as nested tables. Raises SetUpError."""
    try:
        return SetUp.model_validate(values)
    except ValidationError as error:
        complaints = error.errors()
        one_leg = [c for c in complaints if c["type"] == "missing" and "LeftRight" in c["loc"]]
        raise SetUpError(_sentence((one_leg or complaints)[0])) from None


def with_values(set_up: SetUp, values: Mapping[str, float]) -> SetUp:
    """The set-up with some keys (flat names) changed. Raises SetUpError."""
    tables = set_up.model_dump(exclude_unset=True)
    paths = flat_keys()
    for key, value in values.items():
        table = tables
        for step in paths[key][:-1]:
            table = table.setdefault(step, {})
        table[paths[key][-1]] = value
    return parse_set_up(tables)


def with_changes(set_up: SetUp, values: Mapping[str, str | float]) -> SetUp:
    """The set-up with some keys changed, named as `--set` takes them. Raises SetUpError."""
    tables = set_up.model_dump(exclude_unset=True)
    for key, value in values.items():
        _apply(tables, f"{key}={json.dumps(value)}")
    return parse_set_up(tables)


def _parse_toml(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SetUpError(f"{path} is not valid TOML: {error}") from None


def _apply(values: dict[str, Any], change: str) -> None:
    key, sign, text = change.partition("=")
    if not sign:
        raise SetUpError(f"'{change}' is not of the form KEY=VALUE, such as saddle_height_mm=720")
    path = path_of(key.strip())
    table = values
    for step in path[:-1]:
        inner = table.get(step)
        if not isinstance(inner, dict):
            inner = {"left": inner, "right": inner} if isinstance(inner, (int, float)) else {}
            table[step] = inner
        table = inner
    table[path[-1]] = _value(text.strip())


def path_of(key: str) -> tuple[str, ...]:
    """Path of a key given flat, dotted, or dotted with `.left` or `.right` behind it.

    Raises SetUpError where there is no such key.
    """
    parts = key.split(".")
    if parts[0] in ("search", "profile"):
        return _search_path(key)
    paths = flat_keys()
    side: tuple[str, ...] = ()
    if len(parts) > 1 and parts[-1] in SIDES:
        side, parts = (parts[-1],), parts[:-1]
    path = paths.get(parts[-1])
    if path is None or path[-len(parts) :] != tuple(parts):
        raise SetUpError(_unknown(key))
    return path + side


def _search_path(key: str) -> tuple[str, ...]:
    """Path of a key of `[search]`, or of one end of its bounds: `search.saddle_height_mm.low`."""
    paths = search_keys()
    stem, _, end = key.rpartition(".")
    if end in ("low", "high") and stem in paths:
        return (*paths[stem], end)
    path = paths.get(key) or paths.get(key.removeprefix("search."))
    if path is None:
        raise SetUpError(_unknown(key, [*paths]))
    return path


def _value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _unknown(key: str, among: Sequence[str] = ()) -> str:
    of_stroke = difflib.get_close_matches(key.split(".")[-1], flat_keys(), n=1, cutoff=0.5)
    near = difflib.get_close_matches(key, among, n=1, cutoff=0.5) or of_stroke
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"{key} is not a key of a set-up{hint}"


def _sentence(error: Any) -> str:
    """One sentence for pydantic's first complaint."""
    steps = [
        str(s) for s in error["loc"] if not str(s).startswith(("float", "function-", "LeftRight"))
    ]
    key, value, kind = ".".join(steps), error["input"], error["type"]
    limits = error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(key, [*search_keys()] if steps[0] == "search" else ())
    if kind == "missing" and "LeftRight" in error["loc"]:
        return f"{key} is missing: a value that differs between the legs is given for both"
    if kind == "missing":
        return f"{key} is missing: every set-up needs it"
    allowed = _allowed(key) or error["msg"].removeprefix("Value error, ")
    if kind == "literal_error":
        allowed = f"allowed is {limits['expected']}"
    elif kind in (
        "float_parsing",
        "float_type",
        "finite_number",
        "model_type",
        "model_attributes_type",
    ):
        allowed = f"a number is wanted{', ' + allowed if allowed.startswith('allowed') else ''}"
    return f"{key} is {value!r}, {allowed}{_magnitude_hint(key, value)}"


def allowed_range(key: str) -> tuple[float, float]:
    """Lowest and highest value that the tables allow a key, by its flat name. Raises KeyError."""
    path = flat_keys()[key]
    table: Any = SetUp
    for step in path[:-1]:
        table = table.model_fields[step].annotation
    field = table.model_fields[path[-1]]
    bounds = {
        name: getattr(rule, name)
        for rule in field.metadata
        for name in ("ge", "le")
        if hasattr(rule, name)
    }
    return bounds["ge"], bounds["le"]


def _allowed(key: str) -> str:
    """Bounds of a key as the tables state them, in words; empty where they state none."""
    flat = key.split(".")[-1]
    if flat_keys().get(flat) != tuple(key.split(".")):
        return ""
    try:
        low, high = allowed_range(flat)
    except KeyError:
        return ""
    return f"allowed is {low:g} to {high:g}"


def _magnitude_hint(key: str, value: Any) -> str:
    if key.endswith("_mm") and isinstance(value, (int, float)) and 0 < abs(value) < 10:
        return f" (lengths are in mm: {value * 1000:g}?)"
    return ""
