"""The parts of a document that a ridden set-up has: curves, work, side view."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from rider_models.errors import PedalfitError

Point = tuple[float, float]
FEWEST_POSITIONS = 8


class ReportError(PedalfitError):
    """A document that no report can be made from; its text is one sentence a fitter understands."""


class Part(BaseModel):
    """A part of the document; keys that this report does not show are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, allow_inf_nan=False)


class LegCurves(Part):
    """Curves of a leg over its own crank circle; forces on the pedal x forward, y left, z up."""

    crank_torque_nm: list[float]
    pedal_force_n: list[tuple[float, float, float]]
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
        curves: dict[str, list[Any]] = {"total_crank_torque_nm": self.total_crank_torque_nm}
        for side, leg in (("left", self.left), ("right", self.right)):
            curves |= {f"{side}.{name}": curve for name, curve in leg}
        for name, curve in curves.items():
            if len(curve) != count or count < FEWEST_POSITIONS:
                raise ValueError(f"{name} has {len(curve)} values for {count} crank angles")
        return self


class PartWork(Part):
    """What a part of the leg's crank circle adds to its mean power (W)."""

    part: str
    from_deg: float
    to_deg: float
    crank_w: float
    muscle_w: dict[str, float]
    limb_w: float


class LegWork(Part):
    """The work of a leg by sector as coaches name them and by hour of the clock."""

    mean_crank_power_w: float
    sectors: list[PartWork]
    hours: list[PartWork]


class Work(Part):
    """Both legs' work."""

    left: LegWork
    right: LegWork


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


class ObjectiveShown(Part):
    """One of what a fit is judged by, in words: its key in `objectives`, unit suffix and decimals."""

    key: str
    words: str
    explained: str
    unit: str
    decimals: int


FIRST_OBJECTIVES = (
    ObjectiveShown(
        key="knee_load",
        words="knee load",
        explained="kneecap and knee force, peak and mean",
        unit="bw",
        decimals=2,
    ),
    ObjectiveShown(
        key="dead_spots", words="dead spots", explained="index, 0 is none", unit="", decimals=2
    ),
    ObjectiveShown(
        key="effort",
        words="muscle effort",
        explained="mean squared activation",
        unit="pct",
        decimals=2,
    ),
)
"""What documents are judged by that do not say it."""


class Refused(Part):
    """A set-up that the model cannot ride."""

    fit: dict[str, Any]
    effort: dict[str, float]
    refusal: str


class Ride(Part):
    """A set-up with its stroke."""

    fit: dict[str, Any]
    effort: dict[str, float]
    metrics: dict[str, float | dict[str, float]]
    bar_mm: BarPlace
    curves: Curves
    work: Work
    side_view_mm: SideViewPoints

    @model_validator(mode="after")
    def _one_point_per_crank_angle(self) -> Ride:
        count = len(self.curves.crank_angle_deg)
        for side in ("right", "left"):
            for name, points in getattr(self.side_view_mm, side):
                if len(points) != count:
                    raise ValueError(
                        f"side_view_mm.{side}.{name} has {len(points)} points for {count}"
                    )
        return self


def kind_of_ride(value: Any) -> str:
    """The discriminator between a ride and a refusal."""
    return "refused" if isinstance(value, dict) and "refusal" in value else "ridden"


def look_up(numbers: dict[str, Any], key: str, where: str) -> float:
    """A number that a report cannot do without. Raises ReportError."""
    value = numbers.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        lacks = "lacks" if value is None else "has no single number at"
        raise ReportError(f"the document {lacks} {where}.{key}")
    return float(value)


def check_schema(document: Any, schema: str) -> dict[str, Any]:
    """The document, if it is of a schema. Raises ReportError."""
    found = document.get("schema") if isinstance(document, dict) else None
    if not isinstance(document, dict) or found != schema:
        raise ReportError(f"the document has schema {found!r}; this report is made from {schema!r}")
    return document


def sentence(error: ValidationError) -> str:
    """One sentence for pydantic's first complaint."""
    first = error.errors(include_url=False)[0]
    place = ".".join(str(step) for step in first["loc"] if step not in ("ridden", "refused"))
    if first["type"] == "missing":
        return f"the document lacks {place}"
    said = first["msg"].removeprefix("Value error, ")
    return f"the document cannot be read at {place}: {said}"
