"""How alike two curves over the crank are: their correlation, and by how much one comes after the other."""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array


def lag_deg(curve: Array, behind: Array) -> float:
    """By how many degrees of crank angle a curve comes after another (-180 to 180).

    Both have a number for each degree (360); the lag is the shift of `behind` at which the two correlate
    best. NaN where one of them is flat.
    """
    if np.ptp(curve) == 0 or np.ptp(behind) == 0:
        return float("nan")
    together = np.fft.irfft(np.fft.rfft(curve) * np.conj(np.fft.rfft(behind)), len(curve))
    return float((np.argmax(together) + 180) % 360 - 180)


def correlation(one: Array, other: Array) -> float:
    """Correlation of two curves (n); nought where one of them is flat: nothing was switched on."""
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])
