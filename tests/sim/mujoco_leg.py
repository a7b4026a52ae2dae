"""The open leg in MuJoCo (MJCF), built from the skeleton as its URDF is."""

import xml.etree.ElementTree as ET

import mujoco

from rider_models.skeleton import Skeleton

HINGE = 1e-9


def mujoco_leg(skeleton: Skeleton) -> mujoco.MjModel:
    """A right leg hanging from a fixed pelvis, without damping, friction or contact."""
    model = ET.Element("mujoco")
    ET.SubElement(model, "compiler", angle="radian", balanceinertia="false")
    option = ET.SubElement(model, "option", gravity="0 0 -9.81")
    ET.SubElement(option, "flag", contact="disable")
    body = ET.SubElement(model, "worldbody")
    for link in skeleton.links:
        body = ET.SubElement(body, "body", name=link.name, pos=_text(link.origin))
        ET.SubElement(body, "joint", name=link.name, type="hinge", axis=_text(link.axis))
        weighs = link.mass_kg > 0
        mass, moments = (link.mass_kg, link.inertia) if weighs else (HINGE, [HINGE] * 3)
        at, inertia = _text(link.centre), _text(moments)
        ET.SubElement(body, "inertial", pos=at, mass=repr(mass), diaginertia=inertia)
    return mujoco.MjModel.from_xml_string(ET.tostring(model, encoding="unicode"))


def _text(numbers) -> str:
    return " ".join(repr(float(v)) for v in numbers)
