"""Moments of ligaments and capsules, which stop a joint near the end of its range."""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array

_LIMITS = np.array(
    [
        [-2.44, 5.05, 1.81, 1.51, -21.88, -0.6981],
        [-0.03, 14.94, 0.5, 0.03, -14.94, -0.5],
        [-0.03, 14.94, 0.92, 0.03, -14.94, -0.92],
        [-11.03, 11.33, 2.4, 6.09, -33.94, -0.13],
        [-2.03, 38.11, 0.52, 0.18, -12.12, -0.74],
        [-60.21, 16.32, 0.65, 60.21, -16.32, -0.65],
    ]
)
"""Rows by joint angle: K1 (Nm), K2 (1/rad), upper limit (rad), K3, K4, lower limit.

Anderson 1999 as used by Falisse et al. 2019 (J R Soc Interface 16:20190402); knee signs turned to
flexion positive. Damping is left out: it would take 0.1 Nm s/rad of every joint.
"""


def passive_joint_moments(angles: Array) -> Array:
    """Passive moments (n x 6, Nm) at joint angles (n x 6, rad): K1 e^(K2 (q - upper)) + K3 e^(K4 (q - lower))."""
    k1, k2, upper, k3, k4, lower = _LIMITS.T
    result: Array = k1 * np.exp(k2 * (angles - upper)) + k3 * np.exp(k4 * (angles - lower))
    return result
