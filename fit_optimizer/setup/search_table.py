"""`[search]` of a set-up file: what the search may change, and within which bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from fit_optimizer.plain_text import shown
from fit_optimizer.setup.adjustments import searchable

Profile = Literal["basic", "full"]


class Bounds(BaseModel):
    """`{ low = 700, high = 730 }`; the end left out is the search's own."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)

    low: float | None = None
    high: float | None = None


def _read(value: Any) -> Bounds | Literal["fixed"] | None:
    """Bounds, "fixed" or nothing. Raises ValueError with what is allowed."""
    if value is None or isinstance(value, Bounds):
        return value
    if isinstance(value, str) and value == "fixed":
        return "fixed"
    if not isinstance(value, dict) or not value:
        raise ValueError('allowed is "fixed" or bounds such as { low = 700, high = 730 }')
    unknown = set(value) - {"low", "high"}
    if unknown:
        raise ValueError(f"{shown(sorted(unknown)[0])} is not known: bounds have low, high or both")
    for end, number in value.items():
        plain = isinstance(number, int | float) and not isinstance(number, bool)
        if number is not None and not (plain and abs(number) < float("inf")):
            raise ValueError(f"{end} has to be a number")
    bounds = Bounds(**value)
    if bounds.low is not None and bounds.high is not None and bounds.low >= bounds.high:
        raise ValueError('low has to be below high; "fixed" holds a value where it is')
    return bounds


Range = Annotated[Bounds | Literal["fixed"] | None, BeforeValidator(_read)]


class ProfileTable(BaseModel):
    """`[search]` without its bounds: the profile."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)

    profile: Profile = Field(default="basic")

    def asked(self, key: str) -> Bounds | Literal["fixed"] | None:
        """What the file says of an adjustment: bounds, "fixed", or None where nothing."""
        found: Bounds | Literal["fixed"] | None = getattr(self, key)
        return found


if TYPE_CHECKING:
    SearchTable = ProfileTable
else:
    SearchTable = create_model(
        "SearchTable",
        __base__=ProfileTable,
        __doc__="""`[search]`: the profile, and what is to be held or searched within other bounds.

        `basic` searches the saddle's height, and apart from it what the rider could learn (heel drop,
        ankle range); `full` also setback, cleat setback and stance width. Torso angle, cranks and
        the others are searched where they are given bounds. A key given bounds is searched whatever the
        profile; one that is "fixed" stays as the set-up has it. The keys are those of `adjustments`.
        """,
        **{one.key: (Range, None) for one in searchable()},
    )


def search_keys() -> dict[str, tuple[str, ...]]:
    """Keys of the table as `--set` takes them: `profile` and, for bounds, `search.saddle_height_mm`.

    The short name of a variable means its value on the bicycle.
    """
    return {
        name if name == "profile" else f"search.{name}": ("search", name)
        for name in SearchTable.model_fields
    }
