"""The compiled way to joint moments of muscles at single poses, called through ctypes; numpy's stands behind it."""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path

import numpy as np

from rider_models.arrays import Array, Indices
from rider_models.muscle_paths import sampled_range_rad
from rider_models.muscles import MuscleSet
from rider_models.path_matrix import path_matrix
from rider_models.resting_muscle import resting_curves
from sim.compiled import SUFFIX, address_of, opened
from sim.muscle_curves import (
    LEAST_ROOM,
    LENGTH_GAUSSIANS,
    LENGTHENING,
    SHORTEST_NORM_LENGTH,
    extends_hip_alone,
    hill_curvature,
    hip_strength_curve,
)

LAYOUT = 1
"""Of the structure below; the library says which one it was built for."""

LIBRARY = Path(__file__).parent / f"_muscle_moments{SUFFIX}"

_Numbers = ctypes.c_void_p
_Count = ctypes.c_int64


class _LegMuscles(ctypes.Structure):
    _fields_ = (
        *((name, _Count) for name in ("muscles", "terms", "degree")),
        *((name, _Numbers) for name in ("middle", "half", "places", "starts", "entries")),
        ("coefficients", _Numbers),
        ("slopes", _Count),
        *((name, _Numbers) for name in ("slope_of", "path_scale", "slack", "optimal", "height")),
        *((name, _Numbers) for name in ("strongest", "fastest", "curvature", "passive_unit")),
        ("hip_extensor", _Numbers),
        ("knots", _Count),
        ("first_knot", ctypes.c_double),
        ("knot_step", ctypes.c_double),
        ("pieces", _Numbers),
        ("gaussians", _Count),
        ("gaussian", _Numbers),
        ("lengthening", _Numbers),
        ("strengths", _Count),
        ("hip_flexion", _Numbers),
        ("strength", _Numbers),
        ("least_room", ctypes.c_double),
        ("shortest", ctypes.c_double),
    )


@cache
def _library() -> ctypes.CDLL | None:
    """The compiled library, or None where none was built for this installation."""
    library = opened(LIBRARY, "muscle_moments_layout", LAYOUT)
    if library is None:
        return None
    library.add_muscle_moments.argtypes = [ctypes.POINTER(_LegMuscles), *[ctypes.c_void_p] * 4]
    library.add_muscle_moments.restype = ctypes.c_int
    return library


def available() -> bool:
    """Whether the compiled library can be used in this installation."""
    return _library() is not None


class CompiledMuscles:
    """One leg's muscles: joint moments of their forces at a pose, the same as of `muscle_state` within rounding.

    Raises RuntimeError where the library was not built.
    """

    def __init__(self, muscles: MuscleSet) -> None:
        library = _library()
        if library is None:
            raise RuntimeError("the compiled muscles are not part of this installation")
        self._add = library.add_muscle_moments
        self._kept: list[Array | Indices] = []
        self._leg = self._described(muscles)

    def add_moments(
        self, angles: Array, velocity: Array, activation: Array, moments: Array
    ) -> bool:
        """Add the muscles' moments (Nm) at joint angles and velocities (6, rad, rad/s) to `moments` (6).

        `activation` m. All are contiguous. False, and nothing added, where an angle is beyond the sampled range.
        """
        outside: int = self._add(
            self._leg,
            address_of(angles),
            address_of(velocity),
            address_of(activation),
            address_of(moments),
        )
        return outside == 0

    def _described(self, muscles: MuscleSet) -> _LegMuscles:
        low, high = sampled_range_rad()
        matrix, resting = path_matrix(), resting_curves()
        columns = np.concatenate([matrix.lengths, matrix.slopes], axis=1).T
        column, term = columns.nonzero()
        flexion, strength = hip_strength_curve()
        numbers = self._numbers
        return _LegMuscles(
            muscles=len(muscles.names),
            terms=len(matrix.lengths),
            degree=matrix.degree,
            middle=numbers((low + high) / 2),
            half=numbers((high - low) / 2),
            places=self._counts(matrix.places),
            starts=self._counts(np.searchsorted(column, np.arange(len(columns) + 1))),
            entries=self._counts(term),
            coefficients=numbers(columns[column, term]),
            slopes=len(matrix.slope_columns),
            slope_of=self._counts(matrix.slope_columns),
            path_scale=numbers(muscles.path_scale),
            slack=numbers(muscles.tendon_slack_length),
            optimal=numbers(muscles.optimal_fibre_length),
            height=numbers(np.sin(muscles.pennation)),
            strongest=numbers(muscles.max_isometric_force),
            fastest=numbers(muscles.max_shortening_velocity),
            curvature=numbers(hill_curvature(muscles.slow_twitch_share)),
            passive_unit=numbers(muscles.passive_force_unit),
            hip_extensor=numbers(extends_hip_alone(muscles.groups).astype(np.float64)),
            knots=len(resting.knots),
            first_knot=float(resting.knots[0]),
            knot_step=float(resting.knots[1] - resting.knots[0]),
            pieces=numbers(resting.coefficients),
            gaussians=LENGTH_GAUSSIANS.shape[1],
            gaussian=numbers(LENGTH_GAUSSIANS),
            lengthening=numbers(np.array(LENGTHENING)),
            strengths=len(flexion),
            hip_flexion=numbers(flexion),
            strength=numbers(strength),
            least_room=LEAST_ROOM,
            shortest=SHORTEST_NORM_LENGTH,
        )

    def _numbers(self, values: Array) -> int:
        self._kept.append(np.ascontiguousarray(values, dtype=np.float64))
        return address_of(self._kept[-1])

    def _counts(self, values: Indices) -> int:
        self._kept.append(np.ascontiguousarray(values, dtype=np.int64))
        return address_of(self._kept[-1])
