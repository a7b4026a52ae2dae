"""A cue followed more and more: from riding as ever, to a least effort, to over-cooking it."""

import numpy as np
import pytest

from fit_optimizer.setup.setup_file import with_changes
from fit_optimizer.setup.techniques import TechniqueError
from fit_optimizer.technique.just_right import just_right, lifted_at
from fit_optimizer.technique.ridden import ride_technique

SHARES = (0.0, 0.5, 1.0, 1.5)


@pytest.fixture(scope="module")
def pulled(rider):
    return just_right(rider, "pull", SHARES)


def test_nought_of_it_is_riding_as_ever(rider, pulled):
    metrics = ride_technique(rider, "as_ever").metrics
    assert pulled.followed[0].effort == metrics["muscle_effort"]
    assert pulled.followed[0].metabolic_power_w == metrics["metabolic_power_w"]


def test_effectiveness_grows_with_it_and_over_cooking_costs(pulled):
    assert np.all(np.diff([one.torque_effectiveness_pct for one in pulled.followed]) > 0)
    assert pulled.followed[-1].metabolic_power_w > 1.03 * pulled.followed[0].metabolic_power_w


def test_the_just_right_share_is_the_one_of_least_effort(pulled):
    assert pulled.at(pulled.least_effort).effort == min(one.effort for one in pulled.followed)
    assert pulled.at(pulled.least_rectus_femoris).rectus_femoris == min(
        one.rectus_femoris for one in pulled.followed
    )


def test_shares_that_cannot_be_ridden_end_the_list(rider):
    stiff = with_changes(rider, {"ankle_range_deg": 8})
    assert [one.share for one in just_right(stiff, "ankle_locked", (0.0, 1.0)).followed] == [0.0]
    with pytest.raises(TechniqueError):
        just_right(stiff, "ankle_locked", (1.0,))


def test_the_other_leg_carries_more_the_faster_and_less_the_harder(rider):
    carried = {
        (at.power_w, at.cadence_rpm): at.recovery.carried_w
        for at in lifted_at(rider)
        if at.recovery is not None
    }
    assert carried[200, 112] > carried[200, 68]
    assert carried[100, 90] > carried[300, 90]
