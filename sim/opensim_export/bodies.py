"""The rider's leg segments as the bodies of the OpenSim reference model: mass, centre and inertia.

The rider's thigh, shank and foot are de Leva's; the reference model has a kneecap of its own beside the femur,
and talus and toes beside the heel's calcn. The kneecap keeps its share of the reference model's thigh, talus and
toes get a hundredth of the foot, and femur and calcn what is left, so that together they are the rider's segment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import FOOT, SHANK, THIGH, Array
from rider_models.segment_solids import DENSITY_KG_M3
from rider_models.skeleton import Link, Skeleton
from sim.leg_kinematics import rotation_about
from sim.opensim_export.leg import ANKLE_IN_SHANK_M, KNEE_IN_SHANK_M, TO_OPENSIM, LegScale
from sim.opensim_export.sides import mirror, mirrored

PATELLA_IN_THIGH_M = np.array([-0.00239, -0.44836, 0.0])
PATELLA_TURN_RAD = -0.91799
"""Origin and turn about the knee's axis of the reference model's kneecap in its femur with the knee bent by 70 deg,
the middle of a stroke (the splines of RajagopalLaiUhlrich2023.osim): it moves by some 3 cm from there, which with its
0.1 kg is nothing to a leg's dynamics."""
TOES_IN_FOOT_M = np.array([0.1788, -0.002, 0.00108])
"""Origin of the toes in the reference model's calcn."""


@dataclass(frozen=True, eq=False)
class RigidBody:
    """Mass (kg), centre of mass (3, m) and inertia about it (3 x 3, kg m2), in the axes of a body."""

    mass_kg: float
    centre: Array
    inertia: Array


PATELLA_SHARE = 0.0862 / (9.3014 + 0.0862)
"""Kneecap over femur and kneecap, by mass (RajagopalLaiUhlrich2023.osim)."""
SHARE_OF_FOOT = 0.01
"""Talus and toes over the whole foot, by mass, each. The reference model's 6 and 14 % would leave a small woman's calcn
an inertia that no solid has, and the foot is one rigid body here, whose toes are locked: a guess without effect."""
_PATELLA_CENTRE_M = np.array([0.0018, 0.0264, 0.0])
_TALUS_CENTRE_M = np.zeros(3)
_TOES_CENTRE_M = np.array([0.0346, 0.006, -0.0175])
"""Centres of mass in the bodies (RajagopalLaiUhlrich2023.osim). Their inertias are not taken over: the talus' radius of
gyration is 100 mm there."""


def leg_segments(skeleton: Skeleton, scale: LegScale) -> dict[str, RigidBody]:
    """Thigh, shank and foot of a right leg in the axes of the model's femur, tibia and calcn.

    Femur and calcn have their origins at the hip and at the subtalar joint as the rider's thigh and foot have.
    The shank's centre lies at de Leva's share of the line from the model's knee to its ankle.
    """
    links = skeleton.links
    down = -links[SHANK].centre[2] / skeleton.shank_m
    knee, ankle = KNEE_IN_SHANK_M * scale.shank, ANKLE_IN_SHANK_M * scale.shank
    shank = _segment(links[SHANK])
    return {
        "femur": _segment(links[THIGH]),
        "tibia": RigidBody(shank.mass_kg, knee + down * (ankle - knee), shank.inertia),
        "calcn": _segment(links[FOOT]),
    }


def leg_bodies(skeleton: Skeleton, scale: LegScale, foot_scale: float) -> dict[str, RigidBody]:
    """All six bodies of a right leg of the model, by name, each in its own axes."""
    segments = leg_segments(skeleton, scale)
    thigh, foot = segments["femur"], segments["calcn"]
    patella = _ball(PATELLA_SHARE * thigh.mass_kg, _PATELLA_CENTRE_M * scale.thigh)
    talus = _ball(SHARE_OF_FOOT * foot.mass_kg, _TALUS_CENTRE_M * foot_scale)
    toes = _ball(SHARE_OF_FOOT * foot.mass_kg, _TOES_CENTRE_M * foot_scale)
    bent = rotation_about((0.0, 0.0, 1.0), np.array([PATELLA_TURN_RAD]))[0]
    on_femur = _moved(patella, PATELLA_IN_THIGH_M * scale.thigh, bent)
    at_ankle = _moved(talus, -TO_OPENSIM @ np.array(skeleton.links[FOOT].origin), np.eye(3))
    ahead = _moved(toes, TOES_IN_FOOT_M * foot_scale, np.eye(3))
    return segments | {
        "femur": _without(thigh, [on_femur]),
        "patella": patella,
        "talus": talus,
        "calcn": _without(foot, [at_ankle, ahead]),
        "toes": toes,
    }


def on_side(body: RigidBody, side: str) -> RigidBody:
    """A right leg's body as it is on the rider's "right" or "left" side: its mirror image there."""
    return RigidBody(body.mass_kg, body.centre * mirror(side), mirrored(body.inertia, side))


def _segment(link: Link) -> RigidBody:
    """A segment of the skeleton in OpenSim's axes."""
    centre, inertia = TO_OPENSIM @ np.array(link.centre), np.diag(link.inertia)
    return RigidBody(link.mass_kg, centre, TO_OPENSIM @ inertia @ TO_OPENSIM.T)


def _ball(mass_kg: float, centre: Array) -> RigidBody:
    """A small body as a ball of living tissue."""
    radius = (3 * mass_kg / (4 * np.pi * DENSITY_KG_M3["foot"])) ** (1 / 3)
    return RigidBody(mass_kg, centre, 0.4 * mass_kg * radius**2 * np.eye(3))


def _moved(body: RigidBody, place: Array, turn: Array) -> RigidBody:
    """A body in the axes of another, in which its origin and axes stand at `place` and `turn`."""
    return RigidBody(body.mass_kg, place + turn @ body.centre, turn @ body.inertia @ turn.T)


def _without(whole: RigidBody, parts: list[RigidBody]) -> RigidBody:
    """What is left of a rigid body when its parts, in the same axes, are taken out (parallel axes)."""
    mass = whole.mass_kg - sum(part.mass_kg for part in parts)
    moment = whole.mass_kg * whole.centre - sum(part.mass_kg * part.centre for part in parts)
    centre = moment / mass
    inertia = whole.inertia + _far(whole, centre)
    for part in parts:
        inertia = inertia - part.inertia - _far(part, centre)
    return RigidBody(mass, centre, inertia)


def _far(body: RigidBody, point: Array) -> Array:
    """What the distance from a point adds to a body's inertia about it (Steiner)."""
    d = body.centre - point
    return body.mass_kg * (d @ d * np.eye(3) - np.outer(d, d))
