"""The number in a cell of a text table: decimal commas, pairs, clock times."""

from __future__ import annotations

import contextlib
import re

from fit_optimizer.traces.formats.clock_times import seconds_of
from fit_optimizer.traces.formats.csv_columns import Column

LONGEST_CELL = 64
"""Characters of a cell that may be a number; no number or time is longer (a guess)."""

RIGHT_FLAG = 128.0
"""What FIT adds to a balance that is the right leg's share (FIT profile, left_right_balance)."""

NUMBER = r"[-+]?\d+(?:[.,]\d+)?"
BALANCE_PAIR = re.compile(rf"L?\s*({NUMBER})\s*%?\s*[/:|-]\s*R?\s*({NUMBER})\s*%?", re.IGNORECASE)
"""A balance written as two shares, left first, as in 49.5/50.5."""

ANGLE_PAIR = re.compile(
    rf"[\[(]?\s*({NUMBER})\s*(?:°|deg)?\s*(?:[|/;,:]|-|\.\.|\s)\s*({NUMBER})\s*(?:°|deg)?\s*[\])]?"
)
"""A power phase written as its start and end, as in 351.6|191.2."""

EMPTY = frozenset(["", "-", "--", "---", "na", "n/a", "nan", "null", "none", "#n/a"])
"""How tables write that there is nothing; that is not counted as text."""


def number_in(text: str, column: Column, hundredths: bool) -> float | None:
    """A cell's number, before the column's factor; NaN for an empty cell, None for other text.

    `hundredths` says that a clock time of three parts is minutes, seconds and hundredths.
    """
    if text.lower() in EMPTY:
        return float("nan")
    if len(text) > LONGEST_CELL:
        return None
    if column.part is not None:
        pair = ANGLE_PAIR.fullmatch(text)
        return None if pair is None else float(pair[column.part + 1].replace(",", "."))
    if column.quantity == "balance" or column.quantity.endswith("_pct"):
        text = text.removesuffix("%").rstrip() if "%" not in text[:-1] else text
    for each in (text, with_decimal_point(text)):
        with contextlib.suppress(ValueError):
            return float(each)
    if column.quantity == "balance":
        return _right_of_pair(text)
    if column.quantity != "time_s":
        return None
    try:
        return seconds_of(text, hundredths) / column.factor
    except (ValueError, OverflowError):
        return None


def with_decimal_point(text: str) -> str:
    """A number's text with a decimal point, and without signs between thousands.

    Of a comma and a point the later one stands before the decimals (1.234,5 and 1,234.5); a comma
    alone does too, for powers and torques of a thousand are rarer than decimal commas.
    """
    comma, point = text.rfind(","), text.rfind(".")
    if comma > point >= 0:
        return text.replace(".", "").replace(",", ".")
    if point > comma >= 0:
        return text.replace(",", "")
    return text.replace(",", ".")


def _right_of_pair(text: str) -> float | None:
    """The right leg's share of a pair that adds up to 100, flagged as FIT flags it; None for text."""
    pair = BALANCE_PAIR.fullmatch(text)
    if pair is None:
        return None
    left, right = (float(pair[n].replace(",", ".")) for n in (1, 2))
    return RIGHT_FLAG + right if abs(left + right - 100.0) <= 1.0 else None
