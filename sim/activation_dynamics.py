"""How fast muscles become active: the time constants, and the activation that an excitation brings about."""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path

import numpy as np

from rider_models.arrays import Array
from sim.compiled import SUFFIX, opened

ACTIVATION_TIME_S = 0.010
DEACTIVATION_TIME_S = 0.040
"""The reference model's own time constants: those of its muscle model (Millard et al. 2013, J Biomech
Eng 135:021005), for young adults (Thelen 2003, J Biomech Eng 125:70). With the 15 and 60 ms of Raasch
et al. 1997 smoothness would not fall with cadence as riders' does."""

MIN_ACTIVATION = 0.01
"""No muscle of the model is less active: the reference model's own least activation (Millard et al. 2013)."""

CYCLES = 3
"""Revolutions until the activation repeats itself: what is left of the first start falls below 1e-6 of it even
at 180 rpm, where a revolution lasts eight deactivation times."""

LAYOUT = 1
"""Of what the compiled function takes; the library says which one it was built for."""

LIBRARY = Path(__file__).parent / f"_activation{SUFFIX}"


def activation_of(excitation: Array, step_s: Array) -> Array:
    """Return the activation (n x m, 0 to 1) that a periodic excitation (n x m, 0 to 1) brings about.

    Thelen's (2003) first-order dynamics: rising takes 10 ms x (0.5 + 1.5 a), falling 40 ms / (0.5 +
    1.5 a). `step_s` n are the times (s) from the position before to each position; implicit Euler steps, whose
    mean delay is exact however long they are.
    """
    rise, fall = step_s / ACTIVATION_TIME_S, step_s / DEACTIVATION_TIME_S
    library = _library()
    if library is not None:
        given = [
            np.ascontiguousarray(values, dtype=np.float64) for values in (rise, fall, excitation)
        ]
        activation = np.empty(excitation.shape)
        places = (values.ctypes.data for values in (*given, activation))
        library.activation_of(*excitation.shape, CYCLES, *places)
        return activation
    steps: tuple[list[float], list[float]] = rise.tolist(), fall.tolist()
    return np.array([_of_one(muscle.tolist(), *steps) for muscle in excitation.T]).T


@cache
def _library() -> ctypes.CDLL | None:
    """The compiled library, or None where none was built for this installation."""
    library = opened(LIBRARY, "activation_layout", LAYOUT)
    if library is not None:
        library.activation_of.argtypes = [*[ctypes.c_int64] * 3, *[ctypes.c_void_p] * 4]
        library.activation_of.restype = None
    return library


def _of_one(excitation: list[float], rise: list[float], fall: list[float]) -> list[float]:
    """The activation of one muscle, where nothing was compiled: numbers one by one are faster in lists than in arrays.

    `rise` and `fall` are the steps over the two time constants.
    """
    activation: list[float] = []
    before = excitation[-1]
    steps = list(zip(excitation, rise, fall, strict=True))
    for _ in range(CYCLES):
        activation.clear()
        for wanted, up, down in steps:
            pace = 0.5 + 1.5 * before
            share = up / pace if wanted > before else down * pace
            before = (before + share * wanted) / (1 + share)
            activation.append(before)
    return activation
