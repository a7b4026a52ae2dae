"""`pedalfit forward`: a document of the ride beside the stroke, or one sentence."""

import json

import numpy as np
import pytest
from rich.console import Console

from fit_optimizer.commands.tables import forward_table
from fit_optimizer.rides.forward_document import forward_document
from fit_optimizer.setup.setup_file import parse_set_up
from rider_models.errors import PedalfitError
from sim.metric_table import FORWARD_METRICS
from tests.strategies import set_up


@pytest.fixture(scope="module")
def document():
    return forward_document(parse_set_up(set_up()), revolutions=0.3)


def test_the_document_is_json_with_one_value_a_moment_in_every_curve(document):
    read = json.loads(json.dumps(document.as_json(), allow_nan=False))
    assert read["schema"] == "pedalfit.forward/1"
    curves = read["curves"]
    legs = [curves.pop("left"), curves.pop("right")]
    n = len(curves["time_s"])
    assert all(len(curve) == n for group in (curves, *legs) for curve in group.values())
    assert curves["crank_angle_deg"][-1] == pytest.approx(0.3 * 360, rel=0.02)


def test_the_crank_is_as_light_as_the_set_up_says(document):
    light = forward_document(parse_set_up(set_up(crank_inertia_kg_m2=2.0)), revolutions=0.3)
    assert light.fit["crank_inertia_kg_m2"] == 2.0
    swings = [np.ptp(d.curves.cadence_rpm) for d in (document, light)]
    assert swings[1] > 10 * swings[0]


def test_a_ride_is_judged_by_exactly_the_metrics_of_the_table(document):
    assert list(document.figures) == [metric.name for metric in FORWARD_METRICS]


def test_the_table_shows_the_figures(document):
    console = Console(record=True, width=100)
    console.print(forward_table(document))
    assert "gap at the cleat" in console.export_text()


@pytest.mark.parametrize("revolutions", [0, -3])
def test_senseless_revolutions_are_refused_before_anything_is_solved(revolutions, monkeypatch):
    monkeypatch.setattr("fit_optimizer.rides.forward_document.simulate_set_up", None)
    with pytest.raises(PedalfitError, match="revolutions is"):
        forward_document(parse_set_up(set_up()), revolutions)
