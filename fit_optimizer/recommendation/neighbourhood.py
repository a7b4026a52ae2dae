"""The objectives on a coarse grid around a fit, for a contour picture."""

from __future__ import annotations

from dataclasses import dataclass

from fit_optimizer.criteria.evaluation import Evaluation, Tried
from fit_optimizer.setup.search_space import values_in_force
from fit_optimizer.setup.setup_file import allowed_range

X_KEY, X_STEP = "saddle_height_mm", 5.0
Y_KEY, Y_STEP = "heel_drop_deg", 2.0
STEPS_EACH_SIDE = 3
"""Keys and steps of the grid, and how many steps to either side of the fit. Guesses."""


@dataclass(frozen=True)
class Neighbourhood:
    """Evaluations over two variables: `rows[j][i]` at `y[j]` and `x[i]`."""

    x_key: str
    y_key: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    rows: tuple[tuple[Evaluation, ...], ...]


def neighbourhood(tried: Tried, centre: Evaluation) -> Neighbourhood:
    """Saddle height and heel drop changed around a fit, everything else as it has it."""
    at = {**values_in_force(tried.set_up), **centre.values}
    x, y = _around(X_KEY, at[X_KEY], X_STEP), _around(Y_KEY, at[Y_KEY], Y_STEP)
    found = iter(tried.evaluate({**centre.values, X_KEY: a, Y_KEY: b} for b in y for a in x))
    rows = tuple(tuple(next(found) for _ in x) for _ in y)
    return Neighbourhood(X_KEY, Y_KEY, x, y, rows)


def _around(key: str, middle: float, step: float) -> tuple[float, ...]:
    low, high = allowed_range(key)
    values = (middle + step * k for k in range(-STEPS_EACH_SIDE, STEPS_EACH_SIDE + 1))
    return tuple(value for value in values if low <= value <= high)
