"""What a forward ride's record tells: crank torque by momentum balance, cleat gaps, energies."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from rider_models.arrays import MIRROR, Array, Indices
from rider_models.skeleton import Vector
from sim.bullet import GRAVITY_M_S2, BulletLeg, PedallerState
from sim.dynamics import moments_of_hip, momentum_of_turning
from sim.forward.muscle_drive import MuscleDrive
from sim.forward.run import Energies, ForwardRun
from sim.kinematics import LegCycle, pedal_path
from sim.leg_kinematics import LegPose, moved, pose_leg
from sim.passive_joints import passive_joint_moments
from sim.stroke import Stroke

BLOCK_STEPS = 5000
MARGIN_STEPS = 5
"""Steps reckoned at once: 5 s of riding, some 20 MB; and steps before and after them that stay at hand."""
WINDOW_STEPS = 5
"""Steps over which one momentum balance is drawn: 5 ms, some 3 deg of the crank at 90 rpm."""
MOST_MOMENTS = 20_000
"""Moments kept of a ride: every fifth step of 100 s, some 20 MB; longer rides keep fewer of each second."""


class Record:
    """State and moments of the steps of a ride, a block at a time; resistance (Nm) and crank inertia.

    Steps before the block's first and after its last stay at hand as far as a momentum balance
    reaches, so that a ride of any length is reckoned with the memory of one block.
    """

    def __init__(self, resistance: float, crank_inertia_kg_m2: float, step_s: float) -> None:
        self.resistance = resistance
        self.crank_inertia = crank_inertia_kg_m2
        self.step_s = step_s
        self.begin = 0
        """The step at place 0."""
        self.count = 0
        """Steps held; states are one more once the ride has ended."""
        room = BLOCK_STEPS + 2 * MARGIN_STEPS
        self._states = {
            "angles": np.zeros((room + 1, 2, 6)),
            "velocity": np.zeros((room + 1, 2, 6)),
            "crank_angle": np.zeros(room + 1),
            "crank_speed": np.zeros(room + 1),
            "hip": np.zeros((room + 1, 2, 3)),
            "hip_velocity": np.zeros((room + 1, 2, 3)),
            "hip_push": np.zeros((room + 1, 2, 3)),
        }
        self._acts = {"moments": np.zeros((room, 2, 6)), "knee_push": np.zeros((room, 2, 3))}
        self._room = room

    @property
    def full(self) -> bool:
        """Whether a block has to be reckoned before another step is kept."""
        return self.count == self._room

    def keep(self, state: PedallerState, moments: Array, side: str, pushed: Vector) -> None:
        """Keep the state before a step and what acts during it."""
        self._keep_state(state)
        self._acts["moments"][self.count] = moments
        right = side == "right"
        push = self._acts["knee_push"][self.count]
        push[:] = 0.0
        push[int(right)] = np.array(pushed) * (1.0 if right else MIRROR)
        self.count += 1

    def keep_last(self, state: PedallerState) -> None:
        """Keep the state after the last step."""
        self._keep_state(state)

    def held(self, ended: bool) -> Held:
        """The steps held, and their states with that after the last one where the ride has ended."""
        n = self.count
        states = {name: values[: n + ended] for name, values in self._states.items()}
        return Held(**states, **{name: values[:n] for name, values in self._acts.items()})

    def forget(self, steps: int) -> None:
        """Let go of the first steps held."""
        for values in (*self._states.values(), *self._acts.values()):
            values[: self.count - steps] = values[steps : self.count].copy()
        self.begin += steps
        self.count -= steps

    def _keep_state(self, state: PedallerState) -> None:
        for name, values in self._states.items():
            values[self.count] = getattr(state, name)


@dataclass(frozen=True, eq=False)
class Held:
    """States (n or n + 1) and acting moments (n) of n steps in a row, legs in the order left, right."""

    angles: Array
    velocity: Array
    crank_angle: Array
    crank_speed: Array
    hip: Array
    hip_velocity: Array
    hip_push: Array
    moments: Array
    knee_push: Array


def steps_between_moments(steps: int) -> int:
    """Every how many steps of a ride a moment is kept: five, or as many as keep `MOST_MOMENTS` or fewer.

    A block holds a whole number of them, so that they are evenly spaced over the ride.
    """
    fitting = (n for n in range(WINDOW_STEPS, BLOCK_STEPS, WINDOW_STEPS) if BLOCK_STEPS % n == 0)
    return next((n for n in fitting if steps / n <= MOST_MOMENTS), BLOCK_STEPS)


class Reckoner:
    """Motion, crank torque, gaps and energies at a ride's moments kept, reckoned block by block."""

    def __init__(self, stroke: Stroke, drive: MuscleDrive, record: Record, every: int) -> None:
        """`every` so many steps a moment is kept."""
        self._stroke, self._drive, self._record = stroke, drive, record
        self._every = every
        self._parts: list[dict[str, Array]] = []
        self._works = np.zeros(4)
        self._done = 0

    def reckon(self, ended: bool = False) -> None:
        """Reckon the block held, or all that is left where the ride has ended; let go of it."""
        record = self._record
        held = record.held(ended)
        steps = len(held.moments)
        start = self._done - record.begin
        end = steps + 1 if ended else start + BLOCK_STEPS
        kept = np.arange(start, end, self._every)
        poses = [
            _pose(self._stroke, side, held.angles[:, side], held.hip[:, side]) for side in (0, 1)
        ]
        gap, turn = _cleat_errors(self._stroke, held, poses)
        works = _works(self._drive, record, held, poses)
        before = self._works - works[start]
        self._parts.append(
            {
                "moment": (kept + record.begin).astype(np.float64),
                "crank_angle": held.crank_angle[kept],
                "crank_speed": held.crank_speed[kept],
                "leg_angles": held.angles[kept],
                "velocity": held.velocity[kept],
                "hip": held.hip[kept],
                "hip_velocity": held.hip_velocity[kept],
                **_balances(record, held, poses, kept),
                "cleat_gap": np.maximum.reduceat(gap[:end], kept),
                "cleat_turn": np.maximum.reduceat(turn[:end], kept),
                "works": works[kept] + before,
                "potential": _legs_potential(self._stroke, poses, kept),
            }
        )
        if not ended:
            self._works = works[end] + before
            self._done += BLOCK_STEPS
            record.forget(self._done - record.begin - MARGIN_STEPS)

    def run(self, began: float) -> ForwardRun:
        """The whole ride, which took from a moment of the performance counter on."""
        names = list(self._parts[0])
        whole = {name: np.concatenate([part.pop(name) for part in self._parts]) for name in names}
        record = self._record
        # only now that the world is gone: a leg's inverse dynamics wants one of its own
        crank_torque = _crank_torque(self._stroke, whole)
        kinetic = record.crank_inertia * whole["crank_speed"] ** 2 / 2
        kinetic = kinetic + _legs_kinetic(self._stroke, whole)
        turned = whole["crank_angle"] - whole["crank_angle"][0]
        muscles, ligaments, push, hips = whole["works"].T
        return ForwardRun(
            time=np.asarray(whole["moment"] * record.step_s, dtype=np.float64),
            crank_angle=whole["crank_angle"],
            crank_speed=whole["crank_speed"],
            leg_angles=whole["leg_angles"],
            joint_angles=self._drive.joint_angles(whole["crank_angle"], whole["leg_angles"]),
            velocity=whole["velocity"],
            crank_torque=crank_torque,
            cleat_gap=whole["cleat_gap"],
            cleat_turn=whole["cleat_turn"],
            energies=Energies(
                muscle_work=muscles,
                ligament_work=ligaments,
                push_work=push,
                hip_work=hips,
                resistance_work=record.resistance * turned,
                kinetic=kinetic,
                potential=whole["potential"],
            ),
            step_s=record.step_s,
            run_time_s=perf_counter() - began,
        )


def _cycles(stroke: Stroke) -> tuple[LegCycle, LegCycle]:
    return stroke.left.problem.cycle, stroke.right.problem.cycle


def _leg_crank_angle(held: Held, side: int) -> Array:
    """Crank angle of a leg's own crank: the left one is half a revolution off."""
    result: Array = held.crank_angle + (np.pi if side == 0 else 0.0)
    return result


def _pose(stroke: Stroke, side: int, angles: Array, away: Array) -> LegPose:
    """A leg at angles (n x 6, rad), its hip a way (n x 3, m) from its mean place."""
    cycle = _cycles(stroke)[side]
    hip = np.array([stroke.posture.hip_x, -stroke.rider.hip_width_m / 2, stroke.posture.hip_z])
    return moved(pose_leg(cycle.skeleton, cycle.cleat, hip, angles), away)


def _cleat_errors(stroke: Stroke, held: Held, poses: list[LegPose]) -> tuple[Array, Array]:
    """Spindle from pedal (m) and turn of its axis (rad) at every step, by plain kinematics."""
    gaps, turns = [], []
    for side, pose in enumerate(poses):
        pedal = pedal_path(stroke.bicycle, _leg_crank_angle(held, side))
        gaps.append(np.linalg.norm(pose.spindle - pedal, axis=1))
        turns.append(np.hypot(pose.spindle_axis[:, 0], pose.spindle_axis[:, 2]))
    return np.stack(gaps, axis=1), np.stack(turns, axis=1)


def _balances(record: Record, held: Held, poses: list[LegPose], kept: Indices) -> dict[str, Array]:
    """What a leg's momentum balance is drawn from: means over a few steps around each kept one.

    Angles, velocity, acceleration and acting moments n x 2 x 6, the legs' own crank angles n x 2.
    """
    first = np.maximum(kept - WINDOW_STEPS // 2, 0)
    last = np.minimum(kept + WINDOW_STEPS // 2 + 1, len(held.velocity) - 1)
    first = np.minimum(first, last - 1)
    duration = ((last - first) * record.step_s)[:, None, None]
    pushed = np.stack(
        [_push_moments(pose, held.knee_push[:, side]) for side, pose in enumerate(poses)], axis=1
    )
    cranks = np.stack([_leg_crank_angle(held, side) for side in (0, 1)], axis=1)
    return {
        "mean_angles": _window_mean(held.angles, first, last),
        "mean_velocity": _window_mean(held.velocity, first, last),
        "acceleration": (held.velocity[last] - held.velocity[first]) / duration,
        "mean_hip": _window_mean(held.hip, first, last),
        "hip_acceleration": (held.hip_velocity[last] - held.hip_velocity[first]) / duration,
        "acting": _window_mean(held.moments + pushed, first, last),
        "mean_crank": _window_mean(cranks, first, last),
    }


def _crank_torque(stroke: Stroke, whole: dict[str, Array]) -> Array:
    """Each leg's torque on the crank (n x 2, Nm), from the leg's own momentum.

    What the joint moments and a push leave over of the leg's inverse dynamics is the pedal's
    wrench on the foot. It owes nothing to how the engine reports its constraints, and the
    accelerations, taken over several steps, do not show their repairs of the gap.
    """
    torques = np.zeros((len(whole["moment"]), 2))
    for side, cycle in enumerate(_cycles(stroke)):
        spindle = np.array(cycle.cleat.from_ankle) - np.array(cycle.skeleton.links[-1].origin)
        leg = BulletLeg(cycle.skeleton)
        for block in _blocks(len(torques)):
            angles = whole["mean_angles"][block, side]
            required = leg.inverse_dynamics(
                angles, whole["mean_velocity"][block, side], whole["acceleration"][block, side]
            )
            pose = _pose(stroke, side, angles, whole["mean_hip"][block, side])
            required += moments_of_hip(pose, cycle.skeleton, whole["hip_acceleration"][block, side])
            jacobian = leg.pedal_jacobian(angles, spindle)
            missing = (required - whole["acting"][block, side])[..., None]
            wrench = np.linalg.solve(jacobian.transpose(0, 2, 1), missing)[..., 0]
            at = whole["mean_crank"][block, side]
            forward, down = np.cos(at) * wrench[:, 0], -np.sin(at) * wrench[:, 2]
            torques[block, side] = -cycle.crank_length_m * (forward + down)
    return torques


def _blocks(count: int) -> list[slice]:
    return [slice(low, low + BLOCK_STEPS) for low in range(0, count, BLOCK_STEPS)]


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


def _works(drive: MuscleDrive, record: Record, held: Held, poses: list[LegPose]) -> Array:
    """Work of muscles, ligaments, a push and the hips' drive from the first step held to each state (J, n x 4)."""
    states = len(held.velocity)
    n = min(len(held.moments), states - 1)
    turned = (held.velocity[1 : n + 1] + held.velocity[:n]) / 2 * record.step_s
    joints = drive.joint_angles(held.crank_angle[: n + 1], held.angles[: n + 1])
    # what the pelvis tilts meanwhile (n x 2 x 6) its drive does, on which the hips' moments pull
    tilted = np.diff(joints - held.angles[: n + 1], axis=0)
    ligaments = passive_joint_moments(joints[:n])
    muscles = held.moments[:n] - ligaments
    carried = np.stack([np.diff(pose.hinges[: n + 1, 3], axis=0) for pose in poses], axis=1)
    done = np.stack(
        [
            (muscles * (turned + tilted)).sum(axis=(1, 2)),
            (ligaments * (turned + tilted)).sum(axis=(1, 2)),
            (held.knee_push[:n] * carried).sum(axis=(1, 2)),
            (held.hip_push[1 : n + 1] * np.diff(held.hip[: n + 1], axis=0)).sum(axis=(1, 2))
            - (held.moments[:n] * tilted).sum(axis=(1, 2)),
        ],
        axis=1,
    )
    return np.concatenate([np.zeros((1, 4)), np.cumsum(done, axis=0)])


def _legs_kinetic(stroke: Stroke, whole: dict[str, Array]) -> Array:
    """v . M v / 2, and the moving hip's share: the mass matrix times v is what accelerating still joints by v takes."""
    energy = np.zeros(len(whole["moment"]))
    for side, cycle in enumerate(_cycles(stroke)):
        leg = BulletLeg(cycle.skeleton)
        mass = sum(link.mass_kg for link in cycle.skeleton.links)
        for block in _blocks(len(energy)):
            angles = whole["leg_angles"][block, side]
            velocity = whole["velocity"][block, side]
            still = np.zeros_like(velocity)
            weight = leg.inverse_dynamics(angles, still, still)
            momentum = leg.inverse_dynamics(angles, still, velocity) - weight
            energy[block] += (velocity * momentum).sum(axis=1) / 2
            hip = whole["hip_velocity"][block, side]
            pose = _pose(stroke, side, angles, whole["hip"][block, side])
            turning = momentum_of_turning(pose, cycle.skeleton) * velocity[..., None]
            energy[block] += (hip * (turning.sum(axis=1) + mass / 2 * hip)).sum(axis=1)
    return energy


def _legs_potential(stroke: Stroke, poses: list[LegPose], kept: Indices) -> Array:
    energy = np.zeros(len(kept))
    for cycle, pose in zip(_cycles(stroke), poses, strict=True):
        for j, link in enumerate(cycle.skeleton.links):
            centre = pose.hinges[kept, j] + pose.rotations[kept, j] @ np.array(link.centre)
            energy += link.mass_kg * GRAVITY_M_S2 * centre[:, 2]
    return energy
