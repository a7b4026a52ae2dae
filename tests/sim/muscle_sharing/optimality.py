"""The optimality conditions of a muscle-sharing problem, reckoned without the solver's own code."""

from __future__ import annotations

import numpy as np
from scipy.optimize import nnls

from sim.muscle_sharing.problem import SharingProblem, SharingSolution

TIGHT = 1e-9
"""A limit with less room than this may have a multiplier."""


def worst_miss(p: SharingProblem, s: SharingSolution) -> dict[str, float]:
    """By how much each condition is missed at worst, in the problem's units."""
    rows = (
        np.einsum("imr,im->ir", p.by_activation, s.activation)
        + np.einsum("irc,ic->ir", p.by_wrench, s.wrench)
        + s.slack
        - p.right
    )
    power = 0.0 if p.power is None else float((p.power * s.wrench).sum() - p.power_right)
    wrench = p.wrench_price * s.wrench + p.wrench_linear
    wrench[:, 0] += p.trunk_price @ s.wrench[:, 0]
    wrench += np.einsum("irc,ir->ic", p.by_wrench, s.multiplier)
    if p.power is not None:
        wrench += s.power_multiplier * p.power
    return {
        "rows": float(np.abs(rows).max()),
        "power": abs(power),
        "wrench": float(np.abs(wrench).max()),
        "slack": _slack_miss(p, s),
        "limits": _limits_miss(p, s),
        "habit": _habit_miss(p, s),
        "activation": _activation_miss(p, s),
    }


def _slack_miss(p: SharingProblem, s: SharingSolution) -> float:
    """z = -give y with the give of z's own sign, at nought of the sign of -y; a free slack has no multiplier.

    A slack that is free to one side and has no other side is a limit: where it is tight, its multiplier has the sign
    that keeps it from the side that it has not.
    """
    above = np.where(s.slack == 0, s.multiplier < 0, s.slack > 0)
    give = np.where(above, p.give_above, p.give_below)
    limit = np.isinf(p.give_below) & (p.give_above == 0) & (np.abs(s.slack) < TIGHT)
    free = np.isinf(give) & ~limit
    bound = (give == 0) | free | limit
    miss = np.where(bound, 0.0, s.slack + np.where(bound, 0.0, give) * s.multiplier)
    none = np.where(give == 0, s.slack, 0.0)
    return float(
        max(
            np.abs(miss).max(),
            np.abs(none).max(),
            np.abs(s.multiplier[free]).max(initial=0),
            s.multiplier[limit].max(initial=0),
        )
    )


def _limits_miss(p: SharingProblem, s: SharingSolution) -> float:
    return max(float((-_room(p, s.activation, leg)).max()) for leg in range(p.legs))


def _habit_miss(p: SharingProblem, s: SharingSolution) -> float:
    """K k = sum of g a where k is above nought, and at least that where it is nought."""
    if p.habit is None:
        return 0.0
    pulled = (p.habit.pull * s.activation).reshape(p.legs, -1, p.muscles).sum(axis=1)
    miss = p.habit.price * s.habit_scale - pulled
    return float(np.where(s.habit_scale > 0, np.abs(miss), np.maximum(-miss, 0.0)).max())


def _gradients(n: int, rise: np.ndarray | None, fall: np.ndarray | None) -> np.ndarray:
    """Rows: how much each limit's room shrinks with each activation of one muscle's cycle."""
    one, after = np.eye(n), np.roll(np.eye(n), 1, axis=1)
    limits = [-one, one]
    if rise is not None and fall is not None:
        limits += [after - rise[:, None] * one, fall[:, None] * one - after]
    return np.concatenate(limits)


def _room(p: SharingProblem, activation: np.ndarray, leg: int) -> np.ndarray:
    n = p.positions
    mine = slice(leg * n, (leg + 1) * n)
    rise = fall = None
    ceiling = [np.full(n, -p.low), np.ones(n)]
    if p.rates is not None:
        rise, fall = p.rates.rise_share[mine], p.rates.fall_share[mine]
        ceiling += [1 - rise, np.zeros(n)]
    return np.concatenate(ceiling)[:, None] - _gradients(n, rise, fall) @ activation[mine]


def _activation_miss(p: SharingProblem, s: SharingSolution) -> float:
    """What no multipliers at or above nought of tight limits balance of the activations' price."""
    n, worst = p.positions, 0.0
    price = p.square_price * s.activation + p.linear_price
    price += np.einsum("imr,ir->im", p.by_activation, s.multiplier)
    if p.habit is not None:
        price -= p.habit.pull * np.repeat(s.habit_scale, n, axis=0)
    for leg in range(p.legs):
        mine = slice(leg * n, (leg + 1) * n)
        rates = p.rates
        rise = None if rates is None else rates.rise_share[mine]
        fall = None if rates is None else rates.fall_share[mine]
        gradients, room = _gradients(n, rise, fall), _room(p, s.activation, leg)
        for j in range(p.muscles):
            tight = gradients[room[:, j] < TIGHT]
            if len(tight) == 0:
                worst = max(worst, float(np.abs(price[mine, j]).max()))
                continue
            # Links pressed against full activation differ by less than rounding shows.
            worst = max(worst, nnls(tight.T, -price[mine, j], maxiter=20000)[1])
    return worst
