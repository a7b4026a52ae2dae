"""Pelvis, trunk and arms of the OpenSim reference model: how they sit on the bicycle, and what holds them.

They are still while the legs pedal, so that gravity is all that their joints hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from rider_models.arrays import Array
from rider_models.body_survey import HIP_WIDTH_OVER_HEIGHT
from rider_models.data_tables import DATA, table_rows
from sim.bullet import GRAVITY_M_S2
from sim.hands import SHOULDER_ANGLE, hands
from sim.leg_kinematics import rotation_about
from sim.stroke import Stroke

HIP_IN_PELVIS_M = np.array([-0.056276, -0.07849])
"""Middle of the hip centres in the reference model's pelvis, forward and up."""
REFERENCE_HIP_WIDTH_M = HIP_WIDTH_OVER_HEIGHT * 1.70
"""Distance between the reference model's hip centres (Rajagopal et al. 2016)."""

ELBOW_BEND = np.deg2rad(20.0)
"""Bend of the elbow (rad) where none is given: the set-up's own default, a guess."""

_AXES = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}
"""Axes by their names in the table of bodies."""
_ARM = ("humerus", "ulna", "radius", "hand")
_TRUNK = ("pelvis", "torso")


@dataclass(frozen=True, eq=False)
class UpperBody:
    """Trunk and arms at rest, in OpenSim's ground axes (x forward, y up, z right, from the bottom bracket).

    `coordinates` (rad, m) and `moments` (Nm, by coordinate: what holds the joint against gravity) have
    the names of the model's right and middle; arms are alike. `moments_per_newton` (m) is what one newton
    upward on each hand adds to them. `scale` is each body's size over the reference model's,
    `mass_over_reference` the same of their masses. `centre` (3, m) and `mass_kg` are those of all of it
    together, `hand` (3, m) is the right wrist.
    """

    coordinates: dict[str, float]
    moments: dict[str, float]
    moments_per_newton: dict[str, float]
    scale: dict[str, float]
    mass_over_reference: float
    centre: Array
    mass_kg: float
    hand: Array


@dataclass(frozen=True, eq=False)
class _Body:
    """A row of `data/opensim_trunk.csv`."""

    name: str
    parent: str
    joint: Array
    turn: Array
    coordinates: tuple[str, ...]
    axes: tuple[str, ...]
    mass_kg: float
    centre: Array


@dataclass(frozen=True, eq=False)
class _Placed:
    """A body in ground: origin, axes, centre of mass (m), and its hinge axes with their coordinates."""

    origin: Array
    rotation: Array
    centre: Array
    hinges: dict[str, Array]


def sit_upper_body(
    stroke: Stroke, elbow_bend: float, shoulder_angle: float = SHOULDER_ANGLE
) -> UpperBody:
    """Trunk and arms of the reference model where the rider's hips, shoulders and hands are.

    `elbow_bend` (rad) is the angle by which the elbow is bent. The trunk is scaled so that its shoulders
    come to lie where the rider's are, the arms to the rider's length; the line from shoulder to wrist has
    `shoulder_angle` (rad) to the trunk. Masses are the reference model's, by one factor, so that
    the whole model weighs what the rider does.
    """
    scale = _scale(stroke)
    coordinates = _pelvis(stroke, scale["pelvis"]) | {"elbow_flex": elbow_bend}
    shoulder = np.array([stroke.posture.shoulder_x, stroke.posture.shoulder_z])
    up = shoulder - _place(scale, coordinates)["torso"].origin[:2]
    at_rest = _bodies()["humerus"].joint[:2]
    scale["torso"] = float(np.linalg.norm(up) / np.linalg.norm(at_rest))
    trunk = _heading(up) - _heading(at_rest)
    coordinates["lumbar_extension"] = trunk - coordinates["pelvis_tilt"]
    placed = _place(scale, coordinates)
    arm = (placed["hand"].origin - placed["humerus"].origin)[:2]
    wrist = hands(stroke.rider, stroke.bicycle, stroke.riding, elbow_bend, shoulder_angle)
    toward = _heading(np.array([wrist.x, wrist.z]) - shoulder)
    coordinates["arm_flex"] = float(np.angle(np.exp(1j * (toward - _heading(arm)))))
    placed = _place(scale, coordinates)
    mass_kg = stroke.rider.mass_kg - sum(
        link.mass_kg for leg in stroke.legs.values() for link in leg.problem.cycle.skeleton.links
    )
    factor = mass_kg / sum(_count(name) * body.mass_kg for name, body in _bodies().items())
    weights = {
        name: (placed[name].centre, -body.mass_kg * factor * GRAVITY_M_S2)
        for name, body in _bodies().items()
    }
    return UpperBody(
        coordinates=coordinates,
        moments=_holding_moments(placed, weights),
        moments_per_newton=_holding_moments(placed, {"hand": (placed["hand"].origin, 1.0)}),
        scale=scale,
        mass_over_reference=factor,
        centre=_centre(placed, factor) / mass_kg,
        mass_kg=mass_kg,
        hand=placed["hand"].origin,
    )


def _scale(stroke: Stroke) -> dict[str, float]:
    """Sizes over the reference model's; the trunk's is not known yet."""
    bodies = _bodies()
    upper = np.linalg.norm(bodies["ulna"].joint)
    fore = np.linalg.norm(bodies["radius"].joint + bodies["hand"].joint)
    arm = stroke.rider.arm_m / float(upper + fore)
    pelvis = stroke.rider.hip_width_m / REFERENCE_HIP_WIDTH_M
    return {"pelvis": pelvis, "torso": 1.0} | dict.fromkeys(_ARM, arm)


def _pelvis(stroke: Stroke, scale: float) -> dict[str, float]:
    """The pelvis' coordinates, by the hip centres (rad, m), and all others at nought."""
    names = [name for body in _bodies().values() for name in body.coordinates]
    still = dict.fromkeys([*names, "pelvis_list", "pelvis_rotation", "pelvis_tz"], 0.0)
    tilt = stroke.posture.pelvis_tilt
    hip = rotation_about(_AXES["z"], np.array([-tilt]))[0, :2, :2] @ HIP_IN_PELVIS_M * scale
    return still | {
        "pelvis_tilt": -tilt,
        "pelvis_tx": float(stroke.posture.hip_x - hip[0]),
        "pelvis_ty": float(stroke.posture.hip_z - hip[1]),
    }


def _place(scale: dict[str, float], coordinates: dict[str, float]) -> dict[str, _Placed]:
    """Forward kinematics from the pelvis to the right hand."""
    placed: dict[str, _Placed] = {}
    for name, body in _bodies().items():
        if name == "pelvis":
            origin = np.array([coordinates["pelvis_tx"], coordinates["pelvis_ty"], 0.0])
            rotation = np.eye(3)
        else:
            parent = placed[body.parent]
            origin = parent.origin + parent.rotation @ body.joint * scale[body.parent]
            rotation = parent.rotation
        askew = np.eye(3)
        for axis, angle in zip("xyz", body.turn, strict=True):
            askew = askew @ _turn(axis, float(angle))
        rotation, hinges = rotation @ askew, {}
        for coordinate, axis in zip(body.coordinates, body.axes, strict=True):
            hinges[coordinate] = rotation @ np.array(_AXES[axis])
            rotation = rotation @ _turn(axis, coordinates[coordinate])
        rotation = rotation @ askew.T
        centre = origin + rotation @ body.centre * scale[name]
        placed[name] = _Placed(origin, rotation, centre, hinges)
    return placed


def _holding_moments(
    placed: dict[str, _Placed], loads: dict[str, tuple[Array, float]]
) -> dict[str, float]:
    """Moments (Nm) of the joints beyond the pelvis that hold upward forces (N) on bodies at points (3, m)."""
    moments: dict[str, float] = {}
    for name in ("torso", *_ARM):
        is_torso = name == "torso"
        beyond = ("torso", *_ARM) if is_torso else _ARM[_ARM.index(name) :]
        moment = np.zeros(3)
        for other in beyond:
            point, upward = loads.get(other, (placed[other].origin, 0.0))
            count = _count(other) if is_torso else 1
            lever = (point - placed[name].origin) * [1, 1, not is_torso]
            moment -= np.cross(lever, [0.0, count * upward, 0.0])
        moments |= {key: float(axis @ moment) for key, axis in placed[name].hinges.items()}
    return moments


def _centre(placed: dict[str, _Placed], factor: float) -> Array:
    """Sum of mass times centre (3, kg m) of trunk and both arms."""
    total = np.zeros(3)
    for name, body in placed.items():
        total += _count(name) * _bodies()[name].mass_kg * factor * body.centre * [1, 1, 0]
    return total


def _count(name: str) -> int:
    return 1 if name in _TRUNK else 2


def _heading(vector: Array) -> float:
    return float(np.arctan2(vector[1], vector[0]))


def _turn(axis: str, angle: float) -> Array:
    turn: Array = rotation_about(_AXES[axis], np.array([angle]))[0]
    return turn


@cache
def _bodies() -> dict[str, _Body]:
    """Bodies of `data/opensim_trunk.csv` by name, parents before children."""
    return {row["body"]: _body(row) for row in table_rows(DATA / "opensim_trunk.csv")}


def _body(row: dict[str, str]) -> _Body:
    vectors = {
        key: np.array([float(row[f"{key}_{axis}"]) for axis in "xyz"])
        for key in ("joint", "turn", "centre")
    }
    coordinates, axes = tuple(row["coordinates"].split()), tuple(row["axes"].split())
    mass = float(row["mass_kg"])
    return _Body(
        row["body"], row["parent"], coordinates=coordinates, axes=axes, mass_kg=mass, **vectors
    )
