"""Ranges of joint angles that riders and fitters keep by custom, at the crank positions they are given for.

Published knee angles are read by markers on trochanter, epicondyle and malleolus while pedalling, and so
they stand here: `sim.knee_angle` turns the model's angles, between joint centres, into them. The
hip's is between trunk and thigh: the line from trochanter to shoulder and that from trochanter to knee. The
knee over the spindle is the marker on the lateral epicondyle, which the model's knee centre is by its
survey; a plumb line from the tibial tuberosity falls some 23 mm farther forward.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot
from typing import Literal, get_args

import numpy as np

from fit_optimizer.setup.tables import Discipline
from rider_models.arrays import Side
from sim.posture import CUSTOM_MARKER_KNEE_FLEXION

Joint = Literal["hip", "knee", "ankle", "knee over pedal"]
DISCIPLINES: tuple[Discipline, ...] = get_args(Discipline)


SEATED_UPRIGHT: tuple[Discipline, ...] = ("road", "gravel", "city")

LEVEL_CRANK_DEG = 90
"""Crank angle at which the knee is held against the spindle."""
BOTTOM_KNEE_DEG = (30.0, 43.0)
"""Knee flexion at the bottom by markers while pedalling, all that is published of it: 30-40 deg (Ferrer-Roca
et al. 2012), 33-43 at low and 30-40 at high intensity (Swart & Holliday 2019), 25-35 standing still (Holmes
et al. 1994, Clin Sports Med 13:187) and 8 more in motion (Bini & Hume 2016)."""
USUAL_KNEE_DEG = float(np.rad2deg(CUSTOM_MARKER_KNEE_FLEXION))
"""The middle of what riders have: its source stands with `CUSTOM_MARKER_KNEE_FLEXION`."""
USUAL_SPREAD_DEG = 4.5
"""Standard deviation of what riders have about it (Millour et al. 2020)."""
KNEE_ERROR_DEG = 3.0
"""How well a knee angle is measured while pedalling: a camera in the plane of the bicycle reads 2.2 deg less than
markers in space, by 1 to 2 deg more or less from rider to rider (Fonda et al. 2014); markers put on anew add as
much."""
STAYS_WITHIN_DEG = hypot(USUAL_SPREAD_DEG, KNEE_ERROR_DEG)
"""A knee no farther from the usual angle is as riders have it, as far as that can be measured."""
LONG_CRANK_MM = 7.5
"""Cranks that are longer than the usual ones for an inseam by three of the sizes that are sold are called long (a
guess)."""
MOST_BENT_AT_NO_INSEAM_DEG = 136.9 + 0.4 * USUAL_KNEE_DEG
MOST_BENT_PER_INSEAM_DEG_PER_MM = -0.0454
MOST_BENT_ERROR_DEG = 4.6
"""Most knee flexion of 40 filmed people (17 women, 23 men) with the knee at `USUAL_KNEE_DEG` at the bottom, by
inseam: where the two equations of Gatti et al. 2021 (Eur J Sport Sci, doi 10.1080/17461391.2021.1902570) have the
same saddle, height (cm) = 7.41 + 0.82 inseam - 0.1 least + 0.003 inseam x seat angle = 41.63 + 0.78 inseam - 0.25
most + 0.002 inseam x seat angle, on a seat tube of 73.5 deg (1 deg of it moves the angle by 0.3). Their error of
11.5 mm is 4.6 deg of the knee. The 107 to 113 deg of a camera system that fitters use (Scoz et al. 2021, Sensors
21:4473, table 2) are those of legs of 0.88 m of inseam and more. Shorter legs turn nearly the same cranks.
"""
SHOWN = 0.5
"""Ranges are kept to the nearest whole deg or mm, as the report shows them."""


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

    def outside(self, value: float) -> float:
        """By how much a value lies beyond the range (in its unit); nought within."""
        return max(self.low - value, value - self.high, 0.0)


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
        LEVEL_CRANK_DEG,
        "knee over pedal",
        -35,
        -5,
        "knee (lateral epicondyle) ahead of (+) or behind (\u2212) the spindle",
        "Scoz et al. 2021, Sensors 21:4473, table 2",
        SEATED_UPRIGHT,
    ),
    CustomaryRange(
        LEVEL_CRANK_DEG,
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
        "knee flexion at the bottom while pedalling",
        "Ferrer-Roca 2012; Swart & Holliday 2019; Holmes 1994",
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


def within_shown(low: float, value: float, high: float) -> bool:
    """Whether a value keeps a range (deg or mm) as far as the report shows it."""
    return low - SHOWN <= value <= high + SHOWN


def customary_over_pedal(discipline: Discipline) -> CustomaryRange | None:
    """The customary range of the knee ahead of the spindle (mm) with the crank level; None without one."""
    return customary(LEVEL_CRANK_DEG, "knee over pedal", discipline)


def discipline_of(name: object) -> Discipline:
    """The discipline of a name; road where a document does not say one."""
    return next((one for one in DISCIPLINES if one == name), DISCIPLINES[0])


def advised_knee(knee_deg: tuple[float, float]) -> float:
    """Knee flexion (deg, markers) that a saddle which moves gives: what most riders have, or the middle of a pain's
    own range."""
    return USUAL_KNEE_DEG if knee_deg == BOTTOM_KNEE_DEG else sum(knee_deg) / 2


def most_bent_knee(inseam_mm: float) -> CustomaryRange:
    """The most knee flexion of the stroke (deg, by markers) that filmed people of an inseam show."""
    middle = MOST_BENT_AT_NO_INSEAM_DEG + MOST_BENT_PER_INSEAM_DEG_PER_MM * inseam_mm
    return CustomaryRange(
        0,
        "knee",
        round(middle - MOST_BENT_ERROR_DEG),
        round(middle + MOST_BENT_ERROR_DEG),
        "most knee flexion of the stroke, near the top",
        "Gatti 2021: filmed people of this inseam",
        SEATED_UPRIGHT,
    )


def customary_ranges(
    discipline: Discipline, inseam_mm: float | None = None
) -> tuple[CustomaryRange, ...]:
    """The ranges of a discipline; that of the most bent knee where the inseam is known."""
    of_rider = () if inseam_mm is None else (most_bent_knee(inseam_mm),)
    return tuple(one for one in (*of_rider, *CUSTOMARY) if discipline in one.disciplines)


def customary(
    position: int, joint: Joint, discipline: Discipline = "road", inseam_mm: float | None = None
) -> CustomaryRange | None:
    """The range of a joint at a crank position in a discipline, where one is published."""
    for one in customary_ranges(discipline, inseam_mm):
        if (one.position, one.joint) == (position, joint):
            return one
    return None


def inseam_of(fit: Mapping[str, object], side: Side | None = None) -> float | None:
    """The inseam (mm) of a document's keys, of legs that differ that of a side; None where it has none."""
    found = fit.get("inseam_mm")
    if not isinstance(found, int | float):
        return None
    return float(found) + (0.0 if side is None else _longer_mm(fit, side))


def _longer_mm(fit: Mapping[str, object], side: Side) -> float:
    """By how much thigh and shank of a side are longer (mm) than the mean of both sides."""
    longer = 0.0
    for key in ("thigh_mm", "shank_mm"):
        lengths = fit.get(key)
        if isinstance(lengths, dict):
            longer += lengths[side] - sum(lengths.values()) / len(lengths)
    return longer
