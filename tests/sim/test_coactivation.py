"""Co-activation: Falconer & Winter's index by hand, and the balance of power of a leg's muscles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.coactivation import co_activation, common_share_pct
from sim.leg_power import leg_power
from sim.pedalling_metrics import mean_power
from tests.strategies import seated

EVENLY = np.full(60, 1 / 60)


def test_one_side_alone_shares_nothing():
    assert common_share_pct(np.ones(60), np.zeros(60), EVENLY) == 0


def test_both_sides_alike_share_everything():
    moment = 2 + np.sin(np.linspace(0, 6, 60))
    assert common_share_pct(moment, moment, EVENLY) == pytest.approx(100)


def test_a_joint_without_moments_shares_nothing():
    assert common_share_pct(np.zeros(60), np.zeros(60), EVENLY) == 0


def test_a_third_against_the_whole_is_half_of_both():
    assert common_share_pct(np.full(60, 30.0), np.full(60, 10.0), EVENLY) == pytest.approx(50)


@given(st.floats(0.1, 10), st.floats(0, 1))
def test_the_index_does_not_depend_on_strength_nor_on_which_side_leads(scale, share):
    one = np.linspace(0, 5, 60)
    other = share * one[::-1]
    first = common_share_pct(one, other, EVENLY)
    assert common_share_pct(scale * other, scale * one, EVENLY) == pytest.approx(first)
    assert 0 <= first <= 100


def test_what_stretched_muscles_take_up_others_give(stroke):
    leg = stroke.right
    power = leg_power(leg)
    share = leg.problem.cycle.time_share
    given_w = np.maximum(-leg.coordination.muscle_force * leg.problem.state.tendon_velocity, 0)
    taken_w = co_activation(leg).lengthened_power_w
    rest_w = float(((power.passive + power.pelvis) * share).sum())
    assert given_w.sum(axis=1) @ share - taken_w + rest_w == pytest.approx(
        mean_power(leg), rel=1e-6
    )


@pytest.mark.parametrize(("joint", "column"), [("hip", 0), ("knee", 3)])
def test_shared_power_is_counted_from_each_position_at_a_joint(joint, column, stroke):
    """At the speed of thigh against pelvis, shank against thigh."""
    leg = stroke.right
    total = 0.0
    for i, speed in enumerate(leg.problem.cycle.joint_velocity[:, column]):
        moments = leg.problem.state.arms[i, :, column] * leg.coordination.muscle_force[i]
        total += min(moments[moments > 0].sum(), -moments[moments < 0].sum()) * abs(speed) / 60
    assert co_activation(leg).shared_power_w[joint] == pytest.approx(total)


def test_pulling_up_while_the_other_leg_pushes_costs_more_opposed_work(stroke):
    pulled = co_activation(seated(technique="pull").simulate().right)
    as_ever = co_activation(stroke.right)
    assert pulled.lengthened_power_w > as_ever.lengthened_power_w
    assert pulled.index_pct["hip"] > as_ever.index_pct["hip"]
