"""Pelvis, trunk and both arms of the OpenSim reference model: their hinges, their masses, and where angles put them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from rider_models.arrays import Array
from rider_models.data_tables import DATA, table_rows
from rider_models.skeleton import Vector
from sim.leg_kinematics import rotation_about
from sim.opensim_export.bodies import RigidBody, on_side
from sim.opensim_export.pose import Pose
from sim.opensim_export.sides import mirror

PELVIS_PLACE = ("pelvis_tx", "pelvis_ty", "pelvis_tz")
"""Coordinates that are the place of the pelvis in ground (m)."""
ARM = ("humerus", "ulna", "radius", "hand")
"""Bodies of an arm from the shoulder down, without the side."""

_AXES: dict[str, Vector] = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}
"""Axes by their names in the table of bodies."""


@dataclass(frozen=True, eq=False)
class HingedBody:
    """A body of the reference model, and how it hinges on its parent.

    `joint` (3, m) is the hinge's place in the parent, `askew` (3 x 3) how it stands in both. `coordinates` turn about
    `axes` one after the other.
    """

    parent: str
    joint: Array
    askew: Array
    coordinates: tuple[str, ...]
    axes: tuple[Vector, ...]
    body: RigidBody


@dataclass(frozen=True, eq=False)
class Placed:
    """A body over n crank positions: its pose, and the axes of its hinge (n x 3, in ground) by their coordinates."""

    pose: Pose
    axes: dict[str, Array]


@cache
def trunk_model() -> dict[str, HingedBody]:
    """Bodies of pelvis, trunk and both arms by their names in the model, parents before children."""
    found: dict[str, HingedBody] = {}
    for row in table_rows(DATA / "opensim_trunk.csv"):
        sides = ("right", "left") if row["body"] in ARM else ("",)
        found |= {_on_side(row["body"], side): _body(row, side) for side in sides}
    return found


def place_trunk(scale: Mapping[str, float], coordinates: Mapping[str, Array]) -> dict[str, Placed]:
    """Forward kinematics from ground to both hands: every body by name.

    `scale` is each body's size over the reference model's, `coordinates` (n each; rad, m) have the model's names.
    """
    placed: dict[str, Placed] = {}
    for name, part in trunk_model().items():
        if part.parent in placed:
            parent = placed[part.parent].pose
            origin, turn = parent.at(part.joint * scale[part.parent]), parent.turn
        else:
            origin, turn = (
                np.stack([coordinates[place] for place in PELVIS_PLACE], axis=1),
                np.eye(3),
            )
        turn, axes = turn @ part.askew, {}
        for coordinate, axis in zip(part.coordinates, part.axes, strict=True):
            axes[coordinate] = np.asarray(turn @ np.array(axis))
            turn = turn @ rotation_about(axis, coordinates[coordinate])
        placed[name] = Placed(Pose(origin, turn @ part.askew.T), axes)
    return placed


def beyond(name: str) -> list[str]:
    """Return the bodies that hang from a body's hinge, itself first."""
    found = [name]
    for other, part in trunk_model().items():
        if part.parent in found:
            found.append(other)
    return found


def _body(row: dict[str, str], side: str) -> HingedBody:
    """A row of the table on the "right" or "left" side, or in the middle ("")."""
    joint, turn, centre, inertia = (
        np.array([float(row[f"{key}_{axis}"]) for axis in "xyz"])
        for key in ("joint", "turn", "centre", "inertia")
    )
    askew = np.eye(3)
    for name, angle in zip("xyz", turn, strict=True):
        askew = askew @ rotation_about(_mirrored_axis(name, side), np.array([angle]))[0]
    return HingedBody(
        parent=_on_side(row["parent"], side),
        joint=joint * mirror(side),
        askew=askew,
        coordinates=tuple(_on_side(name, side) for name in row["coordinates"].split()),
        axes=tuple(_mirrored_axis(name, side) for name in row["axes"].split()),
        body=on_side(RigidBody(float(row["mass_kg"]), centre, np.diag(inertia)), side),
    )


def _mirrored_axis(name: str, side: str) -> Vector:
    """Axis of a turn on a side: the mirror image of a turn about the lateral axis turns alike, all others back."""
    x, y, z = -np.array(_AXES[name]) * mirror(side) if side == "left" else _AXES[name]
    return (float(x), float(y), float(z))


def _on_side(name: str, side: str) -> str:
    """Name of an arm's body or coordinate on a side; what is in the middle has the same name on both."""
    is_middle = not side or name in ("ground", "pelvis", "torso")
    return name if is_middle else f"{name}_{side[0]}"
