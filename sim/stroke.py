"""One pedal stroke: from rider, bicycle and riding to moments, muscles, loads and crank torque."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from rider_models.muscle_table import COORDINATES
from rider_models.muscles import scale_muscles
from rider_models.rider import Leg, Rider
from sim.bicycle import Bicycle, CleatPosition
from sim.bullet import GRAVITY_M_S2
from sim.coordination import CoordinationFailed, LegCoordination, SolverReport, coordinate
from sim.dynamics import leg_dynamics
from sim.joint_loads import JointLoads, joint_loads
from sim.kinematics import CRANK_POSITIONS, distinct_sides, move_leg
from sim.leg_problem import LegProblem, leg_problem
from sim.posture import Posture, sit
from sim.riding import Riding

Array = NDArray[np.float64]

RESERVE_LIMIT = 0.01
"""Largest reserve moment, as a share of the joint's peak moment, in a stroke that is believed."""

_JOINTS = {"hip": (0, 1, 2), "knee": (3,), "ankle": (4, 5)}


@dataclass(frozen=True, eq=False)
class LegStroke:
    """One leg's stroke over n crank positions from its own top dead centre, in right-leg axes.

    `crank_torque` n (Nm, driving +); `joint_moment` n x 6 (Nm), muscles and passive tissue
    together; the rest as the dataclasses say.
    """

    problem: LegProblem
    coordination: LegCoordination
    loads: JointLoads
    crank_torque: Array
    joint_moment: Array

    @property
    def joint_power(self) -> Array:
        """Power of each joint angle's moment (n x 6, W)."""
        return self.joint_moment * self.problem.cycle.velocity


@dataclass(frozen=True, eq=False)
class Stroke:
    """A solved pedal stroke of both legs."""

    rider: Rider
    bicycle: Bicycle
    riding: Riding
    posture: Posture
    left: LegStroke
    right: LegStroke
    solver: SolverReport
    solve_time_s: float

    @property
    def legs(self) -> dict[str, LegStroke]:
        """Both legs by side."""
        return {"left": self.left, "right": self.right}

    @property
    def total_crank_torque(self) -> Array:
        """Torque of both legs (n, Nm) against the right crank's angle."""
        return self.right.crank_torque + np.roll(self.left.crank_torque, CRANK_POSITIONS // 2)

    @property
    def body_weight_n(self) -> float:
        """Weight of the rider (N)."""
        return self.rider.mass_kg * GRAVITY_M_S2


def simulate(
    rider: Rider, bicycle: Bicycle, riding: Riding, activation_dynamics: bool = True
) -> Stroke:
    """Simulate a stroke at the riding's mean power.

    Legs that are alike in every respect are solved once, each with half the power; others are
    solved together, which also shares the power between them.

    Raises a PedalfitError (LegCannotReach, AngleOutOfRange, CoordinationFailed) with one sentence
    when the leg cannot follow the pedal or the muscles cannot do it.
    """
    began = perf_counter()
    posture = sit(rider, bicycle, riding)
    distinct = distinct_sides(rider, bicycle)
    problems = [_pose_problem(rider, bicycle, riding, posture, *side) for side in distinct]
    solved, report = coordinate(
        problems,
        riding.power_w * len(distinct) / 2,
        rider.mass_kg * GRAVITY_M_S2,
        rider.coordination.knee_force,
        activation_dynamics,
    )
    strokes = [_leg_stroke(p, c) for p, c in zip(problems, solved, strict=True)]
    for stroke in strokes:
        _refuse_reserves(stroke, riding)
    left = strokes[distinct.index((rider.left, bicycle.left_cleat))]
    right = strokes[distinct.index((rider.right, bicycle.right_cleat))]
    return Stroke(rider, bicycle, riding, posture, left, right, report, perf_counter() - began)


def _pose_problem(
    rider: Rider,
    bicycle: Bicycle,
    riding: Riding,
    posture: Posture,
    leg: Leg,
    cleat: CleatPosition,
) -> LegProblem:
    cycle = move_leg(rider, leg, bicycle, cleat, riding, posture)
    muscles = scale_muscles(leg, rider.height_m, rider.mass_kg, rider.hip_width_m)
    return leg_problem(cycle, leg_dynamics(cycle), muscles, rider.coordination)


def _leg_stroke(problem: LegProblem, coordination: LegCoordination) -> LegStroke:
    moments = np.einsum("nmj,nm->nj", problem.state.arms, coordination.muscle_force)
    return LegStroke(
        problem=problem,
        coordination=coordination,
        loads=joint_loads(problem.knee, coordination),
        crank_torque=-np.einsum("ni,ni->n", problem.crank_lever, coordination.force_on_foot),
        joint_moment=moments + problem.passive_joint,
    )


def _refuse_reserves(stroke: LegStroke, riding: Riding) -> None:
    """Raise CoordinationFailed where the muscles alone fall short of the joint moments."""
    reserve = np.abs(stroke.coordination.reserve)
    for joint, columns in _JOINTS.items():
        missing = reserve[:, columns]
        peak = np.abs(stroke.joint_moment[:, columns]).max()
        if missing.max() <= RESERVE_LIMIT * peak:
            continue
        row, column = np.unravel_index(missing.argmax(), missing.shape)
        name = COORDINATES[columns[int(column)]].replace("_", " ")
        degrees = 360 * int(row) / len(reserve)
        cadence = riding.crank_speed * 60 / (2 * np.pi)
        raise CoordinationFailed(
            f"the muscles cannot produce {riding.power_w:.0f} W at {cadence:.0f} rpm: {name} at the "
            f"{joint} lacks {missing.max():.1f} Nm at a crank angle of {degrees:.0f} deg"
        )
