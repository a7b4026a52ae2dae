"""The compiled solver: semismooth Newton on the dual, called through ctypes."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from math import isnan, nan
from pathlib import Path

import numpy as np

from rider_models.arrays import Array
from sim.compiled import SUFFIX, address_of, opened
from sim.muscle_sharing.problem import SharingProblem, SharingSolution

NAME = "semismooth Newton"
TOLERANCE = 1e-10
"""Of the rows and the power, in their units: a billionth of 1 Nm, of 50 N at the knee and of 10 W."""
MOST_STEPS = 250
"""Newton steps: ordinary strokes take 15 to 30."""
LAYOUT = 4
"""Of the structures below; the library says which one it was built for."""

LIBRARY = Path(__file__).parent / f"_newton{SUFFIX}"

_Pointer = ctypes.c_void_p
"""To an array of doubles: an address alone is made in a tenth of the time of a typed pointer."""


class Status(IntEnum):
    """How the compiled method ended."""

    SETTLED = 0
    NOT_SETTLED = 1
    NOT_POSITIVE = 2
    NOT_FINITE = 3
    WRONG = 4
    INDEFINITE = 5
    HOPELESS = 6


class _Problem(ctypes.Structure):
    _fields_ = (
        ("legs", ctypes.c_int64),
        ("positions", ctypes.c_int64),
        ("muscles", ctypes.c_int64),
        ("rows", ctypes.c_int64),
        ("low", ctypes.c_double),
        ("square_price", _Pointer),
        ("linear_price", _Pointer),
        ("by_activation", _Pointer),
        ("by_wrench", _Pointer),
        ("right", _Pointer),
        ("give_above", _Pointer),
        ("give_below", _Pointer),
        ("wrench_price", _Pointer),
        ("wrench_linear", _Pointer),
        ("trunk_price", _Pointer),
        ("power", _Pointer),
        ("power_right", ctypes.c_double),
        ("rise_share", _Pointer),
        ("fall_share", _Pointer),
        ("habit_pull", _Pointer),
        ("habit_price", _Pointer),
        ("hopeless", ctypes.c_double),
        ("tolerance", ctypes.c_double),
        ("most_steps", ctypes.c_int64),
    )


class _Answer(ctypes.Structure):
    _fields_ = (
        ("activation", _Pointer),
        ("wrench", _Pointer),
        ("slack", _Pointer),
        ("multiplier", _Pointer),
        ("habit_scale", _Pointer),
        ("power_multiplier", ctypes.c_double),
        ("objective", ctypes.c_double),
        ("residual", ctypes.c_double),
        ("stationarity", ctypes.c_double),
        ("broken", ctypes.c_double),
        ("unbalanced", ctypes.c_double),
        ("steps", ctypes.c_int64),
        ("shortened", ctypes.c_int64),
        ("unknowns", ctypes.c_int64),
    )


@dataclass(frozen=True, eq=False)
class NewtonResult:
    """Where the method stopped: the solution there, how it ended, and by how much it misses at worst.

    `residual` of the rows and the power, `stationarity` of the wrench's, `broken` of bounds and rate
    limits, `unbalanced` of the prices of activations, habits' scales and slacks. Activations and slacks
    are the cheapest at the multipliers by their construction; `unbalanced` is reckoned from what holds
    them, so that an error of the construction shows.
    """

    solution: SharingSolution
    status: Status
    residual: float
    stationarity: float
    broken: float
    unbalanced: float

    @property
    def miss(self) -> float:
        """The largest of the misses, in the problem's units."""
        misses = (self.residual, self.stationarity, self.broken, self.unbalanced)
        return nan if any(map(isnan, misses)) else max(misses)


@cache
def _library() -> ctypes.CDLL | None:
    """The compiled method, or None where none was built for this installation."""
    library = opened(LIBRARY, "sharing_layout", LAYOUT)
    if library is None:
        return None
    library.share_work.argtypes = [ctypes.POINTER(_Problem), ctypes.POINTER(_Answer)]
    library.share_work.restype = ctypes.c_int
    return library


def available() -> bool:
    """Whether the compiled method can be used in this installation."""
    return _library() is not None


def solve(problem: SharingProblem, most_steps: int = MOST_STEPS) -> NewtonResult:
    """Where the compiled method comes to within `most_steps` Newton steps.

    Raises RuntimeError where it was not built.
    """
    library = _library()
    if library is None:
        raise RuntimeError("the compiled muscle-sharing solver is not part of this installation")
    p = problem
    kept: list[Array] = []
    given = _given(p, most_steps, kept)
    activation, wrench = np.zeros(p.square_price.shape), np.zeros(p.wrench_price.shape)
    slack, multiplier = np.zeros(p.right.shape), np.zeros(p.right.shape)
    scale = np.zeros((p.legs, p.muscles))
    answer = _Answer(*map(address_of, (activation, wrench, slack, multiplier, scale)))
    status = library.share_work(ctypes.byref(given), ctypes.byref(answer))
    solution = SharingSolution(
        activation=activation,
        wrench=wrench,
        slack=slack,
        multiplier=multiplier,
        power_multiplier=answer.power_multiplier,
        habit_scale=scale,
        objective=answer.objective,
        method=NAME,
        steps=answer.steps,
        shortened=answer.shortened,
    )
    return NewtonResult(
        solution,
        Status(status),
        answer.residual,
        answer.stationarity,
        answer.broken,
        answer.unbalanced,
    )


def _given(p: SharingProblem, most_steps: int, kept: list[Array]) -> _Problem:
    """A problem as the compiled method reads it; what it points to is added to `kept`, which has to live as long."""

    def pointer(values: Array | None) -> int | None:
        if values is None:
            return None
        kept.append(np.ascontiguousarray(values, dtype=np.float64))
        return address_of(kept[-1])

    return _Problem(
        p.legs,
        p.positions,
        p.muscles,
        p.rows,
        p.low,
        pointer(p.square_price),
        pointer(p.linear_price),
        pointer(p.by_activation),
        pointer(p.by_wrench),
        pointer(p.right),
        pointer(p.give_above),
        pointer(p.give_below),
        pointer(p.wrench_price),
        pointer(p.wrench_linear),
        pointer(p.trunk_price),
        pointer(p.power),
        p.power_right,
        pointer(None if p.rates is None else p.rates.rise_share),
        pointer(None if p.rates is None else p.rates.fall_share),
        pointer(None if p.habit is None else p.habit.pull),
        pointer(None if p.habit is None else p.habit.price),
        p.hopeless,
        TOLERANCE,
        most_steps,
    )
