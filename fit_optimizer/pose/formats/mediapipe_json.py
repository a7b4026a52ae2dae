"""MediaPipe Pose as JSON: a list of frames, each with 33 landmarks of x, y, z and visibility.

MediaPipe itself writes no file; what programs around it write differs in the names of the lists
(`landmarks`, `poseLandmarks`, `pose_landmarks`) and of the world landmarks in metres (`worldLandmarks`,
`pose_world_landmarks`), which are preferred where there are any. Image landmarks are shares of the image's
width and height; the image's size is taken from the file (`width`, `height`) or told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from fit_optimizer.pose.formats.json_frames import json_of, number_of, stacked
from fit_optimizer.pose.landmarks import MEDIAPIPE, words_of
from fit_optimizer.pose.series import MOST_FRAMES, PointSeries, PoseError, Unit, middle
from fit_optimizer.traces.file_start import FileStart
from rider_models.arrays import Array

LEAST_VISIBLE = 0.3
"""Visibility below which a landmark is taken for not found (a guess; MediaPipe's examples have 0.5)."""

COUNT = 33
"""Landmarks of MediaPipe Pose."""

_NAMES = {name.replace(".", "_"): place for place, name in MEDIAPIPE.items()} | {
    "left_foot_index": 31,
    "right_foot_index": 32,
}
_TIMES = {
    "timestamp_ms": 0.001,
    "timestampms": 0.001,
    "time_ms": 0.001,
    "time_s": 1.0,
    "time": 0.0,
    "timestamp": 0.0,
}
"""Keys of a frame's time and their factors to seconds; 0: in ms where frames lie more than 1 apart."""

_LANDMARKS = re.compile(r'"(?:\w*[lL]andmarks|[A-Za-z]+_?(?:HIP|hip|Hip))"')


def is_mediapipe(start: FileStart) -> bool:
    """Whether JSON speaks of landmarks."""
    return start.text[:1] in "[{" and _LANDMARKS.search(start.text) is not None


def read_mediapipe(path: Path) -> PointSeries:
    """The landmarks of a JSON file: in metres (n x 3) or in shares of the image (n x 2). Raises PoseError."""
    name, document = json_of(path)
    frames = _frames_of(document)[:MOST_FRAMES]
    for world in (True, False):
        lists = [_landmarks(frame, world) for frame in frames]
        if any(lists):
            break
    else:
        raise PoseError(f"{name} holds no list of {COUNT} landmarks of MediaPipe Pose.")
    found = stacked(lists, MEDIAPIPE, 4)
    size = _image_size(document, frames)
    unit: Unit = "m" if world else "image"
    points: dict[str, Array] = {}
    for point, values in found.items():
        kept = np.where((values[:, 3] < LEAST_VISIBLE)[:, None], np.nan, values[:, :3])
        points[point] = kept if world else kept[:, :2]
    if not world:
        if size is None and _beyond_one(points.values()):
            unit = "px"
        elif size is not None:
            unit = "px"
            points = {point: values * size for point, values in points.items()}
    seen = {point: np.nan_to_num(values[:, 3]) for point, values in found.items()}
    return PointSeries(_times(document, frames), points, unit, "centres", "MediaPipe", seen)


def _frames_of(document: Any) -> list[Any]:
    if isinstance(document, dict):
        inner = document.get("frames", document.get("data"))
        if isinstance(inner, list):
            return inner
        if isinstance(inner, dict):
            return list(inner.values())
        lists = [value for value in document.values() if isinstance(value, list)]
        numbered = [value for key, value in document.items() if key.isdigit()]
        return numbered or max(lists, key=len, default=[])
    return document if isinstance(document, list) else []


def _landmarks(frame: Any, world: bool) -> list[tuple[float, ...]]:
    """The 33 landmarks of a frame (x, y, z, visibility); none where it has none of this kind."""
    if isinstance(frame, list):
        return [] if world else _points(frame)
    if not isinstance(frame, dict):
        return []
    for key, value in frame.items():
        words = words_of(key)
        if "landmarks" not in words or ("world" in words) != world:
            continue
        points = _points(value)
        if points:
            return points
    return [] if world else _points(frame)


def _points(value: Any) -> list[tuple[float, ...]]:
    while isinstance(value, list) and len(value) == 1 and isinstance(value[0], list):
        value = value[0]  # the first of several people
    if isinstance(value, dict):
        by_name = {"_".join(words_of(str(key))): one for key, one in value.items()}
        if not any(name in by_name for name in _NAMES):
            return []
        nothing: tuple[float, ...] = (np.nan,) * 4
        points = [nothing] * COUNT
        for name, place in _NAMES.items():
            if name in by_name:
                points[place] = _point(by_name[name])
        return points
    if not isinstance(value, list) or len(value) != COUNT:
        return []
    return [_point(one) for one in value]


def _point(one: Any) -> tuple[float, ...]:
    if isinstance(one, dict):
        visible = one.get("visibility", one.get("score", 1.0))
        values = (one.get("x"), one.get("y"), one.get("z", 0.0), visible)
    elif isinstance(one, list) and len(one) >= 2:
        values = (*one[:2], one[2] if len(one) > 2 else 0.0, one[3] if len(one) > 3 else 1.0)
    else:
        values = (None,) * 4
    return tuple(number_of(value) for value in values)


def _image_size(document: Any, frames: list[Any]) -> Array | None:
    """Width and height (pixels) of the image where the file tells them."""
    tables = [document, *(document.values() if isinstance(document, dict) else ()), *frames[:1]]
    for table in tables:
        if isinstance(table, dict):
            size = [
                number_of(table.get(key, table.get(f"image_{key}"))) for key in ("width", "height")
            ]
            if min(size) > 1:
                return np.array(size)
    return None


def _beyond_one(points: Iterable[Array]) -> bool:
    values = np.concatenate([each.ravel() for each in points])
    return middle(np.abs(values)) > 2


def _times(document: Any, frames: list[Any]) -> Array | None:
    """The times (s) of the frames, from their own or from the file's frame rate; None where neither is told."""
    for key, factor in _TIMES.items():
        values = np.array([_value(frame, key) for frame in frames], dtype=float)
        if len(values) > 1 and np.isfinite(values).all() and np.all(np.diff(values) > 0):
            apart = float(np.median(np.diff(values)))
            return values * (factor or (0.001 if apart > 1.0 else 1.0))
    tables = [document, *(document.values() if isinstance(document, dict) else ())]
    for table in tables:
        for key in ("fps", "frame_rate", "frameRate"):
            rate = _value(table, key)
            if rate > 0:
                return np.arange(len(frames)) / rate
    return None


def _value(table: Any, key: str) -> float:
    if not isinstance(table, dict):
        return float("nan")
    return number_of(
        next((value for name, value in table.items() if name.lower() == key.lower()), None)
    )
