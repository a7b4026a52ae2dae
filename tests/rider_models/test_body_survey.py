"""Leg lengths are those of a survey of both sexes, and of sources the survey knows nothing of."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rider_models.body_survey import (
    HIP_ABOVE_TROCHANTERION_OVER_HEIGHT,
    PELVIS_SPREAD_M,
    PELVIS_SPREADS_ALLOWED,
    default_foot_m,
    default_inseam_m,
    hip_above_crotch_m,
    leg_lengths,
    length_spreads,
    survey,
)
from rider_models.derivation.derive_body_survey import survey_table
from rider_models.rider import average_leg
from rider_models.skeleton import REFERENCE_SHANK_M, REFERENCE_THIGH_M

SEXES = ["female", "male"]
heights = st.floats(1.45, 2.05)
TROCHANTERION_MM = {"female": (0.597, -126.9), "male": (0.6098, -169.9)}
"""Slope and intercept on stature of ANSUR II's trochanterion height, a fit of its own by sex."""


def average(height_m: float, sex: str):
    return leg_lengths(height_m, default_inseam_m(height_m, sex))


@pytest.mark.parametrize("sex", SEXES)
def test_a_person_of_mean_stature_has_the_surveys_mean_lengths(sex):
    mean = survey()["means_mm"][sex]
    height_m = mean["height"] / 1000
    ours = average(height_m, sex)
    thigh_mm = 1000 * (ours.thigh_m - HIP_ABOVE_TROCHANTERION_OVER_HEIGHT * height_m)
    assert thigh_mm == pytest.approx(mean["trochanter_to_epicondyle"], abs=2)
    assert 1000 * ours.shank_m == pytest.approx(mean["epicondyle_to_malleolus"], abs=10)
    assert 1000 * ours.ankle_height_m == pytest.approx(mean["malleolus_height"], abs=3)
    assert 1000 * default_inseam_m(height_m, sex) == pytest.approx(mean["inseam"], abs=0.5)
    assert 1000 * default_foot_m(height_m, sex) == pytest.approx(mean["foot"], abs=0.5)


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize("spreads", [-2, 0, 2])
def test_over_stature_the_trochanter_stays_where_the_survey_has_it(sex, spreads):
    table = survey()
    height_mm = table["means_mm"][sex]["height"] + spreads * table["spreads_mm"][sex]["height"]
    ours = average(height_mm / 1000, sex)
    leg_mm = 1000 * (ours.thigh_m + ours.shank_m + ours.ankle_height_m)
    slope, intercept = TROCHANTERION_MM[sex]
    trochanter_mm = leg_mm - HIP_ABOVE_TROCHANTERION_OVER_HEIGHT * height_mm
    assert trochanter_mm == pytest.approx(slope * height_mm + intercept, abs=9)


@pytest.mark.parametrize(
    ("sex", "slope", "intercept_cm", "height_cm"),
    [
        ("male", 2.38, 61.41, 170.0),
        ("male", 2.38, 61.41, 177.0),
        ("female", 2.47, 54.10, 158.0),
        ("female", 2.47, 54.10, 165.0),
    ],
)
def test_the_thigh_agrees_with_thigh_bones(sex, slope, intercept_cm, height_cm):
    """Stature from the femur (Trotter & Gleser 1952, error 33 to 37 mm of stature, so 15 mm of femur),
    less the femoral head above its centre and the condyle below the epicondyles, 49 mm. Near the
    means only: stature's regression on the femur is not the femur's on stature."""
    femur_mm = 10 * (height_cm - intercept_cm) / slope
    assert 1000 * average(height_cm / 100, sex).thigh_m == pytest.approx(femur_mm - 49, abs=15)


@pytest.mark.parametrize("sex", SEXES)
def test_a_rider_of_the_reference_models_height_has_its_leg(sex):
    ours = average(1.70, sex)
    assert ours.thigh_m == pytest.approx(REFERENCE_THIGH_M, abs=0.006)
    assert ours.shank_m == pytest.approx(REFERENCE_SHANK_M, abs=0.02)


@pytest.mark.parametrize(
    ("sex", "height_m"),
    [("female", 1.50), ("female", 1.63), ("female", 1.75), ("male", 1.62), ("male", 1.89)],
)
def test_the_inseam_is_forty_eight_percent_of_stature(sex, height_m):
    assert default_inseam_m(height_m, sex) / height_m == pytest.approx(0.48, abs=0.012)


@given(heights)
def test_sex_changes_no_length_that_height_and_inseam_explain(height_m):
    inseam_m = 0.48 * height_m
    female, male = (average_leg(height_m, sex, inseam_m) for sex in SEXES)
    assert (female.thigh_m, female.shank_m) == (male.thigh_m, male.shank_m)
    assert female.ankle_height_m == male.ankle_height_m
    pelvis = {hip_above_crotch_m(female.length_m, height_m, sex, inseam_m) for sex in SEXES}
    assert len(pelvis) == 1


@given(heights, st.sampled_from(SEXES))
def test_the_default_inseam_gives_the_average_leg(height_m, sex):
    inseam_m = default_inseam_m(height_m, sex)
    assert average_leg(height_m, sex, inseam_m) == average_leg(height_m, sex)
    leg_m = average_leg(height_m, sex).length_m
    unmeasured = hip_above_crotch_m(leg_m, height_m, sex)
    assert hip_above_crotch_m(leg_m, height_m, sex, inseam_m) == pytest.approx(unmeasured)
    assert unmeasured == pytest.approx(leg_m - inseam_m)


@given(heights, st.sampled_from(SEXES), st.floats(0.005, 0.05))
def test_a_longer_inseam_lengthens_both_segments_and_lowers_the_pelvis(height_m, sex, more_m):
    inseam_m = default_inseam_m(height_m, sex)
    usual, longer = leg_lengths(height_m, inseam_m), leg_lengths(height_m, inseam_m + more_m)
    added = (longer.thigh_m - usual.thigh_m, longer.shank_m - usual.shank_m)
    assert 0 < added[0] < added[1] < more_m
    assert 0.6 * more_m < sum(added) < 0.9 * more_m
    assert longer.hip_above_crotch_m < usual.hip_above_crotch_m


@given(heights, st.sampled_from(SEXES), st.floats(-0.04, 0.04))
def test_what_a_measured_leg_leaves_over_the_inseam_is_the_pelvis(height_m, sex, more_m):
    inseam_m = default_inseam_m(height_m, sex)
    usual = leg_lengths(height_m, inseam_m).hip_above_crotch_m
    leg_m = average_leg(height_m, sex).length_m + more_m
    assert hip_above_crotch_m(leg_m, height_m, sex, inseam_m) == pytest.approx(usual + more_m)
    assert hip_above_crotch_m(leg_m, height_m, sex) == pytest.approx(usual)


def test_a_tape_held_at_the_wrong_point_does_not_move_the_pelvis_without_end():
    leg_m, usual = average_leg(1.75, "male").length_m, average(1.75, "male").hip_above_crotch_m
    inseam_m = default_inseam_m(1.75, "male")
    room = PELVIS_SPREADS_ALLOWED * PELVIS_SPREAD_M
    for wrong_m, expected in ((0.2, usual + room), (-0.2, usual - room)):
        found = hip_above_crotch_m(leg_m + wrong_m, 1.75, "male", inseam_m)
        assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("sex", "height_m", "sizes"), [("female", 1.58, (36.5, 39.5)), ("male", 1.80, (42.5, 45.5))]
)
def test_feet_fit_the_shoes_that_people_of_their_height_buy(sex, height_m, sizes):
    """A European size is 1.5 times the foot in cm with 1.5 cm of room."""
    size = 1.5 * (100 * default_foot_m(height_m, sex) + 1.5)
    assert sizes[0] < size < sizes[1]


def test_spreads_shrink_when_the_inseam_is_known():
    spreads = length_spreads()
    for key in ("thigh_mm", "shank_mm"):
        assert 3 < spreads[key].given_inseam_mm < spreads[key].given_height_mm < 20
    assert 5 < spreads["foot_mm"].given_inseam_mm < 12


def _made_up(count: int, thigh_of_women_mm: float) -> dict[str, list[dict[str, str]]]:
    """People whose thigh, shank and ankle are known planes in stature and inseam."""
    rng = np.random.default_rng(3)
    people = {}
    for sex, mean in (("female", 1620.0), ("male", 1760.0)):
        height = rng.normal(mean, 60, count)
        inseam = 0.5 * height - 20 + rng.normal(0, 20, count)
        ankle = 0.04 * height
        knee = ankle + 0.45 * inseam + 40
        hip = knee + 0.1 * height + 0.3 * inseam + (thigh_of_women_mm if sex == "female" else 0)
        rows = {
            "stature": height,
            "crotchheight": inseam,
            "lateralmalleolusheight": ankle,
            "lateralfemoralepicondyleheight": knee,
            "trochanterionheight": hip,
            "footlength": 0.15 * height,
            "balloffootlength": 0.11 * height,
        }
        people[sex] = [
            dict(zip(rows, map(repr, map(float, one)), strict=True))
            for one in zip(*rows.values(), strict=True)
        ]
    return people


def test_the_derivation_finds_planes_within_the_sexes_and_their_middle():
    found = survey_table(_made_up(400, thigh_of_women_mm=10.0))["of_both"]
    thigh = found["trochanter_to_epicondyle"]
    assert (thigh["per_height"], thigh["per_inseam"]) == pytest.approx((0.1, 0.3), abs=1e-4)
    assert thigh["intercept_mm"] == pytest.approx(5.0, abs=0.3)
    assert thigh["spread_mm"] == pytest.approx(0.0, abs=0.1)
    assert found["malleolus_height"]["per_height"] == pytest.approx(0.04, abs=1e-4)
