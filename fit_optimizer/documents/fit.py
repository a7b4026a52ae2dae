"""A fit.json document as typed values; what is missing is named in a sentence."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, Tag, ValidationError, model_validator

from fit_optimizer.documents.ride import (
    FIRST_OBJECTIVES,
    ObjectiveShown,
    Part,
    Refused,
    ReportError,
    Ride,
    check_schema,
    kind_of_ride,
    sentence,
)
from fit_optimizer.recommendation.fit_document import SCHEMA
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


class Step(Part):
    """One move of the tool, in its order; `side` where it moves one leg only."""

    order: int
    key: str
    side: Side | None = None
    start: float = Field(alias="from")
    end: float = Field(alias="to")
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


class FitDocument(Part):
    """A whole fit.json document."""

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
    trace_check: dict[str, Any] | None
    assumed: list[str]
    trials: int
    seed: int
    versions: dict[str, str]


def read_document(document: Any) -> FitDocument:
    """The document, checked. Raises ReportError."""
    document = check_schema(document, SCHEMA)
    recommended = document.get("recommended")
    if isinstance(recommended, dict) and "refusal" in recommended:
        raise ReportError(f"the recommended fit has no stroke to report: {recommended['refusal']}")
    try:
        return FitDocument.model_validate(document)
    except ValidationError as error:
        raise ReportError(sentence(error)) from None
