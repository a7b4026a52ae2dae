"""Kinds of riders: each with its sources, on the same bicycle."""

import pytest

from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.technique.rider_kinds import (
    joint_powers_w,
    of_kind,
    ride_kinds,
    rider_kinds,
)


@pytest.fixture(scope="module")
def ridden(rider):
    return {one.kind.key: one for one in ride_kinds(rider)}


def test_every_kind_says_where_its_figures_are_from():
    for kind in rider_kinds().values():
        for source in (kind.strength_source, kind.coordination_source, kind.ankle_source):
            assert len(source) > 10


def test_a_kind_keeps_body_and_bicycle(rider):
    chosen = of_kind(rider, rider_kinds()["sprinter"])
    mine, theirs = seat_rider(rider), seat_rider(chosen)
    assert theirs.rider.mass_kg == mine.rider.mass_kg
    assert theirs.bicycle == mine.bicycle
    assert theirs.rider.right.strength == 1.4


def test_the_stronger_the_kind_the_greater_its_power(ridden):
    strength = {key: one.kind.strength for key, one in ridden.items()}
    power = {key: one.greatest_power_w for key, one in ridden.items()}
    assert sorted(power, key=power.get)[-1] == max(strength, key=strength.get)
    assert sorted(power, key=power.get)[0] == min(strength, key=strength.get)


def test_joint_powers_add_up_to_the_power_ridden(ridden):
    for one in ridden.values():
        for at in one.ridden:
            assert at.joint_w is not None
            assert sum(at.joint_w.values()) == pytest.approx(at.power_w, rel=0.03)


def test_joint_powers_of_a_stroke_are_of_both_legs(rider):
    stroke = seat_rider(rider).simulate()
    assert sum(joint_powers_w(stroke).values()) == pytest.approx(200, rel=0.03)


def test_a_broken_row_is_named(tmp_path):
    table = tmp_path / "kinds.toml"
    table.write_text('[odd]\nwords = "odd"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="odd"):
        rider_kinds(table)
