"""Documents are built by the classes they are read by, and hold every curve of the simulator."""

import json

import pytest

from fit_optimizer.documents.compare import CompareDocument
from fit_optimizer.documents.ride import LegCurves
from fit_optimizer.documents.stroke import StrokeDocument
from fit_optimizer.rides.compare_document import compare_document
from fit_optimizer.rides.ride_document import CURVES
from fit_optimizer.rides.stroke_document import simulate_set_up
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.units import PURE_NUMBER, unit_of
from sim.stroke_curves import leg_curves
from tests.strategies import set_up


@pytest.fixture(scope="module")
def simulated():
    return simulate_set_up(parse_set_up(set_up()))


def test_a_stroke_document_is_read_as_it_was_made(simulated):
    _, made = simulated
    assert StrokeDocument.read(json.loads(json.dumps(made.as_json(), allow_nan=False))) == made


def test_every_curve_of_the_simulator_is_a_field_with_a_unit_in_its_name(simulated):
    stroke, made = simulated
    names = set(leg_curves(stroke.left, "left"))
    assert names == set(LegCurves.model_fields)
    assert {name for name in names if unit_of(name) is PURE_NUMBER} == {"activation"}
    for side in ("left", "right"):
        assert set(made.as_json()["curves"][side]) == names


def test_a_ride_shows_some_of_the_curves_and_writes_no_others():
    made = compare_document(parse_set_up(set_up()), parse_set_up(set_up()))
    written = made.as_json()
    assert set(written["before"]["curves"]["left"]) == set(CURVES)
    assert CompareDocument.read(json.loads(json.dumps(written, allow_nan=False))) == made
