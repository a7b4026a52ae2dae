"""Left against right strength from the balance that a meter recorded."""

from __future__ import annotations

from math import exp, isfinite, log

import numpy as np

from fit_optimizer.setup.keys_in_force import Keys
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.setup_file import with_values
from fit_optimizer.setup.tables import SetUp
from fit_optimizer.trace_check.bins import BALANCE, METER_STEP, check_bin
from fit_optimizer.traces import Bin

STRENGTH_STEP = log(1.1)
"""First change of right over left strength tried for a balance: about 4 points of it."""
STRENGTH_STEPS = 3
SAME_STRENGTH = 1e-3
"""By the log of right over left strength: a twenty-fourth of a point of balance, five of the steps to which
strengths are rounded."""
MOST_STRENGTH = log(1.6)
"""No leg is taken to be stronger than this over the other (a guess)."""


def balanced_strength(set_up: SetUp, bins: tuple[Bin, ...]) -> Keys | None:
    """The legs' strengths that give the recorded balance, or None where it is as it should be.

    The balance is that of the most ridden bin that tells it. It is left alone within the step in
    which meters send it.
    """
    telling = [each for each in bins if isfinite(each.balance_right_pct.median)]
    if not telling:
        return None
    chosen = max(telling, key=lambda each: each.records)
    seated = seat_rider(set_up)
    left, right = seated.rider.left.strength, seated.rider.right.strength

    def strengths(tilt: float) -> Keys:
        half = exp(tilt / 2)
        return {"strength": {"left": round(left / half, 4), "right": round(right * half, 4)}}

    def off(tilt: float) -> float:
        checked = check_bin(with_values(set_up, strengths(tilt)), chosen)
        return checked.simulated["both"][BALANCE] - chosen.balance_right_pct.median

    tilt, error = 0.0, off(0.0)
    if abs(error) <= METER_STEP[BALANCE]:
        return None
    tried, before = (STRENGTH_STEP if error < 0 else -STRENGTH_STEP), error
    for _ in range(STRENGTH_STEPS):
        after = off(tried)
        slope = (after - before) / (tried - tilt)
        tilt, before = tried, after
        tried = float(np.clip(tilt - after / slope, -MOST_STRENGTH, MOST_STRENGTH))
        if abs(tried - tilt) < SAME_STRENGTH:
            break
    return strengths(tried)
