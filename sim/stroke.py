"""One pedal stroke: from rider, bicycle and riding to moments, muscles, loads and crank torque."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from rider_models.arrays import JOINTS, SIDES, Array, angle_name
from rider_models.muscles import MuscleSet, scale_muscles
from rider_models.rider import Leg, Rider
from sim.bicycle import (
    LIFTED_WITH_THE_FOOT_KG,
    ROAD_CRANK_INERTIA_KG_M2,
    Bicycle,
    CleatPosition,
)
from sim.bullet import GRAVITY_M_S2
from sim.crank_speed import check_crank_inertia, settle_crank_speed
from sim.dynamics import leg_dynamics, pedal_weight_torque
from sim.joint_loads import JointLoads, joint_loads
from sim.kinematics import (
    CRANK_POSITIONS,
    LegCycle,
    at_crank_speed,
    distinct_sides,
    leg_of,
    move_leg,
)
from sim.leg_problem import LegProblem, leg_problem
from sim.muscle_sharing import CoordinationFailed, LegCoordination, SolverReport, coordinate
from sim.posture import Posture, sit
from sim.riding import Riding
from sim.trunk import trunk_weight

RESERVE_LIMIT = 0.01
"""Largest reserve moment, as a share of the joint's peak moment, in a stroke that is believed."""


@dataclass(frozen=True, eq=False, repr=False)
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

    def __repr__(self) -> str:
        return f"LegStroke({self.crank_torque.mean():.1f} Nm mean crank torque)"

    @property
    def joint_power(self) -> Array:
        """Power of each joint angle's moment (n x 6, W), a hip's between thigh and pelvis."""
        return self.joint_moment * self.problem.cycle.joint_velocity


@dataclass(frozen=True, eq=False, repr=False)
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

    def __repr__(self) -> str:
        torque = self.total_crank_torque.mean()
        return f"Stroke({torque:.1f} Nm mean crank torque, {self.rider.mass_kg:g} kg)"

    @property
    def legs(self) -> dict[str, LegStroke]:
        """Both legs by side."""
        return {"left": self.left, "right": self.right}

    @property
    def crank_speed(self) -> Array:
        """Crank speed (n, rad/s) against the right crank's angle."""
        return self.right.problem.cycle.crank_speed

    @property
    def total_crank_torque(self) -> Array:
        """Torque of both legs (n, Nm) against the right crank's angle."""
        return self.right.crank_torque + np.roll(self.left.crank_torque, CRANK_POSITIONS // 2)

    @property
    def body_weight_n(self) -> float:
        """Weight of the rider (N)."""
        return self.rider.mass_kg * GRAVITY_M_S2


def simulate(
    rider: Rider,
    bicycle: Bicycle,
    riding: Riding,
    activation_dynamics: bool = True,
    told: Callable[[SolverReport], None] | None = None,
) -> Stroke:
    """Simulate a stroke at the riding's mean power and cadence.

    Legs that are alike in every respect are solved once, each with half the power; others are
    solved together, which also shares the power between them. From the road's crank inertia up
    the crank turns at constant speed; below, its speed is what the legs' torque makes of it.
    `told` hears of every share of the work that was solved, and may end the stroke by raising.

    Raises a PedalfitError (LegCannotReach, AngleOutOfRange, CoordinationFailed,
    CrankSpeedUnsettled) with one sentence when the leg cannot follow the pedal, the muscles cannot
    do it, or a light crank does not keep turning.
    """
    began = perf_counter()
    check_crank_inertia(bicycle.crank_inertia_kg_m2)
    legs = replace(move_legs(rider, bicycle, riding), told=told)
    if bicycle.crank_inertia_kg_m2 >= ROAD_CRANK_INERTIA_KG_M2:
        stroke = legs.pedal(legs.constant_speed, activation_dynamics)
    else:
        stroke = _pedal_light_crank(legs, activation_dynamics)
    for leg in dict.fromkeys(stroke.legs.values()):
        refuse_reserves(leg, riding)
    if stroke.solver.unsettled:
        raise CoordinationFailed(stroke.solver.unsettled)
    return replace(stroke, solve_time_s=perf_counter() - began)


@dataclass(frozen=True, eq=False)
class MovedLegs:
    """What a stroke is made of before the crank speed is known; `sides` of `distinct_sides`.

    `told` hears how the muscles' share was solved, each time.
    """

    rider: Rider
    bicycle: Bicycle
    riding: Riding
    posture: Posture
    sides: list[tuple[Leg, CleatPosition]]
    cycles: list[LegCycle]
    muscles: list[MuscleSet]
    told: Callable[[SolverReport], None] | None = None

    @property
    def constant_speed(self) -> Array:
        """The cadence at every crank position (n, rad/s)."""
        return np.full(CRANK_POSITIONS, self.riding.crank_speed)

    def problems(self, crank_speed: Array) -> list[LegProblem]:
        """Each distinct leg's problem at a crank speed (n, rad/s, against the right crank's angle)."""
        right = self.sides.index((self.rider.right, self.bicycle.right_cleat))
        problems = []
        lifted = -pedal_weight_torque(LIFTED_WITH_THE_FOOT_KG, self.bicycle.crank_length_m)
        freewheel = lifted if self.bicycle.independent_cranks else None
        for i, (moved, muscles) in enumerate(zip(self.cycles, self.muscles, strict=True)):
            half_turn = 0 if i == right else CRANK_POSITIONS // 2
            cycle = at_crank_speed(moved, np.roll(crank_speed, half_turn))
            dynamics = leg_dynamics(cycle)
            problems.append(
                leg_problem(
                    cycle,
                    dynamics,
                    muscles,
                    self.rider.coordination,
                    self.riding.cue,
                    freewheel,
                    self.riding.pattern_hip_line,
                )
            )
        return problems

    def pedal(self, crank_speed: Array, activation_dynamics: bool) -> Stroke:
        """The stroke at a crank speed (n, rad/s, against the right crank's angle)."""
        rider, riding = self.rider, self.riding
        left, right = (self.sides.index(leg_of(rider, self.bicycle, side)) for side in SIDES)
        problems = self.problems(crank_speed)
        solved, report = coordinate(
            problems,
            riding.power_w * len(problems) / 2,
            rider.mass_kg * GRAVITY_M_S2,
            rider.coordination,
            activation_dynamics,
            trunk_weight(riding.torso_angle, rider.torso_m, rider.mass_kg * GRAVITY_M_S2),
        )
        if self.told is not None:
            self.told(report)
        legs = [leg_stroke(p, c) for p, c in zip(problems, solved, strict=True)]
        both = legs[left], legs[right]
        return Stroke(rider, self.bicycle, riding, self.posture, *both, report, solve_time_s=0.0)


def move_legs(rider: Rider, bicycle: Bicycle, riding: Riding) -> MovedLegs:
    """Posture and movement of the distinct legs. Raises LegCannotReach, AngleOutOfRange."""
    posture = sit(rider, bicycle, riding)
    sides = distinct_sides(rider, bicycle)
    return MovedLegs(
        rider=rider,
        bicycle=bicycle,
        riding=riding,
        posture=posture,
        sides=sides,
        cycles=[move_leg(rider, leg, bicycle, cleat, riding, posture) for leg, cleat in sides],
        muscles=[
            scale_muscles(leg, rider.height_m, rider.mass_kg, rider.hip_width_m) for leg, _ in sides
        ],
    )


def _pedal_light_crank(legs: MovedLegs, activation_dynamics: bool) -> Stroke:
    """The stroke whose torque keeps up its crank speed; cheap rounds without activation dynamics first.

    What no muscles can do without activation dynamics they cannot do with them either.
    """
    cadence, inertia = legs.riding.crank_speed, legs.bicycle.crank_inertia_kg_m2

    def settle(dynamics: bool, start: Array) -> Stroke:
        return settle_crank_speed(
            lambda speed: legs.pedal(speed, dynamics),
            start,
            cadence,
            inertia,
            lambda stroke: bool(stroke.solver.unsettled),
        )

    settled = settle(False, legs.constant_speed)
    if not activation_dynamics or settled.solver.unsettled:
        return settled
    for leg in dict.fromkeys(settled.legs.values()):
        refuse_reserves(leg, legs.riding)
    return settle(True, settled.crank_speed)


def leg_stroke(problem: LegProblem, coordination: LegCoordination) -> LegStroke:
    """Return a leg's stroke from how its muscles share the work."""
    moments = np.einsum("nmj,nm->nj", problem.state.arms, coordination.muscle_force)
    return LegStroke(
        problem=problem,
        coordination=coordination,
        loads=joint_loads(problem, coordination),
        crank_torque=-np.einsum("ni,ni->n", problem.crank_lever, coordination.force_on_foot),
        joint_moment=moments + problem.passive_joint,
    )


def refuse_reserves(stroke: LegStroke, riding: Riding) -> None:
    """Raise CoordinationFailed where the muscles alone fall short of the joint moments."""
    reserve = np.abs(stroke.coordination.reserve)
    for joint, columns in JOINTS.items():
        missing = reserve[:, columns]
        peak = np.abs(stroke.joint_moment[:, columns]).max()
        if missing.max() <= RESERVE_LIMIT * peak:
            continue
        row, column = np.unravel_index(missing.argmax(), missing.shape)
        name = angle_name(columns[int(column)]).replace("_", " ")
        degrees = 360 * int(row) / len(reserve)
        spent = _spent_muscles(stroke, int(row), columns[int(column)])
        cadence = riding.crank_speed * 60 / (2 * np.pi)
        raise CoordinationFailed(
            f"the muscles cannot produce {riding.power_w:.0f} W at {cadence:.0f} rpm: {name} at the "
            f"{joint} lacks {missing.max():.1f} Nm at a crank angle of {degrees:.0f} deg{spent}"
        )


FULLY_ACTIVE = 0.97
"""Activation from which a muscle is said to give all it has. A guess."""


def _spent_muscles(stroke: LegStroke, row: int, column: int) -> str:
    """The strongest muscles that turn a joint at a crank position and give all they have, in words; else nothing."""
    arms = stroke.problem.state.arms[row, :, column]
    wanted = np.sign(stroke.coordination.reserve[row, column])
    moment = wanted * arms * stroke.coordination.muscle_force[row]
    full = (stroke.coordination.activation[row] >= FULLY_ACTIVE) & (moment > 0)
    names = np.array(stroke.problem.muscles.names)[full]
    strongest = names[np.argsort(-moment[full])][:3]
    return f" with {', '.join(strongest)} fully active" if len(strongest) else ""
