"""Which measured limits of the rider a fit keeps by little: what a physiotherapist looks for first."""

from __future__ import annotations

from fit_optimizer.criteria.evaluation import Evaluation
from fit_optimizer.criteria.limits import MEASURED_BY
from fit_optimizer.documents.advice import BrokenLimit, LimitNear
from fit_optimizer.setup.tables import SetUp

NEAR_DEG = 3.0
"""A limit that is kept by less is nearly used up: about what a goniometer differs by from day to day (a guess)."""


def limits_near(
    set_up: SetUp, recommended: Evaluation, broken: tuple[BrokenLimit, ...]
) -> list[LimitNear]:
    """The measured limits of mobility that a fit keeps by less than `NEAR_DEG` (deg), the least left first.

    An assumed limit warns of nothing that is known of the rider, and one that is `broken` now is told anyway.
    """
    mobility = set_up.rider.mobility
    told = {one.limit for one in broken}
    found = []
    for limit in recommended.limits:
        key = MEASURED_BY.get(limit.name)
        if key is None or key not in mobility.model_fields_set or limit.name in told:
            continue
        allowed = getattr(mobility, key)
        if allowed is not None and 0 <= -limit.excess < NEAR_DEG:
            left = round(-limit.excess, 3)
            found.append(LimitNear(limit=limit.name, left_deg=left, allowed_deg=allowed))
    return sorted(found, key=lambda one: one.left_deg)
