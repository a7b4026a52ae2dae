"""Two legs and a crank in one PyBullet world, stepped forward in time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import MIRROR, SIDES, Array
from rider_models.skeleton import Skeleton, Vector
from rider_models.two_leg_urdf import CRANK, SLIDES, Cranks, two_leg_urdf
from sim.bullet.server import (
    free_joints,
    joint_names,
    load_urdf,
    physics_server,
    pybullet,
    quiet_output,
)

CONSTRAINT_FORCE_N = 1e5
"""More than a cleat ever carries (N, and Nm): PyBullet's default would let a sprinter's foot slip."""
ERROR_REDUCTION = 0.2
"""Share of a constraint's gap that a step closes."""


@dataclass(frozen=True)
class FootOnPedal:
    """A leg and its cleat, as a right leg's: spindle from the subtalar hinge (m), toe-out and wedge (rad).

    `pitch` and `pitch_rate` (rad, rad/s) are the pedal's turn about its spindle at the start.
    """

    skeleton: Skeleton
    spindle_in_foot: Vector
    toe_out: float
    wedge: float
    pitch: float
    pitch_rate: float


@dataclass(frozen=True, eq=False)
class PedallerState:
    """Leg angles and velocities (2 x 6, left and right; rad, rad/s), the right crank's (rad, rad/s), and the hips.

    `hip` and `hip_velocity` (2 x 3; m, m/s) are how far each hip is from its mean place, and how fast it moves;
    `hip_push` (2 x 3, N) is the force that moved it so in the last step.
    """

    angles: Array
    velocity: Array
    crank_angle: float
    crank_speed: float
    hip: Array
    hip_velocity: Array
    hip_push: Array


class BulletPedaller:
    """Two legs clipped to the pedals of a crank; a context manager that clears them away.

    Each cleat is a fixed constraint between foot and pedal, and the pedal a hinge on the crank:
    so the cleat carries three forces and the moments of roll and yaw, and no other. The twelve
    equations of both cleats are solved directly (Dantzig); PyBullet's usual sweeps take longer
    and leave a rest.
    """

    def __init__(
        self,
        left: FootOnPedal,
        right: FootOnPedal,
        hip: Vector,
        cranks: Cranks,
        start: PedallerState,
        step_s: float,
    ) -> None:
        self._feet = (left, right)
        self._client = physics_server()
        urdf = two_leg_urdf(left.skeleton, right.skeleton, hip, cranks)
        self._body = load_urdf(urdf, self._client)
        try:
            self._prepare(start, step_s)
        except RuntimeError:
            self.__exit__()
            raise

    @property
    def state(self) -> PedallerState:
        """Where the legs and the crank are now."""
        states = pybullet.getJointStates(self._body, self._told, physicsClientId=self._client)
        place, speed, _ = moving = np.array([(at, rate, push) for at, rate, _, push in states]).T
        hip = np.zeros((3, 2, 3))
        hip[:, :, ::2] = moving[:, 13:].reshape(3, 2, 2)
        return PedallerState(
            angles=place[:12].reshape(2, 6),
            velocity=speed[:12].reshape(2, 6),
            crank_angle=float(place[12]),
            crank_speed=float(speed[12]),
            hip=hip[0],
            hip_velocity=hip[1],
            hip_push=hip[2],
        )

    def step(self, moments: Array, crank_torque: float, hip: Array, hip_velocity: Array) -> None:
        """One step under joint moments (2 x 6, Nm) and a torque on the crank (Nm, driving +).

        Each hip is brought to a place from its mean one (2 x 3, m) and to a velocity (2 x 3, m/s), whatever force that
        takes.
        """
        pybullet.setJointMotorControlArray(
            self._body,
            self._slides,
            pybullet.POSITION_CONTROL,
            targetPositions=hip[:, ::2].ravel().tolist(),
            targetVelocities=hip_velocity[:, ::2].ravel().tolist(),
            forces=[CONSTRAINT_FORCE_N] * 4,
            positionGains=[ERROR_REDUCTION] * 4,
            velocityGains=[1.0] * 4,
            physicsClientId=self._client,
        )
        pybullet.setJointMotorControlArray(
            self._body,
            self._read,
            pybullet.TORQUE_CONTROL,
            forces=[*moments.ravel().tolist(), crank_torque],
            physicsClientId=self._client,
        )
        pybullet.stepSimulation(physicsClientId=self._client)

    def push_knee(self, side: str, force: Vector) -> None:
        """Push a knee with a force (N, bicycle axes) during the next step."""
        link = self._joints[f"{side}_knee_flexion"]
        knee = pybullet.getLinkState(
            self._body, link, computeForwardKinematics=1, physicsClientId=self._client
        )[4]
        pybullet.applyExternalForce(
            self._body, link, list(force), knee, pybullet.WORLD_FRAME, physicsClientId=self._client
        )

    def __enter__(self) -> BulletPedaller:
        return self

    def __exit__(self, *failure: object) -> None:
        pybullet.resetSimulation(physicsClientId=self._client)

    def _prepare(self, start: PedallerState, step_s: float) -> None:
        names = joint_names(self._body, self._client)
        self._joints = {name: j for j, name in enumerate(names)}
        links = {
            self._joints[f"{side}_{link.name}"]: link
            for side, foot in zip(SIDES, self._feet, strict=True)
            for link in foot.skeleton.links
        }
        self._read = [*links, self._joints[CRANK]]
        self._slides = [self._joints[f"{side}_{slide}"] for side in SIDES for slide in SLIDES]
        self._told = [*self._read, *self._slides]
        free_joints(self._body, links, self._client)
        with quiet_output():
            pybullet.setPhysicsEngineParameter(
                fixedTimeStep=step_s,
                numSubSteps=0,
                erp=ERROR_REDUCTION,
                globalCFM=0.0,
                constraintSolverType=pybullet.CONSTRAINT_SOLVER_LCP_DANTZIG,
                physicsClientId=self._client,
            )
        self._place(start)
        for side, foot in zip(SIDES, self._feet, strict=True):
            self._clip_in(side, foot)

    def _place(self, start: PedallerState) -> None:
        angles = [*start.angles.ravel().tolist(), start.crank_angle]
        speeds = [*start.velocity.ravel().tolist(), start.crank_speed]
        pedals = [self._joints[f"{side}_pedal"] for side in SIDES]
        angles += [foot.pitch - start.crank_angle for foot in self._feet]
        speeds += [foot.pitch_rate - start.crank_speed for foot in self._feet]
        angles += start.hip[:, ::2].ravel().tolist()
        speeds += start.hip_velocity[:, ::2].ravel().tolist()
        joints = [*self._read, *pedals, *self._slides]
        for joint, angle, speed in zip(joints, angles, speeds, strict=True):
            pybullet.resetJointState(self._body, joint, angle, speed, physicsClientId=self._client)

    def _clip_in(self, side: str, foot: FootOnPedal) -> None:
        """Fix the foot to the pedal; PyBullet counts from the foot's centre of mass."""
        link = foot.skeleton.links[-1]
        point = np.array(foot.spindle_in_foot) - np.array(link.centre)
        toe_out, wedge = foot.toe_out, foot.wedge
        if side == "left":
            point, toe_out, wedge = point * MIRROR, -toe_out, -wedge
        constraint = pybullet.createConstraint(
            self._body,
            self._joints[f"{side}_{link.name}"],
            self._body,
            self._joints[f"{side}_pedal"],
            pybullet.JOINT_FIXED,
            [0.0, 0.0, 0.0],
            point.tolist(),
            [0.0, 0.0, 0.0],
            pybullet.getQuaternionFromEuler([-wedge, 0.0, toe_out]),
            [0.0, 0.0, 0.0, 1.0],
            physicsClientId=self._client,
        )
        pybullet.changeConstraint(
            constraint, maxForce=CONSTRAINT_FORCE_N, physicsClientId=self._client
        )
