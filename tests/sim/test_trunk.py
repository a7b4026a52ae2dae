"""The price of holding the pelvis against the legs, and what a pelvis held for nothing would do."""

import numpy as np
import pytest

from sim.stroke import Stroke
from sim.trunk import fore_aft_motion, trunk_price
from tests.strategies import seated, set_up

PUSH, TWIST, UNIT_N = 3e-5, 2e-6, 100.0
UNEVEN = {"strength": {"left": 0.7, "right": 1.0}, "cleat_setback_mm": {"left": 8.0, "right": 2.0}}


def priced(stroke: Stroke, sides: tuple[str, ...]) -> float:
    """The quadratic price of the stroke's own pedal forces, with the constant it leaves out."""
    legs = [stroke.legs[side].problem for side in sides]
    n = len(legs[0].cycle.crank_angle)
    columns = [np.arange(n) + i * n for i in range(len(legs))]
    price = trunk_price(legs, columns, UNIT_N, n * len(legs), (PUSH, TWIST))
    forces = [stroke.legs[side].coordination.force_on_foot[:, 0] for side in sides]
    x = np.concatenate(forces) / UNIT_N
    moving = np.concatenate([fore_aft_motion(leg) for leg in legs]) / UNIT_N
    constant = moving @ price.quadratic @ moving / 2
    return float(x @ price.quadratic @ x / 2 + price.linear @ x + constant)


def held(stroke: Stroke) -> float:
    """The same, position by position, from what each leg gives the pelvis."""
    n, total = len(stroke.crank_speed), 0.0
    for k in range(n):
        pushes = []
        for side, at in (("right", k), ("left", (k + n // 2) % n)):
            leg = stroke.legs[side]
            force = leg.coordination.force_on_foot[at, 0]
            pushes.append(force - fore_aft_motion(leg.problem)[at])
        share = n * stroke.right.problem.cycle.time_share[k]
        total += share * (PUSH * sum(pushes) ** 2 + TWIST * (pushes[0] - pushes[1]) ** 2)
    return total


def test_two_legs_pay_for_what_the_pelvis_is_given_at_the_same_moment():
    stroke = seated(**UNEVEN).simulate(activation_dynamics=False)
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


@pytest.mark.parametrize(("power_w", "cadence_rpm"), [(150.0, 70.0), (260.0, 90.0)])
def test_a_pelvis_held_for_nothing_is_pushed_about_and_keeps_the_knee_extending_longer(
    power_w, cadence_rpm
):
    """Gregor et al. 1985: the knee moment turns to flexion about halfway down."""
    pushed, turns = {}, {}
    for name, weights in (("paid", {}), ("free", {"trunk_push": 0.0, "trunk_twist": 0.0})):
        tables = set_up(power_w=power_w, cadence_rpm=cadence_rpm)
        tables["rider"]["coordination"] = weights
        leg = seated(tables).simulate().right
        one = leg.coordination.force_on_foot[:, 0] - fore_aft_motion(leg.problem)
        pushed[name] = np.abs(one + np.roll(one, len(one) // 2)).max()
        after_45_deg = np.arange(len(one)) > len(one) // 8
        turns[name] = np.flatnonzero(after_45_deg & (leg.joint_moment[:, 3] > 0))[0]
    assert pushed["paid"] < 0.8 * pushed["free"]
    assert turns["paid"] < turns["free"]
