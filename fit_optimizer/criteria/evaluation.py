"""Judging one candidate fit: objectives, limits and the metrics a report shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial

from fit_optimizer.criteria.air import air_cost_w
from fit_optimizer.criteria.limits import Limit, limits
from fit_optimizer.criteria.objectives import Judged, objectives
from fit_optimizer.setup.adjustments import searchable
from fit_optimizer.setup.keys_in_force import Keys, by_leg, keys_in_force
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.search_space import Variable, values_of
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import SIDES
from rider_models.errors import PedalfitError
from sim.pedalling_metrics import Metrics

COST = "metabolic_power"


@dataclass(frozen=True)
class Evaluation:
    """A candidate's values by flat key and what came of it; `objectives` is None where no stroke was found."""

    values: dict[str, float]
    limits: tuple[Limit, ...]
    objectives: Judged | None
    metrics: Metrics
    refusal: str

    @property
    def feasible(self) -> bool:
        """Whether a stroke was found and no limit is broken."""
        return self.objectives is not None and not self.broken

    @property
    def broken(self) -> list[str]:
        """Names of the limits that are broken."""
        return [limit.name for limit in self.limits if limit.excess > 0]


def evaluate(set_up: SetUp, values: Mapping[str, float]) -> Evaluation:
    """Simulate a set-up with some values changed; a refused stroke is an answer, not an error.

    What the air takes at another torso angle is added to what riding costs.
    """
    kept = dict(values)
    try:
        now, seated = seat_rider(set_up), seat_rider(with_fit(set_up, values))
        standing = limits(now.hands(), seated)
    except PedalfitError as error:
        return Evaluation(kept, (Limit("leg length", 1e3),), None, {}, str(error))
    try:
        found, metrics = objectives(seated.simulate(), set_up.rider.complaint)
    except PedalfitError as error:
        return Evaluation(kept, standing, None, {}, str(error))
    found[COST] += air_cost_w(now, seated, set_up.riding.speed_kmh)
    return Evaluation(kept, standing, found, metrics, "")


def within_limits(set_up: SetUp, values: Mapping[str, float]) -> bool:
    """Whether a set-up with some values changed breaks no limit, without simulating it."""
    try:
        standing = limits(seat_rider(set_up).hands(), seat_rider(with_fit(set_up, values)))
    except PedalfitError:
        return False
    return all(limit.excess <= 0 for limit in standing)


def with_fit(set_up: SetUp, values: Mapping[str, float]) -> SetUp:
    """The set-up with a candidate's values, and with what is not among them as it is now.

    Keys whose default custom computes from other keys keep their present value, or another crank
    would move the saddle. Legs that differ are moved alike, and keep their difference. Raises
    SetUpError.
    """
    fit, _ = keys_in_force(set_up)
    now = values_of(fit)
    held = {one.key: now[one.key] for one in searchable() if one.search and one.search.held}
    changed: Keys = {**held, **values}
    for key, value in values.items():
        legs = by_leg(fit[key])
        if len(legs) > 1:
            changed[key] = {side: legs[side] + value - now[key] for side in SIDES}
    return with_values(set_up, changed)


class Tried:
    """Candidates already simulated for a set-up, so that none is simulated twice.

    `progress` hears how many strokes are done.
    """

    def __init__(
        self, set_up: SetUp, pool: Executor, progress: Callable[[int], None] = lambda done: None
    ) -> None:
        self.set_up = set_up
        self._pool = pool
        self._progress = progress
        self._known: dict[tuple[tuple[str, float], ...], Evaluation] = {}

    def evaluate(self, candidates: Iterable[Mapping[str, float]]) -> list[Evaluation]:
        """Evaluations in the order of the candidates."""
        wanted = [dict(values) for values in candidates]
        new = {_key(values): values for values in wanted if _key(values) not in self._known}
        answers = self._pool.map(partial(evaluate, self.set_up), new.values())
        for key, answer in zip(new, answers, strict=True):
            self._known[key] = answer
            self._progress(1)
        return [self._known[_key(values)] for values in wanted]

    def remember(self, evaluations: Iterable[Evaluation]) -> None:
        """Take over what was simulated elsewhere for the same set-up."""
        self._known.update({_key(e.values): e for e in evaluations})

    @property
    def known(self) -> list[Evaluation]:
        """All that is known, in the order of trying."""
        return list(self._known.values())

    def settable(self, variables: tuple[Variable, ...]) -> list[Evaluation]:
        """What is known of fits within the search's bounds that the tools can set."""
        return [e for e in self.known if all(v.holds(e.values[v.key]) for v in variables)]


def _key(values: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    return tuple(sorted(values.items()))
