"""The keys of a set-up file with their units, bounds and fixed defaults."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from fit_optimizer.plain_text import plain
from fit_optimizer.setup.search_table import SearchTable
from rider_models.coordination import FORCE_KEYS, FREQUENCY_KEYS, Coordination
from sim.bicycle import ROAD_CRANK_INERTIA_KG_M2


class Table(BaseModel):
    """A table of a file: unknown keys, infinities and NaN are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class SetUpTable(Table, strict=True):
    """A table of a set-up: `true` or "40" for a number is refused too."""


class LeftRight(SetUpTable):
    """A value that differs between the legs: `{ left = 430, right = 425 }`."""

    left: float
    right: float


Complaint = Literal["none", "front_of_knee", "back_of_knee", "achilles", "hip_impingement"]
"""Where it hurts: what it makes the search weigh stands in `fit_optimizer/criteria/objectives.py`."""


@dataclass(frozen=True)
class Allowed:
    """Bounds of a value that may differ between the legs, for `allowed_range` to find."""

    ge: float
    le: float


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
    knee_flexion_min_deg: float = Field(default=15, ge=5, le=60)
    knee_flexion_max_deg: float = Field(default=128, ge=90, le=132)
    ankle_dorsiflexion_max_deg: float = Field(default=30, ge=0, le=37)
    ankle_plantarflexion_max_deg: float = Field(default=35, ge=0, le=42)
    straight_leg_raise_deg: float = Field(default=80, ge=30, le=120)


def _coordination_field(key: str, default: Any) -> tuple[type, Any]:
    if key in FREQUENCY_KEYS:
        return float, Field(default=default, ge=0.1, le=100)
    return float, Field(default=default, ge=0 if key in FORCE_KEYS else 0.01, le=1000)


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
    height_mm: float = Field(ge=1300, le=2200)
    mass_kg: float = Field(ge=35, le=160)
    sex: Literal["female", "male"] = "male"
    inseam_mm: float | None = Field(default=None, ge=500, le=1100)
    thigh_mm: _per_leg(280, 600) | None = None  # type: ignore[valid-type]
    shank_mm: _per_leg(280, 600) | None = None  # type: ignore[valid-type]
    foot_mm: _per_leg(170, 350) | None = None  # type: ignore[valid-type]
    arm_mm: float | None = Field(default=None, ge=350, le=800)
    strength: _per_leg(0.3, 3) = 1.0  # type: ignore[valid-type]
    complaint: Complaint = "none"
    mobility: MobilityTable = MobilityTable()
    coordination: CoordinationTable = CoordinationTable()  # type: ignore[valid-type]


class BicycleTable(SetUpTable):
    """`[bicycle]`: what is left out is set by custom for this rider."""

    saddle_height_mm: float | None = Field(default=None, ge=400, le=1000)
    saddle_setback_mm: float | None = Field(default=None, ge=-100, le=400)
    seat_tube_angle_deg: float = Field(default=73.5, ge=65, le=90)
    crank_length_mm: float | None = Field(default=None, ge=120, le=200)
    stance_width_mm: float = Field(default=252, ge=150, le=400)
    sole_stack_mm: float = Field(default=25, ge=0, le=60)
    cleat_setback_mm: _per_leg(-40, 100) = 5.0  # type: ignore[valid-type]
    cleat_outward_mm: _per_leg(-30, 30) = 0.0  # type: ignore[valid-type]
    toe_out_deg: _per_leg(-20, 30) = 0.0  # type: ignore[valid-type]
    bar_move_max_mm: float = Field(default=50, ge=0, le=200)
    crank_inertia_kg_m2: float = Field(default=ROAD_CRANK_INERTIA_KG_M2, ge=0.5, le=1000)


class RidingTable(SetUpTable):
    """`[riding]`."""

    power_w: float = Field(ge=10, le=2000)
    cadence_rpm: float = Field(ge=20, le=180)
    torso_angle_deg: float = Field(default=43, ge=5, le=90)
    elbow_bend_deg: float = Field(default=20, ge=0, le=110)
    heel_drop_deg: float = Field(default=0, ge=-40, le=40)
    ankle_range_deg: float | None = Field(default=None, ge=0, le=70)
    ankle_peak_deg: float | None = Field(default=None, ge=-180, le=360)


class SetUp(SetUpTable):
    """A whole set-up file."""

    rider: RiderTable
    bicycle: BicycleTable = BicycleTable()
    riding: RidingTable
    search: SearchTable = SearchTable()


def flat_keys() -> dict[str, tuple[str, ...]]:
    """Every key of a stroke by its flat name, with the path of tables that leads to it."""
    return dict(_walk(SetUp, ()))


def _walk(table: type[BaseModel], path: tuple[str, ...]) -> list[tuple[str, tuple[str, ...]]]:
    keys: list[tuple[str, tuple[str, ...]]] = []
    for name, field in table.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Table):
            keys += _walk(inner, (*path, name))
        elif inner is not SearchTable:
            keys.append((name, (*path, name)))
    return keys
