"""What is said of a fit to a film: keys at the end of what is allowed, and typed figures that were missed."""

from types import SimpleNamespace

import pytest

from fit_optimizer.calibration.pose_notes import MISSED, TYPED_OFF, at_ends, missed
from fit_optimizer.setup.setup_file import allowed_range

KNEE = "knee_flexion_min_deg"


def legs(value):
    return {"right": SimpleNamespace(figures={KNEE: SimpleNamespace(value=value)})}


@pytest.mark.parametrize(("times", "said"), [(0.9, 0), (1.1, 1), (-0.9, 0), (-1.1, 1)])
def test_a_typed_figure_is_missed_beyond_twice_what_fitters_differ_by(times, said):
    off = times * MISSED * TYPED_OFF["deg"]
    found = missed({KNEE: {"right": 35.0}}, legs(35.0 + off))
    assert len(found) == said
    assert all("right knee flexion min was measured as 35 deg" in one for one in found)


def test_a_figure_of_a_leg_or_kind_that_the_model_was_not_asked_for_is_not_missed():
    assert missed({KNEE: {"left": 35.0}}, legs(90.0)) == []
    assert missed({"knee_flexion_max_deg": {"right": 35.0}}, legs(90.0)) == []


def test_a_key_at_an_end_of_what_is_allowed_is_named_and_one_inside_is_not():
    low, high = allowed_range("heel_drop_deg")
    (said,) = at_ends({"heel_drop_deg": high, "ankle_range_deg": 20.0})
    assert f"heel_drop_deg ({high:g})" in said
    assert "ankle_range_deg" not in said
    assert at_ends({"heel_drop_deg": (low + high) / 2}) == []
