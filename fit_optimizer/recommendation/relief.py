"""What is tried first where it hurts, computed for this rider one move at a time."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

from fit_optimizer.criteria.evaluation import Evaluation, evaluate, with_fit
from fit_optimizer.recommendation.complaints import FirstTried, Trial, first_tried
from fit_optimizer.setup.search_space import values_in_force
from fit_optimizer.setup.setup_file import SetUpError, allowed_range, with_values
from fit_optimizer.setup.tables import Complaint, SetUp
from sim.metric_table import METRICS

SMALL = 0.02
"""Relative change of a load below which a move is said to make no difference: less than loads of the same
rider differ between two rides (a guess)."""


@dataclass(frozen=True)
class Tried:
    """One move tried at the recommended fit: from where to where, and what it does to what hurts.

    `metric` is told before and after, where the model has one for it; `refused` why it has none.
    """

    key: str
    start: float
    end: float
    metric: str | None
    before: float | None
    after: float | None
    refused: str

    @property
    def helps(self) -> bool:
        """Whether the move changes what hurts for the better by as much as counts."""
        if self.before is None or self.after is None or self.metric is None:
            return False
        better = (
            self.before - self.after
            if self.metric not in MORE_IS_BETTER
            else self.after - self.before
        )
        return better > SMALL * abs(self.before)


MORE_IS_BETTER = ("knee_flexion_by_markers_min_deg",)
"""Of the back and the outside of the knee, the angle that should not open so far."""


@dataclass(frozen=True)
class Relief:
    """What the literature tries first for a complaint, and what it does for this rider."""

    complaint: Complaint
    words: str
    first: str
    source: str
    unseen: str
    tried: tuple[Tried, ...]


def relief(set_up: SetUp, recommended: Evaluation, pool: Executor) -> Relief | None:
    """The complaint's row of the table, each of its moves simulated at the recommended fit; None without one."""
    complaint = set_up.rider.complaint
    row = first_tried(complaint)
    if row is None:
        return None
    fitted = with_fit(set_up, recommended.values)
    moved = list(_moved(fitted, row))
    found = list(pool.map(evaluate, (one for *_, one in moved), [{}] * len(moved)))
    return Relief(
        complaint,
        row.words,
        row.first,
        row.source,
        row.unseen,
        tuple(
            _told(row, recommended, trial, start, end, e)
            for (trial, start, end, _), e in zip(moved, found, strict=True)
        ),
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
) -> Tried:
    known = {metric.name for metric in METRICS}
    metric = row.metric if row.metric in known else None
    before = recommended.metrics.get(metric) if metric else None
    after = then.metrics.get(metric) if metric else None
    return Tried(trial.key, start, end, metric, before, after, then.refusal)
