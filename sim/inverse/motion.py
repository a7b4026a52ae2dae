"""A leg that moves as it was measured: joint angles as they are, the hip moved so that the foot stays on the pedal."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rider_models.arrays import Array, Joint
from rider_models.errors import PedalfitError
from sim.kinematics import LegCycle, against_pelvis, turning
from sim.leg_kinematics import LegPose, moved, pose_leg

HIP_HARMONICS = 2
"""Harmonics of the hip's path that are believed: a pelvis rolls once and rocks twice a turn; what is left is
markers that slip."""

MOST_HIP_PATH_M = 0.06
"""Farthest that the hip may have to move from its mean (m): riders' hips move by some 0.02; more is a body that
does not fit the angles (a guess)."""

MOST_STEPS, CLOSED = 25, 1e-11
"""Newton steps at most, and the gap (m, rad) that counts as closed, as where legs are closed on the pedal."""

FREE = [Joint.HIP_ADDUCTION, Joint.HIP_ROTATION, Joint.SUBTALAR_INVERSION]
"""Joint angles that no side view shows: they keep the foot on the pedal sideways, and its heading and roll."""


class MotionDoesNotFit(PedalfitError):
    """Measured joint angles that this body cannot have on this bicycle."""


@dataclass(frozen=True, eq=False)
class MeasuredAngles:
    """Angles of a leg (rad, n) over its own crank angle: hip against the pelvis, knee between centres, ankle."""

    hip_flexion: Array
    knee_flexion: Array
    ankle_dorsiflexion: Array


@dataclass(frozen=True, eq=False)
class MeasuredMotion:
    """A leg that moves as measured.

    `hip_path` n x 3 (m) is how far the hip lies from its place on the saddle, `foot_off` n (m) how far the
    cleat is from the pedal's axis, since the path is smoothed.
    """

    cycle: LegCycle
    hip_path: Array
    foot_off: Array


def measured_motion(cycle: LegCycle, angles: MeasuredAngles) -> MeasuredMotion:
    """A leg with measured sagittal angles in place of those of `cycle`, which gives body, pedal and pelvis.

    Raises MotionDoesNotFit where the foot cannot be kept on the pedal sideways, or the hip had to move
    farther than hips do.
    """
    leg = cycle.leg_angles.copy()
    leg[:, Joint.HIP_FLEXION] = angles.hip_flexion - cycle.pelvis_tilt
    leg[:, Joint.KNEE_FLEXION] = angles.knee_flexion
    leg[:, Joint.ANKLE_DORSIFLEXION] = angles.ankle_dorsiflexion
    hip = cycle.pose.hinges[0, Joint.HIP_FLEXION]
    leg, pose = _close_sideways(cycle, hip, leg)
    path = np.zeros_like(cycle.pedal)
    path[:, [0, 2]] = (cycle.pedal - pose.spindle)[:, [0, 2]]
    path = _smooth(path)
    farthest = float(np.linalg.norm(path - path.mean(axis=0), axis=1).max())
    if farthest > MOST_HIP_PATH_M:
        raise MotionDoesNotFit(
            f"with these leg lengths the hip would have to move {1000 * farthest:.0f} mm about its mean for the "
            "measured angles: fit the set-up to the film first (pedalfit calibrate --pose)"
        )
    pose = moved(pose, path)
    joint = against_pelvis(leg, cycle.pelvis_tilt)
    measured = replace(cycle, leg_angles=leg, joint_angles=joint, pose=pose)
    return MeasuredMotion(
        cycle=turning(measured, cycle.crank_speed),
        hip_path=path,
        foot_off=np.linalg.norm(pose.spindle - cycle.pedal, axis=1),
    )


def _close_sideways(cycle: LegCycle, hip: Array, angles: Array) -> tuple[Array, LegPose]:
    """Angles whose foot is on the pedal sideways and cannot turn in its cleat, and the pose (Newton's method)."""
    for _ in range(MOST_STEPS):
        pose = pose_leg(cycle.skeleton, cycle.cleat, hip, angles)
        error = np.concatenate(
            [(pose.spindle - cycle.pedal)[:, [1]], pose.spindle_axis[:, [0, 2]]], axis=1
        )
        if np.abs(error).max() < CLOSED:
            return angles, pose
        moved = np.cross(pose.axes, pose.spindle[:, None] - pose.hinges)[:, :, [1]]
        turned = np.cross(pose.axes, pose.spindle_axis[:, None])[:, :, [0, 2]]
        jacobian = np.concatenate([moved, turned], axis=2)[:, FREE]
        try:
            step = np.linalg.solve(jacobian.transpose(0, 2, 1), error[..., None])[..., 0]
        except np.linalg.LinAlgError:
            break
        angles = angles.copy()
        angles[:, FREE] -= np.clip(step, -0.3, 0.3)
    raise MotionDoesNotFit("with these joint angles the foot cannot stay on the pedal sideways")


def _smooth(path: Array) -> Array:
    """The path (n x 3) with its first harmonics only."""
    spectrum = np.fft.rfft(path, axis=0)
    spectrum[HIP_HARMONICS + 1 :] = 0
    return np.asarray(np.fft.irfft(spectrum, n=len(path), axis=0))
