"""Ranges of joint angles that riders and fitters keep by custom, at the crank positions they are given for.

Published knee angles are read by markers on trochanter, epicondyle and malleolus while pedalling, and so
they stand here: `sim.knee_angle` turns the model's angles, between joint centres, into them. The
hip's is between trunk and thigh: the line from trochanter to shoulder and that from trochanter to knee. The
knee over the spindle is the marker on the lateral epicondyle, which the model's knee centre is by its
survey; a plumb line from the tibial tuberosity falls some 23 mm farther forward.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from fit_optimizer.setup.tables import Discipline
from sim.posture import CUSTOM_MARKER_KNEE_FLEXION

Joint = Literal["hip", "knee", "ankle", "knee over pedal"]
DISCIPLINES: tuple[Discipline, ...] = get_args(Discipline)


SEATED_UPRIGHT: tuple[Discipline, ...] = ("road", "gravel", "city")

BOTTOM_KNEE_DEG = (33.0, 43.0)
"""Knee flexion at the bottom by markers while pedalling: 25-35 deg standing still (Holmes et al. 1994, Clin
Sports Med 13:187) and 8 more in motion (Bini & Hume 2016); 33-43 at low, 30-40 at high intensity in
Swart & Holliday 2019. Saddles by a share of the inseam fall into the same range."""
USUAL_KNEE_DEG = float(np.rad2deg(CUSTOM_MARKER_KNEE_FLEXION))
"""The middle of what riders have: its source stands with `CUSTOM_MARKER_KNEE_FLEXION`."""
USUAL_SPREAD_DEG = 4.5
"""Standard deviation of what riders have about it (Millour et al. 2020): a rider as near to it as most
riders are has nothing to mend."""


@dataclass(frozen=True)
class CustomaryRange:
    """A range at a crank position (deg), in the joint's own sense (deg; knee over pedal in mm)."""

    position: int
    joint: Joint
    low: float
    high: float
    words: str
    source: str
    disciplines: tuple[Discipline, ...] = DISCIPLINES


CUSTOMARY = (
    CustomaryRange(
        0,
        "hip",
        55,
        65,
        "angle between trunk and thigh at the top, road bike",
        "Burt 2014, as tabled in PMC9219349",
        ("road",),
    ),
    CustomaryRange(
        0,
        "knee",
        107,
        113,
        "most knee flexion of the stroke, near the top",
        "Sensors 2021, 21:4473, table 2",
        SEATED_UPRIGHT,
    ),
    CustomaryRange(
        90,
        "knee over pedal",
        -35,
        -5,
        "knee (lateral epicondyle) ahead of (+) or behind (\u2212) the spindle",
        "Scoz et al. 2021, Sensors 21:4473, table 2",
        SEATED_UPRIGHT,
    ),
    CustomaryRange(
        90,
        "knee over pedal",
        20,
        80,
        "knee ahead of the spindle on aero bars",
        "Velogicfit, triathlon metrics: a fitter's manual",
        ("time_trial",),
    ),
    CustomaryRange(
        180,
        "knee",
        *BOTTOM_KNEE_DEG,
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


def discipline_of(name: object) -> Discipline:
    """The discipline of a name; road where a document does not say one."""
    return next((one for one in DISCIPLINES if one == name), DISCIPLINES[0])


def customary(
    position: int, joint: Joint, discipline: Discipline = "road"
) -> CustomaryRange | None:
    """The range of a joint at a crank position in a discipline, where one is published."""
    for one in CUSTOMARY:
        if (one.position, one.joint) == (position, joint) and discipline in one.disciplines:
            return one
    return None
