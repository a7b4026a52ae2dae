"""Body dimensions and segment inertias from height, mass and sex (de Leva 1996)."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rider_models.muscle_table import DATA

Sex = Literal["female", "male"]

REFERENCE_HEIGHT_M = {"female": 1.735, "male": 1.741}
"""Stature of de Leva's mean subjects."""

HIP_WIDTH_OVER_HEIGHT = 0.1545 / 1.70
"""Hip centre to hip centre over stature: 154.5 mm in the 1.70 m reference model (Rajagopal 2016)."""

ANKLE_HEIGHT_OVER_HEIGHT = 0.039
"""Ankle centre above the sole over stature (Drillis & Contini 1966, in Winter 2009, fig. 4.1)."""

CROTCH_BELOW_HIP_OVER_HEIGHT = 0.053
"""Hip centre above the crotch over stature: hip centre at 0.530 (Drillis & Contini 1966), crotch
height at 0.477 of stature (ANSUR II, both sexes within 0.005)."""


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
    lines = (DATA / "de_leva_1996.csv").read_text().splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {
        (row.pop("sex"), row.pop("segment")): {k: float(v) for k, v in row.items()} for row in rows
    }


def segment_length_m(segment: str, height_m: float, sex: Sex) -> float:
    """Length of a segment of a rider of average proportions (m)."""
    return de_leva_table()[sex, segment]["length_mm"] / 1000 * height_m / REFERENCE_HEIGHT_M[sex]


def segment_inertia(segment: str, length_m: float, mass_kg: float, sex: Sex) -> SegmentInertia:
    """Inertia of a segment of a given length in a body of a given mass (de Leva 1996, table 4)."""
    row = de_leva_table()[sex, segment]
    return SegmentInertia(
        length_m=length_m,
        mass_kg=row["mass_pct"] / 100 * mass_kg,
        centre_m=row["centre_pct"] / 100 * length_m,
        radius_sagittal_m=row["radius_sagittal_pct"] / 100 * length_m,
        radius_transverse_m=row["radius_transverse_pct"] / 100 * length_m,
        radius_longitudinal_m=row["radius_longitudinal_pct"] / 100 * length_m,
    )


def leg_from_inseam(inseam_m: float, height_m: float, sex: Sex) -> tuple[float, float]:
    """Thigh and shank (m) of a rider whose inseam was measured: both stretched by the same factor."""
    thigh = segment_length_m("thigh", height_m, sex)
    shank = segment_length_m("shank", height_m, sex)
    ankle_height = ANKLE_HEIGHT_OVER_HEIGHT * height_m
    leg = inseam_m + CROTCH_BELOW_HIP_OVER_HEIGHT * height_m - ankle_height
    factor = leg / (thigh + shank)
    return thigh * factor, shank * factor


def default_inseam_m(height_m: float, sex: Sex) -> float:
    """Inseam (m) of a rider of average proportions, the inverse of `leg_from_inseam`."""
    leg = segment_length_m("thigh", height_m, sex) + segment_length_m("shank", height_m, sex)
    return leg + (ANKLE_HEIGHT_OVER_HEIGHT - CROTCH_BELOW_HIP_OVER_HEIGHT) * height_m
