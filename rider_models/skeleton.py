"""The skeleton of one leg as a chain of six hinges, always built as a right leg.

A left leg is the mirror image of a right one, so it is computed as a right leg and mirrored back.
Axes: x forward, y left, z up; at zero angles the leg hangs straight, the foot square to the shank.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from rider_models.anthropometry import SegmentInertia, segment_inertia
from rider_models.body_survey import Sex
from rider_models.rider import Leg

Vector = tuple[float, float, float]


def _unit(v: Vector) -> Vector:
    length = math.hypot(*v)
    return (v[0] / length, v[1] / length, v[2] / length)


REFERENCE_THIGH_M = 0.4096
REFERENCE_SHANK_M = 0.3965
REFERENCE_FOOT_M = 0.1482 * 1.70
"""Lengths in the reference model; its foot taken as de Leva's proportion of its 1.70 m."""

ANKLE_TO_BALL_OVER_FOOT = 0.130 / REFERENCE_FOOT_M
HEEL_TO_BALL_OVER_FOOT = 0.74
"""Ankle centre to metatarsal joint in the reference model; heel to ball of the foot in ANSUR II (0.739
in women, 0.741 in men)."""

SHOE_KG_PER_FOOT_M = 1.1
"""Mass of shoe, cleat and sock over the length of the foot: 300 g on the 271 mm of an average man. Road shoes of
EU 42-43 weigh 205 to 285 g (makers' figures), a three-bolt cleat with its screws some 40, a sock 20."""

_HIP_FLEXION_AXIS = (0.0, -1.0, 0.0)
_HIP_ADDUCTION_AXIS = (1.0, 0.0, 0.0)
_HIP_ROTATION_AXIS = (0.0, 0.0, 1.0)
_KNEE_AXIS = (0.0, 1.0, 0.0)
_ANKLE_AXIS = _unit((-0.105014, -0.979120, -0.174022))
_SUBTALAR_AXIS = _unit((0.787180, 0.120949, 0.604747))
_SUBTALAR_FROM_ANKLE_OVER_FOOT = tuple(v / REFERENCE_FOOT_M for v in (-0.04877, -0.00792, -0.04195))
"""Axes of the hinges, and the subtalar hinge from the ankle: the reference model's (Rajagopal et al. 2016), whose
ankle is oblique and whose subtalar axis is Inman's."""


@dataclass(frozen=True)
class Link:
    """A hinge and the segment it carries; vectors in the axes of the straight leg (m, kg, kg m2).

    `origin` is the hinge from the previous hinge, `centre` the centre of mass from the hinge,
    `inertia` the principal moments about the centre. Hinges without a segment weigh nothing.
    """

    name: str
    axis: Vector
    origin: Vector
    mass_kg: float = 0.0
    centre: Vector = (0.0, 0.0, 0.0)
    inertia: Vector = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Skeleton:
    """Six links named by the joint angle they add, and the sole point under the ankle and ball."""

    links: tuple[Link, ...]
    thigh_m: float
    shank_m: float
    ball_from_ankle: Vector


def build_skeleton(leg: Leg, mass_kg: float, sex: Sex) -> Skeleton:
    """Chain of hinges and inertias of a leg of a rider of a given mass.

    Joint axes are those of the reference model (Rajagopal et al. 2016: oblique ankle, subtalar
    after Inman), segment inertias de Leva's (1996), the foot in a cycling shoe. The foot's centre is put
    halfway between ankle and sole, which is a guess.
    """
    foot_m = leg.foot_m
    thigh = segment_inertia("thigh", leg.thigh_m, mass_kg, sex)
    shank = segment_inertia("shank", leg.shank_m, mass_kg, sex)
    foot = shod_foot(leg, mass_kg, sex)
    ankle_to_ball = ANKLE_TO_BALL_OVER_FOOT * foot_m
    heel = ankle_to_ball - HEEL_TO_BALL_OVER_FOOT * foot_m
    sx, sy, sz = (v * foot_m for v in _SUBTALAR_FROM_ANKLE_OVER_FOOT)
    foot_centre = (heel + foot.centre_m - sx, -sy, -leg.ankle_height_m / 2 - sz)
    links = (
        Link("hip_flexion", _HIP_FLEXION_AXIS, (0.0, 0.0, 0.0)),
        Link("hip_adduction", _HIP_ADDUCTION_AXIS, (0.0, 0.0, 0.0)),
        _long_segment("hip_rotation", _HIP_ROTATION_AXIS, (0.0, 0.0, 0.0), thigh),
        _long_segment("knee_flexion", _KNEE_AXIS, (0.0, 0.0, -leg.thigh_m), shank),
        Link("ankle_dorsiflexion", _ANKLE_AXIS, (0.0, 0.0, -leg.shank_m)),
        Link(
            "subtalar_inversion",
            _SUBTALAR_AXIS,
            (sx, sy, sz),
            foot.mass_kg,
            foot_centre,
            (
                foot.mass_kg * foot.radius_longitudinal_m**2,
                foot.mass_kg * foot.radius_transverse_m**2,
                foot.mass_kg * foot.radius_sagittal_m**2,
            ),
        ),
    )
    ball = (ankle_to_ball, 0.0, -leg.ankle_height_m)
    return Skeleton(links, leg.thigh_m, leg.shank_m, ball)


def shod_foot(leg: Leg, mass_kg: float, sex: Sex) -> SegmentInertia:
    """Return de Leva's foot of a rider of a mass (kg) with shoe and cleat on it, whose mass lies where the foot's does.

    A leg in shoes is harder to lift and drives the crank more on the way down: 300 g at the end of a 172.5 mm crank are
    0.5 Nm either way, a twentieth of a leg's mean torque at 200 W.
    """
    foot = segment_inertia("foot", leg.foot_m, mass_kg, sex)
    return replace(foot, mass_kg=foot.mass_kg + SHOE_KG_PER_FOOT_M * leg.foot_m)


def _long_segment(name: str, axis: Vector, origin: Vector, segment: SegmentInertia) -> Link:
    m = segment.mass_kg
    inertia = (
        m * segment.radius_sagittal_m**2,
        m * segment.radius_transverse_m**2,
        m * segment.radius_longitudinal_m**2,
    )
    return Link(name, axis, origin, m, (0.0, 0.0, -segment.centre_m), inertia)
