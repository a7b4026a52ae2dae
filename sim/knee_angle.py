"""The knee angle that skin markers or a goniometer read, from the one between joint centres, and back.

Fitters and most studies of cyclists read the knee between greater trochanter, lateral epicondyle and
lateral malleolus; the model's angles are between joint centres. The trochanter lies behind the hip
centre, and its skin falls behind the bone as the hip flexes, so the leg reads more flexed than it is.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

READ_TOO_MUCH_AT_BOTTOM = np.deg2rad(6.9)
READ_TOO_MUCH_FORWARD = np.deg2rad(4.1)
"""Knee flexion by the trochanter marker less that by the hip centre of a pelvic model, of 31 pedalling
cyclists with the crank at 180 and at 90 deg (Galindo-Martinez et al. 2024, J Appl Biomech 40:176)."""
KNEE_AT_BOTTOM = np.deg2rad(31.0)
KNEE_FORWARD = np.deg2rad(62.0)
"""Knee flexion between joint centres at those crank positions: the model's, on a customary fit."""
_LESS_PER_RAD = (READ_TOO_MUCH_AT_BOTTOM - READ_TOO_MUCH_FORWARD) / (KNEE_FORWARD - KNEE_AT_BOTTOM)
_AT_STRAIGHT = READ_TOO_MUCH_AT_BOTTOM + _LESS_PER_RAD * KNEE_AT_BOTTOM


def marker_knee_flexion(between_centres: Array | float) -> Array:
    """Knee flexion (rad) that markers on trochanter, epicondyle and malleolus read.

    `between_centres` (rad) is the flexion between joint centres. A straight line through the two
    measured differences, nothing added beyond 107 deg, where the line would turn negative.
    """
    angle = np.asarray(between_centres, dtype=float)
    return np.maximum(angle, _AT_STRAIGHT + (1 - _LESS_PER_RAD) * angle)


def centre_knee_flexion(by_markers: Array | float) -> Array:
    """Knee flexion (rad) between joint centres where markers read `by_markers` (rad)."""
    angle = np.asarray(by_markers, dtype=float)
    return np.minimum(angle, (angle - _AT_STRAIGHT) / (1 - _LESS_PER_RAD))
