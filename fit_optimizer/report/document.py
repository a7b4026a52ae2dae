"""A fit.json document as typed values; what is missing is named in a sentence."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Tag, ValidationError, model_validator

from fit_optimizer.fit_json import SCHEMA
from rider_models.errors import PedalfitError

Point = tuple[float, float]
SIDES = ("right", "left")


class ReportError(PedalfitError):
    """A document that no report can be made from; its text is one sentence a fitter understands."""


class Part(BaseModel):
    """A part of the document; keys that this report does not show are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)


class LegCurves(Part):
    """Curves of a leg over its own crank circle."""

    crank_torque_nm: list[float]
    hip_flexion_deg: list[float]
    knee_flexion_deg: list[float]
    ankle_dorsiflexion_deg: list[float]
    tibiofemoral_compression_n: list[float]
    patellofemoral_force_n: list[float]


class Curves(Part):
    """Both legs' curves, and the two-leg torque against the right crank's angle."""

    crank_angle_deg: list[float]
    total_crank_torque_nm: list[float]
    left: LegCurves
    right: LegCurves

    @model_validator(mode="after")
    def _same_length(self) -> Curves:
        count = len(self.crank_angle_deg)
        curves = {"total_crank_torque_nm": self.total_crank_torque_nm}
        for side, leg in (("left", self.left), ("right", self.right)):
            curves |= {f"{side}.{name}": curve for name, curve in leg}
        for name, curve in curves.items():
            if len(curve) != count or count < 8:
                raise ValueError(f"{name} has {len(curve)} values for {count} crank angles")
        return self


class LegPoints(Part):
    """Side view of a leg over its own crank circle (mm)."""

    hip: list[Point]
    knee: list[Point]
    ankle: list[Point]
    heel: list[Point]
    toe: list[Point]
    pedal: list[Point]


class SideViewPoints(Part):
    """Side view of rider and bicycle: x forward, z up from the bottom bracket (mm)."""

    left: LegPoints
    right: LegPoints
    shoulder: Point
    hand: Point
    saddle: Point
    bottom_bracket: Point
    crank_length: float


class BarPlace(Part):
    """Middle of the wrists from the bottom bracket (mm)."""

    forward: float
    up: float


class Outcome(Part):
    """A candidate and how it is judged; `objectives` is None where no stroke was found."""

    values: dict[str, float]
    objectives: dict[str, float] | None
    limits: dict[str, float]
    feasible: bool


class RiddenFit(Outcome):
    """A fit with its stroke."""

    fit: dict[str, Any]
    effort: dict[str, float]
    metrics: dict[str, float | dict[str, float]]
    bar_mm: BarPlace
    curves: Curves
    side_view_mm: SideViewPoints

    @model_validator(mode="after")
    def _one_point_per_crank_angle(self) -> RiddenFit:
        count = len(self.curves.crank_angle_deg)
        for side in SIDES:
            for name, points in getattr(self.side_view_mm, side):
                if len(points) != count:
                    raise ValueError(
                        f"side_view_mm.{side}.{name} has {len(points)} points for {count}"
                    )
        return self


class RefusedFit(Outcome):
    """A fit that the model cannot ride."""

    fit: dict[str, Any]
    effort: dict[str, float]
    refusal: str


def _kind(value: Any) -> str:
    return "refused" if isinstance(value, dict) and "refusal" in value else "ridden"


AnyFit = Annotated[
    Annotated[RiddenFit, Tag("ridden")] | Annotated[RefusedFit, Tag("refused")],
    Discriminator(_kind),
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


class FitDocument(Part):
    """A whole fit.json document."""

    rider: str
    change_needed: bool
    reason: str
    current: AnyFit
    recommended: RiddenFit
    bands: dict[str, BandFound]
    pareto: list[Outcome]
    trace_check: dict[str, Any] | None
    assumed: list[str]
    trials: int
    seed: int
    versions: dict[str, str]


def read_document(document: dict[str, Any]) -> FitDocument:
    """The document, checked. Raises ReportError."""
    schema = document.get("schema")
    if schema != SCHEMA:
        raise ReportError(
            f"the document has schema {schema!r}; a fit report is made from {SCHEMA!r}"
        )
    recommended = document.get("recommended")
    if isinstance(recommended, dict) and "refusal" in recommended:
        raise ReportError(f"the recommended fit has no stroke to report: {recommended['refusal']}")
    try:
        return FitDocument.model_validate(document)
    except ValidationError as error:
        raise ReportError(_sentence(error)) from None


def look_up(numbers: dict[str, Any], key: str, where: str) -> float:
    """A number that a report cannot do without. Raises ReportError."""
    value = numbers.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        lacks = "lacks" if value is None else "has no single number at"
        raise ReportError(f"the fit document {lacks} {where}.{key}")
    return float(value)


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(step) for step in first["loc"] if step not in ("ridden", "refused"))
    if first["type"] == "missing":
        return f"the fit document lacks {place}"
    said = first["msg"].removeprefix("Value error, ")
    return f"the fit document cannot be read at {place}: {said}"
