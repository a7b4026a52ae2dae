"""The 40 leg muscles: Hill parameters and paths, as read from `data/`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from rider_models.arrays import Joint, angle_name
from rider_models.data_tables import DATA, table_rows
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


@cache
def path_table() -> dict[str, Any]:
    """`data/muscle_paths.json`: polynomials of lengths and lines of action."""
    table: dict[str, Any] = json.loads((DATA / "muscle_paths.json").read_text("utf-8"))
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
