"""Stiffness of the knee against the muscles that cross it: what they give, and what a rider wants.

A leg that goes round with the crank and is pushed aside has to be back on its way well within the stroke. A joint of
stiffness K that carries an inertia I swings with sqrt(K / I), so the stiffness that is wanted grows with the
square of crank speed. Muscles give it by being active, antagonists together: that is why riders' hamstrings
and calves work more at a higher cadence though less torque is asked of them.
"""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array, Joint
from rider_models.muscles import MuscleSet
from rider_models.skeleton import Skeleton
from sim.muscle_curves import MuscleState

SHORT_RANGE_STIFFNESS = 23.4
"""Stiffness of an active muscle over its force per optimal fibre length, for small stretches (Cui, Perreault, Maas &
Sandercock 2008, J Biomech 41:1945)."""


def knee_stiffness(muscles: MuscleSet, state: MuscleState) -> Array:
    """Return the stiffness that each fully active muscle gives the knee (n x m, Nm/rad), at least nought.

    That of the active fibre held at its length, times its squared moment arm. What a moment arm that changes with the
    angle adds is left out.
    """
    per_length = SHORT_RANGE_STIFFNESS * state.isometric / muscles.optimal_fibre_length
    return np.asarray(per_length * state.arms[:, :, Joint.KNEE_FLEXION] ** 2)


def shank_inertia(skeleton: Skeleton) -> float:
    """Return the moment of inertia of shank and foot about the knee (kg m2), the foot square to the shank."""
    names = [link.name for link in skeleton.links]
    total, place = 0.0, np.zeros(3)
    for link in skeleton.links[names.index("knee_flexion") :]:
        place = place + (link.origin if link.name != "knee_flexion" else np.zeros(3))
        forward, _, up = place + link.centre
        total += link.inertia[1] + link.mass_kg * (forward**2 + up**2)
    return float(total)


def wanted_knee_stiffness(
    skeleton: Skeleton,
    crank_speed: Array,
    knee_flexion: Array,
    knee_velocity: Array,
    swings_squared: float,
) -> Array:
    """Return the stiffness that a rider wants of the knee over the crank cycle (n, Nm/rad).

    It goes with the speed at which the knee extends and with how straight it has become, and is nought while it bends:
    the antagonists of an extending knee are the more active the faster it extends (Hagood et al. 1990, Am J Sports Med
    18:182) and the nearer it is to its end (Baratta et al. 1988, Am J Sports Med 16:113).
    `swings_squared`: square of the swings per revolution of the shank on its muscles where most stiffness is wanted;
    `crank_speed` n (rad/s), of which the mean counts; `knee_flexion` n (rad), `knee_velocity` n (rad/s, bending +).
    """
    most = swings_squared * shank_inertia(skeleton) * float(crank_speed.mean()) ** 2
    straight = (knee_flexion.max() - knee_flexion) / np.ptp(knee_flexion)
    wanted = straight * np.maximum(-knee_velocity, 0.0)
    return np.asarray(most * wanted / wanted.max())
