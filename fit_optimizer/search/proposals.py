"""Where a model of all strokes so far expects the Pareto front to be, and which fits there to try."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import moocore
import numpy as np
from scipy.interpolate import RBFInterpolator
from scipy.spatial import KDTree
from scipy.stats import qmc

from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.search.pareto import pareto_front
from fit_optimizer.setup.search_space import Variable, on_tools
from rider_models.arrays import Array

FEWEST_PER_VARIABLE = 3
"""Fewest strokes for each variable from which a model is made. A guess."""
MOST_MODELLED = 800
"""Strokes that the model is made from, the latest: solving it takes their number cubed."""
SMOOTHING = 1e-6
"""Of the radial basis functions: keeps the system solvable where two strokes lie close. A guess."""
SPREAD_LOG2, NEAR = 11, 2048
"""Fits to choose from: 2 to the power `SPREAD_LOG2` spread evenly, and `NEAR` around those on the front. Guesses."""
NEAR_SD = 0.06
"""Standard deviation of the fits around the front from it, in units of the search's bounds. A guess."""
PROMISING = 400
"""How many of the fits to choose from have their gain of hypervolume computed: those farthest ahead of the
front. A guess."""
BEYOND = 0.2
"""How far the reference point of hypervolumes lies beyond the front's worst, in units of the front's width.
A guess."""
NARROW = 0.1
"""Width, by the log of an objective, that is taken for a front of a single point. A guess."""


def promising(
    variables: tuple[Variable, ...],
    known: Sequence[Evaluation],
    count: int,
    rng: np.random.Generator,
) -> list[dict[str, float]]:
    """The fits, at most `count`, that would add most to the front's hypervolume, in that order.

    Log objectives and limits are interpolated by cubic radial basis functions of the strokes so
    far (as Regis & Shoemaker 2007, INFORMS J Comput 19:497, do for one objective). Empty where
    there are too few strokes for that.
    """
    strokes = [e for e in known if e.objectives is not None][-MOST_MODELLED:]
    front = pareto_front(known)
    if not front or len(strokes) < FEWEST_PER_VARIABLE * len(variables):
        return []
    log, excess = targets(strokes)
    model = RBFInterpolator(
        _shares(variables, [e.values for e in strokes]),
        np.hstack([log, excess]),
        kernel="cubic",
        smoothing=SMOOTHING,
    )
    candidates = _candidates(variables, known, front, rng)
    if not candidates:
        return []
    expected = model(_shares(variables, candidates))
    objectives, beyond = np.split(expected, [log.shape[1]], axis=1)
    possible = np.flatnonzero((beyond <= 0).all(axis=1))
    now, _ = targets(front)
    width = np.ptp(now, axis=0)
    width = np.where(width > 0, width, NARROW)
    taken = most_added(now / width, objectives[possible] / width, count)
    return [candidates[possible[i]] for i in taken]


def most_added(front: Array, points: Array, count: int) -> list[int]:
    """Which points (c x k) to add to a front (f x k), one by one, so that its hypervolume grows most.

    Greedy; a point's gain only falls as others are added, so it is worked out anew only for the
    point that comes first by its last known gain (Minoux 1978).
    """
    ahead = (front[None] - points[:, None]).max(axis=2).min(axis=1)
    order = np.argsort(-ahead, kind="stable")[:PROMISING]
    looked_at = [int(i) for i in order if ahead[i] > 0]
    end = front.max(axis=0) + BEYOND
    volume = moocore.hypervolume(front, ref=end)

    def gain(index: int) -> float:
        return float(moocore.hypervolume(np.vstack([front, points[index]]), ref=end) - volume)

    queue = [(-gain(i), 0, i) for i in looked_at]
    heapq.heapify(queue)
    taken: list[int] = []
    while queue and len(taken) < count:
        lost, worked_out, i = heapq.heappop(queue)
        if worked_out < len(taken):
            heapq.heappush(queue, (-gain(i), len(taken), i))
        elif lost < 0:
            taken.append(i)
            front = np.vstack([front, points[i]])
            volume -= lost
    return taken


def _candidates(
    variables: tuple[Variable, ...],
    known: Sequence[Evaluation],
    front: Sequence[Evaluation],
    rng: np.random.Generator,
) -> list[dict[str, float]]:
    """Settable fits not yet known, none of which is nearest to one without a stroke."""
    spread = qmc.Sobol(len(variables), rng=rng).random_base2(SPREAD_LOG2)
    on_front = _shares(variables, [e.values for e in front])
    around = on_front[rng.integers(len(front), size=NEAR)]
    near = np.clip(around + NEAR_SD * rng.standard_normal(around.shape), 0, 1)
    fits = dict.fromkeys(map(tuple, on_tools(variables, np.vstack([spread, near])).tolist()))
    tried = {tuple(e.values[v.key] for v in variables) for e in known}
    keys = [v.key for v in variables]
    new = [dict(zip(keys, fit, strict=True)) for fit in fits if fit not in tried]
    if not new:
        return []
    beside = KDTree(_shares(variables, [e.values for e in known]))
    nearest = np.asarray(beside.query(_shares(variables, new))[1]).tolist()
    return [f for f, k in zip(new, nearest, strict=True) if known[k].objectives is not None]


def _shares(variables: tuple[Variable, ...], fits: Sequence[dict[str, float]]) -> Array:
    """Values as shares of the way from the lowest to the highest of the search (fits x variables)."""
    return np.array([[(f[v.key] - v.low) / (v.high - v.low) for v in variables] for f in fits])


def log_objectives(evaluation: Evaluation) -> Array:
    """Logarithms of the objectives (o) of a fit that has a stroke."""
    assert evaluation.objectives is not None
    return np.log(list(evaluation.objectives.values()))


def targets(evaluations: Sequence[Evaluation]) -> tuple[Array, Array]:
    """What is modelled of fits that have a stroke: log objectives (p x o), excess over every limit (p x k)."""
    excess = [[limit.excess for limit in e.limits] for e in evaluations]
    return np.array([log_objectives(e) for e in evaluations]), np.array(excess)
