"""URDF text of a leg, for PyBullet, from the same skeleton that everything else uses."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from functools import lru_cache

from rider_models.skeleton import Skeleton, Vector

HINGE_MASS_KG = 1e-9
"""Hinges between two axes of one joint weigh nothing; zero would make PyBullet substitute 1 kg."""


@lru_cache(maxsize=16)
def leg_urdf(skeleton: Skeleton) -> str:
    """URDF of the leg hanging from a fixed pelvis; joints carry the names of the joint angles."""
    robot = ET.Element("robot", name="leg")
    ET.SubElement(robot, "link", name="pelvis")
    _inertial(robot[0], (0.0, 0.0, 0.0), 1.0, (1.0, 1.0, 1.0))
    parent = "pelvis"
    for link in skeleton.links:
        element = ET.SubElement(robot, "link", name=f"{link.name}_link")
        tiny = HINGE_MASS_KG
        if link.mass_kg > 0:
            _inertial(element, link.centre, link.mass_kg, link.inertia)
        else:
            _inertial(element, (0.0, 0.0, 0.0), tiny, (tiny, tiny, tiny))
        joint = ET.SubElement(robot, "joint", name=link.name, type="continuous")
        ET.SubElement(joint, "parent", link=parent)
        ET.SubElement(joint, "child", link=f"{link.name}_link")
        ET.SubElement(joint, "origin", xyz=text_of(link.origin), rpy="0 0 0")
        ET.SubElement(joint, "axis", xyz=text_of(link.axis))
        ET.SubElement(joint, "dynamics", damping="0", friction="0")
        parent = f"{link.name}_link"
    return urdf_text(robot)


def urdf_text(robot: ET.Element) -> str:
    """The text of a robot, a line for each element.

    PyBullet 3.2.7 breaks lines of more than 8191 bytes wherever they are, in names and numbers too.
    """
    ET.indent(robot)
    return ET.tostring(robot, encoding="unicode")


def _inertial(link: ET.Element, centre: Vector, mass: float, inertia: Vector) -> None:
    element = ET.SubElement(link, "inertial")
    ET.SubElement(element, "origin", xyz=text_of(centre), rpy="0 0 0")
    ET.SubElement(element, "mass", value=repr(mass))
    ixx, iyy, izz = (repr(v) for v in inertia)
    ET.SubElement(element, "inertia", ixx=ixx, ixy="0", ixz="0", iyy=iyy, iyz="0", izz=izz)


def text_of(vector: Vector) -> str:
    """Return a vector as URDF writes it: its numbers in full, blanks between."""
    return " ".join(repr(v) for v in vector)
