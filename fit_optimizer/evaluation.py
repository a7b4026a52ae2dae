"""Judging one candidate fit: objectives, limits and the figures a report shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fit_optimizer.objectives import Objectives, objectives
from fit_optimizer.rider_on_bike import seat_rider
from fit_optimizer.search_space import Limit, limits
from fit_optimizer.setup_file import with_values
from fit_optimizer.setup_tables import SetUp
from rider_models.errors import PedalfitError
from sim.pedalling_metrics import Figures, stroke_metrics


@dataclass(frozen=True)
class Evaluation:
    """A candidate's values by flat key and what came of it; `objectives` is None where no stroke was found."""

    values: dict[str, float]
    limits: tuple[Limit, ...]
    objectives: Objectives | None
    figures: Figures
    refusal: str

    @property
    def feasible(self) -> bool:
        """Whether a stroke was found and no limit is broken."""
        return self.objectives is not None and all(limit.excess <= 0 for limit in self.limits)


def evaluate(set_up: SetUp, values: Mapping[str, float]) -> Evaluation:
    """Simulate a set-up with some values changed; a refused stroke is an answer, not an error."""
    kept = dict(values)
    try:
        seated = seat_rider(with_values(set_up, values))
        standing = limits(seat_rider(set_up), seated)
    except PedalfitError as error:
        return Evaluation(kept, (Limit("leg length", 1e3),), None, {}, str(error))
    try:
        figures = stroke_metrics(seated.simulate())
    except PedalfitError as error:
        return Evaluation(kept, standing, None, {}, str(error))
    figures.pop("solve_time_ms")
    return Evaluation(kept, standing, objectives(figures), figures, "")
