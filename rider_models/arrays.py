"""Names that every package shares: arrays of numbers, the joint angles of a leg, its segments, the two sides."""

from __future__ import annotations

from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
"""Numbers in double precision, of the shape that the docstring names."""

Indices = NDArray[np.int64]
"""Places in another array."""

Flags = NDArray[np.bool_]
"""True or false, place by place."""

Side = Literal["left", "right"]

SIDES: tuple[Side, Side] = ("left", "right")
"""The two legs, in the order of files and tables."""

MIRROR = np.array([1.0, -1.0, 1.0])
"""What turns vectors (forward, left, up) of a right leg into those of a left one."""


def other_side(side: Side) -> Side:
    """Return the leg that is not this one."""
    return "right" if side == "left" else "left"


class Joint(IntEnum):
    """Column of each joint angle in an n x 6 array of a leg, from the hip down.

    Hip and knee flexion and ankle dorsiflexion are positive, hip adduction and subtalar inversion
    towards the midline. A link of the skeleton has the number of the joint angle that turns it
    against the link above.
    """

    HIP_FLEXION = 0
    HIP_ADDUCTION = 1
    HIP_ROTATION = 2
    KNEE_FLEXION = 3
    ANKLE_DORSIFLEXION = 4
    SUBTALAR_INVERSION = 5


HIP_ANGLES = (Joint.HIP_FLEXION, Joint.HIP_ADDUCTION, Joint.HIP_ROTATION)
KNEE_ANGLES = (Joint.KNEE_FLEXION,)
ANKLE_ANGLES = (Joint.ANKLE_DORSIFLEXION, Joint.SUBTALAR_INVERSION)
"""The joint angles that hip, knee and ankle complex have."""

JOINTS: dict[str, tuple[Joint, ...]] = {
    "hip": HIP_ANGLES,
    "knee": KNEE_ANGLES,
    "ankle": ANKLE_ANGLES,
}
"""The joints of a leg as riders count them, with their angles."""

SAGITTAL_ANGLES = (Joint.HIP_FLEXION, Joint.KNEE_FLEXION, Joint.ANKLE_DORSIFLEXION)
"""The angles seen from the side, which metrics and files report."""

THIGH, SHANK, FOOT = Joint.HIP_ROTATION, Joint.KNEE_FLEXION, Joint.SUBTALAR_INVERSION
"""The links of the skeleton that weigh something."""


def angle_name(joint: Joint) -> str:
    """Name of a joint angle as tables and files write it: `hip_flexion`."""
    return joint.name.lower()


def cross(a: Array, b: Array) -> Array:
    """Return the cross product of vectors along the last axis (3).

    Numpy's own spends more on shapes than on numbers.
    """
    ax, ay, az = a[..., 0], a[..., 1], a[..., 2]
    bx, by, bz = b[..., 0], b[..., 1], b[..., 2]
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=-1)
