"""Pelvis, trunk and arms of the OpenSim reference model: how they sit on the bicycle, and how the pelvis moves them.

The pelvis bounces, rolls, turns and tilts as the stroke's does. The torso keeps its heading, for the hands are on the
bar and a rider's shoulders are nearly still: the lumbar joint takes what the pelvis rolls, turns and tilts, and carries
the torso along by some mm. The arms do not turn against the torso, so that the hands move by these mm as well, where a
rider's elbows and shoulders would give.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rider_models.arrays import Array
from sim.hands import SHOULDER_ANGLE, hands
from sim.leg_kinematics import rotation_about
from sim.opensim_export.bodies import RigidBody
from sim.opensim_export.pelvis import mean_pelvis, moving_pelvis, pelvis_scale
from sim.opensim_export.pose import Pose, joint_angles
from sim.opensim_export.trunk_model import ARM, PELVIS_PLACE, Placed, place_trunk, trunk_model
from sim.stroke import Stroke

ELBOW_BEND = np.deg2rad(20.0)
"""Bend of the elbow (rad) where none is given: the set-up's own default, a guess."""


@dataclass(frozen=True, eq=False)
class UpperBody:
    """Pelvis, trunk and arms over n positions of the right crank, by the names of the reference model.

    `coordinates` n each (rad, m). `placed` are the bodies in OpenSim's ground axes (x forward, y up, z right, from the
    bottom bracket), `bodies` their masses, `scale` their size over the reference model's and `mass_over_reference` the
    same of their masses.
    """

    coordinates: dict[str, Array]
    placed: dict[str, Placed]
    bodies: dict[str, RigidBody]
    scale: dict[str, float]
    mass_over_reference: float


def sit_upper_body(
    stroke: Stroke, elbow_bend: float, shoulder_angle: float = SHOULDER_ANGLE
) -> UpperBody:
    """Trunk and arms of the reference model where the rider's hips, shoulders and hands are.

    `elbow_bend` (rad) is the angle by which the elbow is bent. The trunk is scaled so that, with the pelvis in its mean
    place, its shoulders come to lie where the rider's are, the arms to the rider's length; the line from shoulder to
    wrist has `shoulder_angle` (rad) to the trunk. Masses are the reference model's, by one factor, so that
    the whole model weighs what the rider does.
    """
    scale = _scale(stroke)
    shoulder = np.array([stroke.posture.shoulder_x, stroke.posture.shoulder_z])
    pelvis = mean_pelvis(stroke)
    up = shoulder - pelvis.at(trunk_model()["torso"].joint * scale["pelvis"])[0, :2]
    at_rest = trunk_model()["humerus_r"].joint[:2]
    scale["torso"] = float(np.linalg.norm(up) / np.linalg.norm(at_rest))
    torso = rotation_about((0.0, 0.0, 1.0), np.array([_heading(up) - _heading(at_rest)]))
    still = _still(elbow_bend)
    placed = place_trunk(scale, _coordinates(pelvis, torso, still))
    arm = placed["hand_r"].pose.origin - placed["humerus_r"].pose.origin
    wrist = hands(stroke.rider, stroke.bicycle, stroke.riding, elbow_bend, shoulder_angle)
    toward = _heading(np.array([wrist.x, wrist.z]) - shoulder)
    flexed = float(np.angle(np.exp(1j * (toward - _heading(arm[0])))))
    coordinates = _coordinates(
        moving_pelvis(stroke), torso, still | {"arm_flex_r": flexed, "arm_flex_l": flexed}
    )
    factor = _mass_over_reference(stroke)
    return UpperBody(
        coordinates=coordinates,
        placed=place_trunk(scale, coordinates),
        bodies={name: _scaled(name, scale[name], factor) for name in trunk_model()},
        scale=scale,
        mass_over_reference=factor,
    )


def _scale(stroke: Stroke) -> dict[str, float]:
    """Sizes over the reference model's; the trunk's is not known yet."""
    model = trunk_model()
    upper = np.linalg.norm(model["ulna_r"].joint)
    fore = np.linalg.norm(model["radius_r"].joint + model["hand_r"].joint)
    arm = stroke.rider.arm_m / float(upper + fore)
    middle = {"pelvis": pelvis_scale(stroke), "torso": 1.0}
    return middle | {f"{name}_{side}": arm for name in ARM for side in "rl"}


def _still(elbow_bend: float) -> dict[str, float]:
    """Angles of both arms (rad) that hang down but for the elbows."""
    arms = (part for name, part in trunk_model().items() if name.startswith(ARM))
    still = {name: 0.0 for part in arms for name in part.coordinates}
    return still | {"elbow_flex_r": elbow_bend, "elbow_flex_l": elbow_bend}


def _coordinates(pelvis: Pose, torso: Array, still: dict[str, float]) -> dict[str, Array]:
    """Coordinates (n each) with the pelvis at n poses, the torso's rotation (1 x 3 x 3) and the arms' angles (rad)."""
    model = trunk_model()
    lumbar = joint_angles(pelvis.turn.transpose(0, 2, 1) @ torso)
    turns = dict(zip(model["pelvis"].coordinates, joint_angles(pelvis.turn).T, strict=True))
    turns |= dict(zip(PELVIS_PLACE, pelvis.origin.T, strict=True))
    turns |= dict(zip(model["torso"].coordinates, lumbar.T, strict=True))
    return turns | {name: np.full(len(lumbar), angle) for name, angle in still.items()}


def _mass_over_reference(stroke: Stroke) -> float:
    """What the legs leave of the rider's mass, over the mass of the reference model's pelvis, trunk and arms."""
    legs = (leg.problem.cycle.skeleton.links for leg in stroke.legs.values())
    mass_kg = stroke.rider.mass_kg - sum(link.mass_kg for links in legs for link in links)
    return mass_kg / sum(part.body.mass_kg for part in trunk_model().values())


def _scaled(name: str, scale: float, heavier: float) -> RigidBody:
    """A body of the reference model in the rider's size, its mass `heavier` times as large."""
    body = trunk_model()[name].body
    return RigidBody(body.mass_kg * heavier, body.centre * scale, body.inertia * heavier * scale**2)


def _heading(vector: Array) -> float:
    """Direction of a vector in the plane of the bicycle (rad, from forward to up)."""
    return float(np.arctan2(vector[1], vector[0]))
