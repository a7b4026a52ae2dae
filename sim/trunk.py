"""What the legs ask of the trunk: their fore-aft force on the pelvis, held by arms, back and saddle.

A push forward on the pedal pushes the rider backward off the saddle. Both legs together push the
pelvis along the bicycle, against each other they twist it. Riders pay for holding it; a pelvis
that stood still for nothing would push the pedal forward halfway down, as no rider does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sim.free_body import FOOT, SHANK, THIGH, carrying_force
from sim.leg_problem import LegProblem

Array = NDArray[np.float64]
Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class TrunkPrice:
    """Price of holding the pelvis: x quadratic x / 2 + linear x, over all unknowns."""

    quadratic: sparse.csc_matrix
    linear: Array


def fore_aft_motion(leg: LegProblem) -> Array:
    """Fore-aft force that moves a leg's masses (n, N): what pedal and pelvis give it together."""
    result: Array = carrying_force(leg.cycle, (THIGH, SHANK, FOOT))[:, 0]
    return result


def trunk_price(
    legs: list[LegProblem],
    columns: list[Indices],
    unit_n: float,
    size: int,
    prices: tuple[float, float],
) -> TrunkPrice:
    """The price of both legs' fore-aft forces on the pelvis, together and against each other.

    `columns` n a leg: where its fore-aft pedal force, counted in `unit_n`, stands among `size`
    unknowns; `prices` per squared N of the sum (push) and of the difference (twist). One leg
    stands for two that are alike, half a turn apart, and pays half.
    """
    moving = [fore_aft_motion(leg) for leg in legs]
    share = legs[0].cycle.time_share * len(legs[0].cycle.time_share)
    half = len(share) // 2
    if len(legs) == 1:
        one, other = columns[0][:half], columns[0][half:]
        mine, others, share = moving[0][:half], moving[0][half:], share[:half]
    else:
        one, other = columns[0], np.roll(columns[1], half)
        mine, others = moving[0], np.roll(moving[1], half)
    push, twist = prices
    alone, shared = push + twist, push - twist
    rows = np.concatenate([one, other, one, other])
    columns_met = np.concatenate([one, other, other, one])
    values = np.concatenate([alone * share, alone * share, shared * share, shared * share])
    linear = np.zeros(size)
    linear[one] = -2 * unit_n * share * (alone * mine + shared * others)
    linear[other] = -2 * unit_n * share * (alone * others + shared * mine)
    quadratic = sparse.csc_matrix((2 * unit_n**2 * values, (rows, columns_met)), shape=(size, size))
    return TrunkPrice(quadratic, linear)
