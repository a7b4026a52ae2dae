"""The URDF that PyBullet loads says what the skeleton says."""

import xml.etree.ElementTree as ET
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rider_models.muscle_table import COORDINATES
from rider_models.rider import average_leg
from rider_models.skeleton import SHOE_KG_PER_FOOT_M, Skeleton, build_skeleton
from rider_models.two_leg_urdf import Cranks, two_leg_urdf
from rider_models.urdf import leg_urdf

SEXES = ["female", "male"]
SIZES = list(product([1.45, 1.75, 2.05], [45.0, 80.0, 120.0], SEXES))


def _skeleton(height_m: float, mass_kg: float, sex) -> Skeleton:
    return build_skeleton(average_leg(height_m, sex), mass_kg, sex)


def _robot(skeleton: Skeleton) -> ET.Element:
    return ET.fromstring(leg_urdf(skeleton))


def _moments(link: ET.Element) -> list[float]:
    inertia = link.find("inertial/inertia")
    return sorted(float(inertia.get(k)) for k in ("ixx", "iyy", "izz"))


@pytest.mark.parametrize(("height_m", "mass_kg", "sex"), SIZES)
def test_there_is_one_joint_for_each_joint_angle(height_m, mass_kg, sex):
    joints = _robot(_skeleton(height_m, mass_kg, sex)).findall("joint")
    assert tuple(j.get("name") for j in joints) == COORDINATES


def test_the_joints_form_one_chain_from_the_pelvis():
    joints = _robot(_skeleton(1.75, 70, "male")).findall("joint")
    parent = "pelvis"
    for joint in joints:
        assert joint.find("parent").get("link") == parent
        parent = joint.find("child").get("link")


@given(st.floats(1.45, 2.05), st.floats(45, 120), st.sampled_from(SEXES))
def test_every_inertia_could_be_that_of_a_body(height_m, mass_kg, sex):
    for link in _robot(_skeleton(height_m, mass_kg, sex)).findall("link"):
        small, middle, large = _moments(link)
        assert small > 0
        assert large <= small + middle


@pytest.mark.parametrize(("height_m", "mass_kg", "sex"), SIZES)
def test_every_link_has_an_inertial_and_the_leg_weighs_what_de_leva_says_and_a_shoe(
    height_m, mass_kg, sex
):
    links = _robot(_skeleton(height_m, mass_kg, sex)).findall("link")[1:]
    mass = sum(float(link.find("inertial/mass").get("value")) for link in links)
    percent = {"male": 14.16 + 4.33 + 1.37, "female": 14.78 + 4.81 + 1.29}[sex]
    shoe_kg = SHOE_KG_PER_FOOT_M * average_leg(height_m, sex).foot_m
    assert 0.2 < shoe_kg < 0.4
    assert mass == pytest.approx(mass_kg * percent / 100 + shoe_kg, rel=1e-6)


def test_axes_are_unit_vectors():
    for joint in _robot(_skeleton(1.75, 70, "male")).findall("joint"):
        axis = [float(v) for v in joint.find("axis").get("xyz").split()]
        assert sum(v * v for v in axis) == pytest.approx(1.0)


def test_numbers_are_written_in_full():
    skeleton = _skeleton(1.7312345678901234, 71.2, "female")
    thigh = next(j for j in _robot(skeleton).findall("joint") if j.get("name") == "knee_flexion")
    assert float(thigh.find("origin").get("xyz").split()[2]) == -skeleton.thigh_m


def test_joints_have_neither_damping_nor_friction():
    for joint in _robot(_skeleton(1.75, 70, "male")).findall("joint"):
        dynamics = joint.find("dynamics")
        assert float(dynamics.get("damping")) == float(dynamics.get("friction")) == 0.0


def test_no_line_is_so_long_that_pybullet_would_break_it():
    """From 8192 bytes on it puts a line break into whatever stands there, and a mass loses its digits."""
    skeleton = _skeleton(1.7312345678901234, 71.234567890123, "female")
    legs = two_leg_urdf(skeleton, skeleton, (-0.2, -0.08, 0.77), Cranks(0.17, 0.25, 95.0))
    for text in (leg_urdf(skeleton), legs):
        assert max(map(len, text.splitlines())) < 1000
