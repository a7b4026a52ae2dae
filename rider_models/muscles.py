"""The muscles of one leg, scaled from the reference model to the rider."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import numpy as np

from rider_models.arrays import Array
from rider_models.body_survey import HIP_WIDTH_OVER_HEIGHT
from rider_models.muscle_fibres import slow_twitch_shares
from rider_models.muscle_table import muscle_rows
from rider_models.muscle_volumes import leg_muscle_volume_cm3, volume_shares
from rider_models.rider import Leg
from rider_models.skeleton import REFERENCE_FOOT_M, REFERENCE_SHANK_M, REFERENCE_THIGH_M

REFERENCE_HEIGHT_M = 1.70
REFERENCE_MASS_KG = 75.337
"""The subject of the reference model (Rajagopal et al. 2016, IEEE TBME 63:2068; sum of its bodies)."""

REFERENCE_TENSION_PA = 0.60e6
"""Force over cross-section with which the reference model turns measured volumes into forces (Rajagopal et al. 2016);
its passive curves are counted in those forces."""

SPECIFIC_TENSION_PA = 0.36e6
"""What a rider's muscles pull with at will over cross-section. With the reference model's 0.60 MPa the hip and knee
extensors of a leg would be twice as strong as young men's on the dynamometer (Anderson et al. 2007, J Biomech 40:3105:
factor 0.50 and 0.56 over the angles of pedalling), whose quadriceps pull with 0.30 MPa (Erskine et al. 2009, Eur J
Appl Physiol 106:827). Riders who train are taken to be a fifth stronger than those young men: a guess."""

FASTEST_SHORTENING_PER_S = {"slow": 4.8, "fast": 12.0}
"""Optimal fibre lengths per second (Umberger et al. 2003, Comput Methods Biomech Biomed Engin 6:99)."""

MUSCLE_DENSITY_KG_M3 = 1059.7
"""Mendez & Keys 1960, Metabolism 9:184, as in Umberger et al. 2003."""


@dataclass(frozen=True, eq=False)
class MuscleSet:
    """Hill parameters of the m muscles of a leg (each array of length m; N, m, rad, 1/s).

    `cross_section` is physiological (m2), `slow_twitch_share` the share of slow fibres (0 to 1), `mass_kg` the measured
    share in the leg's muscle volume times its density.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    path_scale: Array
    cross_section: Array
    optimal_fibre_length: Array
    tendon_slack_length: Array
    pennation: Array
    slow_twitch_share: Array
    mass_kg: Array

    @property
    def max_isometric_force(self) -> Array:
        """Active force at optimal length and full activation (m, N)."""
        return SPECIFIC_TENSION_PA * self.cross_section

    @property
    def passive_force_unit(self) -> Array:
        """Force in which the reference model's passive curves are counted (m, N)."""
        return REFERENCE_TENSION_PA * self.cross_section

    @property
    def max_shortening_velocity(self) -> Array:
        """Optimal fibre lengths per second (m, 1/s), by the shares of slow and fast fibres."""
        slow, fast = FASTEST_SHORTENING_PER_S["slow"], FASTEST_SHORTENING_PER_S["fast"]
        return fast + (slow - fast) * self.slow_twitch_share

    @property
    def volume(self) -> Array:
        """Volume of each muscle (m, m3): cross-section times optimal fibre length."""
        return self.cross_section * self.optimal_fibre_length


def scale_muscles(leg: Leg, height_m: float, mass_kg: float, hip_width_m: float) -> MuscleSet:
    """Scale the reference muscles to a leg.

    Path, fibre and tendon lengths of a muscle are stretched by one factor, so the normalised
    fibre length at a joint angle stays what it is in the reference model. Cross-section is muscle
    volume over fibre length; a leg's `strength` multiplies it, and so the muscles' mass.
    """
    table = _reference_muscles()
    sizes = np.array(
        [
            hip_width_m / (HIP_WIDTH_OVER_HEIGHT * REFERENCE_HEIGHT_M),
            leg.thigh_m / REFERENCE_THIGH_M,
            leg.shank_m / REFERENCE_SHANK_M,
            leg.foot_m / REFERENCE_FOOT_M,
        ]
    )
    path_scale = 1 + table.length_per_segment @ (sizes - 1)
    reference_volume = leg_muscle_volume_cm3(REFERENCE_HEIGHT_M, REFERENCE_MASS_KG)
    volume = leg_muscle_volume_cm3(height_m, mass_kg) / reference_volume
    own = table.muscles
    return replace(
        own,
        path_scale=path_scale,
        cross_section=own.cross_section * volume / path_scale * leg.strength,
        optimal_fibre_length=path_scale * own.optimal_fibre_length,
        tendon_slack_length=path_scale * own.tendon_slack_length,
        mass_kg=own.mass_kg * volume * leg.strength,
    )


class _Reference(NamedTuple):
    """The muscles of the reference model as they are, and how their lengths go with the segments' (m x 4)."""

    muscles: MuscleSet
    length_per_segment: Array


@cache
def _reference_muscles() -> _Reference:
    rows = muscle_rows()
    force = np.array([row.max_isometric_force_n for row in rows])
    slow, share = slow_twitch_shares(), volume_shares()
    volume_m3 = 1e-6 * leg_muscle_volume_cm3(REFERENCE_HEIGHT_M, REFERENCE_MASS_KG)
    muscles = MuscleSet(
        names=tuple(row.name for row in rows),
        groups=tuple(row.group for row in rows),
        path_scale=np.ones(len(rows)),
        cross_section=force / REFERENCE_TENSION_PA,
        optimal_fibre_length=np.array([row.optimal_fibre_length_m for row in rows]),
        tendon_slack_length=np.array([row.tendon_slack_length_m for row in rows]),
        pennation=np.array([row.pennation_rad for row in rows]),
        slow_twitch_share=np.array([slow[row.name] for row in rows]),
        mass_kg=MUSCLE_DENSITY_KG_M3 * volume_m3 * np.array([share[row.name] for row in rows]),
    )
    return _Reference(muscles, np.array([row.length_per_segment for row in rows]))
