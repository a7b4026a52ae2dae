"""Which way angles of a plain table are counted: flexion or the angle enclosed, told by their values.

A knee that pedals flexes from some 30 to 110 deg, so the angle it encloses goes from 150 to 70.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from rider_models.arrays import Array

ENCLOSED_ABOVE_DEG = 132.0
STRAIGHT_BELOW_DEG = 62.0
"""A knee angle that ever exceeds the first is the angle enclosed, one that ever falls below the second is
flexion: knees flex up to 132 deg (the largest that a set-up allows) and are straighter than 62 deg of
flexion at the bottom of any saddle height that is ridden (a guess)."""

SQUARE_ABOVE_DEG = 50.0
"""An ankle angle with a larger mean is enclosed by foot and shank, 90 where they are square: no ankle is
dorsiflexed so far."""

RADIANS_WITHIN = 3.2
"""Angles that stay within this are taken for radians: a knee that moves turns by far more than 3 deg."""


def settled_angles(columns: Mapping[str, Array]) -> tuple[dict[str, Array], list[str]]:
    """Angles under their names in `landmarks.ANGLES` (deg), and sentences about what was taken for what.

    `columns` are under `right.knee`, `right.hip`, `right.ankle` and so on; those that already have an
    angle's name stay as they are.
    """
    found: dict[str, Array] = {}
    said: list[str] = []
    for name, values in columns.items():
        side, _, joint = name.rpartition(".")
        if not np.isfinite(values).any():
            continue
        if joint == "knee":
            found[f"{side}.knee_flexion"] = _knee(values, said)
        elif joint == "ankle":
            found[f"{side}.ankle_dorsiflexion"] = _ankle(values, said)
        elif joint == "hip":
            knee = columns.get(f"{side}.knee")
            found.update(_hip(side, values, knee, said))
        elif joint == "elbow":
            enclosed = float(np.nanmedian(values)) > 90.0
            found[f"{side}.elbow_bend"] = 180.0 - values if enclosed else values
        else:
            found[name] = values
    return found, list(dict.fromkeys(said))


def is_in_radians(values: Array) -> bool:
    """Whether numbers of a knee that are called degrees look like radians."""
    finite = values[np.isfinite(values)]
    return bool(finite.size and np.abs(finite).max() < RADIANS_WITHIN and np.ptp(finite) > 0.2)


def _knee(values: Array, said: list[str]) -> Array:
    if is_in_radians(values):
        return values  # refused later, with its values as they stand
    low, high = np.nanpercentile(values, [1, 99])
    if high > ENCLOSED_ABOVE_DEG or low > STRAIGHT_BELOW_DEG:
        said.append("The knee angle is taken for the angle enclosed, 180 deg for a straight leg.")
        return 180.0 - values
    return -values if high < 5.0 else values


def _ankle(values: Array, said: list[str]) -> Array:
    if float(np.nanmean(values)) > SQUARE_ABOVE_DEG:
        said.append(
            "The ankle angle is taken for the angle between foot and shank, 90 deg where square."
        )
        return 90.0 - values
    return values


def _hip(side: str, values: Array, knee: Array | None, said: list[str]) -> dict[str, Array]:
    """Hip flexion closes with the knee; the angle enclosed by trunk and thigh opens when it closes."""
    if knee is None:
        return {}
    flexed = _knee(knee, [])
    both = np.isfinite(values) & np.isfinite(flexed)
    if both.sum() < 4 or np.ptp(flexed[both]) == 0 or np.ptp(values[both]) == 0:
        return {}
    together = float(np.corrcoef(values[both], flexed[both])[0, 1])
    if together > 0:
        said.append("The hip angle is taken for flexion of the thigh against the pelvis.")
        return {f"{side}.hip_flexion": values}
    said.append("The hip angle is taken for the angle enclosed by trunk and thigh.")
    return {f"{side}.trunk_to_thigh": values}
