"""Legs that are still taken for each other, found by where in the turn each should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from fit_optimizer.pose.phase import find_phase
from fit_optimizer.pose.repair import LEG_POINTS, exchanged_legs
from fit_optimizer.pose.views import RiderView
from rider_models.arrays import SIDES, Array, Flags

ROUNDS = 4
"""Rounds in which mean paths and names of legs follow from each other; two settle it."""

MOST_OVER_TYPICAL = 3.0
"""A point counts no more than so many typical distances off its path, so that one that jumps decides nothing."""


def relabelled(time_s: Array, view: RiderView) -> tuple[RiderView, int]:
    """A rider with the legs put back that following them from frame to frame left exchanged, and the frames.

    Raises PoseError where no revolution is found.
    """
    if len(view.sides) < 2 or view.seen_from == "front":
        return view, 0
    height = view.plane(f"{view.near}.ankle")[:, 1]
    flipped = exchanged_by_phase(view.points, find_phase(time_s, height).angle)
    if not flipped.any():
        return view, 0
    return replace(view, points=exchanged_legs(view.points, flipped)), int(flipped.sum())


def exchanged_by_phase(points: Mapping[str, Array], phase: Array) -> Flags:
    """The frames (n) in which the legs lie nearer to each other's mean paths than to their own.

    `phase` (rad, n) goes through the turn; a half turn that it is off by makes no difference. Mean paths (two
    harmonics) and names are found in turn, beginning with the names as they are.
    """
    parts = [part for part in LEG_POINTS if all(f"{side}.{part}" in points for side in SIDES)]
    legs = np.stack(
        [np.concatenate([points[f"{side}.{part}"] for part in parts], axis=1) for side in SIDES]
    )
    count, width = legs.shape[1], next(iter(points.values())).shape[1]
    turned = np.outer(phase, [1.0, 2.0])
    columns = np.concatenate([np.ones((count, 1)), np.cos(turned), np.sin(turned)], axis=1)
    flipped: Flags = np.zeros(count, dtype=bool)
    for _ in range(ROUNDS):
        named = np.where(flipped[None, :, None], legs[::-1], legs)
        paths = np.stack([_paths(columns, leg) for leg in named])
        stay, swap = (_off(one, paths, width) for one in (legs, legs[::-1]))
        again = swap < stay
        if np.array_equal(again, flipped):
            break
        flipped = again
    return ~flipped if 2 * flipped.sum() > count else flipped


def _paths(columns: Array, values: Array) -> Array:
    """Least-squares curves (n x c) through values with gaps (n x c)."""
    fitted = np.zeros_like(values)
    for place in range(values.shape[1]):
        known = np.isfinite(values[:, place])
        solved = np.linalg.lstsq(columns[known], values[known, place], rcond=None)[0]
        fitted[:, place] = columns @ solved
    return fitted


def _off(legs: Array, paths: Array, width: int) -> Array:
    """How far both legs' points lie off their paths (n), added up, none for a point that is missing."""
    off = (legs - paths).reshape(*legs.shape[:2], -1, width)
    distance = np.sqrt((off**2).sum(axis=3))
    typical = float(np.nanmedian(distance))
    return np.asarray(np.nansum(np.minimum(distance, MOST_OVER_TYPICAL * typical), axis=(0, 2)))
