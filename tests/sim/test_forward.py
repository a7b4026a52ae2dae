"""A solved stroke, played forward by PyBullet from its first moment, keeps pedalling as planned."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rider_models.errors import PedalfitError
from rider_models.rider import average_leg
from rider_models.skeleton import build_skeleton
from rider_models.two_leg_urdf import mirrored
from sim.forward import ForwardDiverged, KneePush, forward_metrics, ride_forward
from sim.forward.forward_metrics import angle_departures
from sim.forward.muscle_drive import MuscleDrive, at_crank_angle
from sim.forward.reckoning import (
    BLOCK_STEPS,
    MOST_MOMENTS,
    WINDOW_STEPS,
    steps_between_moments,
)
from sim.leg_kinematics import Cleat, pose_leg
from sim.leg_power import leg_power

REVOLUTIONS = 1.5


def with_crank_inertia(stroke, inertia):
    return replace(stroke, bicycle=replace(stroke.bicycle, crank_inertia_kg_m2=inertia))


@pytest.fixture(scope="module", params=["stroke", "uneven_stroke", "light_crank_stroke"])
def ridden(request):
    stroke = request.getfixturevalue(request.param)
    return stroke, ride_forward(stroke, REVOLUTIONS)


def test_the_stroke_goes_on_as_planned(ridden):
    figures = forward_metrics(*ridden)
    assert figures["cadence_error_pct"] < 0.2
    assert max(v for k, v in figures.items() if k.endswith("_rms_deg")) < 0.3
    assert figures["crank_torque_rms_pct"] < 0.5
    assert figures["cleat_gap_max_mm"] < 0.1
    assert figures["cleat_turn_max_deg"] < 0.01
    assert figures["energy_error_pct"] < 0.1


def test_both_legs_torques_together_turn_the_crank_and_its_resistance(ridden):
    stroke, run = ridden
    gained = np.gradient(run.crank_speed, run.time) * stroke.bicycle.crank_inertia_kg_m2
    resistance = stroke.total_crank_torque.mean()
    away = run.crank_torque.sum(axis=1) - gained - resistance
    assert np.sqrt((away[3:-3] ** 2).mean()) < 0.01 * run.crank_torque.max()


def test_muscles_do_the_work_of_the_crank(ridden):
    energies = ridden[1].energies
    assert energies.resistance_work[-1] == pytest.approx(energies.muscle_work[-1], rel=0.05)
    assert (energies.kinetic > 0).all()
    assert energies.push_work[-1] == 0


def test_the_hips_drive_gives_what_the_pelvis_gives_to_both_legs(ridden):
    """Which is 1 to 2 W, most of it by the tilt; the solved stroke's powers know nothing of the ride."""
    stroke, run = ridden
    given_w = sum(
        float((leg_power(leg).pelvis * leg.problem.cycle.time_share).sum())
        for leg in stroke.legs.values()
    )
    assert run.energies.hip_work[-1] / run.time[-1] == pytest.approx(given_w, abs=0.1)


def test_the_same_ride_twice_is_the_same_bit_for_bit(stroke):
    once, again = (ride_forward(stroke, 0.1) for _ in range(2))
    assert np.array_equal(once.leg_angles, again.leg_angles)
    assert np.array_equal(once.crank_torque, again.crank_torque)


def test_smaller_steps_close_the_gap_and_change_little_else(stroke):
    coarse, fine = (ride_forward(stroke, 0.25, step_s=s) for s in (0.001, 0.0005))
    assert fine.cleat_gap.max() < 0.5 * coarse.cleat_gap.max()
    assert np.abs(fine.leg_angles[-1] - coarse.leg_angles[-1]).max() < np.deg2rad(0.2)


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_push_on_one_knee_dies_away(stroke, side):
    push = KneePush(side, (-20.0, 0.0, 0.0), start_s=0.1, duration_s=0.1)
    pushed, left_alone = ride_forward(stroke, 2.5, push=push), ride_forward(stroke, 2.5)
    away = np.abs(angle_departures(stroke, pushed) - angle_departures(stroke, left_alone))
    away = np.rad2deg(away.max(axis=(1, 2)))
    assert away[pushed.time < 0.1].max() == 0
    assert away.max() > 0.3
    assert away[-60:].max() < 0.2 * away.max()
    assert pushed.energies.push_work[-1] != 0
    assert np.abs(pushed.energies.dissipation).max() < 0.01 * pushed.energies.muscle_work[-1]


def test_pushes_on_left_and_right_knee_do_the_same_half_a_revolution_apart(stroke):
    half = np.pi / stroke.riding.crank_speed
    left_alone = angle_departures(stroke, ride_forward(stroke, 2.0))
    away = []
    for side, start, force in (("right", 0.1, 20.0), ("left", 0.1 + half, -20.0)):
        push = KneePush(side, (0.0, force, 0.0), start_s=start + 1e-6, duration_s=0.05)
        run = ride_forward(stroke, 2.0, push=push)
        leg = int(side == "right")
        departure = angle_departures(stroke, run) - left_alone
        away.append(np.abs(departure[:, leg]).max(axis=0))
    assert away[0] == pytest.approx(away[1], rel=0.02, abs=np.deg2rad(0.01))


@pytest.mark.parametrize("revolutions", [0, -1, np.nan, np.inf, 1e6])
def test_senseless_revolutions_are_refused(stroke, revolutions):
    with pytest.raises(PedalfitError, match=r"revolutions is .*, allowed is more than 0"):
        ride_forward(stroke, revolutions)


@pytest.mark.parametrize("inertia", [0, -95, np.nan])
def test_a_senseless_inertia_is_refused(stroke, inertia):
    with pytest.raises(PedalfitError, match=r"crank_inertia_kg_m2 is .*, allowed is"):
        ride_forward(with_crank_inertia(stroke, inertia), 1)


def test_a_ride_that_leaves_the_stroke_says_at_which_crank_angle(stroke):
    leg = stroke.right
    relaxed = replace(leg.coordination, activation=0.01 * np.ones_like(leg.coordination.activation))
    lame = replace(stroke, right=replace(leg, coordination=relaxed))
    with pytest.raises(ForwardDiverged, match=r"at a crank angle of \d+ deg in revolution \d"):
        ride_forward(with_crank_inertia(lame, 1.0), 10)


def test_after_a_refusal_the_next_ride_is_undisturbed(stroke):
    before = ride_forward(stroke, 0.05)
    test_a_ride_that_leaves_the_stroke_says_at_which_crank_angle(stroke)
    after = ride_forward(stroke, 0.05)
    assert np.array_equal(before.leg_angles, after.leg_angles)


@pytest.mark.parametrize("which", ["stroke", "uneven_stroke"])
def test_at_the_solved_crank_positions_the_drive_gives_the_solved_moments(which, request):
    stroke = request.getfixturevalue(which)
    drive = MuscleDrive(stroke)
    for place in (0, 7, 30, 59):
        places = ((place + 30) % 60, place)
        cycles = [leg.problem.cycle for leg in (stroke.left, stroke.right)]
        pairs = list(zip(cycles, places, strict=True))
        angles = np.stack([c.leg_angles[i] for c, i in pairs])
        velocity = np.stack([c.velocity[i] for c, i in pairs])
        speed = cycles[1].crank_speed[place]
        moments = drive.moments(2 * np.pi * place / 60, speed, angles, velocity)
        solved = [stroke.left.joint_moment[places[0]], stroke.right.joint_moment[places[1]]]
        assert moments == pytest.approx(np.stack(solved), abs=1e-6)


def test_curves_are_linear_between_crank_positions_and_go_on_around():
    curve = np.array([0.0, 1.0, 2.0, 1.0])
    quarter = np.pi / 2
    assert at_crank_angle(curve, 1.5 * quarter) == pytest.approx(1.5)
    assert at_crank_angle(curve, 3.5 * quarter) == pytest.approx(0.5)
    assert at_crank_angle(curve, 4 * np.pi + 0.25 * quarter) == pytest.approx(0.25)
    assert at_crank_angle(curve, -0.25 * quarter) == pytest.approx(0.25)


def test_a_mirrored_leg_moves_as_the_mirror_image_at_the_same_joint_angles():
    skeleton = build_skeleton(average_leg(1.75, "male"), 70, "male")
    angles = np.array([[0.9, 0.1, -0.2, 1.4, 0.2, -0.1]])
    cleat = Cleat((0.12, -0.01, -0.1), 0.05, 0.07)
    flipped = Cleat((0.12, 0.01, -0.1), -0.05, -0.07)
    hip = np.array([-0.2, -0.08, 0.7])
    mirror = np.array([1.0, -1.0, 1.0])
    right = pose_leg(skeleton, cleat, hip, angles)
    left = pose_leg(mirrored(skeleton), flipped, hip * mirror, angles)
    assert left.spindle == pytest.approx(right.spindle * mirror)
    assert left.spindle_axis == pytest.approx(-right.spindle_axis * mirror)


def test_activations_five_percent_too_low_show(stroke):
    solved = stroke.right.coordination
    weaker = replace(solved, activation=np.maximum(0.95 * solved.activation, 0.01))
    leg = replace(stroke.right, coordination=weaker)
    run = ride_forward(replace(stroke, left=leg, right=leg), 2)
    figures = forward_metrics(stroke, run)
    assert figures["ankle_dorsiflexion_rms_deg"] > 0.5
    assert figures["crank_torque_rms_pct"] > 1
    assert run.crank_speed[-1] < run.crank_speed[0]


def test_a_ride_reckoned_in_short_blocks_is_the_ride_reckoned_at_once(stroke, monkeypatch):
    push = KneePush("left", (-20.0, 5.0, 0.0), start_s=0.05, duration_s=0.1)
    whole = ride_forward(stroke, 0.4, push=push)
    monkeypatch.setattr("sim.forward.reckoning.BLOCK_STEPS", 40)
    blocks = ride_forward(stroke, 0.4, push=push)
    assert len(whole.time) > 3 * 40 / 5
    assert blocks.time == pytest.approx(whole.time)
    for name in ("leg_angles", "velocity", "crank_torque", "cleat_gap", "cleat_turn"):
        assert getattr(blocks, name) == pytest.approx(getattr(whole, name), rel=1e-9, abs=1e-12)
    for name in ("muscle_work", "ligament_work", "push_work", "hip_work", "kinetic", "dissipation"):
        ours, theirs = getattr(blocks.energies, name), getattr(whole.energies, name)
        assert ours == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def test_a_long_ride_keeps_fewer_moments_and_those_as_they_are(stroke, monkeypatch):
    push = KneePush("left", (-20.0, 5.0, 0.0), start_s=0.05, duration_s=0.1)
    whole = ride_forward(stroke, 1.0, push=push)
    most = len(whole.time) // 3
    monkeypatch.setattr("sim.forward.reckoning.MOST_MOMENTS", most)
    fewer = ride_forward(stroke, 1.0, push=push)
    every = round(fewer.time[1] / whole.time[1])
    assert every > 3
    assert len(fewer.time) <= most + 1
    for name in ("time", "leg_angles", "velocity", "crank_torque", "crank_speed"):
        assert getattr(fewer, name) == pytest.approx(getattr(whole, name)[::every], rel=1e-9)
    for name in ("muscle_work", "ligament_work", "push_work", "hip_work", "kinetic", "dissipation"):
        ours, theirs = getattr(fewer.energies, name), getattr(whole.energies, name)
        assert ours == pytest.approx(theirs[::every], rel=1e-9, abs=1e-9)
    starts = np.arange(0, len(whole.time), every)
    assert fewer.cleat_gap == pytest.approx(np.maximum.reduceat(whole.cleat_gap, starts))
    ours, theirs = forward_metrics(stroke, fewer), forward_metrics(stroke, whole)
    assert ours["cleat_gap_max_mm"] == pytest.approx(theirs["cleat_gap_max_mm"])
    assert ours["crank_torque_rms_pct"] == pytest.approx(theirs["crank_torque_rms_pct"], rel=0.2)


@given(st.integers(1, 10**8))
def test_moments_are_evenly_spaced_over_blocks_and_no_more_than_are_kept(steps):
    every = steps_between_moments(steps)
    assert every % WINDOW_STEPS == 0
    assert BLOCK_STEPS % every == 0
    assert steps / every <= MOST_MOMENTS or every == BLOCK_STEPS
    assert every == WINDOW_STEPS or steps > MOST_MOMENTS * WINDOW_STEPS
