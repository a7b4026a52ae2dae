"""How long a rider's leg segments are: a survey of both sexes, and joint centres beside its landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal, NotRequired, TypedDict

from rider_models.data_tables import DATA, json_table

Sex = Literal["female", "male"]

HIP_ABOVE_TROCHANTERION_OVER_HEIGHT = 0.009
"""Hip centre above the palpated trochanterion over stature: the thigh from hip to knee centre is then
0.242 of stature for both sexes.

The survey's trochanterion-to-epicondyle is 0.233 of stature. From hip to knee centre the thigh is
0.241 of stature in the reference model (409.6 mm at 1.70 m), 0.2425 in de Leva's men, and 0.2435 by
the femur of a given stature (Trotter & Gleser 1952: stature = 2.38 x femur + 61.41 cm in men, 2.47 x
femur + 54.10 cm in women) less 24 mm of femoral head and 25 mm of condyle beyond the centres. So the
offset lies within 0.008-0.011.
"""

HIP_WIDTH_OVER_HEIGHT = 0.1545 / 1.70
"""Hip centre to hip centre over stature: 154.5 mm in the 1.70 m reference model (Rajagopal 2016)."""

PELVIS_SPREAD_M = 0.018
"""Standard deviation (m) of the hip centre's height given stature and inseam: that of the survey's
trochanterion, 15 mm in women and 18 mm in men."""
PELVIS_SPREADS_ALLOWED = 2.5
"""How far a measured leg may put the hip above the crotch from the average, in standard deviations: a
guess that keeps a tape held at the wrong point from moving the saddle."""


BONE_SPREADS_GIVEN_HEIGHT_MM = {"thigh_mm": 12.5, "shank_mm": 12.0}
"""Standard deviation of femur and tibia given stature: 23.7 and 22.3 mm among men, correlating with stature by
0.86 and 0.84 (Trotter & Gleser 1952: errors of 32.7 and 33.7 mm of a stature that spreads by 65 mm)."""


@dataclass(frozen=True)
class LegLengths:
    """Lengths between joint centres, height of the ankle centre above the sole, and how high the
    hip centre lies above the crotch of a standing rider (m)."""

    thigh_m: float
    shank_m: float
    ankle_height_m: float
    hip_above_crotch_m: float


@dataclass(frozen=True)
class Spread:
    """Standard deviation (mm) of a length given height and sex, and given the inseam too."""

    given_height_mm: float
    given_inseam_mm: float


class Regression(TypedDict):
    """A length (mm) by stature, and by inseam where `per_inseam` stands, with what they leave (mm)."""

    intercept_mm: float
    per_height: float
    per_inseam: NotRequired[float]
    spread_mm: float


class BodySurvey(TypedDict):
    """Means, standard deviations and regressions (mm) of lengths by their names, by sex and for both."""

    source: NotRequired[str]
    derived_by: NotRequired[str]
    means_mm: dict[str, dict[str, float]]
    spreads_mm: dict[str, dict[str, float]]
    by_sex: dict[str, dict[str, Regression]]
    of_both: dict[str, Regression]
    spreads_given_height_mm: dict[str, float]


@cache
def survey() -> BodySurvey:
    """The table `data/body_survey.json`: means, spreads and regressions (mm) of ANSUR II."""
    found: BodySurvey = json_table(DATA / "body_survey.json")
    return found


def default_inseam_m(height_m: float, sex: Sex) -> float:
    """Inseam (m), the survey's crotch height, of the average rider of a stature and sex.

    0.48 of stature in either sex; at the same stature women's is 11 mm longer.
    """
    return _on_height(survey()["by_sex"][sex]["inseam"], height_m)


def default_foot_m(height_m: float, sex: Sex) -> float:
    """Length (m) of the foot, heel to toe tip, of the average rider of a stature and sex.

    0.151 of stature in women, 0.154 in men.
    """
    return _on_height(survey()["by_sex"][sex]["foot"], height_m)


def leg_lengths(height_m: float, inseam_m: float) -> LegLengths:
    """Lengths (m) of the average leg of riders of a stature and inseam, of either sex.

    The means of the survey given both: with 10 mm more inseam go 3 mm of thigh, 4.5 of shank and 2.5
    less between crotch and hip. Knee centre: the lateral epicondyle, through which the flexion axis
    passes (Churchill et al. 1998, Clin Orthop 356:111, within 3 deg). Ankle centre: the height of
    the lateral malleolus (the axis passes just under both malleoli, Inman 1976). Hip centre: above the
    trochanterion by `HIP_ABOVE_TROCHANTERION_OVER_HEIGHT`.
    """
    thigh, shank, ankle = (
        _on_both(survey()["of_both"][name], height_m, inseam_m)
        for name in ("trochanter_to_epicondyle", "epicondyle_to_malleolus", "malleolus_height")
    )
    thigh += HIP_ABOVE_TROCHANTERION_OVER_HEIGHT * height_m
    return LegLengths(thigh, shank, ankle, thigh + shank + ankle - inseam_m)


def hip_above_crotch_m(
    leg_m: float, height_m: float, sex: Sex, inseam_m: float | None = None
) -> float:
    """How high (m) the hip centre lies above the crotch, where the saddle carries the rider.

    `leg_m` is the rider's hip centre above the sole. What leg and measured inseam leave between them
    is the pelvis, within `PELVIS_SPREADS_ALLOWED` of the average; without a measured inseam it is
    the average.
    """
    if inseam_m is None:
        return leg_lengths(height_m, default_inseam_m(height_m, sex)).hip_above_crotch_m
    average = leg_lengths(height_m, inseam_m).hip_above_crotch_m
    room = PELVIS_SPREADS_ALLOWED * PELVIS_SPREAD_M
    return min(max(leg_m - inseam_m, average - room), average + room)


def length_spreads() -> dict[str, Spread]:
    """Spread of thigh, shank and foot about the average, by the key of a set-up.

    Within a sex of the survey, less what its landmarks are misread by. Bones of a stature tell how much
    that is: the survey's spread given stature is wider than theirs by it.
    """
    table = survey()
    foot = max(table["by_sex"][sex]["foot"]["spread_mm"] for sex in ("female", "male"))
    spreads = {"foot_mm": Spread(foot, foot)}
    for key, name in (
        ("thigh_mm", "trochanter_to_epicondyle"),
        ("shank_mm", "epicondyle_to_malleolus"),
    ):
        bone = BONE_SPREADS_GIVEN_HEIGHT_MM[key]
        misread_squared = table["spreads_given_height_mm"][name] ** 2 - bone**2
        given_inseam = (table["of_both"][name]["spread_mm"] ** 2 - misread_squared) ** 0.5
        spreads[key] = Spread(bone, given_inseam)
    return spreads


def _on_height(line: Regression, height_m: float) -> float:
    return line["intercept_mm"] / 1000 + line["per_height"] * height_m


def _on_both(plane: Regression, height_m: float, inseam_m: float) -> float:
    return _on_height(plane, height_m) + plane["per_inseam"] * inseam_m
