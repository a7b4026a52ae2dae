"""The trunk that gives way and is held: Newton's law for it, the price, and what it does to the knee."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from rider_models.coordination import Coordination
from sim.stroke import Stroke
from sim.trunk import DAMPING, fore_aft_motion, held_share, held_squares, trunk_price
from tests.strategies import seated, set_up

BODY_WEIGHT_N = 700.0
COORDINATION = Coordination(
    trunk_push=15.0, trunk_twist=4.0, trunk_push_frequency_hz=1.7, trunk_twist_frequency_hz=1.1
)
UNEVEN = {"strength": {"left": 0.7, "right": 1.0}, "cleat_setback_mm": {"left": 8.0, "right": 2.0}}
ANGLE = 2 * np.pi * np.arange(60) / 60


@given(st.integers(1, 8), st.floats(4.0, 13.0), st.floats(0.3, 5.0))
def test_a_swinging_force_is_held_as_the_transfer_function_of_a_mass_on_spring_and_damper_says(
    order, speed, natural_hz
):
    held = held_share(np.full(60, speed), natural_hz) @ np.cos(order * ANGLE)
    over = order * speed / (2 * np.pi * natural_hz)
    expected = (1 + 2j * DAMPING * over) / (1 - over**2 + 2j * DAMPING * over)
    assert held == pytest.approx(np.real(expected * np.exp(1j * order * ANGLE)), abs=1e-9)


def test_at_a_crank_speed_that_swings_the_trunk_moves_as_time_stepping_has_it():
    natural = 2 * np.pi * 1.5

    def speed(angle):
        return 8.0 + 1.2 * np.cos(2 * angle)

    def force(angle):
        return 40.0 * np.cos(angle) + 25.0 * np.sin(2 * angle) + 10.0

    def moves(angle, state):
        y, v = state
        pull = force(angle) - 2 * DAMPING * natural * v - natural**2 * y
        return np.array([v, pull]) / speed(angle)

    end = 2 * np.pi * 30
    run = solve_ivp(
        moves, (0, end), [0.0, 0.0], rtol=1e-9, atol=1e-9, t_eval=end + ANGLE - 2 * np.pi
    )
    stepped = natural**2 * run.y[0] + 2 * DAMPING * natural * run.y[1]
    held = held_share(speed(ANGLE), 1.5) @ force(ANGLE)
    assert held == pytest.approx(stepped, abs=0.01)


def test_a_stiff_trunk_holds_everything_and_a_loose_one_only_the_mean():
    force, speed = np.random.default_rng(3).normal(size=60), np.full(60, 9.0)
    force -= force @ np.cos(30 * ANGLE) * np.cos(30 * ANGLE) / 60
    assert held_share(speed, 1e4) @ force == pytest.approx(force, abs=1e-2)
    assert held_share(speed, 1e-4) @ force == pytest.approx(np.full(60, force.mean()), abs=1e-3)


@given(st.integers(20, 61), st.floats(3.0, 20.0), st.floats(0.1, 20.0))
def test_at_an_even_speed_the_frequency_response_gives_the_squares_of_what_is_held(
    n, speed, natural_hz
):
    even = np.full(n, speed)
    held = held_share(even, natural_hz)
    squares = held_squares(even, natural_hz)
    assert squares == pytest.approx(held.T @ held, rel=1e-9, abs=1e-10 * np.abs(squares).max())


def test_at_a_swinging_speed_positions_count_by_the_time_spent_there():
    speed, force = 8.0 + 1.2 * np.cos(2 * ANGLE), np.cos(ANGLE) + np.sin(3 * ANGLE)
    held = held_share(speed, 1.5) @ force
    share = 60 / speed / (1 / speed).sum()
    assert force @ held_squares(speed, 1.5) @ force == pytest.approx((share * held**2).sum())


def priced(stroke: Stroke, sides: tuple[str, ...]) -> float:
    """The quadratic price of the stroke's own pedal forces, with the constant it leaves out."""
    legs = [stroke.legs[side].problem for side in sides]
    price = trunk_price(legs, BODY_WEIGHT_N, COORDINATION)
    x = np.concatenate([stroke.legs[side].coordination.force_on_foot[:, 0] for side in sides])
    moving = np.concatenate([fore_aft_motion(leg) for leg in legs])
    constant = moving @ price.quadratic @ moving / 2
    return float(x @ price.quadratic @ x / 2 + price.linear @ x + constant)


def held(stroke: Stroke) -> float:
    """The same, from what each leg gives the pelvis at the same moment."""
    n = len(stroke.crank_speed)
    given_to_pelvis = {
        side: leg.coordination.force_on_foot[:, 0] - fore_aft_motion(leg.problem)
        for side, leg in stroke.legs.items()
    }
    right, left = given_to_pelvis["right"], np.roll(given_to_pelvis["left"], n // 2)
    cycle = stroke.right.problem.cycle
    push = held_share(cycle.crank_speed, COORDINATION.trunk_push_frequency_hz) @ (right + left)
    twist = held_share(cycle.crank_speed, COORDINATION.trunk_twist_frequency_hz) @ (right - left)
    both = COORDINATION.trunk_push * push**2 + COORDINATION.trunk_twist * twist**2
    return float(n * cycle.time_share @ both / BODY_WEIGHT_N**2)


def test_two_legs_pay_for_what_the_trunk_holds_of_both_at_the_same_moment():
    stroke = seated(**UNEVEN).simulate(activation_dynamics=False)
    assert priced(stroke, ("right", "left")) == pytest.approx(held(stroke), rel=1e-9)
    assert priced(stroke, ("left", "right")) == pytest.approx(held(stroke), rel=1e-9)


def test_one_leg_that_stands_for_two_pays_half():
    stroke = seated().simulate(activation_dynamics=False)
    assert priced(stroke, ("right",)) == pytest.approx(held(stroke) / 2, rel=1e-9)
    assert priced(stroke, ("right", "left")) == pytest.approx(held(stroke), rel=1e-9)


@pytest.mark.parametrize("crank_inertia", [95.0, 3.0])
def test_a_leg_solved_for_two_pedals_as_two_nearly_alike(crank_inertia):
    nearly = {"left": 1.0, "right": 1.0 + 1e-9}
    one = seated(crank_inertia_kg_m2=crank_inertia).simulate(activation_dynamics=False)
    two = seated(crank_inertia_kg_m2=crank_inertia, strength=nearly).simulate(
        activation_dynamics=False
    )
    peak = one.right.crank_torque.max()
    for side in ("left", "right"):
        assert two.legs[side].crank_torque == pytest.approx(one.right.crank_torque, abs=2e-3 * peak)


def _leg(power_w: float, cadence_rpm: float, **weights: float):
    tables = set_up(power_w=power_w, cadence_rpm=cadence_rpm)
    tables["rider"]["coordination"] = weights
    return seated(tables).simulate().right


@pytest.mark.parametrize(("power_w", "cadence_rpm"), [(150.0, 70.0), (260.0, 90.0)])
def test_a_pelvis_held_for_nothing_is_pushed_about_and_keeps_the_knee_extending_longer(
    power_w, cadence_rpm
):
    """Gregor et al. 1985: the knee moment turns to flexion about halfway down."""
    pushed, turns = {}, {}
    for name, weights in (("paid", {}), ("free", {"trunk_push": 0.0, "trunk_twist": 0.0})):
        leg = _leg(power_w, cadence_rpm, **weights)
        one = leg.coordination.force_on_foot[:, 0] - fore_aft_motion(leg.problem)
        pushed[name] = np.abs(one + np.roll(one, len(one) // 2)).max()
        after_45_deg = np.arange(len(one)) > len(one) // 8
        turns[name] = np.flatnonzero(after_45_deg & (leg.joint_moment[:, 3] > 0))[0]
    assert pushed["paid"] < 0.8 * pushed["free"]
    assert turns["paid"] < turns["free"]


def test_the_trunk_swings_about_as_far_as_riders_pelves_do():
    """Sauer et al. 2007 measured some 3 deg of yaw. Trunk of 0.6 of the mass, yaw inertia a guess."""
    on_bike = seated(power_w=200.0, cadence_rpm=90.0)
    leg, weights = on_bike.simulate().right, on_bike.rider.coordination
    one = leg.coordination.force_on_foot[:, 0] - fore_aft_motion(leg.problem)
    other, arm = np.roll(one, len(one) // 2), on_bike.rider.hip_width_m / 2
    speed, yaw_inertia = on_bike.riding.crank_speed, 4.0

    def swing(force, inertia, natural_hz):
        """From Newton's law harmonic by harmonic: not the matrix of the price."""
        order, natural = np.arange(len(force) // 2 + 1), 2 * np.pi * natural_hz
        over = order * speed / natural
        give = 1 / (inertia * natural**2 * (1 - over**2 + 2j * DAMPING * over))
        return np.ptp(np.fft.irfft(give * np.fft.rfft(force)))

    mass = 0.6 * on_bike.rider.mass_kg
    assert 0.002 < swing(one + other, mass, weights.trunk_push_frequency_hz) < 0.015
    yaw = swing(arm * (one - other), yaw_inertia, weights.trunk_twist_frequency_hz)
    assert 1.0 < np.rad2deg(yaw) < 6.0


def test_a_trunk_that_gives_way_spares_the_knee_moment_at_a_quick_cadence():
    """Ebbecke et al. 2026: at equal torque the peak knee moment hardly grows with cadence. The trunk alone."""
    grows = {}
    for name, natural_hz in (("stiff", 100.0), ("gives", 1.5)):
        held_so = {"trunk_push_frequency_hz": natural_hz, "trunk_twist_frequency_hz": natural_hz}
        held_so |= {"habit": 0.0, "knee_stiffness": 0.0, "trunk_weight": 0.0}
        slow, fast = (
            -_leg(*ride, **held_so).joint_moment[:, 3].min() for ride in ((157, 60), (261, 100))
        )
        grows[name] = fast / slow
    assert grows["gives"] < grows["stiff"]
