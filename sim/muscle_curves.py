"""Hill-type muscle: active force against length (De Groote et al. 2016) and velocity (by fibre type)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from rider_models.arrays import Array, Flags
from rider_models.muscle_paths import PathGeometry
from rider_models.muscles import MuscleSet
from rider_models.resting_muscle import resting_muscle

LENGTH_GAUSSIANS = np.array(
    [
        [0.8150671134243542, 0.433004984392647, 0.1],
        [1.055033428970575, 0.716775413397760, 1.0],
        [0.162384573599574, -0.029947116970696, 0.353553390593274],
        [0.063303448465465, 0.200356847296188, 0.0],
    ]
)
"""Heights, centres, widths and widenings of three."""
LENGTHENING = (-0.3211346127989808, -8.149, -0.374)
SHORTEST_NORM_LENGTH = 0.2
"""De Groote, Kinney, Rao & Fregly 2016, Ann Biomed Eng 44:2922, as re-solved in OpenSim Moco."""
LEAST_ROOM = 1e-5
"""Of a slack muscle's fibre along the tendon (optimal fibre lengths): only keeps its angle defined."""


@dataclass(frozen=True, eq=False)
class MuscleState:
    """What m muscles can do at n crank positions (each n x m).

    Tendon force is `passive + activation * active` (N); `isometric` (N) is what the fully active fibre would pull
    with if held at its length, and `length_factor` that over what it would pull with at optimal length; `norm_length`
    is fibre length over optimal fibre length, `norm_velocity` fibre velocity over maximum shortening velocity
    (shortening is negative), `tendon_velocity` the rate of the muscle-tendon length (m/s), `arms` n x m x 6 the
    moment arms (m).
    """

    active: Array
    passive: Array
    isometric: Array
    length_factor: Array
    norm_length: Array
    norm_velocity: Array
    tendon_velocity: Array
    arms: Array


def active_force_length(norm_length: Array) -> Array:
    """Active force over maximum isometric force at a normalised fibre length."""
    total = np.zeros_like(norm_length)
    for height, centre, width, widening in LENGTH_GAUSSIANS.T.tolist():
        off = (norm_length - centre) / (width + widening * norm_length)
        total += height * np.exp(-0.5 * off * off)
    return total


def hill_curvature(slow_twitch_share: Array) -> Array:
    """Curvature a/F0 of Hill's force-velocity curve (m): 0.1 + 0.4 x share of fast fibres (Umberger et al. 2003).

    Slow fibres lose force faster with velocity.
    """
    return np.asarray(0.1 + 0.4 * (1 - slow_twitch_share))


def force_velocity(norm_velocity: Array, curvature: Array) -> Array:
    """Force multiplier at a normalised fibre velocity (-1 fastest shortening, + lengthening).

    Shortening fibres follow Hill's hyperbola (1 - v) / (1 + v / curvature); lengthening ones De Groote et al. 2016.
    With the latter for shortening too, and ten fibre lengths per second at most, knee and hip would keep 65-73 % of
    their strength at the speeds where they have half of it on the dynamometer (Anderson et al. 2007); with this curve
    they keep 52-60 %.
    """
    d1, d2, d3 = LENGTHENING
    shortening = np.minimum(np.maximum(-norm_velocity, 0.0), 1.0)
    hill = (1 - shortening) / (1 + shortening / curvature)
    lengthening = 1 + d1 * (np.arcsinh(d2 * np.maximum(norm_velocity, 0.0) + d3) - np.arcsinh(d3))
    return np.where(norm_velocity < 0, hill, lengthening)


_ONE_JOINT_HIP_EXTENSORS = ("gluteus_maximus", "adductor_magnus")
_HIP_FLEXION_DEG = (30.0, 45.0, 60.0, 75.0, 90.0, 100.0, 112.0)
_STRENGTH_IN_FLEXION = (0.84, 0.82, 1.0, 1.42, 1.78, 1.91, 1.76)
"""Strength of the one-joint hip extensors over the reference model's, by hip flexion (constant beyond the ends).

In the reference model gluteus maximus has 104 Nm at 30 deg of hip flexion and 42 at 90, for its fibres grow long while
its moment arm shrinks, and all extensors together keep 58 % at 90 deg and 49 % at 100 deg of what they have at 60 (knee
at 80 deg). Men on a dynamometer keep 82 and 72 % (Anderson, Madigan & Nussbaum 2007, J Biomech 40:3105). With these
factors the model's extensors keep as much. Whether arms, lengths or other muscles are at fault no torque can tell: that
it is these two muscles' force is a guess."""


def strength_in_flexion(groups: tuple[str, ...], hip_flexion: Array) -> Array:
    """Return the factor of each muscle's active force at hip flexions n (rad): n x m, one but for hip extensors."""
    factor = np.interp(hip_flexion, *hip_strength_curve())
    return np.where(extends_hip_alone(groups), factor[:, None], 1.0)


@cache
def hip_strength_curve() -> tuple[Array, Array]:
    """Hip flexions (rad, rising) and the one-joint hip extensors' strength there over the reference model's."""
    return np.deg2rad(_HIP_FLEXION_DEG), np.array(_STRENGTH_IN_FLEXION)


@lru_cache(maxsize=8)
def extends_hip_alone(groups: tuple[str, ...]) -> Flags:
    """Whether each muscle (m) belongs to the one-joint hip extensors."""
    return np.isin(groups, _ONE_JOINT_HIP_EXTENSORS)


def muscle_state(muscles: MuscleSet, paths: PathGeometry, velocity: Array) -> MuscleState:
    """Active and passive tendon force capacity over the cycle.

    `velocity` n x 6 are joint velocities (rad/s). The tendon yields to what the fibre pulls with at
    rest, and no further to what it pulls with by activation, so that force stays linear in
    activation. The fibre's height across the line of pull is constant; a muscle shorter than its
    tendon is slack and pulls with nothing.
    """
    length = paths.length * muscles.path_scale
    slope = paths.slope * muscles.path_scale[:, None]
    rate = np.einsum("nmj,nj->nm", slope, velocity)
    optimal = muscles.optimal_fibre_length
    room = np.maximum((length - muscles.tendon_slack_length) / optimal, LEAST_ROOM)
    height = np.sin(muscles.pennation)
    rest = resting_muscle(room)
    along = room - rest.tendon_stretch
    norm_length = np.hypot(along, height)
    cosine = along / norm_length
    norm_velocity = (
        rate * (1 - rest.stretch_share) * cosine / (optimal * muscles.max_shortening_velocity)
    )
    pulls = norm_length > SHORTEST_NORM_LENGTH
    length_factor = active_force_length(norm_length)
    isometric = (
        muscles.max_isometric_force
        * pulls
        * length_factor
        * strength_in_flexion(muscles.groups, paths.hip_flexion)
    )
    at_velocity = force_velocity(norm_velocity, hill_curvature(muscles.slow_twitch_share))
    return MuscleState(
        active=isometric * at_velocity * cosine,
        passive=muscles.passive_force_unit * pulls * rest.pull,
        isometric=isometric,
        length_factor=length_factor,
        norm_length=norm_length,
        norm_velocity=norm_velocity,
        tendon_velocity=rate,
        arms=-slope,
    )
