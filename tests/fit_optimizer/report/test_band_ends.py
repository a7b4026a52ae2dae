"""What ends a band: a limit or an objective by its name, the search where it went no farther, or nothing seen."""

import json

import pytest

from fit_optimizer.documents.fit import FitDocument
from fit_optimizer.report.tables.band_ends import ends_of_bands, limit_rows
from fit_optimizer.report.wording import NOT_SEEN
from fit_optimizer.setup.adjustments import SADDLE
from tests.fit_optimizer.report.conftest import DATA

SCAN = "end of the scan"


@pytest.fixture(scope="module")
def stored():
    return FitDocument.read(json.loads((DATA / "fit.json").read_text(encoding="utf-8")))


def with_band(document, **changes):
    """The document with a band from 740 to 760 about 750 mm, changed."""
    start = {"value": 750.0, "low": 740.0, "high": 760.0, "limited_low": SCAN, "limited_high": SCAN}
    band = document.bands[SADDLE].model_copy(update=start | changes)
    return document.model_copy(update={"bands": {SADDLE: band}})


def ends(document):
    (row,) = limit_rows(document)
    return row.below, row.above


def test_a_band_that_ends_at_its_own_value_was_not_searched_farther(stored):
    assert ends(with_band(stored, low=750.0)) == ("the search went no lower", NOT_SEEN)
    assert ends(with_band(stored, high=750.0)) == (NOT_SEEN, "the search went no higher")


def test_what_limits_a_band_is_named_and_ends_that_nobody_saw_are_left_out(stored):
    limited = with_band(stored, limited_high="dead spots")
    assert ends(limited) == (NOT_SEEN, "dead spots")
    assert ends_of_bands(limited).endswith(f"Saddle height: {NOT_SEEN} / dead spots.")
    assert ends_of_bands(with_band(stored)) == ""


def test_a_step_up_is_told_with_what_each_objective_changes_by(stored):
    (row,) = limit_rows(with_band(stored, step=2.5, slope_per_step={"knee_load": -0.012}))
    assert (row.step, row.cost) == ("+2.5\u00a0mm", "knee load \u22121.2\u00a0%")
    (none,) = limit_rows(with_band(stored, step=5.0, slope_per_step={}))
    assert (none.step, none.cost) == ("+5\u00a0mm", "not known: no stroke beside it")
