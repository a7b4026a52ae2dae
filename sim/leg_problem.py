"""One leg's share of the coordination problem: what each unknown does, at every crank position."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rider_models.arrays import Array, Joint
from rider_models.coordination import Coordination
from rider_models.muscle_paths import paths_and_lines
from rider_models.muscles import MuscleSet
from sim.cue import NO_CUE, Cue, activation_price, tangential_reward
from sim.dynamics import LegDynamics
from sim.habit import HIP_LINE, habit_shapes
from sim.hip import HipMechanics, hip_mechanics
from sim.joint_stiffness import knee_stiffness, wanted_knee_stiffness
from sim.kinematics import LegCycle
from sim.knee import KneeMechanics, knee_mechanics
from sim.muscle_curves import MuscleState, muscle_state
from sim.passive_joints import passive_joint_moments


@dataclass(frozen=True, eq=False)
class LegProblem:
    """Everything the coordination problem needs to know of one leg.

    `weights` m: price of squared activation; `passive_joint` n x 6 (Nm): ligaments; `cue_price` n x m and
    `cue_reward` n (1/N): what a cue makes activations cost and tangential pedal force earn, None without one;
    `least_torque` n (Nm): crank torque below which the leg's freewheel lets go, None where there is none; the rest as
    the dataclasses say.
    """

    cycle: LegCycle
    dynamics: LegDynamics
    muscles: MuscleSet
    state: MuscleState
    knee: KneeMechanics
    hip: HipMechanics
    passive_joint: Array
    weights: Array
    habit_shape: Array
    habit_price: Array
    stiffness: Array
    wanted_stiffness: Array
    stiffness_price: float
    cue_price: Array | None = None
    cue_reward: Array | None = None
    least_torque: Array | None = None

    @cached_property
    def active_moment(self) -> Array:
        """Joint moments of each muscle at full activation (n x m x 6, Nm)."""
        return np.asarray(self.state.arms * self.state.active[:, :, None])

    @cached_property
    def passive_moment(self) -> Array:
        """Joint moments of passive fibres and ligaments together (n x 6, Nm)."""
        fibres = np.einsum("nmj,nm->nj", self.state.arms, self.state.passive)
        return np.asarray(fibres + self.passive_joint)

    @cached_property
    def crank_lever(self) -> Array:
        """Crank torque per unit of force on the pedal (n x 3, m): r (cos, 0, -sin) of crank angle."""
        angle = self.cycle.crank_angle
        lever = np.stack([np.cos(angle), np.zeros_like(angle), -np.sin(angle)], axis=1)
        result: Array = self.cycle.crank_length_m * lever
        return result


def leg_problem(
    cycle: LegCycle,
    dynamics: LegDynamics,
    muscles: MuscleSet,
    coordination: Coordination,
    cue: Cue = NO_CUE,
    least_torque: Array | None = None,
    pattern_hip_line: float = HIP_LINE,
) -> LegProblem:
    """Muscle state, hip and knee mechanics and prices of one leg.

    `cue` is what the rider means to do; `least_torque` (n, Nm) what the leg's crank torque cannot fall below;
    `pattern_hip_line` (rad) the hip's line for which the patterns are taken.
    Raises AngleOutOfRange where the stroke leaves the range of the muscle paths.
    """
    paths, lines = paths_and_lines(cycle.joint_angles)
    shape = habit_shapes(
        muscles.groups, cycle.crank_angle, cycle.crank_speed, _hip_line(cycle), pattern_hip_line
    )
    state = muscle_state(muscles, paths, cycle.joint_velocity)
    weights = np.array([getattr(coordination, group) for group in muscles.groups])
    habit_price = coordination.habit * (shape.max(axis=0) > 0)
    return LegProblem(
        cycle=cycle,
        dynamics=dynamics,
        muscles=muscles,
        state=state,
        knee=knee_mechanics(cycle, lines),
        hip=hip_mechanics(cycle, lines),
        passive_joint=passive_joint_moments(cycle.joint_angles),
        weights=weights,
        stiffness=knee_stiffness(muscles, state),
        wanted_stiffness=wanted_knee_stiffness(
            cycle.skeleton,
            cycle.crank_speed,
            cycle.joint_angles[:, Joint.KNEE_FLEXION],
            cycle.joint_velocity[:, Joint.KNEE_FLEXION],
            coordination.knee_swings_squared,
        ),
        stiffness_price=coordination.knee_stiffness,
        habit_shape=shape,
        habit_price=habit_price,
        cue_price=activation_price(cue, muscles.names, cycle.crank_angle, weights + habit_price),
        cue_reward=tangential_reward(cue, cycle.crank_angle),
        least_torque=least_torque,
    )


def _hip_line(cycle: LegCycle) -> float:
    """Angle (rad) of the line from the bottom bracket to the hip behind the vertical."""
    hip = cycle.pose.hinges[0, 0]
    return float(np.arctan2(-hip[0], hip[2]))
