"""How the muscles of one or two legs share the work of a stroke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rider_models.arrays import Array
from rider_models.coordination import Coordination
from sim.leg_problem import LegProblem
from sim.muscle_sharing.assembly import (
    COMPRESSION_UNIT_N,
    MOMENT_ROWS,
    RESERVE_UNIT_NM,
    WRENCH_UNIT,
    assemble,
)
from sim.muscle_sharing.problem import SharingSolution
from sim.muscle_sharing.solve import SolverReport, solve
from sim.muscle_sharing.wishes import (
    Rows,
    Wishes,
    crank_torque_at_least,
    tangential_earns,
    wanted_stiffness,
)
from sim.trunk import TrunkWeight, hip_extension

STIFFNESS_UNIT_NM_RAD = 100.0
"""In which the shortfall of the knee's stiffness is priced."""


@dataclass(frozen=True, eq=False)
class LegCoordination:
    """How one leg's muscles share the work over n crank positions (right-leg axes).

    `activation` n x m, `muscle_force` n x m tendon forces (N), `force_on_foot` n x 3 (N) and
    `moment_on_foot` n x 2 (Nm, about x and z: roll and yaw) from the pedal, whose bearing passes no
    moment about y; `reserve` n x 6 (Nm), `compression` n (N).
    """

    activation: Array
    muscle_force: Array
    force_on_foot: Array
    moment_on_foot: Array
    reserve: Array
    compression: Array


def coordinate(
    legs: list[LegProblem],
    power_w: float | None,
    body_weight_n: float,
    coordination: Coordination,
    activation_dynamics: bool = True,
    weight: TrunkWeight | None = None,
    wishes: Sequence[Wishes] = (),
    alone: bool = False,
) -> tuple[list[LegCoordination], SolverReport]:
    """Share the work of one or two legs that together deliver a mean power (W; None: any) at the cranks.

    Activation dynamics are linear inequalities on neighbouring activations (De Groote et al.
    2009). `weight` is what the hips are to hold up of the trunk, if anything. `wishes` are given for no
    leg or for each, in place of the legs' own (`rider_wishes`). One leg stands for two that are alike and has
    half the power; `alone` it has no other beside it. Raises CoordinationFailed when there is no answer.
    """
    asked_of = wishes or [rider_wishes(leg) for leg in legs]
    problem = assemble(
        legs, power_w, body_weight_n, coordination, activation_dynamics, asked_of, alone
    )
    if weight is not None:
        price = coordination.trunk_weight * len(legs[0].crank_lever)
        hips = np.concatenate([hip_extension(leg) for leg in legs])
        earned = price * weight.slope_per_nm * hips * WRENCH_UNIT
        problem = replace(problem, wrench_linear=problem.wrench_linear - earned)
    asked = "the stroke" if power_w is None else f"{power_w:.0f} W"
    solution, report = solve(problem, asked)
    return _by_leg(legs, solution), report


def rider_wishes(leg: LegProblem) -> Wishes:
    """Return what is asked of a leg beside least effort: habitual shapes, a knee stiff enough, and what a cue says."""
    rows: tuple[Rows, ...] = ()
    if leg.stiffness_price > 0:
        wanted = leg.wanted_stiffness[:, None] / STIFFNESS_UNIT_NM_RAD
        given = leg.stiffness[:, :, None] / STIFFNESS_UNIT_NM_RAD
        rows = (wanted_stiffness(given, wanted, np.array(leg.stiffness_price)),)
    if leg.least_torque is not None:
        rows = (*rows, crank_torque_at_least(leg, leg.least_torque))
    return Wishes(
        linear_price=leg.cue_price,
        habit_price=leg.habit_price,
        habit_shape=leg.habit_shape,
        wrench_price=None if leg.cue_reward is None else tangential_earns(leg, leg.cue_reward),
        rows=rows,
    )


def _by_leg(legs: list[LegProblem], solution: SharingSolution) -> list[LegCoordination]:
    results = []
    n = len(solution.activation) // len(legs)
    for i, leg in enumerate(legs):
        mine = slice(i * n, (i + 1) * n)
        activation = solution.activation[mine]
        wrench = solution.wrench[mine] * WRENCH_UNIT
        slack = solution.slack[mine]
        results.append(
            LegCoordination(
                activation=activation,
                muscle_force=activation * leg.state.active + leg.state.passive,
                force_on_foot=wrench[:, :3],
                moment_on_foot=wrench[:, 3:],
                reserve=slack[:, :MOMENT_ROWS] * RESERVE_UNIT_NM,
                compression=-slack[:, MOMENT_ROWS] * COMPRESSION_UNIT_N,
            )
        )
    return results
