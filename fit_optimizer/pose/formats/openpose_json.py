"""OpenPose's JSON: a folder with a file a frame, or frames in one list; Pose2Sim writes the same.

A frame is `{"people": [{"pose_keypoints_2d": [x, y, confidence, ...]}]}` in pixels, y downwards; a point
that was not found is 0, 0, 0. Which body it is (BODY_25, HALPE_26, COCO) is told by the number of points.
AlphaPose's list of `{"image_id", "keypoints": [x, y, confidence, ...]}` is read likewise.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from fit_optimizer.pose.formats.json_frames import MOST_BYTES, json_of, number_of, stacked
from fit_optimizer.pose.landmarks import BY_COUNT
from fit_optimizer.pose.series import MOST_FRAMES, PointSeries, PoseError
from fit_optimizer.traces.file_start import FileStart, shown_name
from rider_models.arrays import Array

MOST_FILES = 40_000
"""Most files of a folder: eleven minutes at 60 Hz, which take some 6 s to read."""

MOST_KEYPOINTS = 200
"""Keypoints of a person that are looked at: the whole body with hands and face has 133 to 137."""

LEAST_SEEN = 0.2
"""Confidence below which a point of OpenPose is taken for not found (a guess; OpenPose itself draws from 0.05)."""


def is_openpose(start: FileStart) -> bool:
    """Whether JSON speaks of people and their keypoints as OpenPose or AlphaPose do."""
    return (
        start.text[:1] in "[{"
        and re.search(r'"(pose_keypoints_2d|keypoints)"', start.text) is not None
    )


def is_openpose_folder(path: Path) -> bool:
    """Whether a folder holds a JSON file a frame."""
    return path.is_dir() and next(path.glob("*.json"), None) is not None


def read_openpose(path: Path) -> PointSeries:
    """The points (pixels) of the person who is seen largest in each frame. Raises PoseError."""
    if path.is_dir():
        name = shown_name(path)
        people = [_largest(json_of(file)[1]) for file in _files_of(path, name)]
    else:
        name, document = json_of(path)
        people = [_largest(frame) for frame in _frames_of(document)[:MOST_FRAMES]]
    count = max((len(person) for person in people), default=0)
    places = BY_COUNT.get(count)
    if not count:
        raise PoseError(f"{name} holds no frame with the keypoints of a person.")
    if places is None:
        known = ", ".join(str(number) for number in BY_COUNT)
        raise PoseError(f"{name} has {count} keypoints a person: known are bodies of {known}.")
    found = stacked(people, places, 3)
    points, seen = {}, {}
    for point, values in found.items():
        missing = ~(values[:, 2] >= LEAST_SEEN)
        points[point] = np.where(missing[:, None], np.nan, values[:, :2])
        seen[point] = np.nan_to_num(values[:, 2])
    points = {point: values for point, values in points.items() if np.isfinite(values).any()}
    if not points:
        raise PoseError(f"{name} holds no person with a hip, a knee and an ankle that were found.")
    return PointSeries(None, points, "px", "centres", "OpenPose", seen)


def _files_of(folder: Path, name: str) -> list[Path]:
    """A folder's files in the order of their frames. Raises PoseError where they are too many or too large."""
    files = sorted(islice(folder.glob("*.json"), MOST_FILES + 1), key=_frame_number)
    if len(files) > MOST_FILES or sum(file.stat().st_size for file in files) > MOST_BYTES:
        raise PoseError(
            f"{name} holds more than {MOST_FILES:,} frames, or more than {MOST_BYTES / 1e6:g} MB: copy those of "
            "a minute of the ride into a folder of their own."
        )
    return files


def _frame_number(file: Path) -> tuple[int, str]:
    digits = re.findall(r"\d+", file.stem)
    return (int(digits[-1][:18]) if digits else 0, file.name)


def _frames_of(document: Any) -> list[Any]:
    """Frames in one document: a list of them, a table of them, or AlphaPose's list of people."""
    if isinstance(document, dict):
        if "people" in document:
            return [document]
        inner = next((value for value in document.values() if isinstance(value, list)), None)
        document = list(document.values()) if inner is None else inner
    if not isinstance(document, list):
        return []
    if any(isinstance(one, dict) and "image_id" in one for one in document):
        by_image: dict[str, list[Any]] = {}
        for one in document:
            if isinstance(one, dict):
                by_image.setdefault(str(one.get("image_id")), []).append(one)
        return [{"people": people} for people in by_image.values()]
    return document


def _largest(frame: Any) -> list[tuple[float, ...]]:
    """The points of the person who is seen largest; none where nobody is."""
    people = frame.get("people") if isinstance(frame, dict) else None
    if people is None and isinstance(frame, dict):
        people = [frame]
    found = [_points(person) for person in people] if isinstance(people, list) else []
    return max(found, key=_height, default=[])


def _points(person: Any) -> list[tuple[float, ...]]:
    flat = None
    if isinstance(person, dict):
        flat = person.get("pose_keypoints_2d", person.get("keypoints"))
    if not isinstance(flat, list):
        return []
    flat = flat[: 3 * MOST_KEYPOINTS]
    if flat and all(isinstance(one, list) and len(one) >= 2 for one in flat):
        flat = [value for one in flat for value in ([*one, 1.0] if len(one) == 2 else one[:3])]
    numbers = [number_of(value) for value in flat]
    return [(numbers[k], numbers[k + 1], numbers[k + 2]) for k in range(0, len(numbers) - 2, 3)]


def _height(points: list[tuple[float, ...]]) -> float:
    """How tall a person is in the image (pixels)."""
    heights: Array = np.array([y for _, y, seen in points if seen > LEAST_SEEN and np.isfinite(y)])
    return float(np.ptp(heights)) if heights.size else -1.0
