"""What trackers get wrong, found and mended or left out: legs taken for each other, and points that jump."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fit_optimizer.pose.landmarks import NEAR
from fit_optimizer.pose.series import PointSeries, PoseError, middle
from fit_optimizer.traces.wording import counted
from rider_models.arrays import SIDES, Array, Flags

LEG_POINTS = ("knee", "ankle", "heel", "toe", "pedal")
"""Points that tell which leg is which: while one is forward the other is behind."""

JUMP_OVER_THIGH = 0.2
"""A point this share of the thigh's length off the middle of its neighbours in time jumps: at 25 frames a
second and 120 rpm a foot lies 0.05 off it, and a tracker's noise is 0.02 (a guess between)."""

REMEMBERED = 4
"""Frames for which a point's last place is remembered: at 25 frames a second and 90 rpm a foot has gone a quarter
turn by then, and legs lie half a turn apart."""

LENGTHS = (1, 2)
"""Frames in a row for which a tracker loses a point to another place, as they are looked for (a guess)."""
LONGEST_JUMP = max(LENGTHS)
PASSES = 6
"""How often jumps are looked for, each time without those found (a guess: neighbours hide each other)."""

MOST_JUMPING = 0.10
"""Share of the frames in which a point may jump before the file is refused (a guess)."""

MOST_MISSING = 0.6
"""Share of the frames in which a point may be missing before it is left out (a guess)."""


def mended(series: PointSeries) -> PointSeries:
    """The points with legs that were taken for each other put back, and points that jump left out.

    Says what was mended in `losses`. Raises PoseError where points jump too often to be believed.
    """
    points = {name: each for name, each in series.points.items() if _present(each)}
    if not points:
        raise PoseError(
            "No point is seen in four of ten frames: the cells hold no number, or one that is no length; check "
            "the columns and export the film again."
        )
    if any(
        f"{side}.knee" in points for side in SIDES
    ):  # names without a side are of the body's middle
        points = {name: each for name, each in points.items() if not name.startswith(f"{NEAR}.")}
    said: list[str] = []
    flipped = flipped_frames(points)
    if flipped.any():
        points = exchanged_legs(points, flipped)
        said.append(
            f"Left and right leg were exchanged in {counted(int(flipped.sum()), 'frame')}: put back."
        )
    kept: dict[str, Array] = {}
    thigh = _thigh(points)
    for name, each in points.items():
        jumping = jumping_frames(each, JUMP_OVER_THIGH * thigh)
        share = float(jumping.mean())
        if share > MOST_JUMPING and name.rpartition(".")[2] in ("hip", *LEG_POINTS):
            raise PoseError(
                f"The {name.replace('.', ' ')} jumps in {100 * share:.0f} % of the frames: track it again, "
                "with a steadier camera or a marker that is seen throughout."
            )
        if jumping.any():
            said.append(
                f"The {name.replace('.', ' ')} jumps in {counted(int(jumping.sum()), 'frame')}: left out."
            )
        kept[name] = np.where(jumping[:, None], np.nan, each)
        missing = int(np.isnan(each[:, 0]).sum())
        if missing and name.rpartition(".")[2] in ("hip", *LEG_POINTS):
            said.append(
                f"The {name.replace('.', ' ')} was not found in {counted(missing, 'frame')}."
            )
    return series.with_points(kept, *said)


def flipped_frames(points: Mapping[str, Array]) -> Flags:
    """The frames (n) in which the legs' names are exchanged against most of the frames.

    From frame to frame the legs are taken for those whose points lie nearest to where they were. They are
    told apart by every point together: knees and ankles of both legs never meet at once, for the cranks lie
    half a turn apart.
    """
    pairs = [
        (points[f"left.{part}"], points[f"right.{part}"])
        for part in LEG_POINTS
        if f"left.{part}" in points and f"right.{part}" in points
    ]
    frames = len(next(iter(points.values())))
    none: Flags = np.zeros(frames, dtype=bool)
    if not pairs:
        return none
    left = np.stack([one for one, _ in pairs], axis=1)
    right = np.stack([other for _, other in pairs], axis=1)
    apart = middle(np.linalg.norm(left - right, axis=2))
    if not np.isfinite(apart):
        return none
    exchanged = _followed(left, right, apart)
    return ~exchanged if 2 * exchanged.sum() > exchanged.size else exchanged


def _followed(left: Array, right: Array, apart: float) -> Flags:
    """The frames (n) whose legs are exchanged against the first, points n x points x c; one frame after the other.

    A point is compared with where it was last seen, which is forgotten after `REMEMBERED` frames. Each counts
    `apart` at most, so that one that jumps is outvoted by the others; one that is missing counts nothing.
    """
    exchanged: Flags = np.zeros(len(left), dtype=bool)
    last = np.full((2, *left.shape[1:]), np.nan)
    age = np.full((2, left.shape[1]), REMEMBERED + 1)
    for k in range(len(left)):
        now = np.stack([left[k], right[k]])
        known = (age <= REMEMBERED).all(axis=0)
        stay, swap = (_missed(one[:, known], last[:, known], apart) for one in (now, now[::-1]))
        exchanged[k] = swap < stay
        if exchanged[k]:
            now = now[::-1]
        seen = np.isfinite(now).all(axis=2)
        age = np.where(seen, 0, age + 1)
        last = np.where(seen[..., None], now, last)
    return exchanged


def _missed(now: Array, last: Array, most: float) -> float:
    """How far both legs' points (2 x points x c) lie from where they were, added up, each `most` at most."""
    each = np.sqrt(((now - last) ** 2).sum(axis=2))
    return float(np.nansum(np.minimum(each, most)))


def jumping_frames(point: Array, most: float) -> Flags:
    """The frames (n) in which a point is away, for one frame or two, by more than `most` from where it goes on after.

    Of frames near each other those go first without which the point's path is the smoothest.
    """
    jumping: Flags = np.zeros(len(point), dtype=bool)
    for _ in range(PASSES):
        known = np.flatnonzero(np.isfinite(point).all(axis=1) & ~jumping)
        if known.size < LONGEST_JUMP + 4:
            break
        path = point[known]
        away = np.stack([_away(path, length, most) for length in LENGTHS])
        best = away.max(axis=0)
        if not best.any():
            break
        near = np.max(
            [np.roll(best, shift) for shift in range(-LONGEST_JUMP, LONGEST_JUMP + 1)], axis=0
        )
        for start in np.flatnonzero((best > 0) & (best == near)):
            length = LENGTHS[int(away[:, start].argmax())]
            jumping[known[start : start + length]] = True
    return jumping


def _away(at: Array, length: int, most: float) -> Array:
    """By how much less the path (n x c) bends, a frame, without the frames that begin at each place (n); nought where
    these are not all `most` off the line between the frames before and after."""
    n, found = len(at), np.zeros(len(at))
    starts = np.arange(2, n - length - 1)
    before, after = at[starts - 1], at[starts + length]
    share = np.arange(1, length + 1)[:, None, None] / (length + 1)
    block = at[starts + np.arange(length)[:, None]]
    off = np.linalg.norm(block - (before + share * (after - before)), axis=2).min(axis=0)
    bends = np.concatenate([[0.0], _bends(at[:-2], at[1:-1], at[2:]), [0.0]])
    now = sum(bends[starts + shift] for shift in range(-1, length + 1))
    then = _bends(at[starts - 2], before, after) + _bends(before, after, at[starts + length + 1])
    found[starts] = np.where(off > most, np.maximum(now - then, 0.0) / length, 0.0)
    return found


def _bends(before: Array, at: Array, after: Array) -> Array:
    """How far points (n x c) lie off the middle of those before and after."""
    return np.asarray(np.linalg.norm(at - (before + after) / 2, axis=1))


def _present(point: Array) -> bool:
    return bool(np.isnan(point[:, 0]).mean() <= MOST_MISSING)


def exchanged_legs(points: Mapping[str, Array], flipped: Flags) -> dict[str, Array]:
    """The points with left and right leg exchanged in some frames (n)."""
    changed = dict(points)
    for part in LEG_POINTS:
        names = [f"{side}.{part}" for side in SIDES]
        if all(name in points for name in names):
            one, other = (points[name] for name in names)
            changed[names[0]] = np.where(flipped[:, None], other, one)
            changed[names[1]] = np.where(flipped[:, None], one, other)
    return changed


def _thigh(points: Mapping[str, Array]) -> float:
    """Middle length of the thigh as it is seen, in the points' unit. Raises PoseError where there is none."""
    for side in (*SIDES, NEAR):
        hip, knee = (points.get(f"{side}.{part}") for part in ("hip", "knee"))
        if hip is not None and knee is not None:
            length = middle(np.linalg.norm(hip - knee, axis=1))
            if np.isfinite(length) and length > 0:
                return length
    raise PoseError(
        "No hip and knee of one leg were found in enough frames: both are needed, and the ankle."
    )
