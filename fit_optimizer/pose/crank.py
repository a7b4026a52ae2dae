"""The crank angle of every frame, from the pedal, the foot, the ankle or the knee alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import least_squares

from fit_optimizer.pose.phase import Phase, find_phase
from fit_optimizer.pose.series import PoseError
from fit_optimizer.pose.views import RiderView
from rider_models.arrays import Array, Flags, Side

FoundFrom = Literal["pedal", "foot", "ankle", "knee", "file"]
"""What told the crank angle; `file` where the file holds it."""

ANKLE_PEAKS = np.deg2rad(-10.0)
KNEE_PEAKS = np.deg2rad(-18.0)
KNEE_HIGHEST = np.deg2rad(11.0)
"""Crank angle (rad) at which the first harmonics of the ankle's height, the knee's flexion and the knee's
height peak: the model's on the example set-ups, which differ by 3, 7 and 8 deg. The knee flexion of Wilkinson,
Lichtwark & Cresswell 2020 (MSSE 52:1584) peaks at -24."""

OFF_DEG: dict[FoundFrom, float] = {
    "pedal": 1.0,
    "foot": 3.0,
    "ankle": 8.0,
    "knee": 8.0,
    "file": 0.0,
}
"""How far a crank angle that is so found is off, at most, in the model's riders (deg)."""

SPINDLE_AHEAD = 0.75
SPINDLE_WITHIN = 0.25
"""Pedal spindle ahead of the ankle, and how far it is believed to lie from there, over the distance from
ankle to toe: the ball of the foot, and cleats some 30 mm about it (guesses)."""

MOST_FRAMES_FITTED = 4000
"""Frames from which the pedal's circle is fitted; more tell no more."""


@dataclass(frozen=True, eq=False)
class CrankAngle:
    """The right crank's angle (rad, n, unwrapped, 0 at its top dead centre) and where it is known.

    `radius` is the circle's in the points' unit, and `centre` (2) its middle (forward, up); None where no
    pedal path was found. `roundness` is how wide over how high the circle is seen.
    """

    angle: Array
    pedalling: Flags
    turns: int
    cadence_rpm: float
    found_from: FoundFrom
    radius: float | None = None
    centre: tuple[float, float] | None = None
    roundness: float | None = None
    spindle: Array | None = None


def crank_of_points(time_s: Array, view: RiderView) -> CrankAngle:
    """The right crank's angle from the points of the leg that tells it best. Raises PoseError."""
    if view.seen_from == "front":
        side = view.sides[0]
        phase = find_phase(time_s, view.points[f"{side}.knee"][:, 1])
        return _of_phase(phase, side, "knee", KNEE_HIGHEST)
    side = view.near if view.near in view.sides else view.sides[0]
    ankle = view.plane(f"{side}.ankle")
    if f"{side}.pedal" in view.points:
        spindle, found_from = view.plane(f"{side}.pedal"), "pedal"
        seen_round = spindle
        phase = find_phase(time_s, spindle[:, 1])
    elif f"{side}.toe" in view.points:
        phase = find_phase(time_s, ankle[:, 1])
        spindle, seen_round = _spindle_under_foot(view, side, phase.pedalling)
        found_from = "foot"
    else:
        phase = find_phase(time_s, ankle[:, 1])
        return _of_phase(phase, side, "ankle", ANKLE_PEAKS)
    known = np.isfinite(spindle).all(axis=1) & phase.pedalling
    centre, radius = _circle(spindle[known])
    seen = np.arctan2(spindle[:, 0] - centre[0], spindle[:, 1] - centre[1])
    _check_direction(seen, phase, known)
    off = np.angle(np.exp(1j * (seen - phase.angle)))
    middle = float(np.angle(np.mean(np.exp(1j * off[known]))))
    off = middle + np.angle(np.exp(1j * (off - middle)))
    angle = phase.angle + np.where(known, off, middle)
    width, height = (float(np.ptp(np.percentile(seen_round[known][:, k], [1, 99]))) for k in (0, 1))
    return CrankAngle(
        angle=angle + (np.pi if side == "left" else 0.0),
        pedalling=phase.pedalling,
        turns=phase.turns,
        cadence_rpm=phase.cadence_rpm,
        found_from="pedal" if found_from == "pedal" else "foot",
        radius=radius,
        centre=(float(centre[0]), float(centre[1])),
        roundness=width / height if height > 0 else None,
        spindle=spindle,
    )


def crank_of_knee(time_s: Array, knee_flexion: Array, side: Side) -> CrankAngle:
    """The right crank's angle from the knee flexion (n) of one leg alone. Raises PoseError."""
    return _of_phase(find_phase(time_s, knee_flexion), side, "knee", KNEE_PEAKS)


def crank_of_file(crank_angle: Array, time_s: Array | None) -> CrankAngle:
    """The right crank's angle that a file holds (rad, n); without time a mean curve over one turn. Raises PoseError."""
    known = np.isfinite(crank_angle)
    angle = np.full(len(crank_angle), np.nan)
    angle[known] = np.unwrap(crank_angle[known])
    turned = float(np.ptp(angle[known])) if known.any() else 0.0
    if known.sum() < 8 or turned < np.deg2rad(300.0):
        raise PoseError(
            "The crank angles of the file do not go round: they cover less than 300 deg."
        )
    cadence = float("nan")
    if time_s is not None:
        cadence = 60 * turned / (2 * np.pi) / float(np.ptp(time_s[known]))
    places = np.flatnonzero(known)
    whole = np.interp(np.arange(len(angle)), places, angle[known])
    return CrankAngle(whole, known, int(turned / (2 * np.pi) + 0.02), cadence, "file")


def _of_phase(phase: Phase, side: Side, found_from: FoundFrom, peaks: float) -> CrankAngle:
    angle = phase.angle + peaks + (np.pi if side == "left" else 0.0)
    return CrankAngle(angle, phase.pedalling, phase.turns, phase.cadence_rpm, found_from)


def _spindle_under_foot(view: RiderView, side: Side, chosen: Flags) -> tuple[Array, Array]:
    """The pedal spindle (n x 2): the point fixed to the foot whose path is nearest to a circle; and the ball.

    Least squares over its place in the foot, the circle's middle and radius; it is held near the ball of the
    foot where the foot turns too little to tell.
    """
    ankle, toe = view.plane(f"{side}.ankle"), view.plane(f"{side}.toe")
    back = view.plane(f"{side}.heel") if f"{side}.heel" in view.points else ankle
    along = toe - back
    reaches = np.linalg.norm(along, axis=1)[:, None]
    along = along / np.where(reaches > 0, reaches, np.nan)
    below = np.stack([along[:, 1], -along[:, 0]], axis=1)
    known = np.flatnonzero(chosen & np.isfinite(along).all(axis=1) & np.isfinite(ankle).all(axis=1))
    if known.size < 20:
        raise PoseError("The foot was found in too few frames to tell the crank angle.")
    reach = toe - ankle
    ahead = float(np.nanmedian((reach * along).sum(axis=1)))
    under = float(np.nanmedian((reach * below).sum(axis=1)))
    known = known[:: max(1, known.size // MOST_FRAMES_FITTED)]
    a, e, b = ankle[known], along[known], below[known]
    length = float(np.hypot(ahead, under))
    first = np.array([SPINDLE_AHEAD * ahead, under])

    def path(place: Array) -> Array:
        return np.asarray(a + place[0] * e + place[1] * b)

    def errors(unknown: Array) -> Array:
        distance = np.linalg.norm(path(unknown[:2]) - unknown[2:4], axis=1) - unknown[4]
        held = (
            (unknown[:2] - first) / (SPINDLE_WITHIN * length) * 0.02 * length * np.sqrt(known.size)
        )
        return np.concatenate([distance, held])

    centre, radius = _circle(path(first))
    found = least_squares(
        errors, np.array([*first, *centre, radius]), loss="soft_l1", f_scale=0.1 * length
    )
    spindle, ball = (
        np.asarray(ankle + place[0] * along + place[1] * below) for place in (found.x, first)
    )
    return spindle, ball


def _circle(points: Array) -> tuple[Array, float]:
    """Middle (2) and radius of the circle through points (n x 2), by linear least squares (Kasa 1976)."""
    columns = np.column_stack([2 * points, np.ones(len(points))])
    solved, *_ = np.linalg.lstsq(columns, (points**2).sum(axis=1), rcond=None)
    centre = solved[:2]
    return centre, float(np.sqrt(max(solved[2] + centre @ centre, 1e-12)))


def _check_direction(seen: Array, phase: Phase, known: Flags) -> None:
    """Raise PoseError where the pedal goes backwards over the top."""
    both = known[1:] & known[:-1]
    steps = np.angle(np.exp(1j * np.diff(seen)))[both]
    if float(np.median(steps)) < 0:
        raise PoseError(
            "The pedal goes backwards over the top: the frames run in reverse, or forward and up are exchanged."
        )
