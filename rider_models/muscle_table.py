"""The 40 leg muscles: Hill parameters and paths, as read from `data/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, NotRequired, TypedDict

from rider_models.arrays import Joint, angle_name
from rider_models.data_tables import DATA, json_table, table_rows
from rider_models.muscle_groups import GROUP_OF_MUSCLE

COORDINATES = tuple(angle_name(joint) for joint in Joint)
"""Names of the joint angles in the muscle tables, in the order of the columns."""


@dataclass(frozen=True)
class MuscleRow:
    """Hill parameters of one muscle as they stand in the reference model (m, N, rad).

    `length_per_segment` is the relative change of the path's length with the relative size of
    pelvis, thigh, shank and foot; the four add up to one.
    """

    name: str
    group: str
    max_isometric_force_n: float
    optimal_fibre_length_m: float
    tendon_slack_length_m: float
    pennation_rad: float
    length_per_segment: tuple[float, float, float, float]


@cache
def muscle_rows() -> tuple[MuscleRow, ...]:
    """Rows of `data/muscles.csv`."""
    return tuple(_row(row) for row in table_rows(DATA / "muscles.csv"))


class Pull(TypedDict):
    """Polynomials of a unit tension's pull along three axes: `coefficients` is 3 x monomials."""

    degree: int
    coefficients: list[list[float]]
    rms_error: float


PullName = Literal["hip_pull", "knee_pull", "patella_pull"]


class Path(TypedDict):
    """Polynomials of a muscle: length (m) and pull of what lies beyond hip, knee and on the patella.

    A pull that stays zero in every pose has no row.
    """

    coordinates: list[str]
    degree: int
    length_m: list[float]
    length_rms_error_mm: float
    poses_left_out: int
    hip_pull: NotRequired[Pull]
    knee_pull: NotRequired[Pull]
    patella_pull: NotRequired[Pull]


class PathTable(TypedDict):
    """Polynomials by muscle and the range of each joint angle (deg) that they were fitted over."""

    provenance: str
    sampled_range_deg: dict[str, tuple[float, float]]
    muscles: dict[str, Path]


@cache
def path_table() -> PathTable:
    """`data/muscle_paths.json`: polynomials of lengths and lines of action."""
    table: PathTable = json_table(DATA / "muscle_paths.json")
    return table


def _row(row: dict[str, str]) -> MuscleRow:
    pelvis, thigh, shank, foot = (
        float(row[f"length_per_{segment}"]) for segment in ("pelvis", "thigh", "shank", "foot")
    )
    return MuscleRow(
        name=row["muscle"],
        group=GROUP_OF_MUSCLE[row["muscle"]],
        max_isometric_force_n=float(row["max_isometric_force_n"]),
        optimal_fibre_length_m=float(row["optimal_fibre_length_m"]),
        tendon_slack_length_m=float(row["tendon_slack_length_m"]),
        pennation_rad=float(row["pennation_rad"]),
        length_per_segment=(pelvis, thigh, shank, foot),
    )
