"""Points along a rider's own axes (forward, up, to the left) from those along a camera's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fit_optimizer.pose.landmarks import NEAR
from fit_optimizer.pose.series import PointSeries, PoseError, middle
from rider_models.arrays import SIDES, Array, Side, other_side

ViewFrom = Literal["side", "front", "space"]
"""From where a rider was filmed; `space` is points in three dimensions."""

FRONT_HIPS = 0.35
"""Hips farther apart than this share of the thigh's length are seen from the front or back: from the side
they lie behind each other (a guess)."""

LEG_PARTS = ("hip", "knee", "ankle")
"""Points of a leg without which it is none."""

MOST_AWAY = 0.25
"""Confidence by which the leg away from the camera may exceed the near one's before the image is taken for
mirrored (a guess)."""


@dataclass(frozen=True, eq=False)
class RiderView:
    """Points of a rider over n frames along the rider's axes.

    From the side n x 2 (forward, up), in space n x 3 (forward, to the left, up), from the front n x 2 (to
    the left, up). `near` is the side that the camera sees (in space the right).
    """

    seen_from: ViewFrom
    points: Mapping[str, Array]
    near: Side
    sides: tuple[Side, ...]

    def plane(self, name: str) -> Array:
        """Forward and up (n x 2) of a point, from the side or in space."""
        each = self.points[name]
        return each[:, [0, 2]] if self.seen_from == "space" else each


def rider_view(series: PointSeries, side: Side | None, told: ViewFrom | None = None) -> RiderView:
    """Points along the rider's axes, found from the body: hips above ankles, knees ahead of hips.

    `side` is the leg that was filmed, where it is told; `told` the view. Raises PoseError for a mirrored
    image, the wrong side, or a body without hip, knee and ankle.
    """
    points = dict(series.points)
    leg = _a_leg(points)
    dimensions = next(iter(points.values())).shape[1]
    up, sign = _up_axis(points, leg)
    if dimensions == 3:
        return _in_space(points, leg, up, sign)
    across = 1 - up
    turned = {
        name: np.stack([each[:, across], sign * each[:, up]], axis=1)
        for name, each in points.items()
    }
    if told == "front" or (told is None and _from_the_front(turned)):
        return _from_front(turned, side)
    return _from_side(turned, leg, side, series)


def _whole_legs(points: Mapping[str, Array]) -> list[Side]:
    """The sides of which hip, knee and ankle are there."""
    return [side for side in SIDES if all(f"{side}.{part}" in points for part in LEG_PARTS)]


def _a_leg(points: Mapping[str, Array]) -> str:
    for side in ("right", "left", NEAR):
        if all(f"{side}.{part}" in points for part in LEG_PARTS):
            return side
    missing = [part for part in LEG_PARTS if not any(name.endswith(f".{part}") for name in points)]
    what = " and ".join(missing) or "hip, knee and ankle of one leg"
    raise PoseError(f"Points of the {what} are missing: hip, knee and ankle of a leg are needed.")


def _up_axis(points: Mapping[str, Array], leg: str) -> tuple[int, float]:
    """The axis that points up, and 1 or -1 where it points down: along it hips lie farthest from ankles."""
    above = [middle(along) for along in (points[f"{leg}.hip"] - points[f"{leg}.ankle"]).T]
    if not np.isfinite(above).all():
        raise PoseError("Hip and ankle of one leg are together in no frame: export the film again.")
    up = int(np.argmax(np.abs(above)))
    return up, float(np.sign(above[up]) or 1.0)


def _from_the_front(points: Mapping[str, Array]) -> bool:
    if not all(f"{side}.{part}" in points for side in SIDES for part in ("hip", "knee")):
        return False
    apart = abs(middle(points["left.hip"][:, 0] - points["right.hip"][:, 0]))
    lengths = np.linalg.norm(points["left.hip"] - points["left.knee"], axis=1)
    return apart > FRONT_HIPS * float(np.nanmax(lengths, initial=0.0))


def _from_side(
    points: dict[str, Array], leg: str, side: Side | None, series: PointSeries
) -> RiderView:
    """The view from the side; the rider's right is seen where they ride to the right of the image."""
    ahead = middle(points[f"{leg}.knee"][:, 0] - points[f"{leg}.hip"][:, 0])
    forward = 1.0 if ahead >= 0 else -1.0
    points = {name: each * [forward, 1.0] for name, each in points.items()}
    faced: Side = "right" if forward > 0 else "left"
    named = _whole_legs(points)
    if NEAR in (name.partition(".")[0] for name in points):
        near = side or faced
        points = {name.replace(f"{NEAR}.", f"{near}."): each for name, each in points.items()}
        named = [near]
    elif side is not None:
        points = {name: each for name, each in points.items() if name.startswith((side, "crank"))}
        named = [one for one in named if one == side]
        if not named:
            raise PoseError(f"The file has no {side} leg: it has points of the other side alone.")
    if len(named) == 1 and named[0] != faced:
        lacks = [part for part in LEG_PARTS if f"{faced}.{part}" not in points]
        if len(lacks) < len(LEG_PARTS):
            raise PoseError(
                f"Points of the {' and '.join(lacks)} of the {faced} leg are missing, which is seen where the "
                "rider rides this way: hip, knee and ankle of it are needed."
            )
        raise PoseError(
            f"The {named[0]} leg is named, and the rider rides to the {faced} of the image, where the {faced} "
            f"leg is seen: the image is mirrored, or the leg is the other one (--side {faced})."
        )
    if len(named) == 2:
        _check_near(series, faced)
    return RiderView("side", points, faced, tuple(named))


def _check_near(series: PointSeries, near: Side) -> None:
    """Raise PoseError where the leg that should be hidden is the one that the program is surer of."""
    away = other_side(near)
    sure = {
        side: [float(np.mean(series.seen[name])) for name in series.seen if name in _legs(side)]
        for side in (near, away)
    }
    if all(sure.values()) and np.mean(sure[away]) > np.mean(sure[near]) + MOST_AWAY:
        raise PoseError(
            f"The rider rides to the {near} of the image, and the {away} leg is seen better than the {near} "
            "one: the image is mirrored; turn it round, or export it again."
        )


def _legs(side: Side) -> tuple[str, ...]:
    return (f"{side}.knee", f"{side}.ankle")


def _from_front(points: dict[str, Array], side: Side | None) -> RiderView:
    """The view from the front or back: the rider's left is positive."""
    if not all(f"{one}.hip" in points for one in SIDES):
        raise PoseError("A view from the front needs both hips and both knees.")
    left = middle(points["left.hip"][:, 0] - points["right.hip"][:, 0])
    sign = 1.0 if left >= 0 else -1.0
    turned = {name: each * [sign, 1.0] for name, each in points.items()}
    sides = tuple(one for one in SIDES if f"{one}.knee" in turned)
    return RiderView("front", turned, side or "right", sides)


def _in_space(points: dict[str, Array], leg: str, up: int, sign: float) -> RiderView:
    """Points in space: forward is the horizontal direction in which the ankle moves most."""
    level = [axis for axis in range(3) if axis != up]
    ankle = points[f"{leg}.ankle"][:, level] - points[f"{leg}.hip"][:, level]
    ankle = ankle[np.isfinite(ankle).all(axis=1)]
    _, _, axes = np.linalg.svd(ankle - ankle.mean(axis=0), full_matrices=False)
    forward = axes[0]
    knee = [middle(along) for along in (points[f"{leg}.knee"] - points[f"{leg}.hip"]).T[level]]
    forward = forward if forward @ knee >= 0 else -forward
    ahead = np.zeros(3)
    ahead[level] = forward
    above = sign * np.eye(3)[up]
    to_left = np.cross(above, ahead)
    axes3 = np.stack([ahead, to_left, above], axis=1)
    turned = {name: each @ axes3 for name, each in points.items()}
    near = [name.replace(f"{NEAR}.", "right.") for name in turned]
    turned = dict(zip(near, turned.values(), strict=True))
    if all(f"{one}.hip" in turned for one in SIDES):
        apart = middle(turned["left.hip"][:, 1] - turned["right.hip"][:, 1])
        if apart < 0:
            raise PoseError(
                "The left hip lies to the right of the right one: the points are mirrored, or left and right "
                "are exchanged in the file."
            )
    sides = tuple(_whole_legs(turned))
    return RiderView("space", turned, "right", sides)
