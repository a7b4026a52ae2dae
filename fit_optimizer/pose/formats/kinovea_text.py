"""Kinovea's text of trajectories: blocks of lines `time x y`, each below a line with the trajectory's name.

The first line is `#Kinovea Trajectory data export`. Versions up to 0.8 write clock times and no names;
later ones times in the unit chosen and `# name` above each block.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fit_optimizer.pose.formats.kinovea_tracks import Track, points_of_tracks
from fit_optimizer.pose.formats.text_table import number, seconds, text_of
from fit_optimizer.pose.series import PointSeries
from fit_optimizer.traces.file_start import FileStart
from rider_models.arrays import Array


def is_kinovea_text(start: FileStart) -> bool:
    """Whether a text begins as Kinovea's exports of trajectories do."""
    return start.text.startswith("#Kinovea Trajectory data export")


def read_kinovea_text(path: Path) -> PointSeries:
    """The points of Kinovea's trajectories (pixels, or whatever was calibrated). Raises PoseError."""
    start, text = text_of(path)
    tracks = [Track(name, rows) for name, rows in _blocks(text.splitlines()[1:])]
    return points_of_tracks(tracks, start.name)


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
