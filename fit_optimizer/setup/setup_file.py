"""Reading a set-up file and `--set`, with errors a fitter understands."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence, Set
from math import pi
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from fit_optimizer.files import read_text
from fit_optimizer.plain_text import plain, shortened, shown
from fit_optimizer.setup.key_types import field_of, is_per_leg
from fit_optimizer.setup.measured import BAR, BODY_AND_SADDLE, CONVERSIONS, Conversion, rivals
from fit_optimizer.setup.measured_bike import Contradiction
from fit_optimizer.setup.renamed_keys import present_name, with_present_names
from fit_optimizer.setup.search_table import search_keys
from fit_optimizer.setup.seat_tube import with_seat_tube_angle
from fit_optimizer.setup.tables import MeasuredTable, OneOf, SetUp, flat_keys
from fit_optimizer.setup.toml_text import Tables, parse_toml
from rider_models.arrays import SIDES
from rider_models.errors import PedalfitError
from rider_models.nearest import did_you_mean, nearest

MOST_BYTES = 1_000_000
"""Largest set-up file: a thousand times the longest example."""
MOST_OF_A_CHANGE = 10_000
"""Longest `--set` (characters)."""
OTHER_LEG_MISSING = "is missing: a value that differs between the legs is given for both"
TABLES = ("rider", "bicycle", "riding", "search", "cover", "measured")
MISTAKEN_UNITS: dict[str, tuple[str, tuple[float, ...]]] = {
    "_mm": ("lengths are in mm", (1000.0, 10.0, 25.4)),
    "_kg": ("masses are in kg", (0.001, 0.4536)),
    "_w": ("powers are in W", (1000.0, 0.001)),
    "_rpm": ("cadences are in revolutions a minute", (60.0,)),
    "_deg": ("angles are in degrees", (180.0 / pi,)),
}
"""By the ending of a key its unit in words, and what numbers in other units are multiplied by: metres, centimetres
and inches; grams and pounds; kilowatts and milliwatts; revolutions a second; radians."""
UNDER_A_MM = ("shim_mm", "cleat_setback_mm", "cleat_outward_mm", "bar_move_max_mm")
"""Lengths of the bicycle that may be a part of a millimetre: of thin parts and of places about nought."""
LARGEST_MISTAKEN = 1e6
"""A number beyond that is in no unit that is mistaken for a key's own (a guess)."""
_NUMBER_AND_UNIT = re.compile(r"([+-]?\d{1,9}(?:[.,]\d{1,9})?)\s*(?:[^\W\d_]+\d?|%|°)")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")


class SetUpError(PedalfitError):
    """A set-up file or a `--set` that cannot be used."""


def read_set_up(
    path: Path, changes: Sequence[str] = (), keys: Mapping[str, object] | None = None
) -> SetUp:
    """Read a set-up file and apply changes of the form `key=value`, and `keys`, named alike (flat or dotted).

    A stroke file (`.json`, of `simulate --json`) stands for the set-up that was ridden. Raises
    SetUpError naming the key, the value and what is allowed, or StrokeFileError.
    """
    if path.suffix == ".json":
        from fit_optimizer.documents.stroke import STROKE_BYTES, set_up_of_stroke  # noqa: PLC0415

        text = read_text(path, "stroke file", SetUpError, STROKE_BYTES)
        values: Tables = {**set_up_of_stroke(text, path)}
    else:
        text = read_text(path, "set-up file", SetUpError, MOST_BYTES)
        values = parse_toml(text, path, SetUpError)
        _check_lengths(with_present_names(values))
    changed = [*(_change(change) for change in changes), *(keys or {}).items()]
    _check_lengths({"bicycle": {_flat_name(path_of(key)): value for key, value in changed}})
    _apply_all(values, changed)
    return set_up_as_measured(with_present_names(values))


def keys_of_changes(changes: Sequence[str]) -> Tables:
    """Keys and values of changes of the form `key=value`. Raises SetUpError."""
    return dict(_change(change) for change in changes)


def parse_set_up(values: Mapping[str, object]) -> SetUp:
    """Check a set-up given as nested tables, and turn what was measured into the model's keys.

    The seat tube's angle is taken as it is given, or as usual. Raises SetUpError.
    """
    return _in_models_keys(_checked(values), CONVERSIONS)


def set_up_as_measured(values: Mapping[str, object]) -> SetUp:
    """The set-up of nested tables as someone took them from a bicycle, with the model's keys.

    A seat tube's angle that was left out follows from the saddle's place, before the bar is placed from that saddle.
    Raises SetUpError.
    """
    saddle_placed = _in_models_keys(_checked(values), BODY_AND_SADDLE)
    return _in_models_keys(with_seat_tube_angle(saddle_placed), (BAR,))


def _in_models_keys(set_up: SetUp, conversions: Sequence[Conversion]) -> SetUp:
    """The set-up with the model's keys for what was measured, as far as some conversions go. Raises SetUpError."""
    try:
        for one in conversions:
            given = one.given(set_up)
            tables = one.convert(set_up) if given else None
            if tables is not None:
                set_up = _checked(tables, f" (made from {', '.join(given)})")
    except Contradiction as error:
        raise SetUpError(str(error)) from None
    return set_up


def _check_lengths(values: Mapping[str, object]) -> None:
    """Raises SetUpError for a length of the bicycle that is under a millimetre and within its bounds in metres."""
    bicycle = values.get("bicycle")
    for key, value in bicycle.items() if isinstance(bicycle, dict) else ():
        if not key.endswith("_mm") or key in UNDER_A_MM:
            continue
        for number in value.values() if isinstance(value, dict) else (value,):
            meant = float(f"{1000 * number:.4g}") if isinstance(number, float) else 0.0
            if 0 < abs(meant) < 1000 and key in flat_keys() and _is_allowed(key, meant):
                raise SetUpError(
                    f"bicycle.{key} is {number:g}, less than a millimetre (lengths are in mm: {meant:g}?)"
                )


def _checked(values: Mapping[str, object], said: str = "") -> SetUp:
    """The set-up of nested tables, its measured keys as they are. Raises SetUpError."""
    try:
        return SetUp.model_validate(values)
    except ValidationError as error:
        complaints = error.errors(include_url=False)
        one_leg = [c for c in complaints if c["type"] == "missing" and "LeftRight" in c["loc"]]
        # a table or a key of the wrong name explains what is missing elsewhere
        unknown = [c for c in complaints if c["type"] == "extra_forbidden"]
        raise SetUpError(_sentence((one_leg or unknown or complaints)[0]) + said) from None


def set_up_of_keys(keys: Mapping[str, object]) -> SetUp:
    """The set-up that some keys alone make, named as `--set` takes them. Raises SetUpError."""
    tables: Tables = {}
    _apply_all(tables, list(keys.items()))
    return set_up_as_measured({"rider": {}, "riding": {}, **tables})


def with_values(set_up: SetUp, values: Mapping[str, object]) -> SetUp:
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
    _apply_all(tables, list(values.items()))
    return parse_set_up(tables)


def _change(change: str) -> tuple[str, Any]:
    """Key and value of `key=value`. Raises SetUpError."""
    key, sign, text = change.partition("=")
    if not sign or not key.strip() or len(change) > MOST_OF_A_CHANGE:
        raise SetUpError(
            f"{shown(change)} is not of the form KEY=VALUE, such as saddle_height_mm=720"
        )
    return key.strip(), _value(text.strip())


def _apply_all(values: Tables, changes: Sequence[tuple[str, Any]]) -> None:
    """Put values in their places among nested tables; other ways to one give way, but for those changed too."""
    changed = {_flat_name(path_of(key)) for key, _ in changes}
    for key, value in changes:
        _apply(values, key, value, changed)


def _flat_name(path: tuple[str, ...]) -> str:
    """The key's own name in a path that may end with a side."""
    return path[-2] if path[-1] in SIDES else path[-1]


def _apply(values: Tables, key: str, value: Any, changed: Set[str]) -> None:
    """Put a value, of one leg or of both, in its place; other ways to it that are not `changed` give way."""
    path = path_of(key)
    for rival in rivals(_flat_name(path)) - changed:
        holder, name = flat_keys()[rival]
        others = values.get(holder)
        if isinstance(others, dict):
            others.pop(name, None)
    table = values
    for step in path[:-1]:
        inner = table.get(step)
        if not isinstance(inner, dict):
            legs: Tables = dict.fromkeys(SIDES, inner) if isinstance(inner, int | float) else {}
            inner = table[step] = legs
        table = inner
    table[path[-1]] = value


def path_of(key: str) -> tuple[str, ...]:
    """Path of a key given flat, dotted, or dotted with `.left` or `.right` behind it.

    Raises SetUpError where there is no such key, or a leg is named of one that both legs share.
    """
    parts = present_name(key).split(".")
    if parts[0] in ("search", "profile"):
        return _search_path(key)
    paths = flat_keys()
    side: tuple[str, ...] = ()
    if len(parts) > 1 and parts[-1] in SIDES:
        side, parts = (parts[-1],), parts[:-1]
    path = paths.get(parts[-1])
    if path is None or path[-len(parts) :] != tuple(parts):
        raise SetUpError(_unknown(key))
    if side and not is_per_leg(path):
        raise SetUpError(f"{parts[-1]} is one for both legs: write it without .{side[0]}")
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
    """What TOML takes the text of a `--set` for, or the text itself, which then needs no quotes.

    A number may have a decimal comma.
    """
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        return text


def _unknown(key: str, among: Sequence[str] = ()) -> str:
    """Why there is no such key: in the wrong table, or of a name that is near another's."""
    key = shortened(plain(key), 80)
    name = key.split(".")[-1]
    there = flat_keys().get(name)
    if there is not None and "." in key:
        table = f"[{'.'.join(there[:-1])}]"
        return f"{name} stands in [{key.rpartition('.')[0]}]: it belongs in {table}"
    if there is not None:
        return f"{name} stands outside every table: it belongs in [{'.'.join(there[:-1])}]"
    hint = did_you_mean(key, among) or did_you_mean(name, flat_keys())
    return f"{key} is not a key of a set-up{hint}"


def _unknown_table(name: str) -> str:
    """Why there is no such table."""
    near = nearest(name.lower(), TABLES)
    hint = f"; did you mean [{near}]?" if near else ""
    tables = ", ".join(f"[{table}]" for table in TABLES)
    return f"[{shortened(plain(name), 80)}] is not a table of a set-up: allowed are {tables}{hint}"


def _sentence(error: Any) -> str:
    """One sentence for pydantic's first complaint."""
    steps = [
        str(s) for s in error["loc"] if not str(s).startswith(("float", "function-", "LeftRight"))
    ]
    key, value, kind = shortened(plain(".".join(steps)), 80), error["input"], error["type"]
    limits = error.get("ctx", {})
    if kind == "extra_forbidden":
        if len(steps) == 1 and isinstance(value, dict):
            return _unknown_table(steps[0])
        among = {
            "search": [*search_keys()],
            "measured": [f"measured.{name}" for name in MeasuredTable.model_fields],
        }
        return _unknown(".".join(steps), among.get(steps[0], []))
    if kind == "missing" and "LeftRight" in error["loc"]:
        return f"{key} {OTHER_LEG_MISSING}"
    if kind == "missing":
        return f"{key} is missing: every set-up needs it"
    if kind in ("model_type", "model_attributes_type") and steps[0] in TABLES and len(steps) == 1:
        return f"{key} is {shown(value)}: it is a table, begun by a line [{key}]"
    allowed = _allowed(key) or error["msg"].removeprefix("Value error, ")
    if kind == "literal_error":
        allowed = f"allowed is {limits['expected']}"
    elif kind in _NOT_A_NUMBER:
        allowed = f"a number is wanted{', ' + allowed if allowed.startswith('allowed') else ''}"
    elif kind in ("string_type", "string_too_long"):
        names = _names_allowed(key)
        allowed = f"allowed is {names}" if names else "a text of up to 200 characters is wanted"
    return f"{key} is {shown(value)}, {allowed}{_hint(key, value)}"


_NOT_A_NUMBER = (
    "float_parsing",
    "float_type",
    "finite_number",
    "model_type",
    "model_attributes_type",
)


def allowed_range(key: str) -> tuple[float, float]:
    """Lowest and highest value that the tables allow a key, by its flat name. Raises KeyError."""
    field = field_of(flat_keys()[key])
    or_none = [rule for one in get_args(field.annotation) for rule in get_args(one)]
    bounds = {
        name: getattr(rule, name)
        for rule in (*field.metadata, *or_none)
        for name in ("ge", "le")
        if hasattr(rule, name)
    }
    return bounds["ge"], bounds["le"]


def _names_allowed(key: str) -> str:
    """The names that a key allows, as the rows of a table have them; empty where any text is allowed."""
    metadata = field_of(tuple(key.split("."))).metadata
    listed = next((rule for rule in metadata if isinstance(rule, OneOf)), None)
    if listed is None:
        return ""
    *others, last = (f"'{name}'" for name in listed.words())
    return f"{', '.join(others)} or {last}"


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


def _is_allowed(key: str, value: float) -> bool:
    """Whether a number lies within a key's bounds; a key without bounds allows any."""
    try:
        low, high = allowed_range(key.split(".")[-1])
    except KeyError:
        return True
    return low <= value <= high


def _hint(key: str, value: Any) -> str:
    """What was probably meant: another unit, none, a decimal point, a number without quotes."""
    if isinstance(value, str):
        text = value.strip()
        if _DECIMAL_COMMA.fullmatch(text):
            return f" (with a decimal point: {text.replace(',', '.')}?)"
        if re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
            return f" (without quotes: {text}?)"
        with_unit = _NUMBER_AND_UNIT.fullmatch(text)
        if with_unit is not None:
            value = float(with_unit[1].replace(",", "."))
            if _is_allowed(key, value):
                return f" (without the unit: {value:g}?)"
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if number and 0 < value < LARGEST_MISTAKEN:
        return _other_unit(key, value)
    return ""


def _other_unit(key: str, value: float) -> str:
    """The value in the key's own unit where one of the units it is mistaken for brings it within the key's bounds."""
    for ending, (what, factors) in MISTAKEN_UNITS.items():
        if not key.endswith(ending):
            continue
        for factor in factors:
            meant = float(f"{value * factor:.4g}")
            if _is_allowed(key, meant) and not _is_allowed(key, value):
                return f" ({what}: {meant:g}?)"
    return ""
