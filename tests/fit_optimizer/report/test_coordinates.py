"""The report's coordinates are what a tape shows on the bicycle of the set-up."""

import json
from pathlib import Path

import pytest

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.tables.coordinates import coordinates
from fit_optimizer.setup.measured_bar import bar_on_paper
from fit_optimizer.setup.setup_file import read_set_up, set_up_of_keys
from tests.fit_optimizer.report.conftest import DATA

TURBO = Path(__file__).parents[3] / "examples" / "turbo_rider.toml"


@pytest.fixture(scope="module")
def document():
    return FitDocument.read(json.loads((DATA / "fit.json").read_text(encoding="utf-8")))


def test_the_bar_of_the_report_is_the_bar_that_the_rider_of_the_set_up_holds(document):
    now = document.current
    keys = {k: v for k, v in {**now.fit, **now.effort}.items() if k != "name"}
    known = {k: v for k, v in keys.items() if not isinstance(v, dict)}
    taped = bar_on_paper(set_up_of_keys(known))
    rows = {one.name: one.before.text for one in coordinates(document)}
    assert float(rows["Saddle nose to bar"].split()[0]) == pytest.approx(
        taped["nose_to_bar_mm"], abs=1
    )
    assert float(rows["Drop to the bar"].split()[0]) == pytest.approx(
        taped["saddle_to_bar_drop_mm"], abs=1
    )


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
