"""What a key of a set-up holds, as its table states it: field, types, and whether each leg may have its own value."""

from __future__ import annotations

from typing import Any, get_args

from pydantic.fields import FieldInfo

from fit_optimizer.setup.tables import LeftRight, SetUp


def table_at(path: tuple[str, ...]) -> Any:
    """Return the table to which a path of tables leads. Raises KeyError where there is none."""
    table: Any = SetUp
    for step in path:
        table = table.model_fields[step].annotation
    return table


def field_of(path: tuple[str, ...]) -> FieldInfo:
    """Return a key's field, its path given. Raises KeyError where there is none."""
    field: FieldInfo = table_at(path[:-1]).model_fields[path[-1]]
    return field


def types_in_order(annotation: Any) -> list[Any]:
    """The types, and words of a choice, that a field's type is made of, in their order."""
    parts = (part for inner in get_args(annotation) for part in types_in_order(inner))
    return [annotation, *parts]


def is_per_leg(path: tuple[str, ...]) -> bool:
    """Whether each leg may have its own value of a key, its path given. Raises KeyError where there is none."""
    return LeftRight in types_in_order(field_of(path).annotation)
