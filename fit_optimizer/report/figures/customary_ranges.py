"""Ranges of joint angles that riders and fitters keep by custom, at the crank positions they are given for.

Published knee angles are read by markers on trochanter, epicondyle and malleolus; here they stand
between joint centres, as the model's own. The hip's are left as published: between the line from
trochanter to shoulder and that from trochanter to knee, where both lines shift alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.knee_angle import centre_knee_flexion

Joint = Literal["hip", "knee", "ankle", "knee over pedal"]


@dataclass(frozen=True)
class CustomaryRange:
    """A range at a crank position (deg), in the joint's own sense (deg; knee over pedal in mm)."""

    position: int
    joint: Joint
    low: float
    high: float
    words: str
    source: str


def _knee_by_markers(
    position: int, low: float, high: float, words: str, source: str
) -> CustomaryRange:
    """A published range of the knee (deg), between joint centres in whole degrees."""
    least, most = np.round(np.rad2deg(centre_knee_flexion(np.deg2rad([low, high]))))
    read = (
        f"{words}; {low:g}\u2013{high:g}\u00b0 where markers on trochanter, knee and ankle are read"
    )
    return CustomaryRange(position, "knee", float(least), float(most), read, source)


CUSTOMARY = (
    CustomaryRange(
        0,
        "hip",
        55,
        65,
        "angle between trunk and thigh at the top, road bike",
        "Burt 2014, as tabled in PMC9219349",
    ),
    _knee_by_markers(
        0,
        107,
        113,
        "most knee flexion of the stroke, near the top",
        "Sensors 2021, 21:4473, table 2",
    ),
    CustomaryRange(
        90,
        "knee over pedal",
        -35,
        -5,
        "knee ahead of (+) or behind (\u2212) the spindle",
        "Sensors 2021, 21:4473, table 2",
    ),
    _knee_by_markers(
        180,
        33,
        43,
        "knee flexion at the bottom while pedalling: 25\u201335\u00b0 standing still and 8\u00b0 more in motion",
        "Holmes 1994; Bini & Hume 2016",
    ),
    CustomaryRange(
        180,
        "ankle",
        -10,
        0,
        "ankle at the bottom",
        "Sensors 2021, 21:4473, table 2",
    ),
)


def customary(position: int, joint: Joint) -> CustomaryRange | None:
    """The range of a joint at a crank position, where one is published."""
    for one in CUSTOMARY:
        if (one.position, one.joint) == (position, joint):
            return one
    return None
