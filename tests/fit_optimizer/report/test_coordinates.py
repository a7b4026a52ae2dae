"""The report's coordinates are what a tape shows on the bicycle of the set-up."""

import json
from pathlib import Path

import pytest

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.tables.cells import NOTHING
from fit_optimizer.report.tables.coordinates import coordinates
from fit_optimizer.rides.ride_document import ride_document
from fit_optimizer.setup.keys_in_force import assumed_keys
from fit_optimizer.setup.setup_file import read_set_up
from tests.fit_optimizer.report.conftest import DATA

TURBO = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"


@pytest.fixture(scope="module")
def document():
    return FitDocument.read(json.loads((DATA / "fit.json").read_text(encoding="utf-8")))


def test_the_bar_of_the_report_is_the_bar_that_the_rider_of_the_set_up_holds(document):
    set_up = read_set_up(
        TURBO, ["nose_to_bar_mm=538", "saddle_to_bar_drop_mm=74", "saddle_length_mm=250"]
    )
    ridden = document.model_copy(update={"current": ride_document(set_up, body=False)})
    rows = {one.name: one.before.text for one in coordinates(ridden)}
    assert float(rows["Saddle nose to bar"].split()[0]) == pytest.approx(538, abs=1)
    assert float(rows["Drop to the bar"].split()[0]) == pytest.approx(74, abs=1)


def test_a_bicycle_set_up_from_the_reports_coordinates_is_the_same_bicycle(document):
    rows = {one.name: one.before.text for one in coordinates(document)}
    number = {name: float(text.split()[0]) for name, text in rows.items() if text[:1].isdigit()}
    fit = document.current.fit
    again = read_set_up(
        TURBO,
        [
            f"crank_length_mm={fit['crank_length_mm']}",
            f"saddle_height_to_pedal_mm={number['Saddle height to the pedal']}",
            f"saddle_nose_setback_mm={number['Setback of the nose']}",
        ],
    )
    assert again.bicycle.saddle_height_mm == pytest.approx(fit["saddle_height_mm"], abs=1)
    assert again.bicycle.saddle_setback_mm == pytest.approx(fit["saddle_setback_mm"], abs=1)


@pytest.mark.parametrize(
    ("keys", "told"), [((), ""), (("saddle_tilt_deg=-2.5",), "\u22122.5\u00b0")]
)
def test_a_saddles_tilt_is_told_where_it_is_stated_and_left_to_be_written_in_where_not(
    document, keys, told
):
    set_up = read_set_up(TURBO, [*keys])
    ridden = document.model_copy(
        update={
            "current": ride_document(set_up, body=False),
            "assumed": assumed_keys(set_up),
        }
    )
    tilt = next(one for one in coordinates(ridden) if one.name == "Saddle tilt")
    assert (tilt.before.text if told else tilt.before) == (told or NOTHING)


def test_every_measure_of_a_key_that_nobody_measured_is_marked_as_assumed(document):
    """The soles stood there as if they had been measured, beside cleats that were marked."""
    nothing = document.model_copy(update={"assumed": list(document.current.fit)})
    given = document.model_copy(update={"assumed": []})
    for one, other in zip(coordinates(nothing), coordinates(given), strict=True):
        assert one.before is NOTHING or one.before.note == "assumed", one.name
        assert other.before.note == ""


def test_a_stems_rise_has_the_minus_of_every_other_number(document):
    set_up = read_set_up(TURBO, ["stem_length_mm=100", "stem_angle_deg=-6"])
    ridden = document.model_copy(update={"current": ride_document(set_up, body=False)})
    stem = next(one for one in coordinates(ridden) if one.name == "Stem")
    assert stem.before.text == "100\u00a0mm, \u22126\u00b0"
