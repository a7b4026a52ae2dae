"""The knee angle that skin markers or a goniometer read, from the one between joint centres, and back.

Fitters and most studies of cyclists read the knee between greater trochanter, lateral epicondyle and
lateral malleolus; the model's angles are between joint centres. The trochanter lies behind the hip
centre, and its skin falls behind the bone as the hip flexes, so the leg reads more flexed than it is.
"""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array

READ_TOO_MUCH_AT_BOTTOM = np.deg2rad(4.0)
READ_TOO_MUCH_FORWARD = np.deg2rad(2.7)
"""Knee flexion by markers less that between joint centres, with the crank at 180 and at 90 deg.

Halfway between two estimates. By the trochanter marker against the hip centre of a pelvic model it is 6.9
and 4.1 deg in 31 pedalling cyclists, limits of agreement 0.6 to 13 (Galindo-Martinez et al. 2024, J Appl
Biomech 40:176), skin and the error of the pelvic model included. By the bones of the reference model,
whose trochanter lies 14 mm behind the hip centre, it is 1 deg: 0.4 against straight lines between
joint centres, 2.3 against its own knee coordinate. The halving is a guess.
"""
KNEE_AT_BOTTOM = np.deg2rad(36.0)
KNEE_FORWARD = np.deg2rad(67.0)
"""Knee flexion between joint centres at those crank positions: the model's, on a customary fit."""
_LESS_PER_RAD = (READ_TOO_MUCH_AT_BOTTOM - READ_TOO_MUCH_FORWARD) / (KNEE_FORWARD - KNEE_AT_BOTTOM)
_AT_STRAIGHT = READ_TOO_MUCH_AT_BOTTOM + _LESS_PER_RAD * KNEE_AT_BOTTOM


def marker_knee_flexion(between_centres: Array | float) -> Array:
    """Knee flexion (rad) that markers on trochanter, epicondyle and malleolus read.

    `between_centres` (rad) is the flexion between joint centres. A straight line through the
    differences at the two crank positions, which falls to 1 deg at 105 deg of flexion; never less
    than the flexion itself.
    """
    angle = np.asarray(between_centres, dtype=float)
    return np.asarray(np.maximum(angle, _AT_STRAIGHT + (1 - _LESS_PER_RAD) * angle))


def centre_knee_flexion(by_markers: Array | float) -> Array:
    """Knee flexion (rad) between joint centres where markers read `by_markers` (rad)."""
    angle = np.asarray(by_markers, dtype=float)
    return np.asarray(np.minimum(angle, (angle - _AT_STRAIGHT) / (1 - _LESS_PER_RAD)))
