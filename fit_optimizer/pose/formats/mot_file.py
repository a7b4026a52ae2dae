"""MOT and STO: joint angles as OpenSim and Sports2D write them.

A line with the table's name, lines `key=value` (`inDegrees` among them), free text, `endheader`, a line of
names beginning with `time`, then the frames. OpenSim names coordinates (`knee_angle_r`), Sports2D joints
(`right knee`); Sports2D's hip and trunk are between points of the body, OpenSim's hip is against the pelvis.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from fit_optimizer.pose.formats.text_table import NumberTable, numbers_below, text_of
from fit_optimizer.pose.landmarks import NEAR, side_of, words_of
from fit_optimizer.pose.series import AngleSeries, PoseError
from fit_optimizer.traces.file_start import FileStart
from fit_optimizer.traces.wording import shown
from rider_models.arrays import Array

HEADER_WITHIN = 200
"""Lines within which a header must end (a guess)."""

OPENSIM = {
    "hip_flexion": "hip_flexion",
    "knee_angle": "knee_flexion",
    "ankle_angle": "ankle_dorsiflexion",
    "elbow_flex": "elbow_bend",
    "elbow_flexion": "elbow_bend",
}
"""Coordinates of OpenSim's models of the whole body, and the angles that they are."""

SPORTS2D = {
    "hip": "trunk_to_thigh",
    "knee": "knee_flexion",
    "ankle": "ankle_dorsiflexion",
    "shoulder": "shoulder",
    "elbow": "elbow_bend",
}
"""Joints of Sports2D, and the angles that they are; its hip flexion is 180 deg less trunk to thigh."""

_HEADER = re.compile(r"(?im)^\s*endheader\s*$")


def is_mot(start: FileStart) -> bool:
    """Whether a text has the header of OpenSim's tables."""
    return _HEADER.search(start.text) is not None and "nRows" in start.text


def read_mot(path: Path) -> AngleSeries:
    """The joint angles of an OpenSim or Sports2D table, in degrees. Raises PoseError."""
    start, text = text_of(path)
    lines = text.splitlines()
    end = next(
        (k for k, line in enumerate(lines[:HEADER_WITHIN]) if line.strip().lower() == "endheader"),
        None,
    )
    if end is None:
        raise PoseError(f"{start.name} has a header that never ends (endheader).")
    said = {
        key.strip().lower(): value.strip().lower()
        for key, sign, value in (line.partition("=") for line in lines[:end])
        if sign
    }
    body = [line for line in lines[end + 1 :] if line.strip()]
    if not body:
        raise PoseError(f"{start.name} holds no frames below its header.")
    separator = "\t" if "\t" in body[0] else " "
    headings = [name.strip() for name in body[0].strip().split(separator) if name.strip()]
    table = numbers_below(headings, body[1:], separator, start.name)
    factor = 1.0 if said.get("indegrees", "yes") == "yes" else float(np.rad2deg(1.0))
    angles = _angles(table, factor)
    if not angles:
        named = ", ".join(shown(name, 20) for name in headings[:6])
        raise PoseError(f"{start.name} names no angle of hip, knee or ankle: {named} ...")
    times = table.column(0) if headings[0].lower() == "time" else None
    return AngleSeries(
        time_s=times,
        angles_deg=angles,
        crank_angle_deg=None,
        reads="centres",
        source="OpenSim or Sports2D",
        losses=table.losses,
    )


def _angles(table: NumberTable, factor: float) -> dict[str, Array]:
    found: dict[str, Array] = {}
    for place, heading in enumerate(table.headings):
        named = _angle_named(heading)
        if named is None or named[0] in found:
            continue
        name, of_sports2d = named
        values = factor * table.column(place)
        if name.endswith("trunk_to_thigh"):
            values = 180.0 - values
        elif name == "torso":
            values = np.abs((values + 90.0) % 180.0 - 90.0)
        elif name.endswith(("elbow_bend", "shoulder")) and of_sports2d:
            values = np.abs(values)
        found[name] = values
    return _knees_flexed(found)


def _angle_named(heading: str) -> tuple[str, bool] | None:
    """The angle that a heading names, and whether in Sports2D's way; None where it names none."""
    plain = heading.rpartition("/jointset/")[2].removesuffix("/value").rpartition("/")[2]
    stem, _, last = plain.rpartition("_")
    if stem in OPENSIM and last in ("r", "l"):
        return f"{'right' if last == 'r' else 'left'}.{OPENSIM[stem]}", False
    words = words_of(heading)
    if words == ["trunk"]:
        return "torso", True
    joint = next((word for word in words if word in SPORTS2D), None)
    of_side = side_of(words) or NEAR
    if joint is None or len(words) > 2:
        return None
    return f"{of_side}.{SPORTS2D[joint]}", True


def _knees_flexed(angles: dict[str, Array]) -> dict[str, Array]:
    """The angles with knees that flex towards plus; older models of OpenSim have them negative."""
    for name, values in angles.items():
        if name.endswith("knee_flexion") and np.nanmedian([*values, 0.0, 0.0]) < 0:
            angles[name] = -values
    return angles
