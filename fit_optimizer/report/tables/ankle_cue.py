"""What the rider does with the ankle, as a cue over the hours of the clock."""

from __future__ import annotations

import numpy as np

from fit_optimizer.documents.ride import Ride
from rider_models.arrays import Array, Indices

WORTH_SAYING_DEG = 1.0
WORTH_A_SECOND_CUE_DEG = 2.0
FADES_AT = 0.5
"""A cue runs over the hours where the change is at least half of its largest."""
ALL_ROUND = 11
"""Hours from which a cue is said to hold all the way round."""


def ankle_change(now: Ride, then: Ride) -> Array:
    """Change of the ankle angle over the crank circle (n, deg, dorsiflexion +), mean of the legs."""
    before, after = (
        (
            np.array(ride.curves.left.curve("ankle_dorsiflexion_deg"))
            + ride.curves.right.curve("ankle_dorsiflexion_deg")
        )
        / 2
        for ride in (now, then)
    )
    return np.asarray(after - before)


def ankle_cue_between(now: Ride, then: Ride) -> str:
    """The change from one ride to another in words; empty where a ride lacks the curve."""
    lacking = any(ride.curves.lacking(("ankle_dorsiflexion_deg",)) for ride in (now, then))
    return "" if lacking else ankle_cue(ankle_change(now, then))


def ankle_cue(change: Array) -> str:
    """The change (n, deg) in words, its greater direction first; empty below one degree."""
    larger = 1 if change.max() >= -change.min() else -1
    cues = [
        _cue(change, sign)
        for sign, least in ((larger, WORTH_SAYING_DEG), (-larger, WORTH_A_SECOND_CUE_DEG))
        if (sign * change).max() >= least
    ]
    return " and ".join(cues)


def _cue(change: Array, sign: int) -> str:
    arc = _arc(sign * change)
    degrees = f"{sign * change[arc % len(change)].mean():.0f}\u00b0"
    what = (
        f"let the heel drop about {degrees} more"
        if sign > 0
        else f"carry the heel about {degrees} higher"
    )
    start, end = (round(12 * index / len(change)) for index in (arc[0], arc[-1]))
    if end - start >= ALL_ROUND:
        return f"{what} all the way round"
    return f"{what} through {_hour(start)} to {_hour(end)} o'clock"


def _arc(change: Array) -> Indices:
    """Positions of the arc around the peak where the change has not faded; they may pass n."""
    n, top = len(change), int(change.argmax())
    strong = change >= FADES_AT * change[top]
    if strong.all():
        return np.arange(n)
    turned = np.roll(strong, -top)
    after = int(np.argmin(turned))
    before = int(np.argmin(turned[::-1]))
    return top % n + np.arange(-before, after)


def _hour(hour: int) -> str:
    return str(hour % 12 or 12)
