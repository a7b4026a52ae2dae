"""Samples the OpenSim reference model (developer extra `opensim`): lengths and lines of action.

Every pose is set coordinate by coordinate, the patella following the knee, because assembling the
model for each pose is thirty times slower and gives the same configuration.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import opensim as osim

from rider_models.arrays import Array, Joint
from rider_models.muscle_table import COORDINATES

SAMPLED_RANGE_DEG = {
    "hip_flexion": (5.0, 125.0),
    "hip_adduction": (-20.0, 20.0),
    "hip_rotation": (-25.0, 25.0),
    "knee_flexion": (5.0, 132.0),
    "ankle_dorsiflexion": (-42.0, 37.0),
    "subtalar_inversion": (-20.0, 20.0),
}
"""Joint angles (deg) over which muscle paths are sampled: cycling's, with room."""
_OPENSIM_COORDINATE = dict(
    zip(
        COORDINATES,
        (
            "hip_flexion_r",
            "hip_adduction_r",
            "hip_rotation_r",
            "knee_angle_r",
            "ankle_angle_r",
            "subtalar_angle_r",
        ),
        strict=True,
    )
)
SHANK_SIDE = ("tibia_r", "talus_r", "calcn_r", "toes_r")
THIGH_SIDE = ("femur_r", "patella_r", *SHANK_SIDE)
SEGMENTS = {
    "pelvis": ("pelvis",),
    "thigh": ("femur_r", "patella_r"),
    "shank": ("tibia_r", "talus_r"),
    "foot": ("calcn_r", "toes_r"),
}
_TO_PROJECT_AXES = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
"""From OpenSim's axes (forward, up, right) to the project's (forward, left, up)."""


class ReferenceModel:
    """The right leg of the reference model, posed by the project's joint angles in rad."""

    def __init__(self, path: Path) -> None:
        osim.Logger.setLevelString("Off")
        self.model = osim.Model(str(path))
        self.state = self.model.initSystem()
        for locked in ("subtalar_angle_r", "mtp_angle_r"):
            self.model.getCoordinateSet().get(locked).setLocked(self.state, False)
        muscles = self.model.getMuscles()
        names = [muscles.get(i).getName() for i in range(muscles.getSize())]
        self.names = [n[:-2] for n in names if n.endswith("_r")]
        self.muscles = {n: muscles.get(f"{n}_r") for n in self.names}

    def pose(self, angles: Array) -> None:
        """Set the six joint angles (rad); the patella follows the knee."""
        coordinates = self.model.getCoordinateSet()
        for name, value in zip(COORDINATES, angles, strict=True):
            coordinates.get(_OPENSIM_COORDINATE[name]).setValue(self.state, float(value), False)
        coordinates.get("knee_angle_r_beta").setValue(
            self.state, float(angles[Joint.KNEE_FLEXION]), False
        )
        self.model.realizePosition(self.state)

    def lengths(self) -> Array:
        """Muscle-tendon lengths (m) in the order of `names`."""
        return np.array(
            [self.muscles[n].getGeometryPath().getLength(self.state) for n in self.names]
        )

    def pull_on(self, name: str, bodies: tuple[str, ...], frame: str) -> Array:
        """Force (3, project axes) of the muscle at unit tension on some bodies, in a body's frame."""
        points = self._current_points(name)
        total = np.zeros(3)
        for (body_a, a), (body_b, b) in pairwise(points):
            inside_a, inside_b = body_a in bodies, body_b in bodies
            if inside_a == inside_b:
                continue
            direction = (b - a) / np.linalg.norm(b - a)
            total += direction if inside_a else -direction
        return _TO_PROJECT_AXES @ self.rotation(frame).T @ total

    def rotation(self, body: str) -> Array:
        """Rotation matrix from a body's frame to ground (OpenSim axes)."""
        r = self.model.getBodySet().get(body).getRotationInGround(self.state)
        return np.array([[r.get(i, j) for j in range(3)] for i in range(3)])

    def scaled_lengths(self, segment: str, factor: float, poses: Array) -> Array:
        """Muscle lengths (poses x muscles) after scaling one segment's bodies by a factor."""
        scaled = ReferenceModel.__new__(ReferenceModel)
        scaled.model = self.model.clone()
        state = scaled.model.initSystem()
        scales = osim.ScaleSet()
        for body in SEGMENTS[segment]:
            scale = osim.Scale()
            scale.setSegmentName(body)
            scale.setScaleFactors(osim.Vec3(factor, factor, factor))
            scale.setApply(True)
            scales.cloneAndAppend(scale)
        scaled.model.scale(state, scales, True)
        scaled.state = scaled.model.initSystem()
        scaled.names = self.names
        scaled.muscles = {n: scaled.model.getMuscles().get(f"{n}_r") for n in self.names}
        for locked in ("subtalar_angle_r", "mtp_angle_r"):
            scaled.model.getCoordinateSet().get(locked).setLocked(scaled.state, False)
        rows = []
        for angles in poses:
            scaled.pose(angles)
            rows.append(scaled.lengths())
        return np.array(rows)

    def _current_points(self, name: str) -> list[tuple[str, Array]]:
        path = self.muscles[name].getGeometryPath().getCurrentPath(self.state)
        points = []
        for i in range(path.getSize()):
            p = path.get(i)
            ground = p.getLocationInGround(self.state)
            points.append((p.getParentFrame().getName(), np.array([ground[k] for k in range(3)])))
        return points
