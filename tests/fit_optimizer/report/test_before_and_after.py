"""Objectives and metrics now against recommended: less is less, in percent or in the unit that is shown."""

import pytest

from fit_optimizer.documents.ride import ObjectiveShown
from fit_optimizer.report.tables.before_and_after import FigureRow, Quantity, _row_of, judged_by

KNEE_LOAD = ObjectiveShown(
    key="knee_load", words="knee load", explained="of both knees", unit="bw", decimals=2
)
PLACES = ("current", "recommended")


def only(rows: tuple[FigureRow, ...]) -> FigureRow:
    (row,) = rows
    return row


@pytest.mark.parametrize(
    ("then", "change"), [(3.0, "+50\u00a0%"), (1.0, "\u221250\u00a0%"), (2.0, "0\u00a0%")]
)
def test_an_objective_that_grows_is_told_in_percent_of_now(then, change):
    row = only(judged_by([KNEE_LOAD], {"knee_load": 2.0}, {"knee_load": then}, PLACES).rows)
    assert row.change.text == change
    assert (row.now.key, row.now.value) == ("current.objectives.knee_load", 2.0)
    assert (row.recommended.key, row.recommended.value) == (
        "recommended.objectives.knee_load",
        then,
    )


def test_a_fit_without_a_stroke_has_no_objective_and_no_change():
    row = only(judged_by([KNEE_LOAD], None, {"knee_load": 2.0}, PLACES).rows)
    assert (row.now.text, row.change.text) == ("\u2013", "\u2013")
    assert row.recommended.value == 2.0


@pytest.mark.parametrize(
    ("unit", "change"), [("%", "+3\u00a0points"), ("W", "+3\u00a0W"), ("\u00b0", "+3\u00b0")]
)
def test_a_difference_is_that_of_the_numbers_as_they_are_shown(unit, change):
    """Shown are 12 and 15, which differ by 3, though 14.51 less 12.49 is 2."""
    quantity = Quantity("key", "name", unit, 0, relative=False)
    row = _row_of(quantity, (12.49, "now"), (14.51, "then"))
    assert (row.now.text[:2], row.recommended.text[:2]) == ("12", "15")
    assert row.change.text == change


def test_a_change_of_nothing_has_no_percent():
    quantity = Quantity("key", "name", "N", 0, relative=True)
    assert _row_of(quantity, (0.0, "now"), (4.0, "then")).change.text == "+4\u00a0N"
