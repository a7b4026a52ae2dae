"""Segment inertias from length, mass and sex (de Leva 1996), and the lengths that he alone gives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from rider_models.body_survey import Sex, default_inseam_m, leg_lengths
from rider_models.data_tables import DATA, table_rows

REFERENCE_HEIGHT_M = {"female": 1.735, "male": 1.741}
"""Stature of de Leva's mean subjects."""


@dataclass(frozen=True)
class SegmentInertia:
    """A rigid segment: length and centre from its proximal end, and radii of gyration (m, kg)."""

    length_m: float
    mass_kg: float
    centre_m: float
    radius_sagittal_m: float
    radius_transverse_m: float
    radius_longitudinal_m: float


@cache
def de_leva_table() -> dict[tuple[str, str], dict[str, float]]:
    """Rows of `data/de_leva_1996.csv` by sex and segment."""
    rows = table_rows(DATA / "de_leva_1996.csv")
    return {
        (row.pop("sex"), row.pop("segment")): {k: float(v) for k, v in row.items()} for row in rows
    }


def segment_length_m(segment: str, height_m: float, sex: Sex) -> float:
    """Length (m) of a segment of trunk, head or arm of a rider of average proportions (de Leva 1996).

    Leg lengths come from `rider_models.body_survey`.
    """
    return de_leva_table()[sex, segment]["length_mm"] / 1000 * height_m / REFERENCE_HEIGHT_M[sex]


def segment_inertia(segment: str, length_m: float, mass_kg: float, sex: Sex) -> SegmentInertia:
    """Inertia of a segment of a given length in a body of a given mass (de Leva 1996, table 4).

    His percentages are of his own segments. His thigh ends at a hip centre that for women lies
    45 mm lower than the survey's, so the thigh's centre and radii are carried over in mm from the
    knee, which both share, and scaled by the stretch of the thigh against the average one.
    """
    row = de_leva_table()[sex, segment]
    own_over_length = _own_thigh_over_average(sex) if segment == "thigh" else 1.0
    centre = 1 - (1 - row["centre_pct"] / 100) * own_over_length
    return SegmentInertia(
        length_m=length_m,
        mass_kg=row["mass_pct"] / 100 * mass_kg,
        centre_m=centre * length_m,
        radius_sagittal_m=row["radius_sagittal_pct"] / 100 * own_over_length * length_m,
        radius_transverse_m=row["radius_transverse_pct"] / 100 * own_over_length * length_m,
        radius_longitudinal_m=row["radius_longitudinal_pct"] / 100 * own_over_length * length_m,
    )


@cache
def _own_thigh_over_average(sex: Sex) -> float:
    """Thigh of de Leva's mean subject over that of the survey's average rider of the same stature."""
    height_m = REFERENCE_HEIGHT_M[sex]
    average = leg_lengths(height_m, default_inseam_m(height_m, sex)).thigh_m
    return de_leva_table()[sex, "thigh"]["length_mm"] / 1000 / average
