"""MuJoCo, an engine of other makers, needs the same joint moments for the same motion."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings

from rider_models.skeleton import Skeleton
from sim.dynamics import leg_dynamics
from tests.strategies import fitted_set_ups, right_cycle, seated

mujoco = pytest.importorskip("mujoco")

HINGE = 1e-9


def _text(numbers) -> str:
    return " ".join(repr(float(v)) for v in numbers)


def _mjcf(skeleton: Skeleton) -> str:
    model = ET.Element("mujoco")
    ET.SubElement(model, "compiler", angle="radian", balanceinertia="false")
    ET.SubElement(model, "option", gravity="0 0 -9.81")
    body = ET.SubElement(model, "worldbody")
    for link in skeleton.links:
        body = ET.SubElement(body, "body", name=link.name, pos=_text(link.origin))
        ET.SubElement(body, "joint", name=link.name, type="hinge", axis=_text(link.axis))
        weighs = link.mass_kg > 0
        mass, moments = (link.mass_kg, link.inertia) if weighs else (HINGE, [HINGE] * 3)
        at, inertia = _text(link.centre), _text(moments)
        ET.SubElement(body, "inertial", pos=at, mass=repr(mass), diaginertia=inertia)
    return ET.tostring(model, encoding="unicode")


def _mujoco_moments(skeleton: Skeleton, angles, velocity, acceleration) -> np.ndarray:
    model = mujoco.MjModel.from_xml_string(_mjcf(skeleton))
    data = mujoco.MjData(model)
    rows = []
    for q, v, a in zip(angles, velocity, acceleration, strict=True):
        data.qpos[:], data.qvel[:], data.qacc[:] = q, v, a
        mujoco.mj_inverse(model, data)
        rows.append(data.qfrc_inverse.copy())
    return np.array(rows)


@given(fitted_set_ups())
@settings(max_examples=5)
def test_moments_of_a_stroke_agree_with_mujoco(tables):
    cycle = right_cycle(seated(tables))
    expected = _mujoco_moments(cycle.skeleton, cycle.leg_angles, cycle.velocity, cycle.acceleration)
    scale = np.abs(expected).max(axis=0)
    difference = np.abs(leg_dynamics(cycle).required - expected).max(axis=0)
    assert (difference < 1e-4 * scale).all(), difference / scale
