"""The legs from the front: how far a knee wanders from side to side."""

import pytest

from fit_optimizer.documents.ride import FrontLeg
from fit_optimizer.report.figures.front_view import knee_travel_mm


@pytest.mark.parametrize("middle_mm", [-110.0, 0.0, 110.0])
def test_a_knee_travels_between_its_outermost_places_on_either_side_of_the_bicycle(middle_mm):
    path = [(middle_mm + x, 400.0) for x in (0.0, 7.5, -4.5, 3.0)]
    leg = FrontLeg(hip=path, knee=path, ankle=path, pedal=path)
    assert knee_travel_mm(leg) == pytest.approx(12.0)
