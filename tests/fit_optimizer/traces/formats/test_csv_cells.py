"""Numbers of single cells: pairs of shares, pairs of angles, decimal signs, and texts that hold none."""

import math

import pytest

from fit_optimizer.traces.formats.csv_cells import RIGHT_FLAG, number_in, with_decimal_point
from fit_optimizer.traces.formats.csv_columns import Column


def cell(text: str, quantity: str = "power_w", part: int | None = None) -> float | None:
    return number_in(text, Column(0, "a heading", quantity, "", 1.0, "", part=part), False)


@pytest.mark.parametrize("text", ["49.5/50.5", "L 49,5 % | R 50,5 %", "49.5:50.5"])
def test_a_balance_of_two_shares_is_the_right_legs(text):
    assert cell(text, "balance") == RIGHT_FLAG + 50.5


@pytest.mark.parametrize("text", ["60/60", "45/50", "0/0"])
def test_two_numbers_that_are_no_shares_of_a_whole_are_no_balance(text):
    assert cell(text, "balance") is None


def test_a_power_phase_has_its_start_and_its_end_in_one_cell():
    assert [cell("351.6|191,2", "power_phase_start_deg", part) for part in (0, 1)] == [351.6, 191.2]
    assert cell("351.6", "power_phase_start_deg", 0) is None


@pytest.mark.parametrize("text", ["", "-", "N/A", "null"])
def test_an_empty_cell_is_not_text(text):
    number = cell(text)
    assert number is not None
    assert math.isnan(number)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.234.567,8", "1234567.8"),
    ],
)
def test_of_comma_and_point_the_later_stands_before_the_decimals(text, plain):
    assert with_decimal_point(text) == plain


def test_a_percent_sign_is_taken_off_shares_alone():
    assert cell("83.2 %", "torque_effectiveness_pct") == 83.2
    assert cell("83.2 %", "power_w") is None
