"""What every JSON document is made of: typed parts, and a schema with a number.

Makers build the documents and showers read them by the same classes. A new field that may be absent
keeps the schema's number; a changed or a new required one raises it, and documents of the number
before are still read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError, model_serializer

from fit_optimizer.plain_text import in_words, plain_document, shown
from rider_models.errors import PedalfitError

Json = dict[str, JsonValue]
"""A JSON object."""
P = TypeVar("P", bound="Part")


class ReportError(PedalfitError):
    """A document that cannot be read; its text is one sentence a fitter understands."""


class Part(BaseModel):
    """A part of a document; keys that this version does not know are passed over."""

    model_config = ConfigDict(
        extra="ignore",
        frozen=True,
        allow_inf_nan=False,
        validate_by_name=True,
        defer_build=True,  # each kind of document is built when one is made or read
    )

    def as_json(self) -> Json:
        """The part as plain JSON, without what its maker left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)

    def extended(self, kind: type[P], **more: object) -> P:
        """A part of a kind that has the fields of this one, as far as they were set, and more."""
        return kind.model_validate(
            {name: getattr(self, name) for name in self.model_fields_set} | more
        )


@dataclass(frozen=True)
class Schema:
    """The name of a kind of document, and the number that this version writes."""

    name: str
    number: int

    def __str__(self) -> str:
        """As it stands in a document: `pedalfit.fit/1`."""
        return f"{self.name}/{self.number}"

    def number_of(self, found: Any) -> int | None:
        """The number in a document's schema; None for another schema or one that is read no more."""
        numbers = {f"{self.name}/{n}": n for n in (self.number, self.number - 1) if n >= 1}
        return numbers.get(found) if isinstance(found, str) else None


class Document(Part):
    """A whole document, with its schema first."""

    SCHEMA: ClassVar[Schema]

    @model_serializer(mode="wrap")
    def _with_schema(self, parts: Callable[[Self], Json]) -> Json:
        return {"schema": str(self.SCHEMA), **parts(self)}

    def plain(self) -> Self:
        """The document with every text in it fit to be shown."""
        return type(self).read(plain_document(self.as_json()))

    @classmethod
    def of_older(cls, document: Json) -> Json:
        """A document of the schema's number before, as this version has it."""
        return document

    @classmethod
    def read(cls, source: Any) -> Self:
        """The document that some JSON is, checked; one that is read already as it is. Raises ReportError."""
        if isinstance(source, cls):
            return source
        found = source.get("schema") if isinstance(source, dict) else None
        number = cls.SCHEMA.number_of(found)
        if not isinstance(source, dict) or number is None:
            raise ReportError(
                f"the document {schema_words(found)}; what is wanted is {str(cls.SCHEMA)!r}"
            )
        try:
            current = source if number == cls.SCHEMA.number else cls.of_older(source)
            return cls.model_validate(current)
        except ValidationError as error:
            raise ReportError(sentence(error)) from None


def schema_words(found: Any) -> str:
    """What a document says of its schema: `has schema 'a/1'`, or that it names none."""
    return "names no schema" if found is None else f"has schema {shown(found)}"


def sentence(error: ValidationError) -> str:
    """One sentence for pydantic's first complaint."""
    first = error.errors(include_url=False)[0]
    place = ".".join(str(step) for step in first["loc"] if step not in ("ridden", "refused"))
    if first["type"] == "missing":
        return f"the document lacks {place}"
    return f"the document cannot be read at {place}: {in_words(first)}"


def look_up(numbers: Any, key: str, where: str) -> float:
    """A number that cannot be done without, of a mapping. Raises ReportError."""
    value = numbers.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        lacks = "lacks" if value is None else "has no single number at"
        raise ReportError(f"the document {lacks} {where}.{key}")
    return float(value)
