"""Who lifts the leg: what is given is what is lifted."""

import pytest
from hypothesis import assume, given, settings

from rider_models.errors import PedalfitError
from sim.recovery import recovery
from tests.strategies import custom_set_ups, seated


@given(custom_set_ups())
@settings(max_examples=10)
def test_muscles_ligaments_and_the_other_leg_lift_what_is_lifted(tables):
    try:
        stroke = seated(tables).simulate()
    except PedalfitError:
        assume(False)
        raise
    found = recovery(stroke.right)
    given_w = sum(found.lifters_w.values()) + found.others_w + found.passive_w
    given_w += found.pelvis_w + found.carried_w
    assert given_w == pytest.approx(found.lifted_w, abs=1e-6)
    assert found.lifted_w > 0


def test_hamstrings_told_to_lift_take_over_from_the_other_leg(stroke):
    told = recovery(seated(technique="hamstring_led").simulate().right)
    as_ever = recovery(stroke.right)
    assert told.lifters_w["hamstrings"] > 1.5 * as_ever.lifters_w["hamstrings"]
    assert told.carried_w < as_ever.carried_w


def test_on_independent_cranks_nothing_is_carried():
    assert recovery(seated(cranks="independent", power_w=100.0).simulate().right).carried_w <= 1e-6
