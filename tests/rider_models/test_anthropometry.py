"""Segment masses and inertias are de Leva's, and what was measured wins over what is average."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rider_models.anthropometry import de_leva_table, segment_inertia, segment_length_m
from rider_models.body_survey import default_inseam_m, leg_lengths
from tests.strategies import seated

SEXES = ["female", "male"]


@pytest.mark.parametrize("sex", SEXES)
def test_segments_together_weigh_the_body(sex):
    paired = ("upper_arm", "forearm", "hand", "thigh", "shank", "foot")
    rows = {segment: row["mass_pct"] for (s, segment), row in de_leva_table().items() if s == sex}
    total = rows["head"] + rows["trunk"] + 2 * sum(rows[segment] for segment in paired)
    assert total == pytest.approx(100.0, abs=0.1)


@pytest.mark.parametrize(
    ("sex", "segment", "length_mm", "mass_pct", "centre_pct"),
    [
        ("male", "thigh", 422.2, 14.16, 40.95),
        ("male", "shank", 440.3, 4.33, 43.95),
        ("male", "foot", 258.1, 1.37, 44.15),
        ("male", "trunk", 515.5, 43.46, 43.10),
        ("female", "thigh", 368.5, 14.78, 36.12),
        ("female", "shank", 438.6, 4.81, 43.52),
        ("female", "foot", 228.3, 1.29, 40.14),
        ("female", "trunk", 497.9, 42.57, 37.82),
    ],
)
def test_rows_are_those_of_de_leva(sex, segment, length_mm, mass_pct, centre_pct):
    row = de_leva_table()[sex, segment]
    assert (row["length_mm"], row["mass_pct"], row["centre_pct"]) == (
        length_mm,
        mass_pct,
        centre_pct,
    )


@pytest.mark.parametrize(("sex", "height_m"), [("female", 1.735), ("male", 1.741)])
def test_the_mean_subject_has_the_mean_trunk(sex, height_m):
    expected = de_leva_table()[sex, "trunk"]["length_mm"] / 1000
    assert segment_length_m("trunk", height_m, sex) == pytest.approx(expected)


def test_a_segments_inertia_is_its_mass_times_its_radius_of_gyration():
    shank = segment_inertia("shank", 0.4403, 73.0, "male")
    assert shank.mass_kg == pytest.approx(3.161, abs=1e-3)
    assert shank.centre_m == pytest.approx(0.1935, abs=1e-4)
    assert shank.radius_transverse_m == pytest.approx(0.1083, abs=1e-4)


@pytest.mark.parametrize(("sex", "height_m"), [("female", 1.735), ("male", 1.741)])
def test_the_mean_subjects_thigh_has_its_centre_and_radii_where_de_leva_measured_them(
    sex, height_m
):
    """In mm from the knee, however high the hip centre is put."""
    row = de_leva_table()[sex, "thigh"]
    thigh_m = leg_lengths(height_m, default_inseam_m(height_m, sex)).thigh_m
    ours = segment_inertia("thigh", thigh_m, 70.0, sex)
    above_knee_mm = (1 - row["centre_pct"] / 100) * row["length_mm"]
    assert 1000 * (thigh_m - ours.centre_m) == pytest.approx(above_knee_mm)
    radius_mm = row["radius_transverse_pct"] / 100 * row["length_mm"]
    assert 1000 * ours.radius_transverse_m == pytest.approx(radius_mm)


def test_thighs_of_both_sexes_turn_alike():
    """De Leva's radii differ by 3 to 4 points of his lengths, by under 1.5 points of the same length."""
    female, male = (segment_inertia("thigh", 0.41, 70.0, sex) for sex in SEXES)
    assert female.radius_sagittal_m / male.radius_sagittal_m == pytest.approx(1.0, abs=0.03)
    assert female.radius_longitudinal_m / male.radius_longitudinal_m == pytest.approx(1, abs=0.06)


@given(st.floats(0.3, 0.5), st.sampled_from(SEXES), st.sampled_from(["thigh", "shank", "foot"]))
def test_an_inertia_scales_with_the_segments_length(length_m, sex, segment):
    one, twice = (segment_inertia(segment, k * length_m, 70.0, sex) for k in (1, 2))
    assert twice.centre_m == pytest.approx(2 * one.centre_m)
    assert twice.radius_sagittal_m == pytest.approx(2 * one.radius_sagittal_m)
    assert 0 < one.centre_m < length_m


@pytest.mark.parametrize("key", ["thigh_mm", "shank_mm", "foot_mm"])
def test_a_measured_length_wins_over_the_average_and_over_the_inseam(key):
    attribute = key.replace("_mm", "_m")
    measured = {"thigh_mm": 445.0, "shank_mm": 415.0, "foot_mm": 270.0}[key]
    rider = seated(inseam_mm=840, **{key: measured}).rider
    assert getattr(rider.left, attribute) == getattr(rider.right, attribute) == measured / 1000


def test_a_length_measured_on_one_leg_stays_on_that_leg():
    rider = seated(thigh_mm={"left": 430, "right": 425}).rider
    assert (rider.left.thigh_m, rider.right.thigh_m) == (0.430, 0.425)
    assert rider.left.shank_m == rider.right.shank_m
