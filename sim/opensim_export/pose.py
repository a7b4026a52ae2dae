"""Where a body of the model is over the stroke, and its rotation as three turns one after the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.transform import Rotation

from rider_models.arrays import Array


@dataclass(frozen=True, eq=False)
class Pose:
    """A body over n crank positions: its origin (n x 3, m) and rotation (n x 3 x 3) in OpenSim's ground axes."""

    origin: Array
    turn: Array

    def at(self, station: Array) -> Array:
        """Return where a point (3, m) of the body is (n x 3, m)."""
        return np.asarray(self.origin + self.turn @ station)


def joint_angles(turn: Array) -> Array:
    """Return angles (n x 3, rad) about z, then x, then y of rotations (n x 3 x 3), axes turning with the body.

    It is the order of the model's hips, of its lumbar joint and of its pelvis in ground.
    """
    return np.asarray(Rotation.from_matrix(turn).as_euler("ZXY"))
