"""From one or two legs to the muscle-sharing problem: units, prices, rows, limits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from rider_models.coordination import Coordination
from sim.activation_dynamics import ACTIVATION_TIME_S, DEACTIVATION_TIME_S, MIN_ACTIVATION
from sim.knee import knee_contact
from sim.leg_problem import LegProblem
from sim.muscle_sharing.problem import Habit, RateLimits, SharingProblem
from sim.trunk import trunk_price

Array = NDArray[np.float64]

WRENCH_UNIT = np.array([100.0, 100.0, 100.0, 10.0, 10.0])
"""N along x, y, z and Nm of roll and yaw: units that keep the problem's numbers near one."""
CLEAT_ROWS = [0, 1, 2, 3, 5]
RESERVE_UNIT_NM = 10.0
COMPRESSION_UNIT_N = 500.0
POWER_UNIT_W = 100.0
STIFFNESS_UNIT_NM_RAD = 100.0

RESERVE_PRICE = 1e3
LATERAL_PRICE = np.array([0.0, 0.02, 0.0, 0.02, 0.02])
"""Per squared unit. A rider pays little for lateral force (100 N) and roll moment (10 Nm); riders
show some 20-50 N and a few Nm (Ruby et al. 1992). The figure itself is a guess."""

FREE_PRICE = 1e-10
"""Per squared unit, of a compression that costs nothing: so small that the answer does not feel it."""

SURPLUS_PRICE = 1e-3
"""Per squared unit, of more stiffness than is wanted: a surplus of 300 Nm/rad costs as much as a muscle active by 10 %."""

MOMENT_ROWS = 6
"""The first rows of a crank position: joint moments. The next ones are the knee's compression and stiffness."""


def assemble(
    legs: list[LegProblem],
    power_w: float,
    body_weight_n: float,
    coordination: Coordination,
    activation_dynamics: bool = True,
) -> SharingProblem:
    """The problem of one or two legs that together deliver a mean power (W) at the cranks.

    Rows of a crank position: six joint moments, whose slack is the reserve moment, the
    compression between thigh and shank, whose slack below nought is the compression itself, and
    the knee's stiffness, whose slack above nought is what is missing of the wanted one.
    """
    share = np.concatenate([len(leg.crank_lever) * leg.cycle.time_share for leg in legs])[:, None]
    trunk = trunk_price(legs, body_weight_n, coordination)
    rows = [_rows(leg) for leg in legs]
    positions = len(share)
    give_above, give_below = _gives(share, coordination, body_weight_n)
    habit_price = 2 * share * np.concatenate([_over_positions(leg, leg.habit_price) for leg in legs])
    fore_aft = np.zeros((positions, len(WRENCH_UNIT)))
    fore_aft[:, 0] = WRENCH_UNIT[0] * trunk.linear
    weights = [_over_positions(leg, leg.weights) for leg in legs]
    return SharingProblem(
        legs=len(legs),
        low=MIN_ACTIVATION,
        square_price=2 * share * np.concatenate(weights) + habit_price,
        linear_price=np.zeros((positions, legs[0].state.active.shape[1])),
        by_activation=np.concatenate([r[0] for r in rows]),
        by_wrench=np.concatenate([r[1] for r in rows]),
        right=np.concatenate([r[2] for r in rows]),
        give_above=give_above,
        give_below=give_below,
        wrench_price=2 * share * LATERAL_PRICE,
        wrench_linear=fore_aft,
        trunk_price=WRENCH_UNIT[0] ** 2 * trunk.quadratic,
        power=np.concatenate([_power(leg) for leg in legs]),
        power_right=power_w / POWER_UNIT_W,
        rates=_rate_limits(legs) if activation_dynamics else None,
        habit=_habit(legs, habit_price),
    )


def _over_positions(leg: LegProblem, of_muscles: Array) -> Array:
    """Return values of muscles (m) at every crank position (n x m)."""
    return np.broadcast_to(of_muscles, leg.state.active.shape)


def _habit(legs: list[LegProblem], price: Array) -> Habit | None:
    """Return the price on leaving the habitual shapes, `price` (P x m) being that of its squared activation."""
    if not price.any():
        return None
    shape = np.concatenate([leg.habit_shape for leg in legs])
    by_leg = (price * shape**2).reshape(len(legs), -1, price.shape[1])
    return Habit(pull=price * shape, price=by_leg.sum(axis=1))


def _rows(leg: LegProblem) -> tuple[Array, Array, Array]:
    """What activations (n x m x 8) and wrench (n x 8 x 5) add to the rows, and their right sides (n x 8)."""
    n, m = leg.state.active.shape
    by_activation = np.empty((n, m, MOMENT_ROWS + 2))
    by_activation[:, :, :MOMENT_ROWS] = leg.active_moment / RESERVE_UNIT_NM
    by_activation[:, :, MOMENT_ROWS] = (
        leg.knee.pull[:, :, 2] * leg.state.active / COMPRESSION_UNIT_N
    )
    by_activation[:, :, MOMENT_ROWS + 1] = leg.stiffness / STIFFNESS_UNIT_NM_RAD
    by_wrench = np.zeros((n, MOMENT_ROWS + 2, len(WRENCH_UNIT)))
    jacobian = leg.dynamics.pedal_jacobian[:, CLEAT_ROWS, :].transpose(0, 2, 1)
    by_wrench[:, :MOMENT_ROWS] = jacobian * (WRENCH_UNIT / RESERVE_UNIT_NM)
    by_wrench[:, MOMENT_ROWS, :3] = leg.knee.shank_axes[:, :, 2] * (
        WRENCH_UNIT[:3] / COMPRESSION_UNIT_N
    )
    right = np.empty((n, MOMENT_ROWS + 2))
    right[:, :MOMENT_ROWS] = (leg.dynamics.required - leg.passive_moment) / RESERVE_UNIT_NM
    still = np.zeros((n, 3))
    passive = -knee_contact(leg.knee, leg.state.passive, still)[:, 2]
    right[:, MOMENT_ROWS] = -passive / COMPRESSION_UNIT_N
    right[:, MOMENT_ROWS + 1] = leg.wanted_stiffness / STIFFNESS_UNIT_NM_RAD
    return by_activation, by_wrench, right


def _gives(
    share: Array, coordination: Coordination, body_weight_n: float
) -> tuple[Array, Array]:
    """Reserves give both ways; the compression's slack is at most nought, too much stiffness is free (each P x 8)."""
    reserve = np.repeat(1 / (2 * RESERVE_PRICE * share), MOMENT_ROWS, axis=1)
    knee = max(coordination.knee_force * (COMPRESSION_UNIT_N / body_weight_n) ** 2, FREE_PRICE)
    missing = max(coordination.knee_stiffness, FREE_PRICE)
    above = [reserve, np.zeros_like(share), 1 / (2 * missing * share)]
    below = [reserve, 1 / (2 * knee * share), 1 / (2 * SURPLUS_PRICE * share)]
    return np.concatenate(above, axis=1), np.concatenate(below, axis=1)


def _power(leg: LegProblem) -> Array:
    """What the wrench (n x 5) adds to the mean crank power (in units)."""
    weight = (leg.cycle.time_share * leg.cycle.crank_speed)[:, None] * leg.crank_lever
    power = np.zeros((len(weight), len(WRENCH_UNIT)))
    power[:, :3] = -weight * (WRENCH_UNIT[:3] / POWER_UNIT_W)
    return power


def _rate_limits(legs: list[LegProblem]) -> RateLimits:
    """Activations rise no faster than tau_a and fall no faster than tau_d allow (trapezoidal rule).

    Over a step h between positions, with rise = h / (2 tau_a) and fall = h / (2 tau_d):
    (1 + rise) a' <= (1 - rise) a + 2 rise and (1 + fall) a' >= (1 - fall) a. Where rise or fall is
    one or more, activations between 0 and 1 keep the limit whatever they are.
    """
    steps = [2 * np.pi / len(leg.crank_lever) / leg.cycle.crank_speed for leg in legs]
    rise = np.concatenate(steps) / (2 * ACTIVATION_TIME_S)
    fall = np.concatenate(steps) / (2 * DEACTIVATION_TIME_S)
    return RateLimits(
        rise_share=np.maximum((1 - rise) / (1 + rise), 0.0),
        fall_share=np.maximum((1 - fall) / (1 + fall), 0.0),
    )
