"""URDF text of two legs hanging from a bicycle frame and a crank with two pedals, for PyBullet."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace

from rider_models.skeleton import Link, Skeleton, Vector
from rider_models.urdf import HINGE_MASS_KG, text_of, urdf_text

PEDAL_MASS_KG = 0.1
"""What turns on the axle of a road pedal: 110 to 160 g less some 50 for the axle (makers' weights, the axle's a guess).
The two pedals hang in balance; their swing about the crank axis counts as crank inertia."""
PEDAL_INERTIA_KG_M2 = 1e-4
"""Of the pedal about its own axle (a guess, of no account)."""

CRANK = "crank"
SLIDES = ("hip_fore", "hip_up")
"""Joints on which a hip, and the leg with it, slides forward and up: of a pelvis that bounces, rolls and turns."""
_CRANK_MASS_KG = 1.0
"""Of no account: the cranks turn about a fixed axis through their centre, with the inertia given."""


@dataclass(frozen=True)
class Cranks:
    """Crank length and distance of the pedals' middles (m), inertia about the crank axis (kg m2).

    The inertia is that of everything that turns with the cranks: on the road, the bicycle's and
    rider's mass seen through the gear.
    """

    length_m: float
    stance_width_m: float
    inertia_kg_m2: float


def mirrored(skeleton: Skeleton) -> Skeleton:
    """The left leg that is a right leg's mirror image, its joint angles meaning the same.

    Points are mirrored in the plane y = 0; hinge axes, being pseudovectors, change sign besides.
    Principal moments of inertia stay.
    """
    links = tuple(
        replace(
            link,
            axis=(-link.axis[0], link.axis[1], -link.axis[2]),
            origin=_mirrored_point(link.origin),
            centre=_mirrored_point(link.centre),
        )
        for link in skeleton.links
    )
    return replace(skeleton, links=links, ball_from_ankle=_mirrored_point(skeleton.ball_from_ankle))


def two_leg_urdf(left: Skeleton, right: Skeleton, hip: Vector, cranks: Cranks) -> str:
    """URDF of both legs (given as right legs) and the cranks on one fixed frame.

    `hip` is the right hip centre's mean place from the bottom bracket. Joints are named `left_hip_fore`, `left_hip_up`,
    `left_hip_flexion` ..., `crank`, `left_pedal`, `right_pedal`; the link behind a joint is `<joint>_link`. At crank
    angle 0 the right crank points up.
    """
    robot = ET.Element("robot", name="rider")
    _add_link(robot, "frame", 1.0, (0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    _add_leg(robot, "left", mirrored(left), _mirrored_point(hip))
    _add_leg(robot, "right", right, hip)
    _add_cranks(robot, cranks)
    return urdf_text(robot)


def _add_leg(robot: ET.Element, side: str, skeleton: Skeleton, hip: Vector) -> None:
    fore, up = (f"{side}_{slide}" for slide in SLIDES)
    _add_slide(robot, fore, "frame", (1.0, 0.0, 0.0))
    _add_slide(robot, up, f"{fore}_link", (0.0, 0.0, 1.0))
    parent, offset = f"{up}_link", hip
    for link in skeleton.links:
        name = f"{side}_{link.name}"
        origin = (
            link.origin[0] + offset[0],
            link.origin[1] + offset[1],
            link.origin[2] + offset[2],
        )
        _add_hinge(robot, name, parent, origin, link.axis)
        _add_segment(robot, f"{name}_link", link)
        parent, offset = f"{name}_link", (0.0, 0.0, 0.0)


def _add_segment(robot: ET.Element, name: str, link: Link) -> None:
    if link.mass_kg > 0:
        _add_link(robot, name, link.mass_kg, link.centre, link.inertia)
    else:
        _add_link_of_no_account(robot, name)


def _add_cranks(robot: ET.Element, cranks: Cranks) -> None:
    inertia = cranks.inertia_kg_m2 - 2 * PEDAL_MASS_KG * cranks.length_m**2
    lateral = (0.0, 1.0, 0.0)
    _add_hinge(robot, CRANK, "frame", (0.0, 0.0, 0.0), lateral)
    _add_link(robot, f"{CRANK}_link", _CRANK_MASS_KG, (0.0, 0.0, 0.0), (inertia, inertia, inertia))
    spin = (PEDAL_INERTIA_KG_M2, PEDAL_INERTIA_KG_M2, PEDAL_INERTIA_KG_M2)
    for side, sign in (("left", 1), ("right", -1)):
        middle = (0.0, sign * cranks.stance_width_m / 2, -sign * cranks.length_m)
        _add_hinge(robot, f"{side}_pedal", f"{CRANK}_link", middle, lateral)
        _add_link(robot, f"{side}_pedal_link", PEDAL_MASS_KG, (0.0, 0.0, 0.0), spin)


def _add_hinge(robot: ET.Element, name: str, parent: str, origin: Vector, axis: Vector) -> None:
    joint = _add_joint(robot, "continuous", name, parent, origin, axis)
    ET.SubElement(joint, "dynamics", damping="0", friction="0")


def _add_slide(robot: ET.Element, name: str, parent: str, axis: Vector) -> None:
    """A sliding joint, which others hold, and a link of no account."""
    joint = _add_joint(robot, "prismatic", name, parent, (0.0, 0.0, 0.0), axis)
    ET.SubElement(joint, "limit", lower="1", upper="-1", effort="1e6", velocity="1e3")
    _add_link_of_no_account(robot, f"{name}_link")


def _add_joint(
    robot: ET.Element, kind: str, name: str, parent: str, origin: Vector, axis: Vector
) -> ET.Element:
    joint = ET.SubElement(robot, "joint", name=name, type=kind)
    ET.SubElement(joint, "parent", link=parent)
    ET.SubElement(joint, "child", link=f"{name}_link")
    ET.SubElement(joint, "origin", xyz=text_of(origin), rpy="0 0 0")
    ET.SubElement(joint, "axis", xyz=text_of(axis))
    return joint


def _add_link_of_no_account(robot: ET.Element, name: str) -> None:
    tiny = HINGE_MASS_KG
    _add_link(robot, name, tiny, (0.0, 0.0, 0.0), (tiny, tiny, tiny))


def _add_link(robot: ET.Element, name: str, mass: float, centre: Vector, inertia: Vector) -> None:
    if not all(math.isfinite(v) and v > 0 for v in (mass, *inertia)):
        raise ValueError(f"{name} would have mass {mass} and inertia {inertia}")
    element = ET.SubElement(ET.SubElement(robot, "link", name=name), "inertial")
    ET.SubElement(element, "origin", xyz=text_of(centre), rpy="0 0 0")
    ET.SubElement(element, "mass", value=repr(mass))
    ixx, iyy, izz = (repr(v) for v in inertia)
    ET.SubElement(element, "inertia", ixx=ixx, ixy="0", ixz="0", iyy=iyy, iyz="0", izz=izz)


def _mirrored_point(point: Vector) -> Vector:
    return (point[0], -point[1], point[2])
