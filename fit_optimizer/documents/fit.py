"""The document of a recommendation: `fit.json`."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from fit_optimizer.documents.part import Document, Part, Schema
from fit_optimizer.documents.ride import (
    FIRST_OBJECTIVES,
    ObjectiveShown,
    Refused,
    Ride,
    kind_of_ride,
)
from fit_optimizer.documents.trace import CheckFound
from rider_models.arrays import Side

Grid = list[list[float | None]]


class Outcome(Part):
    """A candidate and how it is judged; `objectives` is None where no stroke was found."""

    values: dict[str, float]
    objectives: dict[str, float] | None
    limits: dict[str, float]
    feasible: bool


class RiddenFit(Ride, Outcome):
    """A fit with its stroke."""


class RefusedFit(Refused, Outcome):
    """A fit that the model cannot ride."""


AnyFit = Annotated[
    Annotated[RiddenFit, Tag("ridden")] | Annotated[RefusedFit, Tag("refused")],
    Discriminator(kind_of_ride),
]


class BandFound(Part):
    """Around a recommended value: where every objective stays near, and what a step costs."""

    value: float
    low: float
    high: float
    limited_low: str
    limited_high: str
    step: float
    slope_per_step: dict[str, float]
    uncertainty_low: float | None = None
    uncertainty_high: float | None = None
    scan: list[Outcome] = Field(default_factory=list)


class Step(Part):
    """One move of the tool, in its order; `side` where it moves one leg only."""

    order: int
    key: str
    side: Side | None = None
    start: float = Field(validation_alias="from", serialization_alias="from")
    end: float = Field(validation_alias="to", serialization_alias="to")
    unit: str
    measured_along: str


class Neighbourhood(Part):
    """Objectives over two of the values, the others as recommended: rows by `y`, columns by `x`.

    A grid stands under its objective's key; None where no stroke is possible or a limit is broken.
    """

    model_config = ConfigDict(extra="allow", frozen=True, allow_inf_nan=False)

    x_key: str
    y_key: str
    x: list[float]
    y: list[float]

    __pydantic_extra__: dict[str, Grid] = Field(init=False)

    @property
    def grids(self) -> dict[str, Grid]:
        """The objectives' values by key."""
        return self.__pydantic_extra__

    @model_validator(mode="after")
    def _one_value_per_place(self) -> Neighbourhood:
        for name, grid in self.grids.items():
            if len(grid) != len(self.y) or any(len(row) != len(self.x) for row in grid):
                raise ValueError(f"{name} is not {len(self.y)} rows of {len(self.x)} values")
        return self


class ChangeRange(Part):
    """Least and greatest relative change of an objective."""

    low: float
    high: float


class PlausibleRiders(Part):
    """What the recommendation changes for riders as the one described may be."""

    riders: int
    as_good_now: int
    change: dict[str, ChangeRange]


class FitDocument(Document):
    """A whole fit.json document: the fit as it is, the fit recommended, and what stands around them."""

    SCHEMA = Schema("pedalfit.fit", 1)

    rider: str
    change_needed: bool
    reason: str
    judged_by: tuple[ObjectiveShown, ...] = FIRST_OBJECTIVES
    current: AnyFit
    recommended: RiddenFit
    bands: dict[str, BandFound]
    pareto: list[Outcome]
    neighbourhood: Neighbourhood | None = None
    steps: list[Step] = Field(default_factory=list)
    binding: list[str] = Field(default_factory=list)
    profile: str | None = None
    complaint: str | None = None
    plausible_riders: PlausibleRiders | None = None
    trace_check: CheckFound | None
    assumed: list[str]
    trials: int
    seed: int
    versions: dict[str, str]
