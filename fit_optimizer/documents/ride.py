"""The parts of a document that a ridden set-up has: keys in force, metrics, curves, work, side view."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import model_validator

from fit_optimizer.documents.part import Part, ReportError
from rider_models.arrays import SIDES

Curve = list[float]
Point = tuple[float, float]
Force = tuple[float, float, float]
KeyValue = float | str | dict[str, float] | None
"""Value of a key of the set-up; by leg, `left` and `right`, where the legs differ."""

Keys = dict[str, KeyValue]
Metrics = dict[str, float | dict[str, float]]
FEWEST_POSITIONS = 8
"""Fewer crank positions are no curve."""


T = TypeVar("T")


class LegCurves(Part):
    """Curves of a leg over its own crank circle, as far as the document has them.

    `pedal_force_n` is the force on the pedal: forward, to the left, up. Flexion of hip and knee and
    dorsiflexion are positive in angles and moments.
    """

    crank_torque_nm: Curve | None = None
    pedal_force_n: list[Force] | None = None
    hip_flexion_deg: Curve | None = None
    knee_flexion_deg: Curve | None = None
    ankle_dorsiflexion_deg: Curve | None = None
    hip_moment_nm: Curve | None = None
    knee_moment_nm: Curve | None = None
    ankle_moment_nm: Curve | None = None
    tibiofemoral_compression_n: Curve | None = None
    tibiofemoral_shear_n: Curve | None = None
    patellofemoral_force_n: Curve | None = None
    patellofemoral_stress_mpa: Curve | None = None
    hip_contact_force_n: Curve | None = None
    quadriceps_tendon_force_n: Curve | None = None
    patellar_tendon_force_n: Curve | None = None
    achilles_tendon_force_n: Curve | None = None
    activation: dict[str, Curve] | None = None
    muscle_force_n: dict[str, Curve] | None = None

    def curve(self, name: str) -> Curve:
        """A curve that cannot be done without. Raises ReportError."""
        found: Curve | None = getattr(self, name)
        return _found(found, name)

    def force(self) -> list[Force]:
        """The force on the pedal. Raises ReportError."""
        return _found(self.pedal_force_n, "pedal_force_n")


class Curves(Part):
    """Both legs' curves, and what counts for both, against the right crank's angle."""

    crank_angle_deg: Curve
    total_crank_torque_nm: Curve | None = None
    crank_speed_rad_s: Curve | None = None
    left: LegCurves
    right: LegCurves

    @model_validator(mode="after")
    def _same_length(self) -> Curves:
        count = len(self.crank_angle_deg)
        curves: dict[str, Any] = {
            "total_crank_torque_nm": self.total_crank_torque_nm,
            "crank_speed_rad_s": self.crank_speed_rad_s,
        }
        for side in SIDES:
            for name, curve in self.leg(side):
                inner = curve if isinstance(curve, dict) else {"": curve}
                curves |= {f"{side}.{name}{'.' if of else ''}{of}": c for of, c in inner.items()}
        for name, curve in curves.items():
            if curve is not None and (len(curve) != count or count < FEWEST_POSITIONS):
                raise ValueError(f"{name} has {len(curve)} values for {count} crank angles")
        return self

    def leg(self, side: str) -> LegCurves:
        """The curves of a leg."""
        return self.left if side == "left" else self.right

    def total_torque(self) -> Curve:
        """Torque of both legs. Raises ReportError."""
        return _found(self.total_crank_torque_nm, "total_crank_torque_nm")

    def lacking(self, names: tuple[str, ...]) -> list[str]:
        """Which of some curves are absent: those of both legs together by name, others on either side."""
        return [name for name in names if not self._has(name)]

    def _has(self, name: str) -> bool:
        if name in type(self).model_fields:
            return getattr(self, name) is not None
        return all(getattr(self.leg(side), name) is not None for side in SIDES)


def _found(value: T | None, name: str) -> T:
    if value is None:
        raise ReportError(f"the document lacks the curve {name}")
    return value


class PartWork(Part):
    """What a part of the leg's crank circle adds to its mean power (W).

    `crank_w` is the sum of `muscle_w` by group, `passive_w` (ligaments, capsules) and `limb_w`
    (weight and inertia).
    """

    part: str
    from_deg: float
    to_deg: float
    crank_w: float
    muscle_w: dict[str, float]
    passive_w: float = 0.0
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
    """A set-up that the model cannot ride, and the sentence that says why."""

    fit: Keys
    effort: dict[str, float]
    refusal: str


class Ride(Part):
    """A set-up with its stroke: `fit` and `effort` are its keys in force."""

    fit: Keys
    effort: dict[str, float]
    metrics: Metrics
    bar_mm: BarPlace
    curves: Curves
    work: Work
    side_view_mm: SideViewPoints

    @model_validator(mode="after")
    def _one_point_per_crank_angle(self) -> Ride:
        count = len(self.curves.crank_angle_deg)
        for side in SIDES:
            for name, points in getattr(self.side_view_mm, side):
                if len(points) != count:
                    raise ValueError(
                        f"side_view_mm.{side}.{name} has {len(points)} points for {count}"
                    )
        return self


def kind_of_ride(value: Any) -> str:
    """The discriminator between a ride and a refusal."""
    refused = "refusal" in value if isinstance(value, dict) else isinstance(value, Refused)
    return "refused" if refused else "ridden"
