"""Lags and likeness against measured EMG: known shifts, and words for what cannot be measured."""

import numpy as np
import pytest

from fit_optimizer.validation.comparisons import NothingToMeasure
from fit_optimizer.validation.emg_comparisons import FINE_DEG, EmgCorrelation, EmgLag
from rider_models.emg_envelopes import GROUP_OF_ELECTRODE, envelope_at, envelopes
from sim.activation_dynamics import activation_of
from sim.curve_likeness import lag_deg
from sim.stroke_values import ExperimentError, StrokeValues

SPEED = 90 * 2 * np.pi / 60


def _activation(electrode: str, later_deg: float) -> np.ndarray:
    """What a measured envelope makes of a muscle at 90 rpm, so much later, over 60 crank positions."""
    excitation = envelope_at("li_caldwell", electrode, FINE_DEG)[:, None]
    activation = activation_of(excitation, np.full(360, np.deg2rad(1) / SPEED))[:, 0]
    return np.asarray(np.roll(activation, round(later_deg))[::6])


def _ridden(later_deg: float) -> dict[str, StrokeValues]:
    curves = {
        f"activation.{GROUP_OF_ELECTRODE[e]}": _activation(e, later_deg)
        for e in envelopes("li_caldwell")[1]
    }
    return {"ride": StrokeValues({}, curves | {"crank_speed_rad_s": np.full(60, SPEED)})}


@pytest.mark.parametrize("by", [-60, -6, 0, 24, 90])
def test_a_shifted_curve_lags_by_its_shift(by):
    curve = np.exp(3 * np.cos(np.deg2rad(FINE_DEG - 70)))
    assert lag_deg(np.roll(curve, by), curve) == by


@pytest.mark.parametrize("later", [-30, 0, 18])
def test_muscles_that_follow_the_envelope_later_lag_by_so_much(later):
    comparison = EmgLag(set_up="ride", study="li_caldwell")
    measured = comparison.measure(_ridden(later))
    assert measured.value == pytest.approx(abs(later), abs=2)
    assert dict(measured.behind)["vastus_lateralis"] == pytest.approx(later, abs=2)


def test_likeness_is_whole_for_the_envelope_itself_and_less_for_a_later_one():
    comparison = EmgCorrelation(set_up="ride", study="li_caldwell")
    assert comparison.measure(_ridden(0)).value > 0.99
    assert comparison.measure(_ridden(40)).value < 0.8


def test_a_muscle_that_does_nothing_has_no_lag_and_no_likeness():
    ride = _ridden(0)
    ride["ride"].curves["activation.vasti"][:] = 0.01  # type: ignore[index]
    with pytest.raises(NothingToMeasure, match="vastus_lateralis"):
        EmgLag(set_up="ride", study="li_caldwell").measure(ride)
    found = EmgCorrelation(set_up="ride", study="li_caldwell").measure(ride)
    assert dict(found.behind)["vastus_lateralis"] == 0


def test_an_unknown_study_or_electrode_is_named():
    with pytest.raises(ExperimentError, match="allowed is li_caldwell"):
        EmgLag(set_up="ride", study="nobody").measure(_ridden(0))
    with pytest.raises(ExperimentError, match="soleus is no electrode of li_caldwell"):
        EmgLag(set_up="ride", study="li_caldwell", muscles={"soleus": "soleus"}).measure(_ridden(0))
