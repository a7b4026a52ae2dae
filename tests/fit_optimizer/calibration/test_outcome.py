"""What a calibration did in words: errors of the bins that were held out, or of those fitted where none were."""

from types import SimpleNamespace

import pytest

from fit_optimizer.calibration.outcome import errors, fitted_bins

BALANCE, PHASE, TORQUE = "balance_right_pct", "power_phase_end_deg", "left_torque_nm"


def a_bin(power_w):
    return SimpleNamespace(power_w=power_w, cadence_rpm=80.0)


def calibration(before, after, what=("coordination weights",)):
    bins = {"fitted": (a_bin(200.0),), "held_out": (a_bin(150.0), a_bin(250.0))}
    return SimpleNamespace(
        what=what,
        before=SimpleNamespace(errors=before),
        after=SimpleNamespace(errors=after, **bins),
    )


def test_errors_are_those_of_the_bins_that_were_not_fitted():
    before = {"fitted": {BALANCE: 9.0}, "held out": {BALANCE: 3.0, PHASE: 12.0}}
    after = {"fitted": {BALANCE: 8.0}, "held out": {BALANCE: 2.0, PHASE: 10.0}}
    found = {
        one.name: (one.unit, one.before, one.after) for one in errors(calibration(before, after))
    }
    assert found == {
        "balance right": ("points", 3.0, 2.0),
        "power phase end": ("deg", 12.0, 10.0),
    }


def test_errors_are_those_of_what_was_fitted_where_nothing_was_held_out():
    before = {"fitted": {TORQUE: 4.0}, "held out": {}}
    after = {"fitted": {TORQUE: 3.0, PHASE: 1.0}, "held out": {}}
    (one,) = errors(calibration(before, after))
    assert (one.name, one.unit, one.before, one.after) == ("left torque", "Nm", 4.0, 3.0)


@pytest.mark.parametrize(
    ("what", "first"),
    [(("coordination weights",), "Fitted: coordination weights."), ((), "Nothing was changed")],
)
def test_what_was_fitted_is_said_and_to_which_bins(what, first):
    lines = list(fitted_bins(calibration({}, {}, what)))
    assert lines[0].startswith(first)
    assert lines[1:] == ["Fitted bins: 200 W 80 rpm.", "Held-out bins: 150 W 80 rpm, 250 W 80 rpm."]
