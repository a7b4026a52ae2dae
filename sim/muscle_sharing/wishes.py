"""What else may be asked of a leg's muscles: prices beside squared activation, wanted stiffness, measured forces.

All prices are those of one crank position, like the weights of squared activation: the problem
multiplies them by the share of time spent there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array
from sim.leg_problem import LegProblem

TANGENTIAL_UNIT_N, MOMENT_UNIT_NM = 100.0, 10.0
"""Units of force and moment in a row that limits or holds them: they keep the problem's numbers near one, without which
Newton's method settles a thousandth of a newton off and the other method has to do it."""


@dataclass(frozen=True, eq=False)
class Rows:
    """q linear rows at each of a leg's n crank positions, on activations and the pedal's wrench.

    by_activation (n x m x q) a + by_wrench (n x q x 5; N, N, N, Nm, Nm) u + slack = right (n x q).
    Half a squared slack above nought costs `price_above` (n x q), one below `price_below`; infinite:
    no such slack.
    """

    by_activation: Array
    by_wrench: Array
    right: Array
    price_above: Array
    price_below: Array


@dataclass(frozen=True, eq=False)
class Wishes:
    """Of one leg with n crank positions and m muscles.

    `linear_price` n x m: what an activation costs, or below zero earns. `habit_price` m: what squared
    departure of a muscle's activation from k times `habit_shape` (n x m, not negative) costs, k >= 0
    being the muscle's cheapest; 0 for a muscle without a habit. `wrench_price` n x 5 (1/N, 1/Nm): what the pedal's
    wrench on the foot costs, or below zero earns. `rows` are further equations.
    """

    linear_price: Array | None = None
    habit_price: Array | None = None
    habit_shape: Array | None = None
    wrench_price: Array | None = None
    rows: tuple[Rows, ...] = ()


def wanted_stiffness(by_activation: Array, wanted: Array, price: Array) -> Rows:
    """A price on the squared shortfall of joint stiffness at q joints: price max(0, wanted - stiffness)^2.

    `by_activation` n x m x q is what a full activation adds to the stiffness; `wanted` and `price`
    n x q. Stiffness above what is wanted costs nothing.
    """
    n, _, q = by_activation.shape
    return Rows(
        by_activation=by_activation,
        by_wrench=np.zeros((n, q, 5)),
        right=np.broadcast_to(wanted, (n, q)),
        price_above=np.broadcast_to(2 * np.asarray(price), (n, q)),
        price_below=np.zeros((n, q)),
    )


def measured_force(leg: LegProblem, component: int, force: Array) -> Rows:
    """A component of the pedal's wrench on the foot (0 to 4: N along x, y, z, Nm about x, z) held at n values."""
    unit = TANGENTIAL_UNIT_N if component < 3 else MOMENT_UNIT_NM
    by_wrench = np.zeros((len(force), 1, 5))
    by_wrench[:, 0, component] = 1.0 / unit
    return _held(leg, by_wrench, force / unit)


def measured_crank_torque(leg: LegProblem, torque: Array) -> Rows:
    """The leg's crank torque held at n values (Nm, driving +).

    Where torques are given over the whole cycle of every leg, the mean power follows from them:
    such a problem is assembled without a power.
    """
    unit = TANGENTIAL_UNIT_N * leg.cycle.crank_length_m
    by_wrench = np.zeros((len(torque), 1, 5))
    by_wrench[:, 0, :3] = -leg.crank_lever / unit
    return _held(leg, by_wrench, torque / unit)


def crank_torque_at_least(leg: LegProblem, least: Array) -> Rows:
    """The leg's crank torque kept at n values or above them (Nm, driving +): at nought, a leg that cannot brake."""
    n, m = leg.state.active.shape
    unit = TANGENTIAL_UNIT_N * leg.cycle.crank_length_m
    by_wrench = np.zeros((n, 1, 5))
    by_wrench[:, 0, :3] = -leg.crank_lever / unit
    nothing, endless = np.zeros((n, 1)), np.full((n, 1), np.inf)
    return Rows(np.zeros((n, m, 1)), by_wrench, least[:, None] / unit, endless, nothing)


def tangential_earns(leg: LegProblem, reward: Array) -> Array:
    """Price of the pedal's wrench on the foot (n x 5) of which tangential force earns `reward` (n, 1/N)."""
    price = np.zeros((len(reward), 5))
    price[:, :3] = reward[:, None] * leg.crank_lever / leg.cycle.crank_length_m
    return price


def _held(leg: LegProblem, by_wrench: Array, right: Array) -> Rows:
    n, m = leg.state.active.shape
    endless = np.full((n, 1), np.inf)
    return Rows(np.zeros((n, m, 1)), by_wrench, right[:, None], endless, endless)
