"""How much of a fitted change the bins that were not fitted support.

A search fits the noise of a few bins too. What it found is therefore taken over in a share only: the one with which
bins that it never saw are predicted best, and with which none of their metrics is predicted worse than by the set-up
as it was. That share may be nought.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

SHARES = (1.0, 0.7, 0.4, 0.2, 0.1)
"""Of the fitted change, that are tried."""
LEAST_JUDGES = 2
"""Bins that have to be left to judge by: fewer say nothing of what the next bin will do."""
FITTED_OF_THREE = 2
"""Of every three bins, where all of a recording would be fitted otherwise."""

Errors = Mapping[str, float]


def supported_share(before: Errors, with_share: Callable[[float], Errors]) -> float:
    """Return the share of the fitted change that is supported (0 to 1).

    `before` are root mean square errors of each metric over bins that were not fitted, of the set-up as it was;
    `with_share` gives those with a share of the change. A metric that a share cannot give counts as worse.
    """
    best, least = 0.0, 1.0
    for share in SHARES:
        after = with_share(share)
        ratios = [_ratio(after.get(metric, np.inf), error) for metric, error in before.items()]
        if ratios and max(ratios) <= 1.0 and np.mean(ratios) < least:
            best, least = share, float(np.mean(ratios))
    return best


def _ratio(after: float, before: float) -> float:
    """Error after over error before; one where both are nought."""
    if before == 0:
        return 1.0 if after == 0 else np.inf
    return after / before
