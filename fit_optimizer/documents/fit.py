"""The document of a recommendation: `fit.json`."""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Discriminator, Field, Tag, model_validator

from fit_optimizer.documents.advice import (
    AnglesByLeg,
    BrokenLimit,
    ChangeAdvised,
    Cover,
    CrankAdvised,
    Learnt,
    LegsAdvised,
    LegsDoubted,
    LimitNear,
    MeasureFirst,
    ReliefFound,
    SaddleRange,
    Searched,
    SetbackDoubted,
)
from fit_optimizer.documents.emg import EmgCompared
from fit_optimizer.documents.part import Document, Part, Schema
from fit_optimizer.documents.pose import PoseCompared
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
    """Values of what was searched."""
    objectives: dict[str, float] | None
    """What it is judged by, by key; null where no stroke was found."""
    limits: dict[str, float]
    """Excess over every limit (deg or mm), above zero broken."""
    feasible: bool
    """Whether a stroke was found and no limit is broken."""


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
    """The recommended value."""
    low: float
    """Lower end of the band."""
    high: float
    """Upper end of the band."""
    limited_low: str
    """What ends the band below."""
    limited_high: str
    """What ends the band above."""
    step: float
    """Step by which its cost is told."""
    slope_per_step: dict[str, float]
    """Relative change of each objective per step upwards."""
    uncertainty_low: float | None = None
    """Lower end of what riders as this one may be would be advised."""
    uncertainty_high: float | None = None
    """Upper end of what riders as this one may be would be advised."""
    ideal_low: float | None = None
    """Lower end of what is as good as the best."""
    ideal_high: float | None = None
    """Upper end of what is as good as the best."""
    scan: list[Outcome] = Field(default_factory=list)
    """What was tried to either side."""


class Step(Part):
    """One move of the tool, in its order; `side` where it moves one leg only."""

    order: int
    """Place of the move in the order of work, from 1."""
    key: str
    """What is moved."""
    side: Side | None = None
    """Which leg's, where one only."""
    start: float = Field(validation_alias="from", serialization_alias="from")
    """Value before the move (`from`)."""
    end: float = Field(validation_alias="to", serialization_alias="to")
    """Value after the move (`to`)."""
    unit: str
    """mm or deg."""
    measured_along: str
    """The line or angle on which it is read."""
    made_of: str = ""
    """Parts that make the move, such as spacers."""


class Neighbourhood(Part):
    """Objectives over two of the values, the others as recommended: rows by `y`, columns by `x`.

    A grid stands under its objective's key; None where no stroke is possible or a limit is broken.
    """

    model_config = ConfigDict(extra="allow", frozen=True, allow_inf_nan=False)

    x_key: str
    """What changes along x."""
    y_key: str
    """What changes along y."""
    x: list[float]
    """Values of `x_key`, column by column."""
    y: list[float]
    """Values of `y_key`, row by row."""

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
    """Least relative change."""
    high: float
    """Greatest relative change."""


class PlausibleRiders(Part):
    """What the recommendation changes for riders as the one described may be."""

    riders: int
    """How many were simulated."""
    as_good_now: int
    """For how many of them the fit as it is does as well."""
    change: dict[str, ChangeRange]
    """Change of each objective."""


class FitDocument(Document):
    """A whole fit.json document: the fit as it is, the fit recommended, and what stands around them."""

    SCHEMA = Schema("pedalfit.fit", 1)

    rider: str
    """What the set-up calls the rider."""
    change_needed: bool
    """Whether the fit as it is should change."""
    reason: str
    """Why, in a sentence."""
    judged_by: tuple[ObjectiveShown, ...] = FIRST_OBJECTIVES
    """The objectives in words."""
    current: AnyFit
    """The fit as it is."""
    recommended: RiddenFit
    """The fit recommended."""
    bands: dict[str, BandFound]
    """Around every searched value, by key."""
    pareto: list[Outcome]
    """Fits that no other beats in every objective."""
    neighbourhood: Neighbourhood | None = None
    """The objectives over two of the values."""
    steps: list[Step] = Field(default_factory=list)
    """The moves, in their order."""
    binding: list[str] = Field(default_factory=list)
    """Limits that a step further would break."""
    profile: str | None = None
    """Profile of the search."""
    complaint: str | None = None
    """Where it hurts."""
    plausible_riders: PlausibleRiders | None = None
    """What the recommendation changes for riders as this one may be."""
    discipline: str = "road"
    """How the bicycle is ridden: road, time_trial, gravel or city."""
    cover: Cover = Cover()
    """What the fitter writes on the report."""
    changes: list[ChangeAdvised] = Field(default_factory=list)
    """The changes, most important first."""
    saddle: SaddleRange | None = None
    """Where the saddle may lie."""
    limits_broken: list[BrokenLimit] = Field(default_factory=list)
    """Limits that the fit as it is breaks."""
    limits_near: list[LimitNear] = Field(default_factory=list)
    """Measured limits that the fit recommended keeps by little."""
    legs_doubted: LegsDoubted | None = None
    """Legs as measured that are unlike most people's, by which the saddle would be moved."""
    setback_doubted: SetbackDoubted | None = None
    """A setback that looks like the saddle's nose's."""
    cranks: CrankAdvised | None = None
    """What is said of the cranks."""
    legs: LegsAdvised | None = None
    """What is said of legs that differ."""
    measure_first: list[MeasureFirst] = Field(default_factory=list)
    """Assumed values that the advice hangs on."""
    relief: ReliefFound | None = None
    """What helps where it hurts."""
    technique: Learnt | None = None
    """What the rider could learn."""
    others: Searched | None = None
    """What came of the bicycle's other variables."""
    angles: AnglesByLeg | None = None
    """What a fitter reads off both legs."""
    trace_check: CheckFound | None
    """The simulation against a recording; null where there was none."""
    pose: PoseCompared | None = None
    """The rider as measured beside the model; null where nothing was measured."""
    emg: EmgCompared | None = None
    """The muscles as measured beside the model's; null where there was no electromyogram."""
    assumed: list[str]
    """Keys that the set-up leaves to defaults."""
    trials: int
    """Fits tried."""
    seed: int
    """What fixes the search."""
    versions: dict[str, str]
    """Packages that computed it."""
