"""A closed leg has its cleat on the pedal, its foot straight, and its ankle as prescribed."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from rider_models.arrays import Joint
from sim import leg_kinematics
from sim.kinematics import move_leg
from sim.leg_kinematics import LegCannotReach, pose_leg
from sim.posture import sit
from tests.strategies import fitted_set_ups, right_cycle, seated


@given(fitted_set_ups())
@settings(max_examples=25)
def test_the_cleat_is_on_the_pedal_and_the_ankle_as_prescribed(tables):
    on_bike = seated(tables)
    cycle = right_cycle(on_bike)
    posture = sit(on_bike.rider, on_bike.bicycle, on_bike.riding)
    hip = np.array([posture.hip_x, -on_bike.rider.hip_width_m / 2, posture.hip_z])
    pose = pose_leg(cycle.skeleton, cycle.cleat, hip, cycle.leg_angles)
    swung = posture.swing.path(cycle.crank_angle)
    assert np.abs(pose.spindle + swung - cycle.pedal).max() < 1e-9
    assert np.abs(pose.spindle_axis - [0.0, 1.0, 0.0]).max() < 1e-9
    ankle = on_bike.riding.ankle.dorsiflexion(cycle.crank_angle)
    assert np.array_equal(cycle.leg_angles[:, 4], ankle)


def test_the_pedal_goes_round_the_bottom_bracket_forwards_over_the_top():
    cycle = right_cycle(seated(crank_length_mm=170, stance_width_mm=300))
    assert cycle.pedal[0] == pytest.approx([0.0, -0.15, 0.17])
    assert cycle.pedal[15] == pytest.approx([0.17, -0.15, 0.0])
    assert cycle.pedal[30] == pytest.approx([0.0, -0.15, -0.17])


@pytest.mark.parametrize("toe_out_deg", [-6.0, 6.0])
def test_toe_out_turns_the_toes_of_the_right_foot_outwards(toe_out_deg):
    cycle = right_cycle(seated(toe_out_deg=toe_out_deg))
    toes = cycle.pose.rotations[:, 5] @ np.array([1.0, 0.0, 0.0])
    outwards = -toes[:, 1]
    assert outwards == pytest.approx(np.sin(np.deg2rad(toe_out_deg)), abs=1e-9)


@pytest.mark.parametrize(("wedge_deg", "toe_out_deg"), [(-4.0, 0.0), (3.0, 6.0)])
def test_a_wedge_lifts_the_inside_edge_of_the_right_foot(wedge_deg, toe_out_deg):
    cycle = right_cycle(seated(wedge_deg=wedge_deg, toe_out_deg=toe_out_deg))
    toe_out, wedge = np.deg2rad(toe_out_deg), np.deg2rad(wedge_deg)
    in_foot = [-np.sin(toe_out), np.cos(toe_out), 0.0]  # inwards, level with the sole
    inside = cycle.pose.rotations[:, 5] @ np.array(in_foot)
    assert inside[:, 1] == pytest.approx(np.cos(wedge) * np.ones(len(inside)), abs=1e-9)
    assert (inside[:, 2] * wedge > 0).all()
    assert np.abs(cycle.pose.spindle_axis - [0.0, 1.0, 0.0]).max() < 1e-9


def test_a_wedge_turns_the_subtalar_hinge_by_about_its_angle():
    flat, wedged = right_cycle(seated()), right_cycle(seated(wedge_deg=3))
    turned = np.rad2deg(wedged.leg_angles - flat.leg_angles)
    assert turned[:, Joint.SUBTALAR_INVERSION].min() > 1
    assert turned[:, Joint.SUBTALAR_INVERSION].max() < 8


def test_a_cleat_moved_outwards_brings_the_foot_inwards():
    straight, outward = right_cycle(seated()), right_cycle(seated(cleat_outward_mm=10))
    ankle = [cycle.pose.hinges[:, 4, 1] for cycle in (straight, outward)]
    assert (ankle[1] - ankle[0] > 0.005).all()


def test_the_foot_rolls_about_the_spindle_only():
    cycle = right_cycle(seated(toe_out_deg=4, cleat_outward_mm=3))
    spin = np.einsum("nji,nj->ni", cycle.pose.axes, cycle.velocity)
    assert np.abs(spin[:, [0, 2]]).max() < 1e-9 * np.abs(spin[:, 1]).max() + 1e-7


def test_knee_angle_of_a_leg_in_one_plane_follows_from_the_law_of_cosines():
    cycle = right_cycle(seated())
    hip, knee, ankle = (cycle.pose.hinges[:, j] for j in (0, 3, 4))
    thigh, shank = knee - hip, ankle - knee
    cosine = (thigh * shank).sum(axis=1) / np.linalg.norm(thigh, axis=1)
    cosine /= np.linalg.norm(shank, axis=1)
    assert np.arccos(cosine) == pytest.approx(cycle.leg_angles[:, 3], abs=1e-9)


@pytest.mark.parametrize("factor", [1.25, 1.6])
def test_a_saddle_beyond_reach_is_refused_in_one_sentence(factor):
    with pytest.raises(LegCannotReach) as refused:
        _move_on_saddle(factor)
    assert "\n" not in str(refused.value)
    assert "out of reach" in str(refused.value)


def test_a_saddle_too_low_to_fold_the_leg_is_refused_as_too_close():
    with pytest.raises(LegCannotReach, match="too close"):
        _move_on_saddle(0.2)


def _move_on_saddle(factor: float) -> None:
    on_bike = seated()
    bicycle = replace(on_bike.bicycle, saddle_height_m=on_bike.custom_saddle_height_m * factor)
    posture = sit(on_bike.rider, bicycle, on_bike.riding)
    rider = on_bike.rider
    move_leg(rider, rider.right, bicycle, bicycle.right_cleat, on_bike.riding, posture)


def test_a_leg_that_lacks_a_millimetre_is_said_to_lack_a_millimetre():
    """However the foot stands; beyond the reach of a planar leg, and where only Newton's method fails."""
    on_bike = seated()
    rider, bicycle = on_bike.rider, on_bike.bicycle
    straight_up = replace(bicycle, seat_tube_angle=np.pi / 2, saddle_setback_m=0.0)

    def lacks_mm(height_m: float) -> float:
        tried = replace(straight_up, saddle_height_m=height_m)
        posture = sit(rider, tried, on_bike.riding)
        try:
            move_leg(rider, rider.right, tried, tried.right_cleat, on_bike.riding, posture)
        except LegCannotReach as refused:
            return float(str(refused).partition(" by ")[2].split()[0])
        return 0.0

    low, high = bicycle.saddle_height_m, bicycle.saddle_height_m + 0.3
    while high - low > 1e-5:
        middle = (low + high) / 2
        low, high = (low, middle) if lacks_mm(middle) else (middle, high)
    for beyond_mm in (1, 2, 5, 20, 80):
        assert lacks_mm(high + beyond_mm / 1000) == pytest.approx(beyond_mm, abs=1.1)


def test_how_far_a_pedal_is_out_of_reach_is_found_once_when_it_is_asked_for(monkeypatch):
    asked = []
    gap = leg_kinematics._gap
    monkeypatch.setattr(leg_kinematics, "_gap", lambda *leg: asked.append(1) or gap(*leg))
    with pytest.raises(LegCannotReach) as refused:
        seated(saddle_height_mm=950).simulate()
    assert asked == []
    again = pickle.loads(pickle.dumps(refused.value))
    assert str(again) == str(refused.value)
    assert "out of reach of the leg by" in str(again)
    assert asked == [1]
