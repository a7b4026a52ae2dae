"""Every key of a set-up file as a row: table, unit, bounds, default and meaning, for pages and templates."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.setup.adjustments import ADJUSTMENTS
from fit_optimizer.setup.key_meanings import attribute_docstrings
from fit_optimizer.setup.key_types import field_of, is_per_leg, table_at, types_in_order
from fit_optimizer.setup.setup_file import allowed_range
from fit_optimizer.setup.tables import OneOf, flat_keys
from rider_models.units import Unit, unit_of


@dataclass(frozen=True)
class Key:
    """One key of a set-up.

    `path` are the tables that lead to it, its name last. `default` is None where there is none or
    where it follows from others, `required` tells which. `low` and `high` bound a number; `choices`
    are the words that are allowed, where not any. `per_leg`: the legs may differ.
    """

    path: tuple[str, ...]
    meaning: str
    required: bool
    default: float | str | None
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    per_leg: bool

    @property
    def name(self) -> str:
        """The name by which `--set` takes it."""
        return self.path[-1]

    @property
    def unit(self) -> Unit:
        """The unit that the name ends with."""
        return unit_of(self.name)


def set_up_keys() -> tuple[Key, ...]:
    """Every key of a stroke, in the order of the file."""
    return tuple(_key(path) for path in flat_keys().values())


def _key(path: tuple[str, ...]) -> Key:
    field = field_of(path)
    said = field.description or attribute_docstrings(table_at(path[:-1])).get(path[-1], "")
    measured_along = {one.key: one.measured_along for one in ADJUSTMENTS}
    along, follows = _sentence(measured_along.get(path[-1], "")), field.default_factory is not None
    low, high = _range(path[-1])
    words = tuple(word for word in types_in_order(field.annotation) if isinstance(word, str))
    for listed in field.metadata:
        words = listed.words() if isinstance(listed, OneOf) else words
    return Key(
        path=path,
        meaning=f"{along} {_sentence(said)}" if along and follows else along or _sentence(said),
        required=field.is_required(),
        default=None if field.is_required() or follows else field.default,
        low=low,
        high=high,
        choices=words,
        per_leg=is_per_leg(path),
    )


def _range(key: str) -> tuple[float | None, float | None]:
    try:
        return allowed_range(key)
    except KeyError:
        return None, None


def _sentence(words: str) -> str:
    words = " ".join(words.split())
    return f"{words[:1].upper()}{words[1:].removesuffix('.')}." if words else ""
