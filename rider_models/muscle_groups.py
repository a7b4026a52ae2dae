"""The functional groups of the muscles, once: their muscles, and the group by which a rider knows them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rider_models.data_tables import DATA, table_rows


@dataclass(frozen=True)
class CoachedGroup:
    """Functional groups together, by a name that a rider knows."""

    key: str
    words: str


COACHED_GROUPS = (
    CoachedGroup("quadriceps", "quadriceps"),
    CoachedGroup("glutes", "glutes and adductors"),
    CoachedGroup("hamstrings", "hamstrings"),
    CoachedGroup("calf", "calf"),
    CoachedGroup("hip_flexors", "hip flexors"),
    CoachedGroup("shin", "shin"),
)
"""In the order of tables and pictures."""


@dataclass(frozen=True)
class MuscleGroup:
    """Muscles that share one weight of coordination.

    `coached_as` is a key of `COACHED_GROUPS`; `words` name it in sentences, empty where it is not told of;
    `behind_knee` groups press on the back of the knee; those `under_skin` are reached by electrodes on the skin;
    `default_weight` is that of the default rider.
    """

    name: str
    coached_as: str
    words: str
    behind_knee: bool
    under_skin: bool
    default_weight: float
    muscles: tuple[str, ...]


def read_muscle_groups(path: Path) -> tuple[MuscleGroup, ...]:
    """The rows of a table of groups. Raises ValueError for a group that is coached as none."""
    known = [group.key for group in COACHED_GROUPS]
    groups = []
    for row in table_rows(path):
        if row["coached_as"] not in known:
            raise ValueError(
                f"{row['group']} is coached as {row['coached_as']!r}: allowed is {', '.join(known)}"
            )
        groups.append(
            MuscleGroup(
                name=row["group"],
                coached_as=row["coached_as"],
                words=row["words"],
                behind_knee=row["behind_knee"] == "yes",
                under_skin=row["under_skin"] == "yes",
                default_weight=float(row["default_weight"]),
                muscles=tuple(row["muscles"].split()),
            )
        )
    return tuple(groups)


MUSCLE_GROUPS = read_muscle_groups(DATA / "muscle_groups.csv")
MUSCLES_BY_GROUP = {group.name: group.muscles for group in MUSCLE_GROUPS}
GROUP_OF_MUSCLE = {muscle: group.name for group in MUSCLE_GROUPS for muscle in group.muscles}


def groups_coached_as(key: str) -> tuple[str, ...]:
    """Names of the functional groups that a rider knows by one name."""
    return tuple(group.name for group in MUSCLE_GROUPS if group.coached_as == key)
