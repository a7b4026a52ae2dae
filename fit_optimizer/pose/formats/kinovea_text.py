"""Kinovea's text of trajectories: blocks of lines `time x y`, each below a line with the trajectory's name.

The first line is `#Kinovea Trajectory data export`. Versions up to 0.8 write clock times and no names;
later ones times in the unit chosen and `# name` above each block.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fit_optimizer.pose.formats.text_table import number, seconds, text_of
from fit_optimizer.pose.landmarks import point_named
from fit_optimizer.pose.series import MOST_FRAMES, PointSeries, PoseError
from fit_optimizer.traces.file_start import FileStart
from fit_optimizer.traces.wording import shown
from rider_models.arrays import Array

BY_ORDER = ("near.hip", "near.knee", "near.ankle")
"""What three trajectories without names are taken for in their order (a guess that is said)."""


def is_kinovea_text(start: FileStart) -> bool:
    """Whether a text begins as Kinovea's exports of trajectories do."""
    return start.text.startswith("#Kinovea Trajectory data export")


def read_kinovea_text(path: Path) -> PointSeries:
    """The points of Kinovea's trajectories (pixels, or whatever was calibrated). Raises PoseError."""
    start, text = text_of(path)
    blocks = _blocks(text.splitlines()[1:])
    if not blocks:
        raise PoseError(f"{start.name} holds no trajectory below its heading.")
    losses: list[str] = []
    names = [point_named(name) if name else None for name, _ in blocks]
    if all(name is None for name in names) and len(blocks) == 3:
        names = [*BY_ORDER]
        losses.append("The trajectories have no names: taken in order for hip, knee and ankle.")
    found = [(name, rows) for name, (_, rows) in zip(names, blocks, strict=True) if name]
    if not found:
        named = ", ".join(shown(name, 20) for name, _ in blocks if name)
        has = (
            f"trajectories named {named}" if named else f"{len(blocks)} trajectories without names"
        )
        raise PoseError(f"{start.name} has {has}: name them hip, knee, ankle and toe in Kinovea.")
    times = np.unique(np.concatenate([rows[:, 0] for _, rows in found]))[:MOST_FRAMES]
    points: dict[str, Array] = {}
    for name, rows in found:
        place = np.searchsorted(times, rows[:, 0])
        kept = place < len(times)
        values = points.setdefault(name, np.full((len(times), 2), np.nan))
        values[place[kept]] = rows[kept, 1:]
    steps = np.diff(times)
    in_ms = steps.size > 0 and float(np.median(steps)) > 1.0
    return PointSeries(
        time_s=times / 1000.0 if in_ms else times,
        points=points,
        unit="px",
        reads="markers",
        source="Kinovea",
        seen={},
        losses=tuple(losses),
    )


def _blocks(lines: list[str]) -> list[tuple[str, Array]]:
    """Every block's name (empty where it has none) and its rows of time, x and y."""
    blocks: list[tuple[str, list[list[float]]]] = []
    name, fresh = "", True
    for line in lines:
        if line.startswith("#"):
            heading = line.lstrip("#").strip()
            name, fresh = ("" if heading == "T X Y" else heading), True
            continue
        parts = line.split()
        if len(parts) < 3:
            fresh = fresh or not parts
            continue
        row = [seconds(parts[0]), number(parts[1]), number(parts[2])]
        if not np.isfinite(row[0]):
            continue
        if fresh:
            blocks.append((name, []))
            name, fresh = "", False
        blocks[-1][1].append(row)
    return [(name, np.array(rows)) for name, rows in blocks if rows]
