"""What a forward ride's record tells: crank torque by momentum balance, cleat gaps, energies."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from rider_models.arrays import Array, Indices, Joint
from rider_models.skeleton import Vector
from sim.bullet import GRAVITY_M_S2, BulletLeg, PedallerState
from sim.forward.muscle_drive import MuscleDrive
from sim.forward.run import Energies, ForwardRun
from sim.kinematics import LegCycle, pedal_path
from sim.leg_kinematics import LegPose, pose_leg
from sim.passive_joints import passive_joint_moments
from sim.stroke import Stroke

WINDOW_STEPS = 5
"""Steps over which one momentum balance is drawn: 5 ms, some 3 deg of the crank at 90 rpm."""

_MIRROR = np.array([1.0, -1.0, 1.0])


class Record:
    """State and moments of every step of a ride; the resistance torque (Nm) and the crank inertia."""

    def __init__(
        self, n_steps: int, resistance: float, crank_inertia_kg_m2: float, step_s: float
    ) -> None:
        self.resistance = resistance
        self.crank_inertia = crank_inertia_kg_m2
        self.step_s = step_s
        self.angles = np.zeros((n_steps + 1, 2, 6))
        self.velocity = np.zeros((n_steps + 1, 2, 6))
        self.crank_angle = np.zeros(n_steps + 1)
        self.crank_speed = np.zeros(n_steps + 1)
        self.moments = np.zeros((n_steps, 2, 6))
        self.knee_push = np.zeros((n_steps, 2, 3))

    def keep(self, i: int, state: PedallerState, moments: Array, side: str, pushed: Vector) -> None:
        """Keep the state before step i and what acts during it."""
        self._keep_state(i, state)
        self.moments[i] = moments
        right = side == "right"
        self.knee_push[i, int(right)] = np.array(pushed) * (1.0 if right else _MIRROR)

    def keep_last(self, state: PedallerState) -> None:
        """Keep the state after the last step."""
        self._keep_state(len(self.crank_angle) - 1, state)

    def _keep_state(self, i: int, state: PedallerState) -> None:
        self.angles[i] = state.angles
        self.velocity[i] = state.velocity
        self.crank_angle[i] = state.crank_angle
        self.crank_speed[i] = state.crank_speed


def reckon(stroke: Stroke, drive: MuscleDrive, record: Record, began: float) -> ForwardRun:
    """Motion, crank torque, gaps and energies at every fifth step of a ride."""
    poses = [_pose(stroke, side, record.angles[:, side]) for side in (0, 1)]
    n_steps = len(record.moments)
    kept = np.arange(0, n_steps + 1, WINDOW_STEPS)
    gap, turn = _cleat_errors(stroke, record, poses)
    angles = record.angles[kept]
    return ForwardRun(
        time=np.asarray(kept * record.step_s, dtype=np.float64),
        crank_angle=record.crank_angle[kept],
        crank_speed=record.crank_speed[kept],
        leg_angles=angles,
        joint_angles=drive.joint_angles(angles),
        velocity=record.velocity[kept],
        crank_torque=_crank_torque(stroke, record, poses, kept),
        cleat_gap=np.maximum.reduceat(gap, kept),
        cleat_turn=np.maximum.reduceat(turn, kept),
        energies=_energies(stroke, drive, record, poses, kept),
        step_s=record.step_s,
        run_time_s=perf_counter() - began,
    )


def _cycles(stroke: Stroke) -> tuple[LegCycle, LegCycle]:
    return stroke.left.problem.cycle, stroke.right.problem.cycle


def _leg_crank_angle(record: Record, side: int) -> Array:
    """Crank angle of a leg's own crank: the left one is half a revolution off."""
    result: Array = record.crank_angle + (np.pi if side == 0 else 0.0)
    return result


def _pose(stroke: Stroke, side: int, angles: Array) -> LegPose:
    cycle = _cycles(stroke)[side]
    hip = np.array([stroke.posture.hip_x, -stroke.rider.hip_width_m / 2, stroke.posture.hip_z])
    return pose_leg(cycle.skeleton, cycle.cleat, hip, angles)


def _cleat_errors(stroke: Stroke, record: Record, poses: list[LegPose]) -> tuple[Array, Array]:
    """Spindle from pedal (m) and turn of its axis (rad) at every step, by plain kinematics."""
    gaps, turns = [], []
    for side, pose in enumerate(poses):
        pedal = pedal_path(stroke.bicycle, _leg_crank_angle(record, side))
        gaps.append(np.linalg.norm(pose.spindle - pedal, axis=1))
        turns.append(np.hypot(pose.spindle_axis[:, 0], pose.spindle_axis[:, 2]))
    return np.stack(gaps, axis=1), np.stack(turns, axis=1)


def _crank_torque(stroke: Stroke, record: Record, poses: list[LegPose], kept: Indices) -> Array:
    """Each leg's torque on the crank (n x 2, Nm), from the leg's own momentum.

    What the joint moments and a push leave over of the leg's inverse dynamics is the pedal's
    wrench on the foot. It owes nothing to how the engine reports its constraints, and the
    accelerations, taken over several steps, do not show their repairs of the gap.
    """
    first = np.maximum(kept - WINDOW_STEPS // 2, 0)
    last = np.minimum(kept + WINDOW_STEPS // 2 + 1, len(record.moments))
    first = np.minimum(first, last - 1)
    duration = ((last - first) * record.step_s)[:, None, None]
    acceleration = (record.velocity[last] - record.velocity[first]) / duration
    angles = _window_mean(record.angles, first, last)
    velocity = _window_mean(record.velocity, first, last)
    torques = []
    for side, cycle in enumerate(_cycles(stroke)):
        pushed = _push_moments(poses[side], record.knee_push[:, side])
        acting = _window_mean(record.moments[:, side] + pushed, first, last)
        spindle = np.array(cycle.cleat.from_ankle) - np.array(cycle.skeleton.links[-1].origin)
        leg = BulletLeg(cycle.skeleton)
        required = leg.inverse_dynamics(angles[:, side], velocity[:, side], acceleration[:, side])
        jacobian = leg.pedal_jacobian(angles[:, side], spindle)
        missing = (required - acting)[..., None]
        wrench = np.linalg.solve(jacobian.transpose(0, 2, 1), missing)[..., 0]
        at = _window_mean(_leg_crank_angle(record, side), first, last)
        forward, down = np.cos(at) * wrench[:, 0], -np.sin(at) * wrench[:, 2]
        torques.append(-cycle.crank_length_m * (forward + down))
    return np.stack(torques, axis=1)


def _window_mean(values: Array, first: Indices, last: Indices) -> Array:
    """Means of values[first:last] along axis 0."""
    total = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
    count = (last - first).reshape(-1, *(1,) * (values.ndim - 1))
    return np.asarray((total[last] - total[first]) / count)


def _push_moments(pose: LegPose, force: Array) -> Array:
    """Joint moments (n x 6, Nm) of forces on the knee (n x 3, N, right-leg axes)."""
    knee = pose.hinges[: len(force), 3]
    moments = np.zeros((len(force), 6))
    for j in range(3):
        arm = np.cross(pose.axes[: len(force), j], knee - pose.hinges[: len(force), j])
        moments[:, j] = (arm * force).sum(axis=1)
    return moments


def _energies(
    stroke: Stroke,
    drive: MuscleDrive,
    record: Record,
    poses: list[LegPose],
    kept: Indices,
) -> Energies:
    turned = (record.velocity[1:] + record.velocity[:-1]) / 2 * record.step_s
    joint_angles = drive.joint_angles(record.angles[:-1])
    ligaments = passive_joint_moments(joint_angles)
    muscles = record.moments - ligaments
    moved = np.stack(
        [np.diff(pose.hinges[:, Joint.KNEE_FLEXION], axis=0) for pose in poses], axis=1
    )
    crank_swing = record.crank_inertia * record.crank_speed[kept] ** 2 / 2
    return Energies(
        muscle_work=_sum_up(muscles * turned, kept),
        ligament_work=_sum_up(ligaments * turned, kept),
        push_work=_sum_up(record.knee_push * moved, kept),
        resistance_work=record.resistance * (record.crank_angle[kept] - record.crank_angle[0]),
        kinetic=crank_swing + _legs_kinetic(stroke, record, kept),
        potential=_legs_potential(stroke, poses, kept),
    )


def _sum_up(work: Array, kept: Indices) -> Array:
    """Work of every step (n x 2 x k) added up to the kept moments."""
    total = np.concatenate([[0.0], np.cumsum(work.sum(axis=(1, 2)))])
    return np.asarray(total[kept])


def _legs_kinetic(stroke: Stroke, record: Record, kept: Indices) -> Array:
    """v . M v / 2: the mass matrix times v is what an acceleration of v takes of still joints."""
    energy = np.zeros(len(kept))
    for side, cycle in enumerate(_cycles(stroke)):
        angles, velocity = record.angles[kept, side], record.velocity[kept, side]
        still = np.zeros_like(velocity)
        leg = BulletLeg(cycle.skeleton)
        weight = leg.inverse_dynamics(angles, still, still)
        momentum = leg.inverse_dynamics(angles, still, velocity) - weight
        energy += (velocity * momentum).sum(axis=1) / 2
    return energy


def _legs_potential(stroke: Stroke, poses: list[LegPose], kept: Indices) -> Array:
    energy = np.zeros(len(kept))
    for cycle, pose in zip(_cycles(stroke), poses, strict=True):
        for j, link in enumerate(cycle.skeleton.links):
            centre = pose.hinges[kept, j] + pose.rotations[kept, j] @ np.array(link.centre)
            energy += link.mass_kg * GRAVITY_M_S2 * centre[:, 2]
    return energy
