"""Techniques from Python: as keys of a set-up, and side by side."""

import pytest

import fit_optimizer as pf

RIDER = {"height_mm": 1780, "mass_kg": 74, "power_w": 120, "cadence_rpm": 85}


def test_a_technique_is_a_key_of_a_set_up():
    as_ever, pulled = (
        pf.metrics(pf.simulate(pf.set_up(**RIDER, technique=key))) for key in ("as_ever", "pull")
    )
    assert pulled["torque_effectiveness_pct"] > as_ever["torque_effectiveness_pct"] + 5


@pytest.mark.usefixtures("techniques_alone")
def test_techniques_stand_side_by_side():
    found = pf.techniques(pf.set_up(**RIDER), "lift", "mash")
    assert [one.key for one in found.techniques] == ["as_ever", "lift", "mash"]


def test_a_misspelt_technique_is_answered_with_the_nearest():
    with pytest.raises(pf.PedalfitError, match="did you mean circles"):
        pf.techniques(pf.set_up(**RIDER), "circels")
