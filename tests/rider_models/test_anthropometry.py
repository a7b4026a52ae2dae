"""Body dimensions and segment masses add up, and what was measured wins over what is average."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rider_models.anthropometry import (
    de_leva_table,
    default_inseam_m,
    leg_from_inseam,
    segment_inertia,
    segment_length_m,
)
from rider_models.rider import average_leg
from tests.strategies import seated

SEXES = ["female", "male"]
heights = st.floats(1.45, 2.05)


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
def test_the_mean_subject_has_the_mean_lengths(sex, height_m):
    expected = de_leva_table()[sex, "thigh"]["length_mm"] / 1000
    assert segment_length_m("thigh", height_m, sex) == pytest.approx(expected)


def test_a_segments_inertia_is_its_mass_times_its_radius_of_gyration():
    thigh = segment_inertia("thigh", 0.4222, 73.0, "male")
    assert thigh.mass_kg == pytest.approx(10.337, abs=1e-3)
    assert thigh.centre_m == pytest.approx(0.1729, abs=1e-4)
    assert thigh.radius_transverse_m == pytest.approx(0.1389, abs=1e-4)


@given(heights, st.sampled_from(SEXES))
def test_the_default_inseam_gives_the_average_leg(height_m, sex):
    thigh, shank = leg_from_inseam(default_inseam_m(height_m, sex), height_m, sex)
    average = average_leg(height_m, sex)
    assert (thigh, shank) == pytest.approx((average.thigh_m, average.shank_m))


@given(heights, st.sampled_from(SEXES), st.floats(-0.05, 0.05))
def test_a_longer_inseam_lengthens_the_leg_by_as_much(height_m, sex, more_m):
    inseam_m = default_inseam_m(height_m, sex)
    leg = average_leg(height_m, sex, inseam_m + more_m)
    average = average_leg(height_m, sex)
    added = leg.thigh_m + leg.shank_m - average.thigh_m - average.shank_m
    assert added == pytest.approx(more_m, abs=1e-12)
    assert leg.thigh_m / leg.shank_m == pytest.approx(average.thigh_m / average.shank_m)


@pytest.mark.parametrize(("sex", "low", "high"), [("female", 0.44, 0.49), ("male", 0.44, 0.49)])
def test_the_default_inseam_is_about_forty_seven_percent_of_stature(sex, low, high):
    assert low < default_inseam_m(1.75, sex) / 1.75 < high


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
