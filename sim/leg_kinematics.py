"""Where the parts of a leg are at given joint angles, and which angles put the foot on the pedal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from rider_models.arrays import FOOT, Array, Joint
from rider_models.errors import PedalfitError
from rider_models.skeleton import Skeleton, Vector
from sim import compiled_closure

MAX_NEWTON_STEPS = 25
CLOSED_M = 1e-11
"""Newton steps after which a leg is said not to reach, and the gap (m) that counts as closed. Guesses."""
LONGEST_STEP = 0.3
"""Of a joint angle (rad): keeps the first steps from folding the leg over. A guess."""
COMPILED_CLOSED = 0.1
"""Share of that gap at which compiled steps end, so that rounding does not undo them. A guess."""
NEAREST_TRIED_M, FARTHEST_TRIED_M, GAP_KNOWN_M = 0.002, 0.6, 0.0003
"""How a missing length is looked for: from 2 mm on, up to 60 cm, to a third of a millimetre."""
FREE_ANGLES = [joint for joint in Joint if joint is not Joint.ANKLE_DORSIFLEXION]
"""The joint angles that close the leg; the ankle's is given."""


class LegCannotReach(PedalfitError):
    """The pedal is beyond the leg's reach, or too close to fold it, at some crank angle.

    `told` is the sentence, or finds it when it is asked for: by how much a leg is too short takes ten times
    what it takes to see that it is, and a search asks most legs only whether they reach.
    """

    def __init__(self, told: str | Callable[[], str]) -> None:
        super().__init__()
        self._told = told

    def __str__(self) -> str:
        if not isinstance(self._told, str):
            self._told = self._told()
        return self._told

    def __reduce__(self) -> tuple[type[LegCannotReach], tuple[str]]:
        return type(self), (str(self),)


@dataclass(frozen=True)
class Cleat:
    """Where the pedal spindle lies under the foot (m, rad), in the axes of the foot.

    `from_ankle` is the spindle's middle from the ankle centre, `toe_out` the foot's heading
    outwards from straight ahead, `wedge` the tilt of the foot that lifts its inside edge.
    """

    from_ankle: tuple[float, float, float]
    toe_out: float
    wedge: float = 0.0

    @property
    def across(self) -> Array:
        """Direction of the pedal spindle (3) in the axes of a right foot, to the rider's left."""
        level = np.cos(self.wedge)
        return np.array(
            [
                -np.sin(self.toe_out) * level,
                np.cos(self.toe_out) * level,
                -np.sin(self.wedge),
            ]
        )


@dataclass(frozen=True)
class LegPose:
    """A leg at n poses: hinge points and axes (n x 6 x 3), link axes (n x 6 x 3 x 3), pedal.

    `rotations[:, j]` turns vectors of link j into world axes. `spindle` n x 3 is the middle of
    the pedal spindle, `spindle_axis` n x 3 its direction (to the rider's left).
    """

    hinges: Array
    axes: Array
    rotations: Array
    spindle: Array
    spindle_axis: Array


def moved(pose: LegPose, path: Array) -> LegPose:
    """Return the same poses with the hip, and the leg with it, a way (n x 3, m) farther."""
    return replace(pose, hinges=pose.hinges + path[:, None], spindle=pose.spindle + path)


def segment_centres(pose: LegPose, skeleton: Skeleton) -> Array:
    """Return where the centre of mass of each link is (n x 6 x 3, m)."""
    centres = np.array([link.centre for link in skeleton.links])
    return np.asarray(pose.hinges + (pose.rotations @ centres[:, :, None])[..., 0])


def rotation_about(axis: Vector, angle: Array) -> Array:
    """Rotation matrices (n x 3 x 3) about a fixed unit axis by n angles (Rodrigues)."""
    cross, twice = _cross_matrices(axis)
    sine, cosine = np.sin(angle)[:, None, None], np.cos(angle)[:, None, None]
    result: Array = np.eye(3) + sine * cross + (1 - cosine) * twice
    return result


@lru_cache(maxsize=16)
def _hinges(skeleton: Skeleton) -> tuple[Array, Array, Array]:
    """Axes and origins (j x 3 x 2) of j hinges, and their axes' cross matrices and squares (each j x 3 x 3)."""
    both = np.array([(link.axis, link.origin) for link in skeleton.links])
    cross, twice = zip(*(_cross_matrices(link.axis) for link in skeleton.links), strict=True)
    return np.ascontiguousarray(both.transpose(0, 2, 1)), np.array(cross), np.array(twice)


@lru_cache(maxsize=64)
def _cross_matrices(axis: Vector) -> tuple[Array, Array]:
    """The matrix of a cross product with an axis, and its square."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return cross, cross @ cross


def pose_leg(skeleton: Skeleton, cleat: Cleat, hip: Array, angles: Array) -> LegPose:
    """Forward kinematics of a right leg at joint angles (n x 6, rad) with the hip centre at `hip` (3)."""
    n, count = angles.shape
    axis_and_origin, across_axis, twice = _hinges(skeleton)
    own = np.sin(angles)[..., None, None] * across_axis
    own += (1 - np.cos(angles))[..., None, None] * twice
    own += np.eye(3)
    rotations = np.empty((n, count + 1, 3, 3))  # the pelvis first
    rotations[:, 0] = np.eye(3)
    for j in range(count):
        np.matmul(rotations[:, j], own[:, j], out=rotations[:, j + 1])
    turned = rotations[:, :-1] @ axis_and_origin  # by the link before, n x 6 x 3 x 2
    hinges = hip + np.cumsum(turned[..., 1], axis=1)
    foot = rotations[:, -1]
    spindle = hinges[:, -1] + foot @ (np.array(cleat.from_ankle) - axis_and_origin[FOOT, :, 1])
    return LegPose(hinges, turned[..., 0], rotations[:, 1:], spindle, foot @ cleat.across)


def close_leg(
    skeleton: Skeleton, cleat: Cleat, hip: Array, pedal: Array, ankle: Array
) -> tuple[Array, LegPose]:
    """Joint angles (n x 6, rad) that put the cleat on the pedal at n crank positions, and the pose there.

    `hip` (3) and `pedal` (n x 3) are points of a right leg in bicycle axes, `ankle` (n) the
    dorsiflexion. Five angles follow from the three coordinates of the spindle and the two
    directions in which a clipped-in foot cannot turn (heading and roll); Newton's method from the
    planar leg.

    Raises LegCannotReach with the crank position where the leg is too short.
    """
    guess, cosine = _planar_guess(skeleton, cleat, hip, pedal, ankle)
    worst = int(np.abs(cosine).argmax())
    if abs(cosine[worst]) < 1:
        if compiled_closure.available():
            guess = _compiled_guess(skeleton, cleat, hip, pedal, guess)
        angles, pose, error = _newton(skeleton, cleat, hip, pedal, guess)
        worst = int(error.argmax())
        if error[worst] < CLOSED_M:
            return angles, pose
    at = slice(worst, worst + 1)
    folded = cosine[worst] > 0

    def told() -> str:
        gap = 0.0 if folded else _gap(skeleton, cleat, hip, pedal[at], ankle[at])
        return _out_of_reach(skeleton, worst, len(pedal), gap)

    raise LegCannotReach(told)


def _compiled_guess(
    skeleton: Skeleton, cleat: Cleat, hip: Array, pedal: Array, guess: Array
) -> Array:
    """The guess brought to the pedal by compiled steps; as it was where they do not come near at every position."""
    axis_and_origin, _, _ = _hinges(skeleton)
    axis, origin = axis_and_origin[..., 0], axis_and_origin[..., 1]
    spindle = np.array(cleat.from_ankle) - origin[FOOT], cleat.across
    steps = MAX_NEWTON_STEPS, LONGEST_STEP, COMPILED_CLOSED * CLOSED_M
    angles = compiled_closure.closed_angles((axis, origin), spindle, hip, pedal, guess, steps)
    return angles if np.isfinite(angles).all() else guess


def _newton(
    skeleton: Skeleton, cleat: Cleat, hip: Array, pedal: Array, angles: Array
) -> tuple[Array, LegPose, Array]:
    """Joint angles (n x 6, rad), pose and what is left of the error (n, m and rad) from a guess."""
    for _ in range(MAX_NEWTON_STEPS):
        pose = pose_leg(skeleton, cleat, hip, angles)
        error = np.empty((len(pedal), 5))
        error[:, :3] = pose.spindle - pedal
        error[:, 3:] = pose.spindle_axis[:, ::2]
        if np.abs(error).max() < CLOSED_M:
            break
        try:
            step = np.linalg.solve(_closing_jacobian(pose), error[..., None])[..., 0]
        except np.linalg.LinAlgError:  # a leg that is straight
            break
        angles = angles.copy()
        angles[:, FREE_ANGLES] -= np.minimum(np.maximum(step, -LONGEST_STEP), LONGEST_STEP)
    return angles, pose, np.asarray(np.abs(error).max(axis=1))


def _closing_jacobian(pose: LegPose) -> Array:
    """What the free joint angles do to the spindle (3) and to its direction's first and last part (n x 5 x 5)."""
    axis = pose.axes[:, FREE_ANGLES].transpose(2, 0, 1)
    arm = pose.spindle.T[:, :, None] - pose.hinges[:, FREE_ANGLES].transpose(2, 0, 1)
    across = pose.spindle_axis.T[:, :, None]
    jacobian = np.empty((len(pose.axes), 5, len(FREE_ANGLES)))
    for i in range(3):
        j, k = (i + 1) % 3, (i + 2) % 3
        jacobian[:, i] = axis[j] * arm[k] - axis[k] * arm[j]
    jacobian[:, 3] = axis[1] * across[2] - axis[2] * across[1]
    jacobian[:, 4] = axis[0] * across[1] - axis[1] * across[0]
    return jacobian


def _gap(skeleton: Skeleton, cleat: Cleat, hip: Array, pedal: Array, ankle: Array) -> float:
    """How much nearer to the hip a pedal (1 x 3) out of reach would be within reach (m).

    Found by trying, foot, cleat and the distance between hip and pedal sideways included; nought
    where no nearer pedal can be reached.
    """
    toward = hip - pedal
    toward = toward / np.linalg.norm(toward)

    def closes(nearer: float) -> bool:
        moved = pedal + nearer * toward
        guess, cosine = _planar_guess(skeleton, cleat, hip, moved, ankle)
        return bool(
            abs(cosine[0]) < 1 and _newton(skeleton, cleat, hip, moved, guess)[2][0] < CLOSED_M
        )

    low, high = 0.0, NEAREST_TRIED_M
    while not closes(high):
        low, high = high, 2 * high
        if high > FARTHEST_TRIED_M:
            return 0.0
    while high - low > GAP_KNOWN_M:
        middle = (low + high) / 2
        low, high = (low, middle) if closes(middle) else (middle, high)
    return high


def _planar_guess(
    skeleton: Skeleton, cleat: Cleat, hip: Array, pedal: Array, ankle: Array
) -> tuple[Array, Array]:
    """Angles (n x 6, rad) of a planar leg through the same points (law of cosines).

    And the cosine of its knee (n): from -1, stretched, to 1, folded; beyond them it cannot close.
    """
    forward, _, up = cleat.from_ankle
    reach = np.linalg.norm((pedal - hip)[:, [0, 2]], axis=1)
    foot_x = forward * np.cos(ankle) - up * np.sin(ankle)
    foot_z = forward * np.sin(ankle) + up * np.cos(ankle) - skeleton.shank_m
    lower = np.hypot(foot_x, foot_z)
    lower_ahead = np.arctan2(foot_x, -foot_z)
    cosine = (skeleton.thigh_m**2 + lower**2 - reach**2) / (2 * skeleton.thigh_m * lower)
    knee = np.pi - np.arccos(np.clip(cosine, -1, 1)) + lower_ahead
    above = np.arcsin(np.clip(np.sin(knee - lower_ahead) * lower / reach, -1, 1))
    sight = np.arctan2((pedal - hip)[:, 0], -(pedal - hip)[:, 2])
    guess = np.zeros((len(pedal), 6))
    guess[:, Joint.HIP_FLEXION] = sight + above
    guess[:, Joint.KNEE_FLEXION] = knee
    guess[:, Joint.ANKLE_DORSIFLEXION] = ankle
    return guess, cosine


def _out_of_reach(skeleton: Skeleton, worst: int, n: int, gap_m: float) -> str:
    """The sentence of the refusal: `gap_m` above zero is missing length, at zero the leg cannot fold so far."""
    crank_deg = 360 * worst / n
    leg = (skeleton.thigh_m + skeleton.shank_m) * 1000
    if gap_m > 0:
        what = f"out of reach of the leg by {max(gap_m * 1000, 1):.0f} mm"
    else:
        what = "too close to the hip for the leg to fold"
    return (
        f"the pedal is {what} at a crank angle of {crank_deg:.0f} deg "
        f"(thigh and shank together {leg:.0f} mm)"
    )
