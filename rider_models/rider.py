"""The rider: dimensions of body and legs, mobility, strength and coordination."""

from __future__ import annotations

from dataclasses import dataclass, field

from rider_models.anthropometry import (
    ANKLE_HEIGHT_OVER_HEIGHT,
    HIP_WIDTH_OVER_HEIGHT,
    Sex,
    leg_from_inseam,
    segment_length_m,
)
from rider_models.coordination import Coordination


@dataclass(frozen=True)
class Leg:
    """Lengths of one leg (m) and the strength of its muscles relative to the scaled model."""

    thigh_m: float
    shank_m: float
    foot_m: float
    ankle_height_m: float
    strength: float = 1.0


@dataclass(frozen=True)
class Mobility:
    """Joint angles the rider tolerates while pedalling (rad).

    Defaults are wide: hip and ankle from normal active ranges (Soucie et al. 2011, Haemophilia
    17:500, adults), least knee flexion from the dynamic knee angles of a customary fit
    (Swart & Holliday 2019) less 8 deg. `straight_leg_raise` is the angle to which the straight leg
    can be raised lying down: 80 deg is the textbook's normal length of the hamstrings.
    """

    hip_flexion_max: float
    knee_flexion_min: float
    knee_flexion_max: float
    ankle_dorsiflexion_max: float
    ankle_plantarflexion_max: float
    straight_leg_raise: float


@dataclass(frozen=True)
class Rider:
    """Who rides. Lengths in m, mass in kg."""

    height_m: float
    mass_kg: float
    sex: Sex
    left: Leg
    right: Leg
    hip_width_m: float
    torso_m: float
    arm_m: float
    mobility: Mobility
    coordination: Coordination = field(default_factory=Coordination)


def average_leg(height_m: float, sex: Sex, inseam_m: float | None = None) -> Leg:
    """A leg of average proportions (de Leva 1996), thigh and shank from the inseam if measured."""
    thigh = segment_length_m("thigh", height_m, sex)
    shank = segment_length_m("shank", height_m, sex)
    if inseam_m is not None:
        thigh, shank = leg_from_inseam(inseam_m, height_m, sex)
    return Leg(
        thigh_m=thigh,
        shank_m=shank,
        foot_m=segment_length_m("foot", height_m, sex),
        ankle_height_m=ANKLE_HEIGHT_OVER_HEIGHT * height_m,
    )


def average_hip_width_m(height_m: float) -> float:
    """Distance between the hip centres (m) of a rider of average proportions."""
    return HIP_WIDTH_OVER_HEIGHT * height_m
