"""How the muscles of one or two legs share the work of a stroke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
from sim.muscle_sharing.wishes import Wishes


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
    wishes: Sequence[Wishes] = (),
) -> tuple[list[LegCoordination], SolverReport]:
    """Share the work of one or two legs that together deliver a mean power (W; None: any) at the cranks.

    Activation dynamics are linear inequalities on neighbouring activations (De Groote et al.
    2009). `wishes` are given for no leg or for each. Raises CoordinationFailed when there is no answer.
    """
    problem = assemble(legs, power_w, body_weight_n, coordination, activation_dynamics, wishes)
    asked = "the stroke" if power_w is None else f"{power_w:.0f} W"
    solution, report = solve(problem, asked)
    return _by_leg(legs, solution), report


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
