"""MuJoCo, an engine of other makers, needs the same joint moments for the same motion."""

import numpy as np
import pytest
from hypothesis import given, settings

from rider_models.skeleton import Skeleton
from sim.dynamics import leg_dynamics
from tests.strategies import fitted_set_ups, hip_acceleration, right_cycle, seated

mujoco = pytest.importorskip("mujoco")

from tests.sim.mujoco_leg import mujoco_leg  # noqa: E402


def _mujoco_moments(skeleton: Skeleton, angles, velocity, acceleration, of_hip) -> np.ndarray:
    """A hip that is accelerated is one at rest where gravity is less by that acceleration."""
    model = mujoco_leg(skeleton)
    data = mujoco.MjData(model)
    rows = []
    for q, v, a, hip in zip(angles, velocity, acceleration, of_hip, strict=True):
        model.opt.gravity[:] = [0.0, 0.0, -9.81] - hip
        data.qpos[:], data.qvel[:], data.qacc[:] = q, v, a
        mujoco.mj_inverse(model, data)
        rows.append(data.qfrc_inverse.copy())
    return np.array(rows)


@given(fitted_set_ups())
@settings(max_examples=5)
def test_moments_of_a_stroke_agree_with_mujoco(tables):
    on_bike = seated(tables)
    cycle = right_cycle(on_bike)
    motion = (cycle.leg_angles, cycle.velocity, cycle.acceleration)
    expected = _mujoco_moments(cycle.skeleton, *motion, hip_acceleration(on_bike, cycle))
    scale = np.abs(expected).max(axis=0)
    difference = np.abs(leg_dynamics(cycle).required - expected).max(axis=0)
    assert (difference < 1e-4 * scale).all(), difference / scale
