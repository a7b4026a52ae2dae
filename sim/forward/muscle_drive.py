"""What drives the legs: the solved activations against the crank angle, and muscles that feel the motion."""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array, Joint
from rider_models.muscle_paths import PathGeometry, path_geometry
from sim.muscle_curves import muscle_state
from sim.passive_joints import passive_joint_moments
from sim.stroke import Stroke


class MuscleDrive:
    """Joint moments of both legs' muscles and passive tissue (left and right, as right legs)."""

    def __init__(self, stroke: Stroke) -> None:
        self._legs = (stroke.left, stroke.right)
        self._alike = stroke.left is stroke.right
        self._tilt = stroke.posture.pelvis_tilt * np.eye(6)[Joint.HIP_FLEXION]

    def joint_angles(self, leg_angles: Array) -> Array:
        """Thigh against the pelvis (... x 6, rad) from thigh against the vertical."""
        result: Array = leg_angles + self._tilt
        return result

    def activations(self, crank_angle: float) -> Array:
        """Activations (2 x m) at the right crank's angle (rad), linear between the solved ones."""
        return np.stack(
            [
                at_crank_angle(leg.coordination.activation, leg_angle)
                for leg, leg_angle in zip(
                    self._legs, (crank_angle + np.pi, crank_angle), strict=True
                )
            ]
        )

    def moments(self, crank_angle: float, leg_angles: Array, velocity: Array) -> Array:
        """Joint moments (2 x 6, Nm) at leg angles and velocities (2 x 6, rad, rad/s).

        Raises AngleOutOfRange where a leg leaves the range of the muscle paths.
        """
        angles = self.joint_angles(leg_angles)
        paths = path_geometry(angles)
        activation = self.activations(crank_angle)
        if self._alike:
            muscles = self._muscle_moments(slice(0, 2), paths, velocity, activation)
        else:
            each = [
                self._muscle_moments(slice(i, i + 1), paths, velocity, activation) for i in (0, 1)
            ]
            muscles = np.concatenate(each)
        return np.asarray(muscles + passive_joint_moments(angles))

    def _muscle_moments(
        self, legs: slice, paths: PathGeometry, velocity: Array, activation: Array
    ) -> Array:
        """Moments of legs that share one set of muscles."""
        own = PathGeometry(paths.length[legs], paths.slope[legs], paths.hip_flexion[legs])
        muscles = self._legs[legs.start].problem.muscles
        state = muscle_state(muscles, own, velocity[legs])
        force = activation[legs] * state.active + state.passive
        return np.asarray((force[:, None, :] @ state.arms)[:, 0])


def at_crank_angle(curve: Array, crank_angle: float) -> Array:
    """A curve over the crank cycle (n x ..., from angle 0) at one angle (rad), linear in between."""
    n = len(curve)
    place = crank_angle / (2 * np.pi) % 1 * n
    before = int(place)
    share = place - before
    result: Array = (1 - share) * curve[before % n] + share * curve[(before + 1) % n]
    return result
