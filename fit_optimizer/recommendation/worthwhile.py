"""Of many fits around one the change that is worth making, with as few adjustments as do it.

Worth it is what saves of an objective that `decides`: what loads and dead spots gain turns no key, for what of them
counts was not measured of riders on bicycles. A load that grows by as much as can be told forbids a change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fit_optimizer.criteria.choice import WORTH, loads_knee, saved, worth_making
from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.setup.search_space import Variable

OWN_SHARE = 0.5
"""Share of what can be told that each adjustment of a change has to save by itself (a guess)."""

Ask = Callable[[dict[str, float]], Evaluation]
"""From values to their evaluation."""


@dataclass(frozen=True)
class Worthwhile:
    """What a search around a fit comes to.

    `fit`: the fit to be advised, the start itself where nothing is worth it; `changed`: keys that it
    changes; `left`: keys that gain nothing that counts; `at_stop`: keys that would go on beyond the
    search's bounds, with the bound (a step of the tool short of it is on it): a finding and no advice.
    """

    fit: Evaluation
    changed: tuple[str, ...]
    left: tuple[str, ...]
    at_stop: dict[str, float]


def worthwhile(
    start: Evaluation, known: Sequence[Evaluation], variables: tuple[Variable, ...], ask: Ask
) -> Worthwhile:
    """The change that saves most and loads no knee more by as much as can be told.

    Every adjustment of it is then taken back where what that loses does not count, and where it ends
    on a bound of the search: `ask` is what simulates the fits without it.
    """
    keys = tuple(v.key for v in variables)
    best = max(
        (e for e in known if _allowed(start, e)),
        key=lambda e: _gain(start, e),
        default=start,
    )
    if not _worth_making(start, best):
        return Worthwhile(start, (), keys, {})
    at_stop = {
        v.key: stop
        for v in variables
        for stop in (v.low, v.high)
        if best.values[v.key] != start.values[v.key] and abs(best.values[v.key] - stop) <= v.step
    }
    changed = [key for key in keys if best.values[key] != start.values[key]]
    best = ask({**best.values, **{key: start.values[key] for key in at_stop}})
    changed = [key for key in changed if key not in at_stop]
    while changed:
        without = {key: ask({**best.values, key: start.values[key]}) for key in changed}
        lost = {key: _gain(start, best) - _gain(start, e) for key, e in without.items()}
        least = min(changed, key=lambda key: lost[key])
        if (
            lost[least] >= OWN_SHARE * WORTH
            and _allowed(start, best)
            and _worth_making(start, best)
        ):
            break
        best = without[least]
        changed.remove(least)
    if not changed:
        best = start
    left = tuple(key for key in keys if key not in changed and key not in at_stop)
    return Worthwhile(best, tuple(changed), left, at_stop)


def _allowed(start: Evaluation, fit: Evaluation) -> bool:
    """Whether a fit is within the limits, or within those of the start, and loads no knee more that can be told."""
    if start.objectives is None or fit.objectives is None:
        return False
    within = set(fit.broken) <= set(start.broken)
    return within and not loads_knee(start.objectives, fit.objectives)


def _worth_making(start: Evaluation, fit: Evaluation) -> bool:
    """Whether a fit saves as much as can be told."""
    if start.objectives is None or fit.objectives is None:
        return False
    return worth_making(start.objectives, fit.objectives)


def _gain(start: Evaluation, fit: Evaluation) -> float:
    """What a fit saves of what decides, in changes that matter."""
    if start.objectives is None or fit.objectives is None:
        return 0.0
    return saved(start.objectives, fit.objectives)
