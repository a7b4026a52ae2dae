"""The columns of joint angles mean one thing in the skeleton, the muscle tables and everywhere else."""

from rider_models.arrays import FOOT, JOINTS, SHANK, THIGH, Joint, angle_name
from rider_models.muscle_table import path_table
from rider_models.rider import Leg
from rider_models.skeleton import build_skeleton


def skeleton():
    return build_skeleton(Leg(0.43, 0.42, 0.26, 0.07), 70.0, "male")


def test_a_joint_angle_is_the_column_of_the_link_that_it_turns():
    assert [link.name for link in skeleton().links] == [angle_name(joint) for joint in Joint]


def test_the_muscle_paths_were_sampled_over_the_same_joint_angles():
    assert set(path_table()["sampled_range_deg"]) == {angle_name(joint) for joint in Joint}


def test_thigh_shank_and_foot_are_the_links_that_weigh_something():
    heavy = [i for i, link in enumerate(skeleton().links) if link.mass_kg > 0]
    assert heavy == [THIGH, SHANK, FOOT]


def test_hip_knee_and_ankle_have_each_joint_angle_once():
    assert [angle for angles in JOINTS.values() for angle in angles] == list(Joint)
