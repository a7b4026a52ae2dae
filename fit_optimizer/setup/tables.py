"""The keys of a set-up file with their units, bounds and fixed defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from math import degrees
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from fit_optimizer.plain_text import plain
from fit_optimizer.pose.figure_table import FIGURES, STATIC_KNEE, FigureKind
from fit_optimizer.setup.complaints import Complaint
from fit_optimizer.setup.named_rows import (
    AS_EVER,
    TRAINED,
    kinds,
    known_kind,
    known_technique,
    techniques,
)
from fit_optimizer.setup.search_table import SearchTable
from fit_optimizer.setup.usual_posture import (
    usual_elbow_deg,
    usual_shoulder_deg,
    usual_torso_deg,
)
from rider_models.coordination import COORDINATION_WORDS, FORCE_KEYS, FREQUENCY_KEYS, Coordination
from sim.bicycle import ROAD_CRANK_INERTIA_KG_M2
from sim.riding import SECOND_HARMONIC, SECOND_HARMONIC_LAG


class Table(BaseModel):
    """A table of a file: unknown keys, infinities and NaN are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class SetUpTable(Table, strict=True):
    """A table of a set-up: `true` or "40" for a number is refused too."""


class LeftRight(SetUpTable):
    """A value that differs between the legs: `{ left = 430, right = 425 }`."""

    left: float
    right: float


SECOND_LAG_DEG = round(degrees(SECOND_HARMONIC_LAG), 6)
"""Phase of the ankle curve's second harmonic, in degrees: the customary one of `sim.riding`."""

SEAT_TUBE_ANGLES_DEG = (65.0, 90.0)
"""Flattest and steepest seat tube (a guess, wide of any bicycle ridden for sport)."""

Discipline = Literal["road", "time_trial", "gravel", "city"]
"""What the bicycle is ridden for: customary ranges and air depend on it."""

HandsOn = Literal["hoods", "bar", "drops"]
"""Which part of the bar is held. Aero pads count where their place is given."""


@dataclass(frozen=True)
class Allowed:
    """Bounds of a value that may differ between the legs, for `allowed_range` to find."""

    ge: float
    le: float


@dataclass(frozen=True)
class OneOf:
    """What lists the words that a value may be, for tables and templates."""

    words: Callable[[], tuple[str, ...]]


def _per_leg(low: float, high: float) -> Any:
    """Type of a value that may differ between the legs, both within bounds."""

    def within(value: float | LeftRight) -> float | LeftRight:
        for number in (value.left, value.right) if isinstance(value, LeftRight) else (value,):
            if not low <= number <= high:
                raise ValueError(f"allowed is {low:g} to {high:g}")
        return value

    return Annotated[float | LeftRight, AfterValidator(within), Allowed(low, high)]


def _one_line(name: str) -> str:
    """The name, if it can stand in a heading as it is."""
    if plain(name) != name:
        raise ValueError("allowed is a name on one line without control characters")
    return name


class MobilityTable(SetUpTable):
    """`[rider.mobility]`: joint angles the rider tolerates while pedalling."""

    hip_flexion_max_deg: float = Field(default=115, ge=60, le=125)
    """Most flexion of the hip, thigh against pelvis, that the rider tolerates."""
    knee_flexion_min_deg: float = Field(default=15, ge=5, le=60)
    """Least flexion of the knee at the bottom of the stroke: 0 is a straight leg."""
    knee_flexion_max_deg: float = Field(default=128, ge=90, le=132)
    """Most flexion of the knee at the top of the stroke."""
    ankle_dorsiflexion_max_deg: float = Field(default=30, ge=0, le=37)
    """Most dorsiflexion of the ankle: 0 is the foot square to the shank, + is toes up. Where it is given the
    ankle's customary curve, an assumption, is held to it."""
    ankle_plantarflexion_max_deg: float = Field(default=35, ge=0, le=42)
    """Most plantarflexion of the ankle, toes down."""
    straight_leg_raise_deg: float = Field(default=80, ge=30, le=120)
    """How far the straight leg can be raised lying down: the length of the hamstrings."""
    hip_inward_max_deg: float | None = Field(default=None, ge=0, le=80)
    """Where measured: how far the bent hip turns inward, the foot going out, seated with the knee at a right angle."""
    hip_outward_max_deg: float | None = Field(default=None, ge=0, le=80)
    """Where measured: how far it turns outward, the foot going in."""
    hip_abduction_max_deg: float | None = Field(default=None, ge=0, le=80)
    """Where measured: how far the bent thigh can be taken outward, which the adductors' length ends."""


def _coordination_field(key: str, default: Any) -> tuple[type, Any]:
    low, high = (0.1, 100) if key in FREQUENCY_KEYS else (0 if key in FORCE_KEYS else 0.01, 1000)
    words = COORDINATION_WORDS[key]
    return float, Field(default=default, ge=low, le=high, description=words)


_COORDINATION: Any = {f.name: _coordination_field(f.name, f.default) for f in fields(Coordination)}
CoordinationTable: type[SetUpTable] = create_model(
    "CoordinationTable",
    __base__=SetUpTable,
    __doc__="`[rider.coordination]`: weights and frequencies of `rider_models.Coordination`.",
    **_COORDINATION,
)


class RiderTable(SetUpTable):
    """`[rider]`: lengths left out follow from height and sex, thigh and shank from the inseam."""

    name: Annotated[str, AfterValidator(_one_line)] = Field(default="rider", max_length=200)
    """What the report calls the rider."""
    height_mm: float = Field(ge=1300, le=2200)
    """Stature without shoes."""
    mass_kg: float = Field(ge=35, le=160)
    """Mass of the rider, as ridden."""
    sex: Literal["female", "male"] = "male"
    """Which body tables give what is not measured."""
    inseam_mm: float | None = Field(default=None, ge=500, le=1100)
    """Floor to crotch, against a book pressed up; thigh and shank follow from it."""
    thigh_mm: _per_leg(280, 600) | None = None  # type: ignore[valid-type]
    """Hip centre to knee centre."""
    shank_mm: _per_leg(280, 600) | None = None  # type: ignore[valid-type]
    """Knee centre to ankle centre."""
    foot_mm: _per_leg(170, 350) | None = None  # type: ignore[valid-type]
    """Heel to tip of the longest toe."""
    shoe_size_eu: _per_leg(30, 52) | None = None  # type: ignore[valid-type]
    """European size of the cycling shoe, from which the foot's length follows; instead of `foot_mm`."""
    arm_mm: float | None = Field(default=None, ge=350, le=800)
    """Shoulder centre to wrist centre, the elbow straight."""
    hip_back_mm: float = Field(default=0, ge=-80, le=80)
    """Hip centres behind where the model has them over the saddle; a calibration to a film finds it."""
    hip_up_mm: float = Field(default=0, ge=-60, le=60)
    """Hip centres above where the model has them over the saddle; a calibration to a film finds it."""
    pelvis_forward_deg: float = Field(default=0, ge=-30, le=30)
    """Pelvis tilted farther forward than riders do at that torso angle; a calibration to a film finds it."""
    kind: Annotated[str, AfterValidator(known_kind), OneOf(kinds)] = TRAINED
    """Kind of rider: gives strength, coordination, technique and ankle range where they are not given."""
    strength: _per_leg(0.3, 3) = 1.0  # type: ignore[valid-type]
    """Strength of the muscles against the scaled model's, from the kind if not given."""
    complaint: Complaint = "none"
    """Where it hurts: that load weighs more in the search."""
    mobility: MobilityTable = MobilityTable()
    """Joint angles the rider tolerates."""
    coordination: CoordinationTable = CoordinationTable()  # type: ignore[valid-type]
    """How the rider shares work among muscles."""


class BicycleTable(SetUpTable):
    """`[bicycle]`: what is left out is set by custom for this rider.

    `shim_mm` lies under a cleat. What the parts allow is optional: `saddle_height_max_mm` of the seat post,
    `saddle_setback_min_mm` and `_max_mm` of the rails, `spacers_mm` under the stem and above it. Keys that
    are measured instead of another are turned into it by `measured_bike` and `measured_bar`.
    """

    saddle_height_mm: float | None = Field(default=None, ge=400, le=1000)
    saddle_height_to_pedal_mm: float | None = Field(default=None, ge=520, le=1200)
    """Pedal axle at the bottom, the crank in line with the seat tube, to the saddle top; instead of
    `saddle_height_mm`."""
    saddle_setback_mm: float | None = Field(default=None, ge=-100, le=400)
    saddle_tilt_deg: float = Field(default=0, ge=-20, le=20)
    saddle_nose_setback_mm: float | None = Field(default=None, ge=-300, le=300)
    """Bottom-bracket centre back to the saddle's nose, horizontally; instead of `saddle_setback_mm`."""
    saddle_length_mm: float | None = Field(default=None, ge=200, le=320)
    """Saddle from nose to tail."""
    saddle_nose_to_reference_mm: float | None = Field(default=None, ge=60, le=220)
    """Saddle's nose back to where the saddle is 80 mm wide; from `saddle_length_mm` where not given."""
    seat_tube_angle_deg: float = Field(
        default=73.5, ge=SEAT_TUBE_ANGLES_DEG[0], le=SEAT_TUBE_ANGLES_DEG[1]
    )
    """Seat tube from horizontal: the line on which the saddle height is measured. Left out of a file it follows
    from a setback that is more than 30 mm off the usual tube's line."""
    crank_length_mm: float | None = Field(default=None, ge=120, le=200)
    stance_width_mm: float = Field(default=252, ge=150, le=400)
    sole_stack_mm: _per_leg(0, 60) = 25.0  # type: ignore[valid-type]
    """Pedal axis up to the sole of the foot: cleat, shoe and pedal body."""
    pedal_stack_mm: float | None = Field(default=None, ge=0, le=40)
    """Pedal axis up to the underside of the shoe, the cleat with it (the makers' stack height); with
    `shoe_sole_mm` instead of `sole_stack_mm`."""
    shoe_sole_mm: _per_leg(0, 40) | None = None  # type: ignore[valid-type]
    """Thickness of the shoe's sole and insole under the ball of the foot."""
    cleat_setback_mm: _per_leg(-40, 100) = 5.0  # type: ignore[valid-type]
    axle_before_fifth_metatarsal_mm: _per_leg(-60, 80) | None = None  # type: ignore[valid-type]
    """Pedal axle ahead of the ball of the small toe (fifth metatarsal head), along the shoe; instead of
    `cleat_setback_mm`, which is measured from the ball of the big toe."""
    cleat_outward_mm: _per_leg(-30, 30) = 0.0  # type: ignore[valid-type]
    toe_out_deg: _per_leg(-20, 30) = 0.0  # type: ignore[valid-type]
    shim_mm: _per_leg(0, 20) = 0.0  # type: ignore[valid-type]
    wedge_deg: _per_leg(-10, 10) = 0.0  # type: ignore[valid-type]
    """Wedges under the cleat or in the shoe: + lifts the inside edge of the foot."""
    saddle_height_max_mm: float | None = Field(default=None, ge=400, le=1000)
    """Highest saddle that the seat post allows."""
    saddle_setback_min_mm: float | None = Field(default=None, ge=-100, le=400)
    """Farthest forward that the rails allow."""
    saddle_setback_max_mm: float | None = Field(default=None, ge=-100, le=400)
    """Farthest back that the rails allow."""
    stem_length_mm: float | None = Field(default=None, ge=30, le=160)
    """Steerer to bar clamp, along the stem."""
    stem_angle_deg: float | None = Field(default=None, ge=-40, le=40)
    """Stem from square to the steerer; + rises."""
    spacers_mm: float | None = Field(default=None, ge=0, le=80)
    """Spacers under the stem."""
    spacers_above_mm: float | None = Field(default=None, ge=0, le=80)
    """Spacers above the stem, which can go under it."""
    frame_stack_mm: float | None = Field(default=None, ge=400, le=800)
    """Bottom-bracket centre up to the top of the head tube; with `frame_reach_mm`, stem and spacers it
    says where the bar is."""
    frame_reach_mm: float | None = Field(default=None, ge=280, le=560)
    """Bottom-bracket centre forward to the top of the head tube."""
    head_tube_angle_deg: float | None = Field(default=None, ge=60, le=80)
    """Head tube from horizontal."""
    nose_to_bar_mm: float | None = Field(default=None, ge=250, le=900)
    """Saddle's nose forward to the middle of the bar at the stem, horizontally."""
    saddle_to_bar_drop_mm: float | None = Field(default=None, ge=-300, le=300)
    """Saddle top down to the middle of the bar at the stem; negative where the bar is higher."""
    handlebar_reach_mm: float | None = Field(default=None, ge=-100, le=150)
    """Middle of the bar at the stem forward to the middle of the bar at its foremost bend."""
    handlebar_drop_mm: float | None = Field(default=None, ge=0, le=220)
    """Middle of the bar at the stem down to the middle of the bar at the end of the drops."""
    hood_forward_mm: float | None = Field(default=None, ge=-50, le=250)
    """Middle of the bar at the stem forward to the trough of the hoods, where the thumb's web lies."""
    hood_up_mm: float | None = Field(default=None, ge=-80, le=150)
    """Middle of the bar at the stem up to the trough of the hoods."""
    aero_pad_stack_mm: float | None = Field(default=None, ge=300, le=900)
    """Bottom-bracket centre up to the top of the elbow pads."""
    aero_pad_reach_mm: float | None = Field(default=None, ge=200, le=800)
    """Bottom-bracket centre forward to the middle of the elbow pads."""
    bar_move_max_mm: float | None = Field(default=None, ge=0, le=400)
    """How far the bar can be moved, where it cannot go wherever the rider needs it."""
    cranks: Literal["fixed", "independent"] = "fixed"
    """Whether the cranks are one piece, or each turns a freewheel of its own and must be lifted by its leg."""
    crank_inertia_kg_m2: float = Field(default=ROAD_CRANK_INERTIA_KG_M2, ge=0.5, le=1000)
    """All that turns with the cranks, seen at their axis; a bicycle on the road has 95."""


class RidingTable(SetUpTable):
    """`[riding]`."""

    power_w: float = Field(ge=10, le=2000)
    """Mean power of the stroke."""
    cadence_rpm: float = Field(ge=20, le=180)
    """Mean cadence."""
    discipline: Discipline = "road"
    """What the bicycle is ridden for: it decides how riders sit and which ranges are customary."""
    torso_angle_deg: float = Field(default_factory=usual_torso_deg, ge=5, le=90)
    """By custom 43 deg, on a city bicycle 60, on aero bars 20."""
    elbow_bend_deg: float = Field(default_factory=usual_elbow_deg, ge=0, le=110)
    """Bend of the elbow: 0 is a straight arm. By custom 20 deg, on aero bars that of a forearm on its pad."""
    shoulder_angle_deg: float = Field(default_factory=usual_shoulder_deg, ge=30, le=150)
    """Line from shoulder to wrist against the torso; follows from the bar's place where that is given. By custom 85
    deg, on a city bicycle 75, on aero bars that of an upper arm square to the torso."""
    hands_on: HandsOn | None = None
    """Where the hands are when the torso angle follows from the bar's place; by custom the hoods, on a
    city bike the bar itself."""
    speed_kmh: float | None = Field(default=None, ge=5, le=90)
    """Speed on the road; from the power on the flat where not given."""
    heel_drop_deg: float = Field(default=0, ge=-40, le=40)
    ankle_range_deg: float | None = Field(default=None, ge=0, le=70)
    ankle_peak_deg: float | None = Field(default=None, ge=-180, le=360)
    ankle_second_share: float = Field(default=SECOND_HARMONIC, ge=0, le=0.6)
    """Second harmonic of the ankle curve over the first."""
    ankle_second_lag_deg: float = Field(default=SECOND_LAG_DEG, ge=-180, le=180)
    """Phase of the second harmonic of the ankle curve against the first's peak."""
    technique: Annotated[str, AfterValidator(known_technique), OneOf(techniques)] = AS_EVER
    """What the rider means to do, as `pedalfit technique` shows it."""
    technique_pct: float = Field(default=100, ge=0, le=200)
    """How far it is followed: 0 not at all, 100 as riders did who were told to in studies."""


def _short(default: str = "") -> Any:
    return Field(default=default, max_length=200)


class CoverTable(SetUpTable):
    """`[cover]`: what stands on the report's first lines and in its margin, as the fitter writes it."""

    date: Annotated[str, AfterValidator(_one_line)] = _short()
    fitter: Annotated[str, AfterValidator(_one_line)] = _short()
    studio: Annotated[str, AfterValidator(_one_line)] = _short()
    client: Annotated[str, AfterValidator(_one_line)] = _short()
    bicycle: Annotated[str, AfterValidator(_one_line)] = _short()
    shoes: Annotated[str, AfterValidator(_one_line)] = _short()
    notes: Annotated[str, AfterValidator(_one_line)] = Field(default="", max_length=1000)
    follow_up: Annotated[str, AfterValidator(_one_line)] = _short()


def _measured_field(kind: FigureKind) -> tuple[Any, Any]:
    return _per_leg(kind.low, kind.high) | None, Field(default=None, description=kind.words)


_READS: tuple[Any, str] = (Literal["markers", "centres"], "markers")
_MEASURED: Any = {"reads": _READS} | {
    kind.key: _measured_field(kind) for kind in (*FIGURES, STATIC_KNEE)
}
MeasuredTable: type[SetUpTable] = create_model(
    "MeasuredTable",
    __base__=SetUpTable,
    __doc__="`[measured]`: a rider's figures typed by hand; the knee's by markers unless `reads` says otherwise.",
    **_MEASURED,
)


class SetUp(SetUpTable):
    """A whole set-up file."""

    def in_words(self) -> str:
        """Rider, body, power and cadence on one line."""
        rider, riding = self.rider, self.riding
        return (
            f"{rider.name}: {rider.height_mm:g} mm, {rider.mass_kg:g} kg, "
            f"{riding.power_w:g} W at {riding.cadence_rpm:g} rpm"
        )

    def __repr__(self) -> str:
        return f"SetUp({self.in_words()})"

    def __str__(self) -> str:
        return self.in_words()

    rider: RiderTable
    """Who rides."""
    bicycle: BicycleTable = BicycleTable()
    """What is ridden, as set up."""
    riding: RidingTable
    """How it is ridden."""
    search: SearchTable = SearchTable()
    """What a search may change."""
    cover: CoverTable = CoverTable()
    measured: MeasuredTable = MeasuredTable()  # type: ignore[valid-type]
    """What was measured of the rider on the bicycle."""


@cache
def flat_keys() -> Mapping[str, tuple[str, ...]]:
    """Every key of a stroke by its flat name, with the path of tables that leads to it."""
    return MappingProxyType(dict(_walk(SetUp, ())))


def _walk(table: type[BaseModel], path: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    keys: list[tuple[str, tuple[str, ...]]] = []
    for name, field in table.model_fields.items():
        inner = field.annotation
        if inner in (CoverTable, MeasuredTable):
            continue
        if isinstance(inner, type) and issubclass(inner, Table):
            keys += _walk(inner, (*path, name))
        elif inner is not SearchTable:
            keys.append((name, (*path, name)))
    return keys
