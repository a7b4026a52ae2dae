"""What the rider could learn, once the bicycle is right: a search of its own, with its own gain and price."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fit_optimizer.criteria.evaluation import Evaluation, Tried, with_fit
from fit_optimizer.criteria.riding_angles import RidingAngles, ankle_keeps_custom, riding_angles
from fit_optimizer.recommendation.worthwhile import Worthwhile, worthwhile
from fit_optimizer.setup.search_space import Variable, values_in_force
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Side
from rider_models.errors import PedalfitError


@dataclass(frozen=True)
class TechniqueFound:
    """What the rider could learn at the recommended bicycle, of which `keys`.

    `found_from` is that bicycle as they pedal now.
    """

    keys: tuple[str, ...]
    found_from: Evaluation
    found: Worthwhile


def advise_technique(
    tried: Tried, base: Evaluation, known: Sequence[Evaluation], variables: tuple[Variable, ...]
) -> TechniqueFound:
    """The change of technique worth learning among fits that keep the ankle within custom."""
    start = tried.evaluate([{**base.values, **_technique_of(tried.set_up, base, variables)}])[0]
    now = _riding_angles(tried.set_up, base.values)
    allowed = [e for e in known if e.feasible and keeps_custom(tried.set_up, now, e.values)]
    found = worthwhile(start, allowed, variables, lambda values: tried.evaluate([values])[0])
    return TechniqueFound(tuple(v.key for v in variables), start, found)


def keeps_custom(
    set_up: SetUp, now: dict[Side, RidingAngles] | None, values: dict[str, float]
) -> bool:
    """Whether the ankle at the bottom stays in its customary range, or goes no farther beyond than now.

    `now` are the angles as the rider sits; False where they or those at the values are none.
    """
    then = None if now is None else _riding_angles(set_up, values)
    if now is None or then is None:
        return False
    return ankle_keeps_custom(now, then, set_up.riding.discipline)


def _riding_angles(set_up: SetUp, values: dict[str, float]) -> dict[Side, RidingAngles] | None:
    """Angles of both legs with some values changed, None where a leg cannot follow."""
    try:
        return riding_angles(with_fit(set_up, values))
    except PedalfitError:
        return None


def _technique_of(
    set_up: SetUp, base: Evaluation, variables: tuple[Variable, ...]
) -> dict[str, float]:
    """What the rider does unasked at a fit, of the keys that technique changes."""
    now = values_in_force(with_fit(set_up, base.values))
    return {v.key: now[v.key] for v in variables}
