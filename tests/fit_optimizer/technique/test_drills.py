"""The single-leg drill beside riding with two legs."""

import pytest

from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.setup.techniques import TechniqueError
from fit_optimizer.technique.drills import DRILLS, carried_over, drill_document
from fit_optimizer.technique.ridden import ride_technique


@pytest.fixture(scope="module")
def drilled(rider):
    return drill_document(with_changes(rider, {"power_w": 120, "cadence_rpm": 80}))


def test_every_way_of_riding_stands_beside_riding_as_ever(drilled):
    keys = [one.key for one in drilled.techniques]
    assert keys == ["as_ever", *(drill.told.key for drill in DRILLS), "pull"]
    assert drilled.drill == "single-leg"


def test_every_leg_gives_half_of_the_power(drilled):
    for one in drilled.techniques:
        assert sum(part.crank_w for part in one.sectors) == pytest.approx(60, abs=0.1)


def test_alone_nothing_carries_the_leg_and_its_muscles_lift_more(drilled):
    as_ever, alone, helped = drilled.techniques[:3]
    assert min(alone.crank_torque_nm) > -0.01
    assert alone.recovery.carried_w <= 0.01
    assert as_ever.recovery.carried_w > helped.recovery.carried_w > alone.recovery.carried_w
    assert alone.recovery.lifters_w["iliopsoas"] > 1.5 * as_ever.recovery.lifters_w["iliopsoas"]
    assert (
        99 < alone.metrics["torque_effectiveness_pct"] < 100
    )  # lifting the pedal's body is metered


def test_top_bottom_and_what_carries_over_are_told(drilled):
    told = " ".join(drilled.techniques[1].told)
    assert "Drive over the top" in told
    assert "pulling up with both legs adds" in told


def test_what_carries_over_lies_between_none_and_all(rider):
    usual = ride_technique(rider, "as_ever").stroke.right
    pulled = ride_technique(rider, "pull").stroke.right
    assert carried_over(usual, pulled, pulled) == 1
    assert carried_over(usual, pulled, usual) == 0
    assert 0 < carried_over(usual, pulled, ride_technique(rider, "lift").stroke.right) < 1


def test_a_power_that_one_leg_cannot_ride_is_refused_with_the_key_to_change(rider):
    weak = with_changes(rider, {"strength.left": 1.3, "strength.right": 0.35, "power_w": 500})
    with pytest.raises(TechniqueError, match=r"right leg's half of power_w = 500 .* lower power_w"):
        drill_document(weak)
