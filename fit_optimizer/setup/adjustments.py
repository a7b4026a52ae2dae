"""What a search may change, and within which bounds."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

import numpy as np

from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.rider_on_bike import RiderOnBike, seat_rider
from fit_optimizer.setup.search_table import Bounds
from fit_optimizer.setup.setup_file import SetUpError, allowed_range
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Array

BASIC = ("saddle_height_mm", "heel_drop_deg", "ankle_range_deg", "torso_angle_deg")
FULL = (*BASIC, "saddle_setback_mm", "crank_length_mm", "cleat_setback_mm", "stance_width_mm")


@dataclass(frozen=True)
class Tool:
    """How a variable is set: the step of the fitter's tool, the step by which its cost is told, and
    how far to either side the neighbourhood of a recommendation is looked at."""

    step: float
    cost_step: float
    nearby: float


TOOLS = {
    "saddle_height_mm": Tool(1.0, 5.0, 20.0),
    "heel_drop_deg": Tool(0.5, 1.0, 5.0),
    "ankle_range_deg": Tool(0.5, 1.0, 8.0),
    "torso_angle_deg": Tool(0.5, 1.0, 5.0),
    "saddle_setback_mm": Tool(1.0, 5.0, 20.0),
    "crank_length_mm": Tool(2.5, 2.5, 5.0),
    "cleat_setback_mm": Tool(1.0, 5.0, 10.0),
    "stance_width_mm": Tool(1.0, 5.0, 10.0),
}
"""Cranks come in steps of 2.5 mm; the other steps are a fitter's custom, the reach a guess."""

FLOAT_SLACK = 1e-9


@dataclass(frozen=True)
class Variable:
    """One thing the search changes: flat key of the set-up, bounds on the grid of its tool."""

    key: str
    low: float
    high: float

    @property
    def step(self) -> float:
        """Step of the fitter's tool."""
        return TOOLS[self.key].step

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
    profile = FULL if set_up.search.profile == "full" else BASIC
    asked = {key: getattr(set_up.search, key) for key in FULL}
    searched = [k for k in FULL if (k in profile or asked[k] is not None) and asked[k] != "fixed"]
    if not searched:
        raise SetUpError("every variable of [search] is fixed, so there is nothing to search")
    now = values_in_force(set_up)
    usual = {
        key: (min(low, now[key]), max(high, now[key]))
        for key, (low, high) in _usual_bounds(seat_rider(set_up), now).items()
    }
    return tuple(_variable(key, usual[key], asked[key]) for key in searched)


def values_in_force(set_up: SetUp) -> dict[str, float]:
    """Value now of everything that a search could change; of cleats that differ, the mean."""
    fit, _ = keys_in_force(set_up)
    return {key: _middle(fit[key]) for key in FULL}


def _usual_bounds(seated: RiderOnBike, now: dict[str, float]) -> dict[str, tuple[float, float]]:
    """How far the search looks: wider than riders' habits or the parts' adjustment. Guesses."""
    custom = seated.custom_saddle_height_m * 1000
    torso, setback = now["torso_angle_deg"], now["saddle_setback_mm"]
    crank, cleat, stance = (
        now[key] for key in ("crank_length_mm", "cleat_setback_mm", "stance_width_mm")
    )
    return {
        "saddle_height_mm": (0.92 * custom, 1.06 * custom),
        "heel_drop_deg": (-10.0, 10.0),
        "ankle_range_deg": (12.0, 40.0),
        "torso_angle_deg": (max(torso - 10, 8.0), min(torso + 10, 85.0)),
        "saddle_setback_mm": (setback - 25, setback + 25),
        "crank_length_mm": (max(crank - 10, 155.0), min(crank + 5, 180.0)),
        "cleat_setback_mm": (cleat - 8, cleat + 15),
        "stance_width_mm": (stance - 6, stance + 24),
    }


def _variable(key: str, usual: tuple[float, float], asked: Bounds | None) -> Variable:
    allowed_low, allowed_high = allowed_range(key)
    low = max(usual[0], allowed_low) if asked is None or asked.low is None else asked.low
    high = min(usual[1], allowed_high) if asked is None or asked.high is None else asked.high
    for number in (low, high):
        if not allowed_low <= number <= allowed_high:
            raise SetUpError(
                f"search.{key} has a bound of {number:g}: allowed is {allowed_low:g} to "
                f"{allowed_high:g}"
            )
    step = TOOLS[key].step
    first = ceil(low / step - FLOAT_SLACK) * step
    last = floor(high / step + FLOAT_SLACK) * step
    if first >= last:
        raise SetUpError(
            f"search.{key} leaves nothing to search from {low:g} to {high:g}: allowed are bounds "
            f'with at least two steps of {step:g} between them, or "fixed"'
        )
    return Variable(key, float(first), float(last))


def _middle(value: float | dict[str, float]) -> float:
    return sum(value.values()) / len(value) if isinstance(value, dict) else float(value)
