"""What drives the legs: the solved activations against the crank angle, and muscles that feel the motion."""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array
from rider_models.muscle_paths import PathGeometry, path_geometry
from sim.forward import compiled_muscles
from sim.forward.compiled_muscles import CompiledMuscles
from sim.kinematics import against_pelvis
from sim.muscle_curves import muscle_state
from sim.passive_joints import passive_joint_moments
from sim.stroke import Stroke


class MuscleDrive:
    """Joint moments of both legs' muscles and passive tissue (left and right, as right legs)."""

    def __init__(self, stroke: Stroke) -> None:
        self._legs = (stroke.left, stroke.right)
        self._alike = stroke.left is stroke.right
        self._posture = stroke.posture
        self._activation = _at_right_crank(stroke)
        self._compiled: list[CompiledMuscles] = []
        if compiled_muscles.available():
            self._compiled = [CompiledMuscles(leg.problem.muscles) for leg in self._legs]

    def joint_angles(self, crank_angle: Array | float, leg_angles: Array) -> Array:
        """Thigh against the pelvis (... x 2 x 6, rad) from thigh against the vertical, at crank angles (..., rad)."""
        tilt = self._posture.pelvis_tilt_at(np.asarray(crank_angle))
        return against_pelvis(leg_angles, tilt[..., None])

    def joint_velocity(
        self, crank_angle: Array | float, crank_speed: Array | float, velocity: Array
    ) -> Array:
        """Velocity of the joint angles (... x 2 x 6, rad/s) from that of the leg angles, as `joint_angles`."""
        tilting = self._posture.swing.tilting(np.asarray(crank_angle), np.asarray(crank_speed))
        return against_pelvis(velocity, tilting[..., None])

    def activations(self, crank_angle: float) -> Array:
        """Activations (2 x m) at the right crank's angle (rad), linear between the solved ones."""
        return at_crank_angle(self._activation, crank_angle)

    def moments(
        self, crank_angle: float, crank_speed: float, leg_angles: Array, velocity: Array
    ) -> Array:
        """Joint moments (2 x 6, Nm) at leg angles and velocities (2 x 6, rad, rad/s), the right crank at an angle and
        speed (rad, rad/s).

        Raises AngleOutOfRange where a leg leaves the range of the muscle paths.
        """
        angles = self.joint_angles(crank_angle, leg_angles)
        turning = self.joint_velocity(crank_angle, crank_speed, velocity)
        activation = self.activations(crank_angle)
        moments = passive_joint_moments(angles)
        for leg, compiled in enumerate(self._compiled):
            own = angles[leg], np.ascontiguousarray(turning[leg]), activation[leg]
            if not compiled.add_moments(*own, moments[leg]):
                path_geometry(angles)  # says which angle is out of range
        return moments if self._compiled else moments + self._by_arrays(angles, turning, activation)

    def _by_arrays(self, angles: Array, velocity: Array, activation: Array) -> Array:
        """Moments of the muscles (2 x 6, Nm) as a stroke's are reckoned, where nothing compiled is at hand."""
        paths = path_geometry(angles)
        if self._alike:
            return self._muscle_moments(slice(0, 2), paths, velocity, activation)
        each = [self._muscle_moments(slice(i, i + 1), paths, velocity, activation) for i in (0, 1)]
        return np.concatenate(each)

    def _muscle_moments(
        self, legs: slice, paths: PathGeometry, velocity: Array, activation: Array
    ) -> Array:
        """Moments of legs that share one set of muscles."""
        own = PathGeometry(paths.length[legs], paths.slope[legs], paths.hip_flexion[legs])
        muscles = self._legs[legs.start].problem.muscles
        state = muscle_state(muscles, own, velocity[legs])
        force = activation[legs] * state.active + state.passive
        return np.asarray((force[:, None, :] @ state.arms)[:, 0])


def _at_right_crank(stroke: Stroke) -> Array:
    """Activations of both legs (n x 2 x m, left and right) over the right crank's angle."""
    left, right = (leg.coordination.activation for leg in (stroke.left, stroke.right))
    return np.stack([np.roll(left, -(len(left) // 2), axis=0), right], axis=1)


def at_crank_angle(curve: Array, crank_angle: float) -> Array:
    """A curve over the crank cycle (n x ..., from angle 0) at one angle (rad), linear in between."""
    n = len(curve)
    place = crank_angle / (2 * np.pi) % 1 * n
    before = int(place)
    share = place - before
    result: Array = (1 - share) * curve[before % n] + share * curve[(before + 1) % n]
    return result
