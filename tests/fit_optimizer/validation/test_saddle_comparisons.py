"""Saddle heights against filmed people's: the equation by hand."""

import pytest

from fit_optimizer.validation.saddle_comparisons import SaddleByKneeAngle
from sim.stroke_values import StrokeValues


def test_a_saddle_is_compared_with_the_equation_of_filmed_people():
    fit = {"inseam_mm": 850.0, "seat_tube_angle_deg": 73.0, "saddle_to_pedal_mm": 930.0}
    measured = SaddleByKneeAngle(set_up="ride", knee_deg=38.0).measure(
        {"ride": StrokeValues(fit, {})}
    )
    by_hand_cm = 7.41 + 0.82 * 85 - 0.1 * 38 + 0.003 * 85 * 73
    assert measured.value == pytest.approx(930 - 10 * by_hand_cm)
    lower_knee = SaddleByKneeAngle(set_up="ride", knee_deg=48.0)
    assert lower_knee.measure({"ride": StrokeValues(fit, {})}).value == pytest.approx(
        measured.value + 10
    )
