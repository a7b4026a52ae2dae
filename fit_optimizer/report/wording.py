"""Values in a fitter's words."""

from __future__ import annotations

import re
from math import ceil, floor

from fit_optimizer.setup.adjustments import FLOAT_SLACK

DEGREE = "\u00b0"
"""What stands close behind an angle in print; a terminal's tables and file keys say deg."""
NOT_SEEN = "not reached within the scanned range"
"""Of an end of a band that was not found."""
_DEG = re.compile(r"(\d) deg\b")
_HYPHEN = re.compile(r"(?<![\w.)])-(?=\d)")


def number(value: float, decimals: int) -> str:
    """A number with a typographic minus, and no minus at zero."""
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "\u2212")


def in_print(words: str) -> str:
    """Words with signs in place of `deg` and of a number's hyphen, as all numbers of a page have them."""
    return _HYPHEN.sub("\u2212", _DEG.sub(rf"\1{DEGREE}", words))


def capitalised(words: str) -> str:
    """Words with a capital letter at the start, the others as they are."""
    return f"{words[:1].upper()}{words[1:]}"


def with_unit(value: float, decimals: int, unit: str) -> str:
    """A number and its unit; a degree sign stands close."""
    return number(value, decimals) + (
        unit if unit.startswith("\u00b0") else f"\u00a0{unit}" if unit else ""
    )


def signed(value: float, decimals: int, unit: str) -> str:
    """A difference: always a sign, but for zero."""
    text = with_unit(value, decimals, unit)
    return f"+{text}" if float(f"{value:.{decimals}f}") > 0 else text


def band_end(limited: str, at_value: bool, downwards: bool) -> str:
    """What ends a band on one side."""
    if limited != "end of the scan":
        return limited
    if at_value:
        return f"the search went no {'lower' if downwards else 'higher'}"
    return NOT_SEEN


def step_cost(slope: dict[str, float], words: dict[str, str]) -> str:
    """What one step up changes, by objective; `words` name them."""
    parts = [
        f"{words.get(name, name)} {signed(100 * share, 1, '%')}" for name, share in slope.items()
    ]
    return ", ".join(parts) or "not known: no stroke beside it"


def difference_shown(now: float, then: float, decimals: int) -> float:
    """The difference of two numbers as they are shown, so that a reader who subtracts finds it."""
    return round(then, decimals) - round(now, decimals)


def whole_within(low: float, high: float) -> tuple[float, float]:
    """The ends of a range in whole numbers within it, as its band has them: no height outside is told to be inside."""
    return float(ceil(low - FLOAT_SLACK)), float(floor(high + FLOAT_SLACK))


def in_degrees(low: float, high: float) -> str:
    """A range of angles, in whole degrees."""
    return f"{number(low, 0)}\u2013{number(high, 0)}\u00b0"
