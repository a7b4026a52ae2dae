"""Kinovea's trajectories, in whatever file it wrote them: named, put on the frames of the film, in one unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fit_optimizer.pose.landmarks import point_named
from fit_optimizer.pose.series import MOST_FRAMES, PointSeries, PoseError
from fit_optimizer.traces.wording import shown
from rider_models.arrays import Array

BY_ORDER = ("near.hip", "near.knee", "near.ankle")
"""What three trajectories without names are taken for in their order (a guess that is said)."""

METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254, "ft": 0.3048, "yd": 0.9144}
"""Metres of the units that a film is calibrated in."""


@dataclass(frozen=True, eq=False)
class Track:
    """A trajectory: its name, empty where it has none, and rows of time, x and y (n x 3)."""

    name: str
    rows: Array


def points_of_tracks(
    tracks: Sequence[Track], file: str, unit: str = "px", losses: Sequence[str] = ()
) -> PointSeries:
    """The points of trajectories, times in s or ms, lengths in a unit of `METRES` or pixels. Raises PoseError."""
    if not tracks:
        raise PoseError(f"{file} holds no trajectory below its heading.")
    said = list(losses)
    names = [point_named(one.name) if one.name else None for one in tracks]
    if all(name is None for name in names) and len(tracks) == 3:
        names = [*BY_ORDER]
        said.append("The trajectories have no names: taken in order for hip, knee and ankle.")
    found = [(name, one) for name, one in zip(names, tracks, strict=True) if name]
    if not found:
        named = ", ".join(shown(one.name, 20) for one in tracks if one.name)
        has = (
            f"trajectories named {named}" if named else f"{len(tracks)} trajectories without names"
        )
        raise PoseError(f"{file} has {has}: name them hip, knee, ankle and toe in Kinovea.")
    on_frames = _on_frames([one for _, one in found])
    times = np.unique(np.concatenate([one.rows[:, 0] for one in on_frames]))[:MOST_FRAMES]
    points: dict[str, Array] = {}
    for (name, _), one in zip(found, on_frames, strict=True):
        place = np.searchsorted(times, one.rows[:, 0])
        kept = place < len(times)
        values = points.setdefault(name, np.full((len(times), 2), np.nan))
        values[place[kept]] = METRES.get(unit, 1.0) * one.rows[kept, 1:]
    steps = np.diff(times)
    in_ms = steps.size > 0 and float(np.median(steps)) > 1.0
    return PointSeries(
        time_s=times / 1000.0 if in_ms else times,
        points=points,
        unit="m" if unit in METRES else "px",
        reads="markers",
        source="Kinovea",
        seen={},
        losses=tuple(said),
    )


def _on_frames(tracks: list[Track]) -> list[Track]:
    """Trajectories at evenly spaced times, where clock times in hundredths are coarser than the frames.

    Two frames then have one time. Kinovea follows a point from frame to frame, so a trajectory's rows are
    frames in a row.
    """
    steps = [np.diff(one.rows[:, 0]) for one in tracks]
    if not any((each == 0).any() for each in steps) or any((each < 0).any() for each in steps):
        return tracks
    longest = max(tracks, key=lambda one: len(one.rows)).rows[:, 0]
    apart = float(np.ptp(longest)) / max(len(longest) - 1, 1)
    if apart <= 0:
        return tracks
    return [
        replace(
            one,
            rows=np.column_stack(
                [
                    apart * (round(one.rows[0, 0] / apart) + np.arange(len(one.rows))),
                    one.rows[:, 1:],
                ]
            ),
        )
        for one in tracks
    ]
