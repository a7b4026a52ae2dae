"""What the legs ask of the trunk: their fore-aft force on the pelvis, held by arms, back and saddle.

A push forward on the pedal pushes the rider backward off the saddle. Both legs together push the
pelvis along the bicycle, against each other they twist it. The trunk gives way before it is held:
it is a mass on a spring and a damper, and the force of these two is what riders pay for. A pelvis
held for nothing would push the pedal forward halfway down, as no rider does; one that stood still
would take the legs' inertia too, and the knee moment would grow with cadence.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rider_models.arrays import FOOT, SHANK, THIGH, Array, Indices, Joint
from rider_models.coordination import Coordination
from sim.free_body import carrying_force
from sim.kinematics import periodic_derivative
from sim.leg_problem import LegProblem

DAMPING = 0.46
"""Of the trunk, over the critical one. A guess: with it fitted too, it came out at 0.39 to 0.52."""


@dataclass(frozen=True, eq=False)
class TrunkPrice:
    """Price of holding the pelvis: f quadratic f / 2 + linear f, over all fore-aft pedal forces f (P, N).

    `quadratic` P x P (per N^2), `linear` P (per N), the positions of one leg after those of another.
    """

    quadratic: Array
    linear: Array


def fore_aft_motion(leg: LegProblem) -> Array:
    """Fore-aft force that moves a leg's masses (n, N): what pedal and pelvis give it together."""
    result: Array = carrying_force(leg.cycle, (THIGH, SHANK, FOOT))[:, 0]
    return result


def held_share(crank_speed: Array, natural_hz: float) -> Array:
    """What spring and damper hold (n x n) of forces on a mass over the crank positions.

    Newton's law for a mass m on a spring k and a damper c, moved periodically by a force F:
    m y'' + c y' + k y = F and held k y + c y', where m drops out. `crank_speed` n (rad/s),
    `natural_hz` without the damper. A zigzag from position to position, whose derivative samples do
    not show, counts as held.
    """
    one = np.eye(len(crank_speed))
    per_second = crank_speed[:, None] * periodic_derivative(one) / (2 * np.pi * natural_hz)
    held = one + 2 * DAMPING * per_second
    return np.asarray(np.linalg.solve((per_second @ per_second + held).T, held.T).T)


def held_squares(crank_speed: Array, natural_hz: float) -> Array:
    """Matrix (n x n) of the sum of squares of what spring and damper hold of forces over the crank positions.

    Positions count by the time spent there, n in all. At an even crank speed the matrix is circulant, and its
    first column follows from the frequency response at each harmonic of the cadence: a tenth of the time.
    """
    n = len(crank_speed)
    if np.ptp(crank_speed) > 0:
        held = held_share(crank_speed, natural_hz)
        return np.asarray(held.T @ ((n / crank_speed / np.sum(1 / crank_speed))[:, None] * held))
    apart, cosine = _around(n)
    harmonic = np.minimum(np.arange(n), np.arange(n, 0, -1))
    harmonic[2 * harmonic == n] = 0  # the zigzag, whose derivative samples do not show
    ratio = harmonic * crank_speed[0] / (2 * np.pi * natural_hz)
    damped = 1 + 2j * DAMPING * ratio
    column = np.abs(damped / (damped - ratio**2)) ** 2 @ cosine / n
    return np.asarray(column[apart])


@lru_cache(maxsize=4)
def _around(n: int) -> tuple[Indices, Array]:
    """How many crank positions each lies after each around the cycle; the cosine of each harmonic at each (n x n)."""
    one = np.arange(n)
    return np.subtract.outer(one, one) % n, np.cos(2 * np.pi / n * (np.outer(one, one) % n))


def trunk_price(
    legs: list[LegProblem],
    body_weight_n: float,
    coordination: Coordination,
    alone: bool = False,
) -> TrunkPrice:
    """The price of both legs' fore-aft forces that the trunk holds, together and against each other.

    Of two equal legs only one is solved, half a turn before the other; the price is halved, so that it counts
    once per leg. A leg `alone` has no other half a turn behind it: its force pushes and twists the trunk, and is paid
    in full.
    """
    moving = np.concatenate([fore_aft_motion(leg) for leg in legs])
    quadratic = _squares(
        tuple(legs[0].cycle.crank_speed.tolist()),
        len(legs),
        alone,
        tuple(
            (price / body_weight_n**2, natural_hz)
            for price, natural_hz in (
                (coordination.trunk_push, coordination.trunk_push_frequency_hz),
                (coordination.trunk_twist, coordination.trunk_twist_frequency_hz),
            )
        ),
    )
    return TrunkPrice(quadratic, -quadratic @ moving)


@lru_cache(maxsize=16)
def _squares(
    crank_speed: tuple[float, ...],
    legs: int,
    alone: bool,
    priced: tuple[tuple[float, float], ...],
) -> Array:
    """Quadratic price of the fore-aft forces (P x P); of push and twist the price and the frequency.

    The last ones are kept: candidates of a search ride at one cadence. Callers must not change them.
    """
    speed = np.array(crank_speed)
    n = len(speed)
    half_turn = -(n // 2)
    squares = np.zeros((legs * n, legs * n))
    for (price, natural_hz), sign in zip(priced, (1, -1), strict=True):
        own = held_squares(speed, natural_hz)
        cross = sign * np.roll(own, half_turn, axis=1)
        other = sign * np.roll(cross, half_turn, axis=0)
        if legs == 2:
            squares += price * np.block([[own, cross], [cross.T, other]])
        else:
            squares += price * (own if alone else (own + cross + cross.T + other) / 2)
    return 2 * squares


CLEAT_COMPONENTS = (0, 1, 2, 3, 5)
"""Of a force and a moment on the foot, those that a pedal passes: its bearing turns about y."""
WEIGHT_MOMENT_SHARE = 0.433
"""Moment of the weight of trunk, head and arms about the hips over body weight times the trunk's length, the trunk
level: 43.5 % of the mass at 0.57 of the length, 6.9 % at 1.25 and 9.9 % at its end (de Leva 1996; the head's
place and hanging arms are guesses)."""


@dataclass(frozen=True)
class TrunkWeight:
    """What hip extension earns by holding up the trunk, whose weight arms and back have to hold otherwise.

    `slope_per_nm`: by how much the squared share of body weight times trunk length that is left to arms and back falls
    per Nm of mean hip extension of both legs (1/Nm), counted at hips that hold nothing.
    """

    slope_per_nm: float


def trunk_weight(torso_angle: float, torso_m: float, body_weight_n: float) -> TrunkWeight:
    """Return what holding up trunk, head and arms earns at a torso angle (rad): the more the lower the torso.

    Their weight turns the trunk forward about the hips, which extending hips resist. The square of what is left would
    fall ever more slowly as the hips take more; its slope at hips that hold nothing keeps the problem linear in it.
    """
    share = WEIGHT_MOMENT_SHARE * float(np.cos(torso_angle))
    return TrunkWeight(2 * share / (body_weight_n * torso_m))


def hip_extension(leg: LegProblem) -> Array:
    """Return what each component of the wrench on the foot (N, Nm) adds to mean hip extension (n x 5, Nm)."""
    lever = leg.dynamics.pedal_jacobian[:, CLEAT_COMPONENTS, Joint.HIP_FLEXION]
    return np.asarray(leg.cycle.time_share[:, None] * lever)
