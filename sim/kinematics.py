"""Joint angles of a leg over the crank cycle, with their spectral derivatives."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from functools import lru_cache

import numpy as np

from rider_models.arrays import SIDES, Array, Joint, Side
from rider_models.rider import Leg, Rider
from rider_models.skeleton import ANKLE_TO_BALL_OVER_FOOT, Skeleton, build_skeleton
from sim.bicycle import Bicycle, CleatPosition
from sim.leg_kinematics import Cleat, LegPose, close_leg, moved
from sim.posture import Posture
from sim.riding import Riding

CRANK_POSITIONS = 60
"""Positions of the crank at which a stroke is solved: every 6 deg."""


@dataclass(frozen=True, eq=False)
class LegCycle:
    """One leg over n crank positions, evenly spaced in crank angle from its top dead centre.

    All in the axes of a right leg: a left leg is its mirror image. Angles in the order of
    `COORDINATES` (rad): `leg_angles` n x 6 place the thigh against the vertical, for the dynamics;
    `joint_angles` n x 6 place it against the pelvis, for the muscles. `velocity`, `acceleration`
    n x 6 (rad/s, rad/s2) are those of `leg_angles`, `joint_velocity` n x 6 (rad/s) that of `joint_angles`.
    `crank_angle`, `crank_speed` n (rad, rad/s), `time_share` n (adds up to one), `pedal` n x 3 (m).
    """

    skeleton: Skeleton
    cleat: Cleat
    crank_length_m: float
    crank_angle: Array
    crank_speed: Array
    leg_angles: Array
    joint_angles: Array
    velocity: Array
    joint_velocity: Array
    acceleration: Array
    pedal: Array
    pose: LegPose

    @property
    def time_share(self) -> Array:
        """Share of the revolution's time spent around each crank position."""
        slowness = 1 / self.crank_speed
        result: Array = slowness / slowness.sum()
        return result

    @property
    def pelvis_tilt(self) -> Array:
        """Forward tilt of the pelvis (n, rad)."""
        hip = Joint.HIP_FLEXION
        return np.asarray(self.joint_angles[:, hip] - self.leg_angles[:, hip])


def crank_angles(n: int = CRANK_POSITIONS) -> Array:
    """n crank angles (rad) evenly spaced over a revolution from top dead centre."""
    return 2 * np.pi * np.arange(n) / n


def periodic_derivative(values: Array) -> Array:
    """Derivative by angle (per rad) along axis 0 of samples evenly spaced over one revolution.

    Fourier: exact for what the samples resolve. The highest frequency of an even number of
    samples has no derivative and is dropped.
    """
    n = len(values)
    slopes = _derivative_matrix(n) @ values.reshape(n, -1)
    return np.asarray(slopes.reshape(values.shape), dtype=np.float64)


def rate(values: Array, crank_speed: Array) -> Array:
    """Rate of change (n x ..., per s) of values over a revolution, the crank at speeds (n, rad/s)."""
    speed = crank_speed.reshape((-1,) + (1,) * (values.ndim - 1))
    return np.asarray(periodic_derivative(values) * speed)


@lru_cache(maxsize=4)
def _derivative_matrix(n: int) -> Array:
    """The matrix (n x n) that takes the derivative: of few samples a product is quicker than two transforms.

    Derivative of the trigonometric interpolant (Trefethen 2000, Spectral Methods in MATLAB, ch. 3).
    """
    apart = np.subtract.outer(np.arange(n), np.arange(n))
    half = np.pi * apart / n + np.pi / 2 * np.eye(
        n
    )  # on the diagonal a number whose cotangent is nought
    sign = np.where(apart % 2 == 0, 0.5, -0.5)
    weight = 1 / np.tan(half) if n % 2 == 0 else 1 / np.sin(half)
    return np.asarray(np.where(apart == 0, 0.0, sign * weight), dtype=np.float64)


@lru_cache(maxsize=4)
def move_leg(
    rider: Rider, leg: Leg, bicycle: Bicycle, cleat: CleatPosition, riding: Riding, posture: Posture
) -> LegCycle:
    """Close a leg on the pedal over the crank cycle at constant cadence.

    The last ones are kept, for a candidate's limits and its stroke ask for the same movement: callers
    share the arrays and must not change them. Raises LegCannotReach where it cannot be closed.
    """
    skeleton = build_skeleton(leg, rider.mass_kg, rider.sex)
    placed = place_cleat(leg, bicycle, cleat)
    theta = crank_angles()
    hip = np.array([posture.hip_x, -rider.hip_width_m / 2, posture.hip_z])
    pedal = pedal_path(bicycle, theta)
    swing = posture.swing.path(theta)
    ankle = riding.ankle.dorsiflexion(theta)
    angles, pose = close_leg(skeleton, placed, hip, pedal - swing, ankle)
    still = np.zeros_like(angles)
    cycle = LegCycle(
        skeleton=skeleton,
        cleat=placed,
        crank_length_m=bicycle.crank_length_m,
        crank_angle=theta,
        crank_speed=np.zeros(len(theta)),
        leg_angles=angles,
        joint_angles=against_pelvis(angles, posture.pelvis_tilt_at(theta)),
        velocity=still,
        joint_velocity=still,
        acceleration=still,
        pedal=pedal,
        pose=moved(pose, swing),
    )
    return turning(cycle, np.full(len(theta), riding.crank_speed))


def against_pelvis(of_leg: Array, of_pelvis: Array) -> Array:
    """Return joint angles (... x 6) from a leg's, whose thigh counts from the vertical, and the pelvis' tilt (...).

    Of velocities it makes joint velocities: a hip flexes by what the thigh turns against the pelvis.
    """
    return np.asarray(of_leg + of_pelvis[..., None] * np.eye(6)[Joint.HIP_FLEXION])


def at_crank_speed(cycle: LegCycle, crank_speed: Array) -> LegCycle:
    """The same movement at another crank speed (n, rad/s, of this leg's crank positions)."""
    return cycle if np.array_equal(crank_speed, cycle.crank_speed) else turning(cycle, crank_speed)


def turning(cycle: LegCycle, crank_speed: Array) -> LegCycle:
    """The leg's angles passed through at a crank speed (n, rad/s): velocities and accelerations taken from them.

    The joints turn with it: d/dt is crank speed times d/d(crank angle), so that a crank that
    quickens adds to every joint's acceleration.
    """
    velocity = rate(cycle.leg_angles, crank_speed)
    return replace(
        cycle,
        crank_speed=crank_speed,
        velocity=velocity,
        joint_velocity=rate(cycle.joint_angles, crank_speed),
        acceleration=rate(velocity, crank_speed),
    )


def leg_of(rider: Rider, bicycle: Bicycle, side: Side) -> tuple[Leg, CleatPosition]:
    """A rider's leg and its cleat."""
    if side == "left":
        return rider.left, bicycle.left_cleat
    return rider.right, bicycle.right_cleat


def distinct_sides(rider: Rider, bicycle: Bicycle) -> list[tuple[Leg, CleatPosition]]:
    """Legs with their cleats, alike ones once, in an order that does not depend on the side."""
    sides = {leg_of(rider, bicycle, side) for side in SIDES}
    if len(sides) == 1:
        return [*sides]
    return sorted(sides, key=lambda side: (astuple(side[0]), astuple(side[1])))


def place_cleat(leg: Leg, bicycle: Bicycle, cleat: CleatPosition) -> Cleat:
    """The pedal spindle under the foot of a right leg."""
    forward = ANKLE_TO_BALL_OVER_FOOT * leg.foot_m - cleat.setback_m
    below = leg.ankle_height_m + bicycle.sole_stack_m + cleat.shim_m
    return Cleat((forward, -cleat.outward_m, -below), cleat.toe_out, cleat.wedge)


def pedal_path(bicycle: Bicycle, crank_angle: Array) -> Array:
    """Middle of the right pedal spindle (n x 3, m) from the bottom bracket."""
    x = bicycle.crank_length_m * np.sin(crank_angle)
    z = bicycle.crank_length_m * np.cos(crank_angle)
    return np.stack([x, np.full_like(x, -bicycle.stance_width_m / 2), z], axis=1)
