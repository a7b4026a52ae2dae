"""Muscles and joint loads of a measured stroke: what was measured is held, whatever is not is predicted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np

from rider_models.arrays import JOINTS, SIDES, Array, Side
from rider_models.muscles import scale_muscles
from rider_models.rider import Leg, Rider
from sim.bicycle import Bicycle
from sim.bullet import GRAVITY_M_S2
from sim.dynamics import leg_dynamics
from sim.inverse.motion import MeasuredAngles, MeasuredMotion, measured_motion
from sim.kinematics import at_crank_speed, leg_of, move_leg
from sim.leg_problem import LegProblem, leg_problem
from sim.muscle_sharing import coordinate
from sim.muscle_sharing.sharing import rider_wishes
from sim.muscle_sharing.wishes import Rows, measured_crank_torque, measured_force
from sim.pelvis_swing import STILL
from sim.posture import sit
from sim.riding import Riding
from sim.stroke import LegStroke, Stroke, leg_stroke
from sim.trunk import trunk_weight

FORE_AFT, ACROSS, VERTICAL = 0, 1, 2
"""Components of the pedal's wrench on the foot that are measured: forward, to the left in the axes of a right leg
(so towards the bicycle's middle), up."""


@dataclass(frozen=True, eq=False)
class MeasuredForce:
    """What was measured at one leg's pedal over its own crank angle (n): torque, or force, or nothing.

    `crank_torque` (Nm, driving +), or `fore_aft` and `vertical` (N, of the foot on the pedal, forward and up +),
    and with either `outward` (N, of the foot on the pedal, away from the bicycle's middle +).
    """

    crank_torque: Array | None = None
    fore_aft: Array | None = None
    vertical: Array | None = None
    outward: Array | None = None

    @property
    def tells_torque(self) -> bool:
        """Whether the crank torque follows from what was measured."""
        return self.crank_torque is not None or (
            self.fore_aft is not None and self.vertical is not None
        )


NOTHING_MEASURED = MeasuredForce()


@dataclass(frozen=True, eq=False)
class InverseStroke:
    """A stroke whose movement, and whose pedal forces where there are any, are measured.

    `reserve_share` is the largest reserve moment of each joint over its peak moment: what the muscles of the
    model cannot do of what was measured.
    """

    stroke: Stroke
    motions: Mapping[Side, MeasuredMotion]
    reserve_share: Mapping[str, float]


def inverse_stroke(
    rider: Rider,
    bicycle: Bicycle,
    riding: Riding,
    angles: Mapping[Side, MeasuredAngles],
    forces: Mapping[Side, MeasuredForce] | None = None,
    activation_dynamics: bool = True,
    crank_speed: Array | None = None,
) -> InverseStroke:
    """The muscles' share of a measured movement, by the same convex problem as a predicted stroke.

    The hips' path follows from the angles, the pelvis' tilt is the model's. `angles` and `forces` are given for both
    legs, forces of the same kind. Where both legs' torques are measured the power follows from them, else it is the
    riding's. `crank_speed` (n, rad/s) over the right crank's angle; without it the crank turns evenly. Raises
    LegCannotReach, MotionDoesNotFit, AngleOutOfRange, CoordinationFailed.
    """
    began = perf_counter()
    posture = sit(rider, bicycle, riding)
    posture = replace(posture, swing=replace(STILL, tilt=posture.swing.tilt))
    force = forces or dict.fromkeys(SIDES, NOTHING_MEASURED)
    motions: dict[Side, MeasuredMotion] = {}
    problems: list[LegProblem] = []
    for side in SIDES:
        leg, cleat = leg_of(rider, bicycle, side)
        cycle = move_leg(rider, leg, bicycle, cleat, riding, posture)
        if crank_speed is not None:
            half_turn = 0 if side == "right" else len(crank_speed) // 2
            cycle = at_crank_speed(cycle, np.roll(crank_speed, half_turn))
        motions[side] = measured_motion(cycle, angles[side])
        problems.append(_problem_of(rider, leg, riding, motions[side]))
    wishes = [
        replace(own, rows=(*own.rows, *_held(problem, force[side])))
        for side, problem in zip(SIDES, problems, strict=True)
        for own in (rider_wishes(problem),)
    ]
    whole = all(force[side].tells_torque for side in SIDES)
    weight = rider.mass_kg * GRAVITY_M_S2
    solved, report = coordinate(
        problems,
        None if whole else riding.power_w,
        weight,
        rider.coordination,
        activation_dynamics,
        trunk_weight(riding.torso_angle, rider.torso_m, weight),
        wishes,
    )
    left, right = (leg_stroke(p, c) for p, c in zip(problems, solved, strict=True))
    elapsed = perf_counter() - began
    stroke = Stroke(rider, bicycle, riding, posture, left, right, report, elapsed)
    return InverseStroke(stroke, motions, _reserve_share((left, right)))


def _problem_of(rider: Rider, leg: Leg, riding: Riding, motion: MeasuredMotion) -> LegProblem:
    """What the muscles of a leg that moves as measured have to do, the hip's own movement counted in."""
    return leg_problem(
        motion.cycle,
        leg_dynamics(motion.cycle),
        scale_muscles(leg, rider.height_m, rider.mass_kg, rider.hip_width_m),
        rider.coordination,
        riding.cue,
        pattern_hip_line=riding.pattern_hip_line,
    )


def _held(problem: LegProblem, force: MeasuredForce) -> list[Rows]:
    """The rows that hold what was measured; forces of the foot on the pedal are turned round."""
    rows = []
    if force.crank_torque is not None:
        rows.append(measured_crank_torque(problem, force.crank_torque))
    for component, values in ((FORE_AFT, force.fore_aft), (VERTICAL, force.vertical)):
        if values is not None:
            rows.append(measured_force(problem, component, -values))
    if force.outward is not None:
        rows.append(measured_force(problem, ACROSS, force.outward))
    return rows


def _reserve_share(legs: tuple[LegStroke, ...]) -> dict[str, float]:
    """The largest reserve moment of each joint over its peak moment, of the worse leg."""
    found = {}
    for joint, columns in JOINTS.items():
        found[joint] = max(
            float(
                np.abs(leg.coordination.reserve[:, columns]).max()
                / max(np.abs(leg.joint_moment[:, columns]).max(), 1e-9)
            )
            for leg in legs
        )
    return found
