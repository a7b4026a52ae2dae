"""A technique followed by a share: nothing of it at nought, all of it at one, each part in proportion."""

from dataclasses import replace
from math import degrees

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fit_optimizer.setup.apply_technique import cue_of, with_technique
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import parse_set_up
from fit_optimizer.setup.techniques import TECHNIQUES
from sim.cue import NO_CUE

RIDING = seat_rider(
    parse_set_up(
        {
            "rider": {"height_mm": 1780, "mass_kg": 66},
            "riding": {"power_w": 200, "cadence_rpm": 81},
        }
    )
).riding
techniques = st.sampled_from(sorted(TECHNIQUES)).map(TECHNIQUES.__getitem__)


@given(techniques)
def test_a_technique_followed_not_at_all_changes_nothing(technique):
    assert with_technique(RIDING, technique, 0.0) == replace(RIDING, cue=NO_CUE)


@given(techniques, st.floats(0.05, 1.5))
def test_angles_change_by_the_share_and_the_ankle_never_swings_the_other_way(technique, share):
    turned = with_technique(RIDING, technique, share)
    lowered = degrees(turned.ankle.mean - RIDING.ankle.mean)
    assert lowered == pytest.approx(share * technique.heel_drop_deg, abs=1e-9)
    rolled = degrees(turned.pelvis_forward - RIDING.pelvis_forward)
    assert rolled == pytest.approx(share * technique.pelvis_forward_deg, abs=1e-9)
    assert turned.ankle.range >= 0
    assert (turned.power_w, turned.crank_speed) == (RIDING.power_w, RIDING.crank_speed)


@given(techniques, st.floats(0.05, 1.5))
def test_every_part_of_a_cue_is_meant_in_proportion_to_the_share(technique, share):
    whole, part = cue_of(technique), cue_of(technique, share)
    assert [one.more for one in part.muscles] == pytest.approx(
        [share * one.more for one in whole.muscles]
    )
    assert [one.reward for one in part.forces] == pytest.approx(
        [share * one.reward for one in whole.forces]
    )
    assert [one.arc for one in part.muscles] == [one.arc for one in whole.muscles]
    assert all(-7 < end < 7 for one in part.forces for end in one.arc), "arcs are in rad"


def test_a_range_of_the_ankle_is_taken_away_no_further_than_to_a_fixed_ankle():
    stiff = TECHNIQUES["as_ever"].model_copy(update={"ankle_range_times": 0.0})
    assert with_technique(RIDING, stiff, 1.0).ankle.range == 0.0
    assert with_technique(RIDING, stiff, 1.5).ankle.range == 0.0
    half = with_technique(RIDING, stiff, 0.5).ankle.range
    assert half == pytest.approx(RIDING.ankle.range / 2)
