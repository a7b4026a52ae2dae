"""What is tried first where it hurts, computed for this rider one move at a time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor

from fit_optimizer.criteria.evaluation import Evaluation, evaluate, with_fit
from fit_optimizer.documents.advice import MoveTried, ReliefFound
from fit_optimizer.setup.complaints import FirstTried, Trial, first_tried
from fit_optimizer.setup.search_space import values_in_force
from fit_optimizer.setup.setup_file import SetUpError, allowed_range, with_values
from fit_optimizer.setup.tables import SetUp
from sim.metric_table import METRICS

SHOWN = 0.005
"""Relative change that rounds to a whole per cent, as it is shown."""
MORE_IS_BETTER = ("knee_flexion_by_markers_min_deg",)
"""Of the back and the outside of the knee, the angle that should not open so far."""


def relief(set_up: SetUp, recommended: Evaluation, pool: Executor) -> ReliefFound | None:
    """The complaint's row of the table, each of its moves simulated at the recommended fit; None without one."""
    complaint = set_up.rider.complaint
    row = first_tried(complaint)
    if row is None:
        return None
    fitted = with_fit(set_up, recommended.values)
    moved = list(_moved(fitted, row))
    found = list(pool.map(evaluate, (one for *_, one in moved), [{}] * len(moved)))
    return ReliefFound(
        complaint=complaint,
        words=row.words,
        first=row.first,
        source=row.source,
        unseen=row.unseen,
        tried=[
            _told(row, recommended, trial, start, end, e)
            for (trial, start, end, _), e in zip(moved, found, strict=True)
        ],
    )


def _moved(set_up: SetUp, row: FirstTried) -> Iterator[tuple[Trial, float, float, SetUp]]:
    """Each trial with its value before and after and the set-up that has it."""
    now = values_in_force(set_up) | {"cadence_rpm": set_up.riding.cadence_rpm}
    for trial in row.trials:
        low, high = allowed_range(trial.key)
        end = min(max(now[trial.key] + trial.by, low), high)
        try:
            if trial.key == "cadence_rpm":
                yield trial, now[trial.key], end, with_values(set_up, {trial.key: end})
            else:
                yield trial, now[trial.key], end, with_fit(set_up, {trial.key: end})
        except SetUpError:
            continue


def _told(
    row: FirstTried,
    recommended: Evaluation,
    trial: Trial,
    start: float,
    end: float,
    then: Evaluation,
) -> MoveTried:
    known = {metric.name for metric in METRICS}
    metric = row.metric if row.metric in known else None
    before = recommended.metrics.get(metric) if metric else None
    after = then.metrics.get(metric) if metric else None
    return MoveTried(
        key=trial.key,
        start=start,
        end=end,
        metric=metric,
        before=before,
        after=after,
        helps=_helps(metric, before, after),
        refused=then.refusal,
    )


def _helps(metric: str | None, before: float | None, after: float | None) -> bool:
    """Whether a move changes what hurts for the better, as far as whole per cents show it.

    What is tried and in which order is published; how much of it helps is told in per cent, and left to the reader.
    """
    if before is None or after is None:
        return False
    better = after - before if metric in MORE_IS_BETTER else before - after
    return better >= SHOWN * abs(before)
