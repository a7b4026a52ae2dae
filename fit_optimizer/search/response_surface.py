"""A quadratic model of the objectives and limits around one fit, made from strokes simulated there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import NonlinearConstraint, minimize
from scipy.stats import qmc

from fit_optimizer.criteria.choice import GUARD
from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.criteria.objectives import OBJECTIVES, Role, guard_objective
from fit_optimizer.setup.search_space import Variable
from rider_models.arrays import Array

Predict = Callable[[Array], tuple[Array, Array]]
"""From points (p x n, in units of the region's reach) to log objectives (p x o) and excesses of limits (p x k)."""

WIDTH = 0.5
"""Standard deviation of the weight of strokes over their distance, in units of the reach. A guess."""
FARTHEST = 1.5
"""Distance in any variable, in units of the reach, beyond which strokes are left out. A guess."""
DESIGN = 0.5
"""Largest distance from the centre, in units of the reach, of strokes simulated for a model. A guess."""
STROKES_PER_COEFFICIENT = 2
"""How many strokes are simulated for each coefficient of a model. A guess."""
RIDGE = 1e-4
"""Added to the diagonal of the normal equations, so that coefficients which no stroke determines become
nought. A guess."""
LIMIT_UNIT = 100.0
"""Excess of a limit (mm or deg) that is one unit beside the log of an objective, to keep numbers near one."""
_DRAWN_LOG2, _STARTS = 9, 3
"""The least point is searched from the best `_STARTS` of 2 to the power `_DRAWN_LOG2` points. Guesses."""
OUTSIDE, SLACK = 1e3, 1e-6
"""Cost of a unit beyond a limit, and how far beyond counts as within it (rounding error). Guesses."""


@dataclass(frozen=True, eq=False)
class Region:
    """Where a model holds: `centre` and `reach` (n), and bounds in units of the reach (n)."""

    variables: tuple[Variable, ...]
    centre: Array
    reach: Array
    low: Array
    high: Array

    def units(self, values: dict[str, float]) -> Array:
        """A fit's values as distances from the centre in units of the reach (n)."""
        found = np.array([values[v.key] for v in self.variables])
        return np.asarray((found - self.centre) / self.reach)

    def values(self, units: Array) -> dict[str, float]:
        """The values at a point, those that a tool can set."""
        at = self.centre + self.reach * units
        return {v.key: v.on_tool(float(x)) for v, x in zip(self.variables, at, strict=True)}


def region_around(variables: tuple[Variable, ...], centre: dict[str, float]) -> Region:
    """The region around a fit, within the search's bounds."""
    middle = np.array([centre[v.key] for v in variables])
    reach = np.array([v.nearby for v in variables])
    low = (np.array([v.low for v in variables]) - middle) / reach
    high = (np.array([v.high for v in variables]) - middle) / reach
    return Region(variables, middle, reach, np.clip(low, -1, 0), np.clip(high, 0, 1))


def design(around: Region) -> list[dict[str, float]]:
    """Fits spread evenly around the centre, enough for a model with all cross terms."""
    n = len(around.variables)
    count = STROKES_PER_COEFFICIENT * (1 + 2 * n + n * (n - 1) // 2)
    drawn = qmc.Halton(n, scramble=False).random(count + 1)[1:]
    low, high = np.maximum(around.low, -DESIGN), np.minimum(around.high, DESIGN)
    return [around.values(low + (high - low) * row) for row in drawn]


def fit_model(around: Region, known: Iterable[Evaluation]) -> Predict:
    """Quadratics with all cross terms, by weighted least squares; near strokes weigh most."""
    near = [
        (around.units(e.values), e)
        for e in known
        if e.objectives is not None and np.abs(around.units(e.values)).max() <= FARTHEST
    ]
    units = np.array([u for u, _ in near])
    weight = np.exp(-0.5 * (units**2).max(axis=1) / WIDTH**2)
    basis = quadratic_basis(units)
    normal = basis.T @ (weight[:, None] * basis) + RIDGE * np.eye(basis.shape[1])

    def coefficients(wanted: Array) -> Array:
        scale = np.abs(wanted).max(axis=0) + 1e-12
        return np.asarray(
            np.linalg.solve(normal, basis.T @ (weight[:, None] * wanted / scale)) * scale
        )

    log, excess = (coefficients(wanted) for wanted in targets([e for _, e in near]))

    def predict(points: Array) -> tuple[Array, Array]:
        terms = quadratic_basis(points)
        return terms @ log, terms @ excess

    return predict


def quadratic_basis(units: Array) -> Array:
    """1, u, u^2 and u_i u_j of points (p x n): p x (1 + 2 n + n (n - 1) / 2)."""
    pairs = [units[:, i] * units[:, j] for i, j in combinations(range(units.shape[1]), 2)]
    return np.column_stack([np.ones(len(units)), units, units**2, *pairs])


def best_point(around: Region, predict: Predict, now: Array, least: float) -> Array:
    """The point (n) that the rule of `choice.choose` would take by the model.

    `now` are the log objectives (o) that scores are relative to, `least` the log of what the guard
    is measured from.
    """
    ceiling, guarding = least + np.log1p(GUARD), guard_column()
    scored = [i for i, one in enumerate(OBJECTIVES) if one.role is Role.SCORED]

    def cost(log: Array) -> Array:
        return np.asarray(np.exp(log[:, scored] - now[scored]).mean(axis=1))

    def room(log: Array, excess: Array) -> Array:
        return np.column_stack([ceiling - log[:, guarding], -excess / LIMIT_UNIT])

    return _least(around, predict, cost, room)


def least_guard_point(around: Region, predict: Predict) -> Array:
    """The point (n) within the limits at which the model has the least of the guard."""
    guarding = guard_column()
    return _least(
        around, predict, lambda log: log[:, guarding], lambda _, excess: -excess / LIMIT_UNIT
    )


def guard_column() -> int:
    """Column of the guard in arrays of objectives."""
    return OBJECTIVES.index(guard_objective())


def _least(
    around: Region,
    predict: Predict,
    cost: Callable[[Array], Array],
    room: Callable[[Array, Array], Array],
) -> Array:
    """Point of least cost where there is room to every limit: sequential quadratic programming
    from the most promising of evenly spread points."""
    drawn = qmc.Sobol(len(around.centre), scramble=False).random_base2(_DRAWN_LOG2)
    points = np.vstack(
        [np.zeros(len(around.centre)), around.low + (around.high - around.low) * drawn]
    )
    log, excess = predict(points)
    lacking = np.maximum(-room(log, excess), 0).sum(axis=1)
    order = np.argsort(cost(log) + OUTSIDE * lacking, kind="stable")
    found = [points[order[0]]]
    for start in points[order[:_STARTS]]:
        solved = minimize(  # type: ignore[call-overload]
            lambda u: float(cost(predict(u[None])[0])[0]),
            start,
            method="SLSQP",
            bounds=list(zip(around.low, around.high, strict=True)),
            constraints=NonlinearConstraint(lambda u: room(*predict(u[None]))[0], 0.0, np.inf),
        )
        found.append(np.clip(solved.x, around.low, around.high))
    log, excess = predict(np.array(found))
    lacking = np.maximum(-room(log, excess) - SLACK, 0).sum(axis=1)
    return np.asarray(found[int((cost(log) + OUTSIDE * lacking).argmin())])


def log_objectives(evaluation: Evaluation) -> Array:
    """Logarithms of the objectives (o) of a fit that has a stroke."""
    assert evaluation.objectives is not None
    return np.log(list(evaluation.objectives.values()))


def targets(evaluations: Sequence[Evaluation]) -> tuple[Array, Array]:
    """What is modelled of fits that have a stroke: log objectives (p x o), excess over every limit (p x k)."""
    excess = [[limit.excess for limit in e.limits] for e in evaluations]
    return np.array([log_objectives(e) for e in evaluations]), np.array(excess)
