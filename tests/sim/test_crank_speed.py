"""A light crank swings within the revolution as its inertia and both legs' torque make it."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp
from scipy.interpolate import CubicSpline
from scipy.optimize import brentq

from rider_models.errors import PedalfitError
from sim.bicycle import ROAD_CRANK_INERTIA_KG_M2
from sim.crank_speed import (
    MOST_ROUNDS,
    SPEED_TOLERANCE,
    STALLED_ROUNDS,
    CrankSpeedUnsettled,
    crank_energy,
    crank_speed,
    settle_crank_speed,
)
from sim.dynamics import leg_dynamics
from sim.kinematics import at_crank_speed, crank_angles, periodic_derivative
from sim.leg_power import leg_power
from sim.pedalling_metrics import mean_power, stroke_metrics
from tests.sim.newton_euler import joint_moments
from tests.strategies import right_cycle, seated

ANGLE = crank_angles()
CADENCE = 7.3


def light_crank(inertia_kg_m2=2.0, **changes):
    return seated(crank_inertia_kg_m2=inertia_kg_m2, **changes)


@pytest.fixture(scope="module")
def uneven_light_crank_stroke():
    legs = {"strength": {"left": 0.8, "right": 1.0}, "thigh_mm": {"left": 435, "right": 427}}
    return light_crank(power_w=250.0, cadence_rpm=70.0, **legs).simulate(activation_dynamics=False)


STROKES = pytest.mark.parametrize("which", ["light_crank_stroke", "uneven_light_crank_stroke"])


@given(st.floats(0.5, 200), st.floats(0, 60), st.floats(0, 60))
@settings(max_examples=20)
def test_a_crank_turns_as_newton_says_at_the_cadence_asked(inertia, twice, once):
    """An integration in time from the found speed at the top comes back after one revolution to it."""
    torque = 100 + twice * np.sin(2 * ANGLE + 0.4) + once * np.cos(ANGLE)
    speed = crank_speed(crank_energy(torque), CADENCE, inertia)
    assume(speed.min() > 0.3 * CADENCE)

    def motion(_, state):
        theta, omega = state
        driving = twice * np.sin(2 * theta + 0.4) + once * np.cos(theta)
        return [omega, driving / inertia]

    period = 2 * np.pi / CADENCE
    times = np.linspace(0, period, 200)
    ridden = solve_ivp(motion, (0, period), [0, speed[0]], t_eval=times, rtol=1e-9, atol=1e-9)
    assert ridden.y[0, -1] == pytest.approx(2 * np.pi, rel=1e-4)
    turned = CubicSpline(np.append(ANGLE, 2 * np.pi), np.append(speed, speed[0]))
    assert ridden.y[1] == pytest.approx(turned(ridden.y[0]), rel=2e-3)


def test_joints_of_a_leg_on_an_uneven_crank_move_as_its_path_in_time_says():
    """Second differences in time of the closed leg's angles, the crank's motion integrated apart."""
    still = right_cycle(seated())
    speed = CADENCE * (1 + 0.2 * np.cos(2 * ANGLE) + 0.1 * np.sin(ANGLE))
    cycle = at_crank_speed(still, speed)
    orders = np.arange(len(ANGLE) // 2)
    spectrum = 2 * np.fft.rfft(still.leg_angles, axis=0)[:-1] / len(ANGLE)
    spectrum[0] /= 2

    def angles(theta):
        return (np.exp(1j * np.outer(theta, orders)) @ spectrum).real

    def quickness(_, theta):
        return CADENCE * (1 + 0.2 * np.cos(2 * theta) + 0.1 * np.sin(theta))

    for i in range(0, len(ANGLE), 7):
        step = 1e-4
        ahead, behind = (
            solve_ivp(quickness, (0, dt), [ANGLE[i]], rtol=1e-12, atol=1e-13).y[0, -1]
            for dt in (step, -step)
        )
        after, here, before = angles(np.array([ahead, ANGLE[i], behind]))
        assert cycle.velocity[i] == pytest.approx((after - before) / (2 * step), abs=1e-4)
        rate = (after - 2 * here + before) / step**2
        assert cycle.acceleration[i] == pytest.approx(rate, abs=2e-4 * np.abs(rate).max())


def test_moments_on_an_uneven_crank_obey_newton_and_euler(light_crank_stroke):
    cycle = light_crank_stroke.right.problem.cycle
    swing, speed = light_crank_stroke.posture.swing, cycle.crank_speed[:, None]
    moving = periodic_derivative(swing.path(cycle.crank_angle)) * speed
    swung = periodic_derivative(moving) * speed
    rows = zip(cycle.leg_angles, cycle.velocity, cycle.acceleration, swung, strict=True)
    expected = np.array([joint_moments(cycle.skeleton, *row) for row in rows])
    away = np.abs(leg_dynamics(cycle).required - expected).max(axis=0)
    assert (away < 1e-6 * np.abs(expected).max(axis=0)).all()


@STROKES
def test_the_solved_speed_is_what_the_solved_torque_makes_of_it(which, request):
    stroke = request.getfixturevalue(which)
    cadence, inertia = stroke.riding.crank_speed, stroke.bicycle.crank_inertia_kg_m2
    made = crank_speed(crank_energy(stroke.total_crank_torque), cadence, inertia)
    assert np.abs(made - stroke.crank_speed).max() < 3 * SPEED_TOLERANCE * cadence
    assert np.ptp(stroke.crank_speed) > 0.1 * cadence
    assert 1 / np.mean(1 / stroke.crank_speed) == pytest.approx(cadence, rel=1e-9)
    power = sum(mean_power(leg) for leg in stroke.legs.values())
    assert power == pytest.approx(stroke.riding.power_w, rel=1e-5)


@STROKES
def test_on_an_uneven_crank_joints_do_the_work_of_the_crank(which, request):
    stroke = request.getfixturevalue(which)
    for leg in stroke.legs.values():
        time = leg.problem.cycle.time_share
        given = leg.joint_power.sum(axis=1) @ time + leg_power(leg).pelvis @ time
        assert given == pytest.approx(mean_power(leg), rel=1e-3)


def test_both_cranks_of_unequal_legs_turn_as_one(uneven_light_crank_stroke):
    stroke = uneven_light_crank_stroke
    left, right = (leg.problem.cycle.crank_speed for leg in (stroke.left, stroke.right))
    assert np.array_equal(np.roll(left, 30), right)
    assert np.abs(right - np.roll(right, 30)).max() > 0.01 * stroke.riding.crank_speed


def test_a_crank_is_fastest_after_the_downstroke_and_slowest_before_it(light_crank_stroke):
    speed = light_crank_stroke.crank_speed
    torque = light_crank_stroke.total_crank_torque
    for at in (int(speed.argmax()), int(speed.argmin())):
        around = torque[[at - 2, (at + 2) % 60]] - torque.mean()
        assert around[0] * around[1] < 0
    assert 110 < np.rad2deg(ANGLE[speed[:30].argmax()]) < 175


def test_the_swing_shrinks_as_the_inertia_grows():
    """By less than the inertia grows, as the legs' own counts too."""
    inertias = np.array([1.0, 3.0, 10.0])
    swings = [np.ptp(light_crank(i).simulate(False).crank_speed) for i in inertias]
    assert (np.diff(swings) < 0).all()
    assert (np.diff(swings * inertias) > 0).all()


@pytest.mark.parametrize("inertia", [ROAD_CRANK_INERTIA_KG_M2, 500.0])
def test_from_the_road_inertia_up_the_speed_is_constant_and_the_stroke_the_usual_one(
    inertia, stroke
):
    metrics = stroke_metrics(light_crank(inertia).simulate())
    assert metrics["cadence_min_rpm"] == metrics["cadence_max_rpm"] == pytest.approx(90)
    usual = stroke_metrics(stroke)
    assert {**metrics, "solve_time_ms": 0.0} == {**usual, "solve_time_ms": 0.0}


def test_just_below_the_road_inertia_the_stroke_is_nearly_the_usual_one(stroke):
    """What a constant speed on the road leaves out."""
    swinging = stroke_metrics(light_crank(0.999 * ROAD_CRANK_INERTIA_KG_M2).simulate())
    usual = stroke_metrics(stroke)
    for name in ("peak_crank_torque_nm", "tibiofemoral_compression_peak_n", "muscle_effort"):
        assert swinging[name] == pytest.approx(usual[name], rel=2e-3)
    assert swinging["cadence_max_rpm"] - swinging["cadence_min_rpm"] < 0.01 * 90


@dataclass(frozen=True)
class Pedalled:
    crank_speed: np.ndarray
    total_crank_torque: np.ndarray


def pedal(load_kg_m2, stubborn=0.0):
    """A torque of which a load moving with the crank takes its share, and a chaotic rest."""

    def ride(speed):
        taken = load_kg_m2 * np.gradient(np.tile(speed**2 / 2, 3), ANGLE[1])[60:120]
        wild = stubborn * np.sin(1e3 * speed)
        return Pedalled(speed, 30 + 12 * np.sin(2 * ANGLE) - taken + wild)

    return ride


def test_a_load_heavier_than_the_crank_settles():
    """Plain repetition would overshoot: 3 kg m2 on a crank of 2 swing as one of 5."""
    start = np.full(60, CADENCE)
    ridden = settle_crank_speed(pedal(3.0), start, CADENCE, 2.0, lambda ridden: False)
    expected = crank_speed(crank_energy(12 * np.sin(2 * ANGLE)), CADENCE, 5.0)
    assert ridden.crank_speed == pytest.approx(expected, rel=5e-3)


def test_a_crank_that_does_not_settle_is_one_sentence():
    start = np.full(60, CADENCE)
    with pytest.raises(CrankSpeedUnsettled, match=r"crank_inertia_kg_m2 is 0\.5: .* a larger one"):
        settle_crank_speed(pedal(0.0, stubborn=20.0), start, CADENCE, 0.5, lambda ridden: False)


def test_a_crank_speed_that_comes_no_nearer_is_given_up_before_the_last_round():
    ride, rounds = pedal(0.0, stubborn=20.0), []
    with pytest.raises(CrankSpeedUnsettled):
        settle_crank_speed(
            lambda speed: rounds.append(speed) or ride(speed),
            np.full(60, CADENCE),
            CADENCE,
            0.5,
            lambda ridden: False,
        )
    assert STALLED_ROUNDS < len(rounds) < MOST_ROUNDS


def test_no_further_crank_speed_is_tried_where_muscles_are_far_too_weak_twice_running():
    start, weak = np.full(60, CADENCE), []
    ridden = settle_crank_speed(
        pedal(0.0, stubborn=20.0), start, CADENCE, 0.5, lambda each: weak.append(each) or True
    )
    assert len(weak) == 2
    assert ridden is weak[-1]


def test_pushing_hard_and_slowly_on_hardly_any_inertia_is_refused():
    on_bike = light_crank(0.5, power_w=250.0, cadence_rpm=30.0)
    with pytest.raises(CrankSpeedUnsettled, match=r"crank_inertia_kg_m2 is 0\.5"):
        on_bike.simulate(activation_dynamics=False)


@pytest.mark.parametrize("inertia", [np.nan, np.inf, 0.0, -3.0])
def test_a_senseless_inertia_is_refused_before_anything_is_solved(inertia):
    on_bike = seated()
    bicycle = replace(on_bike.bicycle, crank_inertia_kg_m2=inertia)
    with pytest.raises(PedalfitError, match=r"crank_inertia_kg_m2 is .*, allowed is"):
        replace(on_bike, bicycle=bicycle).simulate()


@given(st.integers(0, 2**32 - 1), st.floats(2.0, 20.0), st.floats(0.01, 1e4))
def test_the_crank_speed_has_the_cadence_asked_however_heavy_the_swing(seed, cadence, swing_j):
    """scipy's root finder is the second way to the slowest speed."""
    energy = swing_j * np.random.default_rng(seed).uniform(-1, 1, 60)
    speed = crank_speed(energy, cadence, 1.0)
    assert np.mean(1 / speed) == pytest.approx(1 / cadence, rel=1e-9)
    swing = 2 * (energy - energy.min())
    slowest = brentq(
        lambda square: np.mean(1 / np.sqrt(square + swing)) - 1 / cadence,
        1e-12 * cadence**2,
        1.1 * cadence**2,
        xtol=1e-14 * cadence**2,
        rtol=1e-14,
    )
    assert speed.min() == pytest.approx(np.sqrt(slowest), rel=1e-6)
