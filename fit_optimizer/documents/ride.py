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
    """Torque about the crank axis; + drives."""
    pedal_force_n: list[Force] | None = None
    """Force of the foot on the pedal at every position: forward, to the rider's left, up."""
    hip_flexion_deg: Curve | None = None
    """Thigh against pelvis; + is flexed, 0 is standing."""
    knee_flexion_deg: Curve | None = None
    """Shank against thigh; + is flexed, 0 is straight."""
    ankle_dorsiflexion_deg: Curve | None = None
    """Foot against shank; + is toes up, 0 is square."""
    hip_moment_nm: Curve | None = None
    """Moment of muscles and passive tissue about the hip; + flexes."""
    knee_moment_nm: Curve | None = None
    """Moment of muscles and passive tissue about the knee; + flexes."""
    ankle_moment_nm: Curve | None = None
    """Moment of muscles and passive tissue about the ankle; + lifts the toes."""
    tibiofemoral_compression_n: Curve | None = None
    """Force along the shank between thigh and shank; + presses."""
    tibiofemoral_shear_n: Curve | None = None
    """Push of the thigh's condyles and the ligaments on the shank, forward +."""
    patellofemoral_force_n: Curve | None = None
    """Force between patella and thigh, by its size."""
    patellofemoral_stress_mpa: Curve | None = None
    """Force between patella and thigh over the area of their contact."""
    hip_contact_force_n: Curve | None = None
    """Force between pelvis and thigh, by its size."""
    quadriceps_tendon_force_n: Curve | None = None
    """Sum of the tendon forces of the four heads."""
    patellar_tendon_force_n: Curve | None = None
    """Pull of the patellar tendon on the shank."""
    achilles_tendon_force_n: Curve | None = None
    """Sum of the tendon forces of gastrocnemius and soleus."""
    activation: dict[str, Curve] | None = None
    """Activation of each muscle, 0 to 1."""
    muscle_force_n: dict[str, Curve] | None = None
    """Tendon force of each muscle."""

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
    """Crank angle of the side in question from its top dead centre, in the direction of pedalling."""
    total_crank_torque_nm: Curve | None = None
    """Torque of both legs, against the right crank's angle."""
    crank_speed_rad_s: Curve | None = None
    """Crank speed, against the right crank's angle."""
    left: LegCurves
    """Curves of the left leg, against the left crank's angle."""
    right: LegCurves
    """Curves of the right leg, against the right crank's angle."""

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

    `crank_w` is the sum of `muscle_w` by group, `passive_w` (ligaments, capsules), `pelvis_w` (a pelvis that
    swings) and `limb_w` (weight and inertia).
    """

    part: str
    """Name of the part."""
    from_deg: float
    """Crank angle of the leg at which it begins."""
    to_deg: float
    """Crank angle of the leg at which it ends."""
    crank_w: float
    """What reaches the crank."""
    muscle_w: dict[str, float]
    """What the muscles give, by coached group; - is stretched."""
    passive_w: float = 0.0
    """What ligaments and capsules give."""
    pelvis_w: float = 0.0
    """What a pelvis that moves and tilts does to the leg."""
    limb_w: float
    """What weight and inertia of the leg give; nought over a revolution."""


class LegWork(Part):
    """The work of a leg by sector as coaches name them and by hour of the clock."""

    mean_crank_power_w: float
    """Mean crank power of the leg."""
    sectors: list[PartWork]
    """By sector as coaches name them."""
    hours: list[PartWork]
    """By twelfth of the clock."""


class Work(Part):
    """Both legs' work."""

    left: LegWork
    """Of the left leg."""
    right: LegWork
    """Of the right leg."""


class LegPoints(Part):
    """Side view of a leg over its own crank circle (mm)."""

    hip: list[Point]
    """Hip centre at every position: forward, up."""
    knee: list[Point]
    """Knee centre."""
    ankle: list[Point]
    """Ankle centre."""
    heel: list[Point]
    """Lower back end of the foot."""
    toe: list[Point]
    """Lower front end of the foot."""
    pedal: list[Point]
    """Middle of the pedal axis."""


class SideViewPoints(Part):
    """Side view of rider and bicycle: x forward, z up from the bottom bracket (mm)."""

    left: LegPoints
    """The left leg."""
    right: LegPoints
    """The right leg."""
    shoulder: Point
    """Shoulder centre."""
    hand: Point
    """Wrist."""
    saddle: Point
    """Saddle top."""
    bottom_bracket: Point
    """The origin."""
    crank_length: float
    """Length of the crank."""


class FrontLeg(Part):
    """A leg seen from the front over its own crank circle (mm): y to the rider's left, z up."""

    hip: list[Point]
    """Hip centre at every position: to the rider's left, up."""
    knee: list[Point]
    """Knee centre."""
    ankle: list[Point]
    """Ankle centre."""
    pedal: list[Point]
    """Middle of the pedal."""


class FrontViewPoints(Part):
    """Both legs from the front, from the bottom bracket."""

    left: FrontLeg
    """The left leg."""
    right: FrontLeg
    """The right leg."""


class Outline(Part):
    """A part of the drawn body (mm), near leg or far, and how hard it works where it is a muscle."""

    part: str
    """Name of the part."""
    points: list[Point]
    """Outline of the part: forward, up."""
    activation: float | None = None
    """Activation of a muscle, 0 to 1; null of other parts."""


class BodyAt(Part):
    """The body's outlines with the right crank at an angle, in the order in which they are drawn."""

    crank_angle_deg: float
    """Angle of the right crank."""
    outlines: list[Outline]
    """Outlines of the body."""


class BarPlace(Part):
    """Middle of the wrists from the bottom bracket (mm)."""

    forward: float
    """Wrists ahead of the bottom bracket."""
    up: float
    """Wrists above the bottom bracket."""


class ObjectiveShown(Part):
    """One of what a fit is judged by, in words: its key in `objectives`, unit suffix and decimals."""

    key: str
    """Name of the objective among the `objectives`."""
    words: str
    """The objective in words."""
    explained: str
    """What it is made of."""
    unit: str
    """Suffix of its unit; empty for a pure number."""
    decimals: int
    """Decimals shown."""
    matters: float | None = None
    """Smallest relative change that counts."""

    @property
    def metric(self) -> str:
        """Name that a metric of the stroke has where it is the same number: a table shows it once."""
        return f"{self.key}_{self.unit}"


FIRST_OBJECTIVES = (
    ObjectiveShown(
        key="knee_load",
        words="knee load",
        explained="kneecap and knee force, peak and mean",
        unit="bw",
        decimals=2,
    ),
    ObjectiveShown(
        key="dead_spots",
        words="dead spots",
        explained="how weak and how long the stroke's weak part is: 0 is none, 1 a dead stop of a quarter turn",
        unit="",
        decimals=2,
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
    """Keys in force but power and cadence."""
    effort: dict[str, float]
    """Power and cadence."""
    refusal: str
    """Why it cannot be ridden."""


class Ride(Part):
    """A set-up with its stroke: `fit` and `effort` are its keys in force."""

    fit: Keys
    """Keys in force but power and cadence, defaults filled in."""
    effort: dict[str, float]
    """Power and cadence."""
    metrics: Metrics
    """The metrics, of both legs together."""
    bar_mm: BarPlace
    """Where the wrists are."""
    curves: Curves
    """Curves over the revolution."""
    work: Work
    """Where the work is done, and by which muscles."""
    side_view_mm: SideViewPoints
    """Points of rider and bicycle from the right."""
    front_view_mm: FrontViewPoints | None = None
    """Points of both legs from the front."""
    body_mm: list[BodyAt] | None = None
    """Outlines of the body, muscles by activation."""

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
