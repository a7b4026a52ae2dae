"""The table of kinds of riders, `data/rider_kinds.toml`: one row each, checked when it is read."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import ConfigDict, Field, ValidationError, field_validator

from fit_optimizer.documents.part import Part
from fit_optimizer.setup.techniques import technique
from fit_optimizer.setup.toml_text import Tables
from rider_models.coordination import COORDINATION_KEYS
from rider_models.errors import PedalfitError
from rider_models.nearest import nearest

TABLE = Path(__file__).parents[1] / "data" / "rider_kinds.toml"


class RiderKind(Part):
    """A kind of rider, as `data/rider_kinds.toml` describes its columns."""

    model_config = ConfigDict(extra="forbid")

    key: str
    words: str
    strength: float
    strength_source: str
    coordination_times: dict[str, float] = Field(default_factory=dict)
    technique: str
    technique_share: float
    coordination_source: str
    ankle_range_times: float
    ankle_source: str

    @field_validator("technique")
    @classmethod
    def _known_technique(cls, key: str) -> str:
        try:
            return technique(key).key
        except PedalfitError as unknown:
            raise ValueError(str(unknown)) from None

    @field_validator("coordination_times")
    @classmethod
    def _known_weights(cls, times: dict[str, float]) -> dict[str, float]:
        for name in times:
            if name not in COORDINATION_KEYS:
                raise ValueError(f"{name} is no weight of rider.coordination")
        return times

    @property
    def sources(self) -> tuple[str, ...]:
        """Where strength, coordination and ankle are from, a clause each."""
        weights = (f"{name} x {times:g}" for name, times in self.coordination_times.items())
        shares = [*weights, f"{self.technique} {100 * self.technique_share:.0f} %"]
        return (
            f"strength {self.strength:g}: {self.strength_source}",
            f"coordination ({', '.join(shares)}): {self.coordination_source}",
            f"ankle's range x {self.ankle_range_times:g}: {self.ankle_source}",
        )


def read_kinds(path: Path = TABLE) -> dict[str, RiderKind]:
    """Return every kind by its key. Raises ValueError, naming the row, where one does not follow the table's head."""
    rows: dict[str, Tables] = tomllib.loads(path.read_text(encoding="utf-8"))
    found = {}
    for key, row in rows.items():
        try:
            found[key] = RiderKind.model_validate({**row, "key": key})
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            raise ValueError(f"{key}.{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    return found


KINDS = read_kinds()
"""Every kind of rider by its key."""


def unknown_kind(key: str) -> str:
    """Return that a key is no kind of rider, with the nearest one, in words that end a sentence."""
    near = nearest(key.lower(), KINDS)
    hint = f"did you mean {near}? Others are" if near else "allowed are"
    return f"no kind of rider: {hint} {', '.join(k for k in KINDS if k != near)}"
