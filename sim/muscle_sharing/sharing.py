"""How the muscles of one or two legs share the work of a stroke."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rider_models.arrays import Array, Joint
from rider_models.coordination import Coordination
from sim.leg_problem import LegProblem
from sim.muscle_sharing.assembly import (
    CLEAT_ROWS,
    COMPRESSION_UNIT_N,
    MOMENT_ROWS,
    RESERVE_UNIT_NM,
    WRENCH_UNIT,
    assemble,
)
from sim.muscle_sharing.problem import SharingProblem, SharingSolution
from sim.muscle_sharing.solve import SolverReport, solve
from sim.trunk import TrunkWeight


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
    power_w: float,
    body_weight_n: float,
    coordination: Coordination,
    activation_dynamics: bool = True,
    weight: TrunkWeight | None = None,
) -> tuple[list[LegCoordination], SolverReport]:
    """Share the work of one or two legs that together deliver a mean power (W) at the cranks.

    Activation dynamics are linear inequalities on neighbouring activations (De Groote et al.
    2009). Raises CoordinationFailed when there is no answer.
    """
    problem = assemble(legs, power_w, body_weight_n, coordination, activation_dynamics)
    if weight is not None:
        slope = 2 * coordination.trunk_weight * len(legs[0].crank_lever) * weight.share / weight.unit_nm
        hips = np.concatenate([_hip_moment(leg) for leg in legs])
        problem = replace(problem, wrench_linear=problem.wrench_linear - slope * hips)
    solution, report = solve(problem, f"{power_w:.0f} W")
    return _by_leg(legs, solution), report


def _hip_moment(leg: LegProblem) -> Array:
    """Return what the wrench's components (n x 5) take from the mean hip flexion moment (Nm)."""
    lever = leg.dynamics.pedal_jacobian[:, CLEAT_ROWS, Joint.HIP_FLEXION] * WRENCH_UNIT
    return np.asarray(leg.cycle.time_share[:, None] * lever)


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
