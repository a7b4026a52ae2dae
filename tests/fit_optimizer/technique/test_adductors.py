"""The hip across the bicycle: what stance, toe-out and torso do."""

import numpy as np
import pytest

from fit_optimizer.technique.adductors import across_the_hip, knee_across_nm, ride_across
from tests.strategies import seated


@pytest.fixture(scope="module")
def across(rider):
    found = ride_across(rider, {"stance_width_mm": (0.0, 60.0), "toe_out_deg": (0.0, 10.0)})
    return {(one.key, one.value): one.across for one in found}


def test_a_wider_stance_takes_the_hip_outward(across):
    assert (
        across["stance_width_mm", 312.0].hip_abduction_max_deg
        > across["stance_width_mm", 252.0].hip_abduction_max_deg + 1
    )


def test_toes_out_turn_the_hip_out_and_lengthen_the_adductors(across):
    straight, out = across["toe_out_deg", 0.0], across["toe_out_deg", 10.0]
    assert out.hip_outward_max_deg > straight.hip_outward_max_deg + 3
    assert out.adductor_length_max > straight.adductor_length_max


def test_a_key_unchanged_is_the_same_stroke(across, rider):
    own = across_the_hip(seated().simulate().right)
    assert across["stance_width_mm", 252.0] == own
    assert across["toe_out_deg", 0.0] == own


def test_a_change_that_cannot_be_ridden_keeps_its_reason(rider):
    (found,) = ride_across(rider, {"torso_angle_deg": (60.0,)})
    assert found.across is None
    assert found.refusal


def test_the_moment_across_the_knee_is_a_lever_times_a_force():
    leg = seated().simulate().right
    knee = leg.problem.cycle.pose.hinges[:, 3]
    force, moment = leg.coordination.force_on_foot, leg.coordination.moment_on_foot
    by_hand = np.cross(leg.problem.cycle.pedal - knee, force)[:, 0] + moment[:, 0]
    np.testing.assert_allclose(knee_across_nm(leg), by_hand)
