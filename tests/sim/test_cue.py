"""Cues: nothing asked changes nothing, what is asked for grows where it is asked, and the power stays."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rider_models.errors import PedalfitError
from sim.bicycle import LIFTED_WITH_THE_FOOT_KG
from sim.cue import NO_CUE, Cue, ForceCue, MuscleCue, activation_price, share_within
from sim.dynamics import pedal_weight_torque
from sim.stroke import Stroke, simulate
from tests.strategies import custom_set_ups, seated

ANGLE = 2 * np.pi * np.arange(60) / 60
UPSTROKE = (np.pi, 2 * np.pi)


def ride(on_bike, cue: Cue, independent: bool = False) -> Stroke:
    bicycle = replace(on_bike.bicycle, independent_cranks=independent)
    return simulate(on_bike.rider, bicycle, replace(on_bike.riding, cue=cue))


def ride_both(tables, cue: Cue) -> tuple[Stroke, Stroke]:
    on_bike = seated(tables)
    try:
        return ride(on_bike, NO_CUE), ride(on_bike, cue)
    except PedalfitError:
        assume(False)
        raise


@given(st.floats(-7, 7), st.floats(0.01, 2 * np.pi))
def test_the_shares_of_an_arc_add_up_to_its_length(start, extent):
    within = share_within(ANGLE, (start, start + extent))
    assert within.min() >= 0
    assert within.max() <= 1 + 1e-12
    assert within.sum() * 2 * np.pi / 60 == pytest.approx(extent)


@given(st.floats(-7, 7), st.floats(0.01, 2 * np.pi))
@settings(max_examples=50)
def test_the_share_of_a_position_is_counted_from_finer_steps(start, extent):
    fine = 2 * np.pi * (np.arange(60 * 50) + 0.5) / (60 * 50)
    inside = ((fine - start) % (2 * np.pi) < extent).astype(float)
    counted = np.roll(inside, 25).reshape(60, 50).mean(axis=1)
    np.testing.assert_allclose(share_within(ANGLE, (start, start + extent)), counted, atol=0.05)


def test_a_whole_turn_holds_every_position():
    np.testing.assert_array_equal(share_within(ANGLE, (1.0, 1.0 + 2 * np.pi)), 1.0)


def test_a_cue_of_strength_nought_is_the_same_stroke_bit_for_bit(stroke):
    nothing = Cue((MuscleCue(("vasti",), UPSTROKE, 0.0),), (ForceCue(UPSTROKE, 0.0),))
    same = ride(seated(), nothing)
    np.testing.assert_array_equal(same.right.crank_torque, stroke.right.crank_torque)
    np.testing.assert_array_equal(
        same.right.coordination.activation, stroke.right.coordination.activation
    )


def test_a_muscle_alone_would_work_by_as_much_more_as_the_cue_says():
    own = np.array([0.4, 2.0])
    price = activation_price(
        Cue((MuscleCue(("soleus",), UPSTROKE, 0.2),)), ["soleus", "psoas"], ANGLE, own
    )
    tried = np.linspace(0, 1, 1001)
    cost = own[0] * tried**2 + price[45, 0] * tried
    assert tried[cost.argmin()] == pytest.approx(0.2, abs=1e-3)
    assert not price[:, 1].any()
    assert not price[15].any()


def test_an_unknown_muscle_is_refused():
    with pytest.raises(ValueError, match="wings is no muscle"):
        activation_price(
            Cue((MuscleCue(("wings",), UPSTROKE, 1.0),)), ["soleus"], ANGLE, np.ones(1)
        )


@given(custom_set_ups(), st.floats(0, 360), st.floats(30, 180), st.floats(0.5, 4))
@settings(max_examples=15)
def test_driving_in_an_arc_grows_with_its_cue_and_the_power_stays(tables, start, extent, reward):
    arc = (np.deg2rad(start), np.deg2rad(start + extent))
    before, after = ride_both(tables, Cue(forces=(ForceCue(arc, reward),)))
    within = share_within(ANGLE, arc)
    asked = [(within * each.right.crank_torque).sum() for each in (before, after)]
    assert asked[1] > asked[0]
    for each in (before, after):
        power = (each.total_crank_torque * each.crank_speed).mean()
        assert power == pytest.approx(tables["riding"]["power_w"], rel=1e-6)


@given(custom_set_ups(), st.sampled_from(["hamstrings", "iliopsoas", "gluteus_maximus", "tfl"]))
@settings(max_examples=10)
def test_a_muscle_told_to_work_more_does(tables, muscle):
    before, after = ride_both(tables, Cue((MuscleCue((muscle,), UPSTROKE, 0.1),)))
    muscles = before.right.problem.muscles
    mine = (np.array(muscles.groups) == muscle) | (np.array(muscles.names) == muscle)
    within = share_within(ANGLE, UPSTROKE)
    more = after.right.coordination.activation - before.right.coordination.activation
    assert (within @ more[:, mine]).mean() > 0.005


def test_legs_that_differ_both_follow_the_cue(uneven_stroke):
    pull = Cue(forces=(ForceCue(UPSTROKE, 3.0),))
    riding = replace(uneven_stroke.riding, cue=pull)
    pulled = simulate(uneven_stroke.rider, uneven_stroke.bicycle, riding)
    for side, leg in pulled.legs.items():
        up = leg.crank_torque[31:] - uneven_stroke.legs[side].crank_torque[31:]
        assert up.mean() > 1.0


@given(custom_set_ups())
@settings(max_examples=10)
def test_independent_cranks_are_never_pushed_back_and_cost_more(tables):
    on_bike = seated({**tables, "riding": {**tables["riding"], "power_w": 100.0}})
    try:
        fixed, free = ride(on_bike, NO_CUE), ride(on_bike, NO_CUE, independent=True)
    except PedalfitError:
        assume(False)
        raise
    helped = pedal_weight_torque(LIFTED_WITH_THE_FOOT_KG, on_bike.bicycle.crank_length_m)
    assert (free.right.crank_torque + helped).min() > -1e-4
    assert fixed.right.crank_torque.min() < -1.0
    effort = [(each.right.coordination.activation**2).mean() for each in (fixed, free)]
    assert effort[1] > effort[0]
    assert (free.total_crank_torque * free.crank_speed).mean() == pytest.approx(100, rel=1e-6)
