"""The muscles of one leg, scaled from the reference model to the rider."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array
from rider_models.body_survey import HIP_WIDTH_OVER_HEIGHT
from rider_models.muscle_table import muscle_rows
from rider_models.rider import Leg
from rider_models.skeleton import REFERENCE_FOOT_M, REFERENCE_SHANK_M, REFERENCE_THIGH_M

REFERENCE_HEIGHT_M = 1.70
REFERENCE_MASS_KG = 75.337
"""The subject of the reference model (Rajagopal et al. 2016, IEEE TBME 63:2068; sum of its bodies)."""


def leg_muscle_volume_cm3(height_m: float, mass_kg: float) -> float:
    """Volume of one leg's muscles (cm3): 47 x height x mass + 1285 (Handsfield et al. 2014, J Biomech 47:631)."""
    return 47.0 * height_m * mass_kg + 1285.0


@dataclass(frozen=True, eq=False)
class MuscleSet:
    """Hill parameters of the m muscles of a leg (each array of length m; N, m, rad, 1/s)."""

    names: tuple[str, ...]
    groups: tuple[str, ...]
    path_scale: Array
    max_isometric_force: Array
    optimal_fibre_length: Array
    tendon_slack_length: Array
    pennation: Array
    max_shortening_velocity: Array

    @property
    def volume(self) -> Array:
        """Maximum isometric force times optimal fibre length: proportional to muscle volume."""
        return self.max_isometric_force * self.optimal_fibre_length


def scale_muscles(leg: Leg, height_m: float, mass_kg: float, hip_width_m: float) -> MuscleSet:
    """Scale the reference muscles to a leg.

    Path, fibre and tendon lengths of a muscle are stretched by one factor, so the normalised
    fibre length at a joint angle stays what it is in the reference model. Maximum force is muscle
    volume over fibre length.
    """
    rows = muscle_rows()
    sizes = np.array(
        [
            hip_width_m / (HIP_WIDTH_OVER_HEIGHT * REFERENCE_HEIGHT_M),
            leg.thigh_m / REFERENCE_THIGH_M,
            leg.shank_m / REFERENCE_SHANK_M,
            leg.foot_m / REFERENCE_FOOT_M,
        ]
    )
    share = np.array([row.length_per_segment for row in rows])
    path_scale = 1 + share @ (sizes - 1)
    reference_volume = leg_muscle_volume_cm3(REFERENCE_HEIGHT_M, REFERENCE_MASS_KG)
    volume = leg_muscle_volume_cm3(height_m, mass_kg) / reference_volume
    force = np.array([row.max_isometric_force_n for row in rows])
    return MuscleSet(
        names=tuple(row.name for row in rows),
        groups=tuple(row.group for row in rows),
        path_scale=path_scale,
        max_isometric_force=force * volume / path_scale * leg.strength,
        optimal_fibre_length=path_scale * [row.optimal_fibre_length_m for row in rows],
        tendon_slack_length=path_scale * [row.tendon_slack_length_m for row in rows],
        pennation=np.array([row.pennation_rad for row in rows]),
        max_shortening_velocity=np.array([row.max_shortening_velocity_per_s for row in rows]),
    )
