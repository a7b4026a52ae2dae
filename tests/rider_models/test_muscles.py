"""Scaling muscles to a rider keeps what it should keep and changes what it should change."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rider_models.muscle_paths import path_geometry
from rider_models.muscle_table import muscle_rows
from rider_models.muscles import (
    REFERENCE_HEIGHT_M,
    REFERENCE_MASS_KG,
    leg_muscle_volume_cm3,
    scale_muscles,
)
from rider_models.rider import Leg, average_hip_width_m, average_leg
from rider_models.skeleton import REFERENCE_FOOT_M, REFERENCE_SHANK_M, REFERENCE_THIGH_M
from sim.muscle_curves import muscle_state

POSES = np.deg2rad([[40.0, 0, 0, 30, 10, 0], [90.0, -3, 4, 110, 5, 2], [70, 2, 0, 70, -15, -3]])
STILL = np.zeros((3, 6))
REFERENCE_LEG = Leg(REFERENCE_THIGH_M, REFERENCE_SHANK_M, REFERENCE_FOOT_M, 0.07)
legs = st.builds(average_leg, st.floats(1.45, 2.05), st.sampled_from(["female", "male"]))


def _reference():
    hip_width_m = average_hip_width_m(REFERENCE_HEIGHT_M)
    return scale_muscles(REFERENCE_LEG, REFERENCE_HEIGHT_M, REFERENCE_MASS_KG, hip_width_m)


def _tabled(name: str) -> np.ndarray:
    return np.array([getattr(row, name) for row in muscle_rows()])


def test_the_reference_subject_gets_the_reference_muscles():
    muscles = _reference()
    assert muscles.path_scale == pytest.approx(1.0)
    assert muscles.passive_force_unit == pytest.approx(_tabled("max_isometric_force_n"))
    assert muscles.max_isometric_force == pytest.approx(0.6 * _tabled("max_isometric_force_n"))
    assert muscles.optimal_fibre_length == pytest.approx(_tabled("optimal_fibre_length_m"))
    assert muscles.tendon_slack_length == pytest.approx(_tabled("tendon_slack_length_m"))


@given(legs, st.floats(45, 120), st.floats(0.13, 0.19))
def test_normalised_fibre_length_at_a_joint_angle_stays_that_of_the_reference(
    leg, mass_kg, hip_width_m
):
    paths = path_geometry(POSES)
    scaled = muscle_state(scale_muscles(leg, 1.7, mass_kg, hip_width_m), paths, STILL)
    reference = muscle_state(_reference(), paths, STILL)
    assert scaled.norm_length == pytest.approx(reference.norm_length, rel=1e-9)


@given(legs, st.floats(0.3, 3))
def test_strength_scales_force_and_nothing_else(leg, strength):
    usual = scale_muscles(leg, 1.75, 70, 0.16)
    other = scale_muscles(replace(leg, strength=strength), 1.75, 70, 0.16)
    assert other.max_isometric_force == pytest.approx(strength * usual.max_isometric_force)
    assert other.passive_force_unit == pytest.approx(strength * usual.passive_force_unit)
    for name in ("path_scale", "optimal_fibre_length", "tendon_slack_length", "pennation"):
        assert np.array_equal(getattr(other, name), getattr(usual, name))


def test_a_leg_larger_in_every_part_has_all_paths_longer_by_as_much():
    larger = Leg(1.1 * REFERENCE_THIGH_M, 1.1 * REFERENCE_SHANK_M, 1.1 * REFERENCE_FOOT_M, 0.07)
    hip_width_m = 1.1 * average_hip_width_m(REFERENCE_HEIGHT_M)
    muscles = scale_muscles(larger, 1.87, 90, hip_width_m)
    assert muscles.path_scale == pytest.approx(1.1, abs=1e-4)


@given(legs, st.floats(45, 120))
def test_muscle_volume_follows_height_and_mass(leg, mass_kg):
    muscles = scale_muscles(leg, 1.8, mass_kg, 0.16)
    ratio = muscles.volume.sum() / _reference().volume.sum()
    expected = leg_muscle_volume_cm3(1.8, mass_kg) / leg_muscle_volume_cm3(1.70, REFERENCE_MASS_KG)
    assert ratio == pytest.approx(expected)


def test_a_leg_of_the_reference_subject_has_the_muscle_volume_that_handsfield_measured():
    """Cross-section times fibre length of the 40 muscles: 3 % more than his regression for that subject."""
    volume_cm3 = 1e6 * _reference().volume.sum()
    assert volume_cm3 == pytest.approx(leg_muscle_volume_cm3(1.70, REFERENCE_MASS_KG), rel=0.05)


@given(legs, st.floats(45, 120))
def test_a_legs_muscles_weigh_what_handsfield_measured(leg, mass_kg):
    """All but 3.1 % of the leg's muscles are the model's, at 1059.7 kg/m3; a stronger leg has more of them."""
    weighs = scale_muscles(leg, 1.8, mass_kg, 0.16).mass_kg.sum()
    measured = 1059.7e-6 * leg_muscle_volume_cm3(1.8, mass_kg)
    assert weighs == pytest.approx(0.969 * measured * leg.strength, rel=1e-3)


def test_muscles_whose_fibres_the_reference_model_lengthened_are_no_heavier_for_it():
    """Measured shares: vasti 21.6 % of the leg's muscle volume, the model's force times fibre length 24.4 %."""
    muscles = _reference()
    vasti = np.isin(muscles.groups, "vasti")
    leg_kg = 1059.7e-6 * leg_muscle_volume_cm3(1.70, REFERENCE_MASS_KG)
    assert muscles.mass_kg[vasti].sum() / leg_kg == pytest.approx(0.2156)
    assert muscles.volume[vasti].sum() / muscles.volume.sum() > 0.24


def test_leg_muscle_volume_is_that_of_handsfields_subjects():
    """Mean subject 1.71 m, 71.8 kg: 7121 cm3 (Handsfield et al. 2014)."""
    assert leg_muscle_volume_cm3(1.71, 71.8) == pytest.approx(7121, rel=0.05)


@pytest.mark.parametrize("name", ["length_per_segment"])
def test_shares_of_the_segments_in_a_path_add_up_to_one(name):
    for row in muscle_rows():
        assert sum(getattr(row, name)) == pytest.approx(1.0, abs=1e-3), row.name
