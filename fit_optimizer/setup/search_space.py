"""What a search of a set-up changes, and within which bounds."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from statistics import fmean

import numpy as np

from fit_optimizer.setup.adjustments import FLOAT_SLACK, Kind, Range, kind_of, searchable, searched
from fit_optimizer.setup.keys_in_force import Keys, by_leg, keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.search_table import Bounds
from fit_optimizer.setup.setup_file import SetUpError, allowed_range
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Array


@dataclass(frozen=True)
class Variable:
    """One thing the search changes: flat key of the set-up, bounds on the grid of its tool."""

    key: str
    low: float
    high: float

    @property
    def step(self) -> float:
        """Step of the fitter's tool."""
        return searched(self.key).tool_step

    @property
    def cost_step(self) -> float:
        """Step by which its cost is told."""
        return searched(self.key).cost_step

    @property
    def nearby(self) -> float:
        """How far to either side the neighbourhood of a recommendation is looked at."""
        return searched(self.key).nearby

    def holds(self, value: float) -> bool:
        """Whether the tool can set a value within the bounds."""
        return self.on_tool(value) == value

    def on_tool(self, value: float) -> float:
        """The nearest value within the bounds that the tool can set."""
        return float(_set_by_tool(np.array(value), self.low, self.high, self.step))


def on_tools(variables: tuple[Variable, ...], shares: Array) -> Array:
    """The nearest values that the tools can set (fits x variables) to shares of the way through the bounds."""
    low, high, step = np.array([(v.low, v.high, v.step) for v in variables]).T
    return _set_by_tool(low + (high - low) * shares, low, high, step)


def _set_by_tool(
    values: Array, low: Array | float, high: Array | float, step: Array | float
) -> Array:
    return np.asarray(np.clip(np.rint(values / step) * step, low, high) + 0.0)  # no minus nought


def search_space(set_up: SetUp) -> tuple[Variable, ...]:
    """The variables of the set-up's profile, less those held, plus those given bounds.

    Raises SetUpError naming the key whose bounds leave nothing to search.
    """
    asked = {one.key: set_up.search.asked(one.key) for one in searchable()}
    chosen = {
        key: bounds
        for key, bounds in asked.items()
        if bounds != "fixed" and (bounds is not None or _unasked(set_up, key))
    }
    if not chosen:
        raise SetUpError("every variable of [search] is fixed, so there is nothing to search")
    now, custom = values_in_force(set_up), 1000 * seat_rider(set_up).custom_saddle_height_m
    apart = legs_apart(set_up)
    return tuple(
        _variable(key, _usual(key, now[key], custom), bounds, apart[key] / 2)
        for key, bounds in chosen.items()
    )


def of_kind(variables: tuple[Variable, ...], kind: Kind) -> tuple[Variable, ...]:
    """Those variables that a key turns, or those that the rider learns."""
    return tuple(v for v in variables if kind_of(v.key) == kind)


def values_in_force(set_up: SetUp) -> dict[str, float]:
    """Value now of everything that a search could change; the mean of legs that differ."""
    return values_of(keys_in_force(set_up)[0])


def values_of(fit: Keys) -> dict[str, float]:
    """Value of everything that a search could change among the keys in force; the mean of legs that differ."""
    return {one.key: fmean(by_leg(fit[one.key]).values()) for one in searchable()}


def legs_apart(set_up: SetUp) -> dict[str, float]:
    """By how much the legs differ in everything that a search could change."""
    fit, _ = keys_in_force(set_up)
    legs = {one.key: by_leg(fit[one.key]).values() for one in searchable()}
    return {key: max(values) - min(values) for key, values in legs.items()}


def _unasked(set_up: SetUp, key: str) -> bool:
    """Whether the profile searches a key that the set-up says nothing of."""
    return searched(key).profile in ("basic", set_up.search.profile)


def _usual(key: str, now: float, custom_mm: float) -> Range:
    """The row's bounds, widened to hold the value now."""
    low, high = searched(key).usual_bounds(now, custom_mm)
    return min(low, now), max(high, now)


def _variable(key: str, usual: Range, asked: Bounds | None, off_middle: float) -> Variable:
    """The variable of a key; a leg lies `off_middle` to either side of its value."""
    lowest, highest = allowed_range(key)
    allowed_low, allowed_high = lowest + off_middle, highest - off_middle
    low = max(usual[0], allowed_low) if asked is None or asked.low is None else asked.low
    high = min(usual[1], allowed_high) if asked is None or asked.high is None else asked.high
    for number in (low, high):
        if not allowed_low <= number <= allowed_high:
            raise SetUpError(
                f"search.{key} has a bound of {number:g}: allowed is {allowed_low:g} to "
                f"{allowed_high:g}"
            )
    step = searched(key).tool_step
    first = ceil(low / step - FLOAT_SLACK) * step
    last = floor(high / step + FLOAT_SLACK) * step
    if first >= last:
        raise SetUpError(
            f"search.{key} leaves nothing to search from {low:g} to {high:g}: allowed are bounds "
            f'with at least two steps of {step:g} between them, or "fixed"'
        )
    return Variable(key, float(first), float(last))
