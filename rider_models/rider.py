"""The rider: dimensions of body and legs, mobility, strength and coordination."""

from __future__ import annotations

from dataclasses import dataclass, field

from rider_models.body_survey import (
    HIP_WIDTH_OVER_HEIGHT,
    Sex,
    default_foot_m,
    default_inseam_m,
    leg_lengths,
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

    @property
    def length_m(self) -> float:
        """Hip centre above the sole (m) of the straight leg."""
        return self.thigh_m + self.shank_m + self.ankle_height_m


@dataclass(frozen=True)
class Mobility:
    """Joint angles the rider tolerates while pedalling (rad).

    Angles between joint centres. Defaults are wide: hip and ankle from normal active ranges (Soucie
    et al. 2011, Haemophilia 17:500, adults), least knee flexion from the knee angles of a customary
    fit (30 deg by skin markers, Swart & Holliday 2019; 23 deg between joint centres) less 8 deg.
    `straight_leg_raise` is the angle to which the straight leg can be raised lying down: 80 deg is
    the textbook's normal length of the hamstrings. How far the bent hip turns inward and outward and is taken
    outward (which the adductors' length ends) limits only riders of whom it was measured.
    """

    hip_flexion_max: float
    knee_flexion_min: float
    knee_flexion_max: float
    ankle_dorsiflexion_max: float
    ankle_plantarflexion_max: float
    straight_leg_raise: float
    hip_inward_max: float | None = None
    hip_outward_max: float | None = None
    hip_abduction_max: float | None = None


@dataclass(frozen=True)
class Rider:
    """Who rides. Lengths in m, mass in kg."""

    height_m: float
    mass_kg: float
    sex: Sex
    left: Leg
    right: Leg
    hip_width_m: float
    hip_above_crotch_m: float
    torso_m: float
    arm_m: float
    mobility: Mobility
    coordination: Coordination = field(default_factory=Coordination)


def average_leg(height_m: float, sex: Sex, inseam_m: float | None = None) -> Leg:
    """A leg of average lengths for a stature, sex and inseam (of average inseam where None)."""
    lengths = leg_lengths(
        height_m, default_inseam_m(height_m, sex) if inseam_m is None else inseam_m
    )
    return Leg(
        thigh_m=lengths.thigh_m,
        shank_m=lengths.shank_m,
        foot_m=default_foot_m(height_m, sex),
        ankle_height_m=lengths.ankle_height_m,
    )


def average_hip_width_m(height_m: float) -> float:
    """Distance between the hip centres (m) of a rider of average proportions."""
    return HIP_WIDTH_OVER_HEIGHT * height_m
