"""What the moving picture of a stroke is drawn from."""

import json
from math import atan2, degrees

import pytest

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.animation import animation_data
from fit_optimizer.report.shown_rides import shown_fits
from tests.fit_optimizer.report.conftest import stored


@pytest.mark.parametrize("tilt_deg", [None, -9.0])
def test_the_saddle_of_the_moving_picture_is_tilted_about_its_place(tilt_deg):
    document = stored()
    fit = document["recommended"]["fit"]
    fit.pop("saddle_tilt_deg", None)
    if tilt_deg is not None:
        fit["saddle_tilt_deg"] = tilt_deg
    pair = shown_fits(FitDocument.read(document))
    drawn = json.loads(animation_data(pair))["rides"][-1]["saddle"]
    (tail_x, tail_z), (nose_x, nose_z) = drawn
    place = ((tail_x + nose_x) / 2, (tail_z + nose_z) / 2)
    assert place == pytest.approx(document["recommended"]["side_view_mm"]["saddle"], abs=0.1)
    tilted_deg = degrees(atan2(nose_z - tail_z, nose_x - tail_x))
    assert tilted_deg == pytest.approx(tilt_deg or 0.0, abs=0.05)
