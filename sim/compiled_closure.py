"""The compiled way to close a leg on the pedal, called through ctypes; numpy's checks it and stands behind it."""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path

import numpy as np

from rider_models.arrays import Array
from sim.compiled import SUFFIX, address_of, opened

LAYOUT = 1
"""Of the structure below; the library says which one it was built for."""

LIBRARY = Path(__file__).parent / f"_leg_closure{SUFFIX}"


class _LegOnPedal(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_void_p) for name in ("axis", "origin", "spindle", "across", "hip")),
        ("longest_step", ctypes.c_double),
        ("closed", ctypes.c_double),
        ("most_steps", ctypes.c_int64),
    )


@cache
def _library() -> ctypes.CDLL | None:
    """The compiled library, or None where none was built for this installation."""
    library = opened(LIBRARY, "leg_closure_layout", LAYOUT)
    if library is None:
        return None
    library.close_leg.argtypes = [
        ctypes.POINTER(_LegOnPedal),
        ctypes.c_int64,
        *[ctypes.c_void_p] * 2,
    ]
    library.close_leg.restype = ctypes.c_int
    return library


def available() -> bool:
    """Whether the compiled library can be used in this installation."""
    return _library() is not None


def closed_angles(
    hinges: tuple[Array, Array],
    spindle: tuple[Array, Array],
    hip: Array,
    pedal: Array,
    guess: Array,
    steps: tuple[int, float, float],
) -> Array:
    """Joint angles (n x 6, rad) that put the spindle on the pedal, the ankle's as in the guess (n x 6).

    `hinges`: axes and origins of the six hinges in the link before (6 x 3 each); `spindle`: its middle from the
    last hinge and its direction, in the foot's axes (3 each); `hip` 3, `pedal` n x 3 (m); `steps`: most of them,
    the longest (rad), and the gap (m, rad) that counts as closed. Positions that do not close stay somewhere.
    Raises RuntimeError where the library was not built.
    """
    library = _library()
    if library is None:
        raise RuntimeError("the compiled leg closure is not part of this installation")
    given = [np.ascontiguousarray(values) for values in (*hinges, *spindle, hip, pedal)]
    angles = np.array(guess, order="C")
    most, longest, closed = steps
    leg = _LegOnPedal(*map(address_of, given[:5]), longest, closed, most)
    library.close_leg(leg, len(angles), address_of(given[5]), address_of(angles))
    return angles
