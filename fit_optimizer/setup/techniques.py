"""The table of techniques, `data/techniques.toml`: one row each, checked when it is read."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from fit_optimizer.documents.technique_words import TechniqueWords
from fit_optimizer.setup.toml_text import Tables
from rider_models.errors import PedalfitError
from rider_models.muscle_groups import GROUP_OF_MUSCLE, MUSCLES_BY_GROUP
from rider_models.nearest import nearest

TABLE = Path(__file__).parents[1] / "data" / "techniques.toml"


class TechniqueError(PedalfitError):
    """A technique that does not exist or that a rider cannot do; the text says which and why."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class ForcePart(_Row):
    """Tangential pedal force rewarded (+) or held back (-) over an arc (deg), as a share of the strength."""

    from_deg: float
    to_deg: float
    share: float


class MusclePart(_Row):
    """Muscles or functional groups used more (+) or less (-) over an arc (deg), as a share of the strength."""

    muscles: tuple[str, ...]
    from_deg: float
    to_deg: float
    share: float


class StrengthFit(_Row):
    """The study to which a strength is fitted: its riders, a metric of the stroke and the change found.

    `change` in the metric's unit or `change_pct` of its value; `largest` strength that is tried; `holds` says what of
    the study is met and what is not.
    """

    study: str
    rider: dict[str, float]
    riding: dict[str, float]
    metric: str
    change: float | None = None
    change_pct: float | None = None
    largest: float
    holds: str

    @model_validator(mode="after")
    def _one_change(self) -> StrengthFit:
        if (self.change is None) == (self.change_pct is None):
            raise ValueError("either change or change_pct is wanted")
        return self


class Technique(TechniqueWords):
    """One technique, as `data/techniques.toml` describes its columns.

    `strength`: what share 1 of its parts stands for; `fit` the study it is fitted to, None where it is that of
    `strength_of` (a key) or where there is none.
    """

    model_config = ConfigDict(extra="forbid")

    strength: float
    strength_of: str | None = None
    force: tuple[ForcePart, ...] = ()
    muscle: tuple[MusclePart, ...] = ()
    heel_drop_deg: float = 0.0
    ankle_range_times: float = 1.0
    pelvis_forward_deg: float = 0.0
    fit: StrengthFit | None = None

    @property
    def where_the_strength_is_from(self) -> str:
        """In a sentence: the study, the neighbour, or that nothing needs a strength."""
        if self.fit is not None:
            return f"fitted: {self.fit.study}; {self.fit.holds}"
        if self.strength_of is not None:
            return f"that of {self.strength_of}: no study of this cue alone"
        return "none needed: what the rider does is given in degrees"


def read_techniques(path: Path = TABLE) -> dict[str, Technique]:
    """Every technique by its key, in the table's order.

    Raises ValueError, naming the row, for a row that does not follow the table's head.
    """
    rows: dict[str, Tables] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: _technique(key, rows) for key in rows}


def _technique(key: str, rows: dict[str, Tables]) -> Technique:
    try:
        found = Technique.model_validate(
            {**rows[key], "key": key, "strength": _strength(key, rows)}
        )
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ValueError(f"{key}.{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    for part in found.muscle:
        for name in part.muscles:
            if name not in MUSCLES_BY_GROUP and name not in GROUP_OF_MUSCLE:
                raise ValueError(f"{key}: {name} is no muscle and no functional group")
    return found


def _strength(key: str, rows: dict[str, Tables]) -> object:
    """The row's own strength or its neighbour's; nought where nothing needs one. Raises ValueError."""
    row = rows[key]
    own, neighbour = row.get("strength"), row.get("strength_of")
    if own is not None and "fit" in row and neighbour is None:
        return own
    if own is None and neighbour is not None:
        near = rows.get(str(neighbour), {})
        if "strength" not in near or "fit" not in near:
            raise ValueError(f"{key}.strength_of: {neighbour} has no fitted strength")
        return near["strength"]
    if own is None and neighbour is None and not row.get("force") and not row.get("muscle"):
        return 0.0
    raise ValueError(f"{key}: either a fitted strength or strength_of is wanted")


TECHNIQUES = read_techniques()
"""Every technique by its key."""


def technique(key: str) -> Technique:
    """Return the technique with a key. Raises TechniqueError with the nearest one for a key that is none."""
    if key in TECHNIQUES:
        return TECHNIQUES[key]
    raise TechniqueError(f"{key!r} is {unknown_technique(key)}")


def unknown_technique(key: str) -> str:
    """Return that a key is no technique, with the nearest one, in words that end a sentence."""
    wanted = key.lower().replace(" ", "_").replace("-", "_")
    near = nearest(wanted, TECHNIQUES)
    hint = f"did you mean {near}? Others are" if near else "allowed are"
    return f"no technique: {hint} {', '.join(k for k in TECHNIQUES if k != near)}"
