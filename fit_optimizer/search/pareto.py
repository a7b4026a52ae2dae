"""The Pareto front of evaluated fits."""

from __future__ import annotations

from collections.abc import Sequence

import moocore
import numpy as np

from fit_optimizer.criteria.evaluation import Evaluation


def pareto_front(evaluations: Sequence[Evaluation]) -> tuple[Evaluation, ...]:
    """Feasible evaluations that no other feasible one beats in every objective, least knee load first."""
    feasible = [e for e in evaluations if e.feasible]
    if not feasible:
        return ()
    points = np.array([_objectives(e) for e in feasible])
    on_front = moocore.is_nondominated(points, keep_weakly=True)
    front = [e for e, on in zip(feasible, on_front, strict=True) if on]
    unique = {tuple(e.values.values()): e for e in sorted(front, key=_objectives)}
    return tuple(unique.values())


def _objectives(evaluation: Evaluation) -> list[float]:
    assert evaluation.objectives is not None
    return list(evaluation.objectives.values())
