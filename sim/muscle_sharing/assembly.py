"""From one or two legs to the muscle-sharing problem: units, prices, rows, limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from rider_models.arrays import Array
from rider_models.coordination import Coordination
from sim.activation_dynamics import ACTIVATION_TIME_S, DEACTIVATION_TIME_S, MIN_ACTIVATION
from sim.knee import knee_contact
from sim.leg_problem import LegProblem
from sim.muscle_sharing.problem import Habit, RateLimits, SharingProblem
from sim.muscle_sharing.wishes import Rows, Wishes
from sim.trunk import trunk_price

WRENCH_UNIT = np.array([100.0, 100.0, 100.0, 10.0, 10.0])
"""N along x, y, z and Nm of roll and yaw: units that keep the problem's numbers near one."""
CLEAT_ROWS = [0, 1, 2, 3, 5]
"""What the pedal passes to the foot: force along x, y and z, moment about x and z. Its bearing turns about y."""
RESERVE_UNIT_NM = 10.0
COMPRESSION_UNIT_N = 500.0
POWER_UNIT_W = 100.0
"""Units that keep the problem's numbers near one."""

RESERVE_PRICE = 1e3
LATERAL_PRICE = np.array([0.0, 0.02, 0.0, 0.02, 0.02])
"""Per squared unit. A rider pays little for lateral force (100 N) and roll moment (10 Nm); riders
show some 20-50 N and a few Nm (Ruby et al. 1992). The figure itself is a guess."""

HOPELESS = 0.5
"""Of the cost of full activation all the way round: a stroke that costs more is refused for what muscles lack. A guess:
of 120 random riders at 50 to 800 W the dearest stroke without undue reserve moments cost 0.15 of it."""

MOMENT_ROWS = 6
"""The first rows of a crank position: joint moments. The next one is the knee's compression."""


def assemble(
    legs: list[LegProblem],
    power_w: float | None,
    body_weight_n: float,
    coordination: Coordination,
    activation_dynamics: bool = True,
    wishes: Sequence[Wishes] = (),
    alone: bool = False,
) -> SharingProblem:
    """The problem of one or two legs that together deliver a mean power (W; None: any) at the cranks.

    Rows of a crank position: six joint moments, whose slack is the reserve moment, and the
    compression between thigh and shank, whose slack below nought is the compression itself; then
    those of the `wishes`, which are given for no leg or for each, with as many rows a leg. `alone`: a single leg that
    pedals without another one.
    """
    share = np.concatenate([len(leg.crank_lever) * leg.cycle.time_share for leg in legs])[:, None]
    trunk = trunk_price(legs, body_weight_n, coordination, alone)
    wishes = wishes or [Wishes()] * len(legs)
    rows = [_rows(leg, asked.rows) for leg, asked in zip(legs, wishes, strict=True)]
    weights = [np.broadcast_to(leg.weights, leg.state.active.shape) for leg in legs]
    shape = (len(share), legs[0].state.active.shape[1])
    habit_price, habit_shape = _habits(wishes, shape)
    own_price = np.concatenate(weights) + np.repeat(habit_price, shape[0] // len(legs), axis=0)
    give_above, give_below = _gives(share, coordination.knee_force, body_weight_n, wishes)
    fore_aft = np.zeros((len(share), len(WRENCH_UNIT)))
    fore_aft[:, 0] = WRENCH_UNIT[0] * trunk.linear
    fore_aft += share * _wrench_prices(wishes, len(share)) * WRENCH_UNIT
    problem = SharingProblem(
        legs=len(legs),
        low=MIN_ACTIVATION,
        square_price=2 * share * own_price,
        linear_price=share * _linear_prices(wishes, shape),
        by_activation=np.concatenate([r[0] for r in rows]),
        by_wrench=np.concatenate([r[1] for r in rows]),
        right=np.concatenate([r[2] for r in rows]),
        give_above=give_above,
        give_below=give_below,
        wrench_price=2 * share * LATERAL_PRICE,
        wrench_linear=fore_aft,
        trunk_price=WRENCH_UNIT[0] ** 2 * trunk.quadratic,
        power=None if power_w is None else np.concatenate([_power(leg) for leg in legs]),
        power_right=0.0 if power_w is None else power_w / POWER_UNIT_W,
        rates=_rate_limits(legs) if activation_dynamics else None,
        habit=_habit(share, habit_price, habit_shape) if habit_price.any() else None,
    )
    return replace(problem, hopeless=_hopeless_cost(problem, body_weight_n))


def _hopeless_cost(p: SharingProblem, body_weight_n: float) -> float:
    """Return the share `HOPELESS` of what a stroke costs in which every muscle is fully active all the way round.

    To full activation come the compression that it gives the knee, the whole of wanted stiffness missed, and a
    fore-aft force at the trunk that swings by the body's weight once a revolution.
    """
    muscles = 0.5 * p.square_price.sum() + np.maximum(p.linear_price, 0.0).sum()
    knee = np.abs(p.by_activation[:, :, MOMENT_ROWS]).sum(axis=1) + np.abs(p.right[:, MOMENT_ROWS])
    wanted = np.abs(p.right[:, MOMENT_ROWS + 1 :])
    missed = np.concatenate([knee[:, None], wanted], axis=1)
    give = np.stack([p.give_above[:, MOMENT_ROWS:], p.give_below[:, MOMENT_ROWS:]])
    priced = np.isfinite(give) & (give > 0)
    slacks = 0.5 * np.divide(missed**2, give, out=np.zeros_like(give), where=priced).sum()
    turn = 2 * np.pi * np.arange(len(p.right)) / p.positions
    swing = body_weight_n / WRENCH_UNIT[0] * np.stack([np.sin(turn), np.cos(turn)])
    trunk = 0.5 * ((swing @ p.trunk_price) * swing).sum()
    return HOPELESS * float(muscles + slacks + trunk)


def _linear_prices(wishes: Sequence[Wishes], shape: tuple[int, int]) -> Array:
    one_leg = (shape[0] // len(wishes), shape[1])
    none = np.zeros(one_leg)
    return np.concatenate([none if w.linear_price is None else w.linear_price for w in wishes])


def _wrench_prices(wishes: Sequence[Wishes], positions: int) -> Array:
    none = np.zeros((positions // len(wishes), len(WRENCH_UNIT)))
    return np.concatenate([none if w.wrench_price is None else w.wrench_price for w in wishes])


def _habits(wishes: Sequence[Wishes], shape: tuple[int, int]) -> tuple[Array, Array]:
    """Price (legs x m) and shape (P x m) of the habits, nought where there is none."""
    price, curves = np.zeros((len(wishes), shape[1])), np.zeros(shape)
    n = shape[0] // len(wishes)
    for i, asked in enumerate(wishes):
        if asked.habit_price is not None and asked.habit_shape is not None:
            price[i], curves[i * n : (i + 1) * n] = asked.habit_price, asked.habit_shape
    return price, curves


def _habit(share: Array, price: Array, curves: Array) -> Habit:
    """price (a - k shape)^2 without its squared activation: 2 price k^2 shape^2 / 2 - k 2 price shape a."""
    pull = 2 * share * np.repeat(price, len(curves) // len(price), axis=0) * curves
    by_leg = (pull * curves).reshape(len(price), -1, price.shape[1])
    return Habit(pull=pull, price=by_leg.sum(axis=1))


def _rows(leg: LegProblem, wanted: Sequence[Rows]) -> tuple[Array, Array, Array]:
    """What activations (n x m x R) and wrench (n x R x 5) add to the rows, and their right sides (n x R)."""
    n, m = leg.state.active.shape
    by_activation = np.empty((n, m, MOMENT_ROWS + 1))
    by_activation[:, :, :MOMENT_ROWS] = leg.active_moment / RESERVE_UNIT_NM
    by_activation[:, :, MOMENT_ROWS] = (
        leg.knee.pull[:, :, 2] * leg.state.active / COMPRESSION_UNIT_N
    )
    by_wrench = np.zeros((n, MOMENT_ROWS + 1, len(WRENCH_UNIT)))
    jacobian = leg.dynamics.pedal_jacobian[:, CLEAT_ROWS, :].transpose(0, 2, 1)
    by_wrench[:, :MOMENT_ROWS] = jacobian * (WRENCH_UNIT / RESERVE_UNIT_NM)
    by_wrench[:, MOMENT_ROWS, :3] = leg.knee.shank_axes[:, :, 2] * (
        WRENCH_UNIT[:3] / COMPRESSION_UNIT_N
    )
    right = np.empty((n, MOMENT_ROWS + 1))
    right[:, :MOMENT_ROWS] = (leg.dynamics.required - leg.passive_moment) / RESERVE_UNIT_NM
    still = np.zeros((n, 3))
    passive = -knee_contact(leg.knee, leg.state.passive, still)[:, 2]
    right[:, MOMENT_ROWS] = -passive / COMPRESSION_UNIT_N
    return (
        np.concatenate([by_activation, *(r.by_activation for r in wanted)], axis=2),
        np.concatenate([by_wrench, *(r.by_wrench * WRENCH_UNIT for r in wanted)], axis=1),
        np.concatenate([right, *(r.right for r in wanted)], axis=1),
    )


def _gives(
    share: Array, knee_price: float, body_weight_n: float, wishes: Sequence[Wishes]
) -> tuple[Array, Array]:
    """Reserves give both ways; the compression's slack is at most nought (each P x R)."""
    reserve = np.repeat(1 / (2 * RESERVE_PRICE * share), MOMENT_ROWS, axis=1)
    knee = 2 * knee_price * (COMPRESSION_UNIT_N / body_weight_n) ** 2 * share
    priced = [
        np.concatenate([np.stack([r.price_above, r.price_below]) for r in asked.rows], axis=2)
        for asked in wishes
        if asked.rows
    ]
    both = np.concatenate(priced, axis=1) if priced else np.empty((2, len(share), 0))
    wanted = _over(both * share)
    above = np.concatenate([reserve, np.zeros_like(share), wanted[0]], axis=1)
    below = np.concatenate([reserve, _over(knee), wanted[1]], axis=1)
    return above, below


def _over(price: Array) -> Array:
    """One over a price; infinite where it is nought."""
    return np.divide(1.0, price, out=np.full_like(price, np.inf), where=price > 0)


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
