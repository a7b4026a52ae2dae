"""The open leg stepped forward by PyBullet and by MuJoCo, from the same state under the same moments."""

from dataclasses import dataclass

import numpy as np
import pytest

from rider_models.urdf import leg_urdf
from sim.bullet.server import free_joints, load_urdf, physics_server, pybullet
from sim.dynamics import leg_dynamics
from sim.kinematics import LegCycle
from tests.strategies import right_cycle, seated

mujoco = pytest.importorskip("mujoco")

from tests.sim.mujoco_leg import mujoco_leg  # noqa: E402

DURATION_S = 0.1
STEPS = (100, 200, 400, 800)
JOINTS = list(range(6))


@dataclass(frozen=True)
class Start:
    """Angles and velocities of a leg (6, rad, rad/s), and the moments it is left to (6, Nm)."""

    cycle: LegCycle
    angles: np.ndarray
    velocity: np.ndarray
    moments: np.ndarray


@pytest.fixture(scope="module", params=[4, 23, 51])
def start(request) -> Start:
    cycle, k = right_cycle(seated(cadence_rpm=110.0)), request.param
    shove = np.array([5.0, -1.0, 0.5, -3.0, 1.0, 0.2])
    moments = leg_dynamics(cycle).required[k] + shove
    return Start(cycle, cycle.leg_angles[k], cycle.velocity[k], moments)


def _by_bullet(start: Start, steps: int) -> np.ndarray:
    client, links = physics_server(), start.cycle.skeleton.links
    body = load_urdf(leg_urdf(start.cycle.skeleton), client)
    free_joints(body, dict(enumerate(links)), client)
    before = pybullet.getPhysicsEngineParameters(physicsClientId=client)["fixedTimeStep"]
    pybullet.setTimeStep(DURATION_S / steps, physicsClientId=client)
    for j in JOINTS:
        at = (start.angles[j], start.velocity[j])
        pybullet.resetJointState(body, j, *at, physicsClientId=client)
    for _ in range(steps):
        pybullet.setJointMotorControlArray(
            body,
            JOINTS,
            pybullet.TORQUE_CONTROL,
            forces=start.moments.tolist(),
            physicsClientId=client,
        )
        pybullet.stepSimulation(physicsClientId=client)
    states = pybullet.getJointStates(body, JOINTS, physicsClientId=client)
    pybullet.resetSimulation(physicsClientId=client)
    pybullet.setTimeStep(before, physicsClientId=client)
    return np.array([state[0] for state in states])


def _by_mujoco(start: Start, steps: int, integrator: str) -> np.ndarray:
    model = mujoco_leg(start.cycle.skeleton)
    model.opt.timestep = DURATION_S / steps
    model.opt.integrator = getattr(mujoco.mjtIntegrator, f"mjINT_{integrator}")
    data = mujoco.MjData(model)
    data.qpos[:], data.qvel[:] = start.angles, start.velocity
    for _ in range(steps):
        data.qfrc_applied[:] = start.moments
        mujoco.mj_step(model, data)
    return data.qpos.copy()


def test_both_engines_take_the_same_steps(start):
    """Both step velocity first, then angle: what is left is rounding, though the leg swings by 40 deg."""
    assert np.abs(_by_bullet(start, 100) - start.angles).max() > np.deg2rad(20)
    for steps in STEPS:
        stepped = _by_bullet(start, steps)
        assert np.abs(stepped - _by_mujoco(start, steps, "EULER")).max() < 1e-10


def test_bullet_closes_in_on_mujocos_fourth_order_answer_in_step_with_the_time_step(start):
    """The error of a first-order step halves with the step, down to nothing but the step's own error."""
    exact = _by_mujoco(start, 2000, "RK4")
    assert np.abs(_by_mujoco(start, 1000, "RK4") - exact).max() < 1e-9
    errors = np.array([np.abs(_by_bullet(start, n) - exact).max() for n in STEPS])
    assert errors[0] < 0.02
    assert errors[1:] / errors[:-1] == pytest.approx(0.5, abs=0.05)
