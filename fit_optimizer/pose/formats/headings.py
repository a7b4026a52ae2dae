"""What the headings of a text table of points or angles mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import pi
from typing import Literal

from fit_optimizer.pose.landmarks import MEDIAPIPE, NEAR, point_named, side_of, words_of
from fit_optimizer.pose.part_words import PART_OF, TIMES, TRUNK_WORDS

Kind = Literal["time", "frame", "point", "angle", "landmark", "speed"]

SPEEDS = frozenset(("speed", "velocity"))
"""Words of a column that holds the crank's speed."""

SPEED_UNITS = {"rpm": pi / 30, "deg": pi / 180, "rad": 1.0, "1/min": pi / 30}
"""rad/s of the units of a crank's speed, by what their name begins with."""

COORDINATES = {"x": "x", "y": "y", "z": "z"}
LENGTHS = frozenset(("m", "mm", "cm", "px"))
"""Units that may stand behind a coordinate: `hip_x_mm`."""

CONFIDENCE = frozenset(
    ("v", "vis", "visibility", "score", "confidence", "likelihood", "c", "presence")
)
FRAMES = frozenset(("frame", "frames", "frameno", "index", "idx"))
NOT_ANGLES = frozenset(
    (
        "velocity",
        "speed",
        "moment",
        "power",
        "force",
        "torque",
        "acceleration",
        "work",
        "vel",
        "sd",
        "std",
    )
)
"""Words of columns that are named for a joint and are no angle of it."""

ANGLED = ("hip", "knee", "ankle", "elbow", "shoulder")
"""Parts of the body that an angle is named for."""

_UNIT = re.compile(r"[(\[]\s*([^)\]]*)\s*[)\]]")


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column holds: its kind, the point or angle and its part (`x`, `y`, `z`, `seen`), its unit as told."""

    kind: Kind
    name: str = ""
    part: str = ""
    unit: str = ""


def heading_of(text: str) -> Heading | None:
    """What a heading says; None where it says nothing of a pose."""
    units = _UNIT.findall(text)
    unit = units[-1].strip().lower() if units else ""
    words = words_of(_UNIT.sub(" ", text))
    if not words:
        return None
    if words[0] in TIMES and len(words) <= 3:
        return Heading("time", unit=unit or next((w for w in words[1:] if w in ("ms", "s")), ""))
    if words[0] in FRAMES:
        return Heading("frame")
    if words == ["landmark"] or words[:2] in (["landmark", "id"], ["landmark", "index"]):
        return Heading("landmark")
    point = _coordinate(words, unit)
    return point if point is not None else _angle(words, unit)


def _coordinate(words: list[str], unit: str) -> Heading | None:
    """A coordinate of a point: `LEFT_HIP_x`, `Knee/0/X`, `x_24`, `landmark_24_x`, `knee_x_mm`."""
    part = ""
    if len(words) > 1 and words[-1] in LENGTHS and words[-2] in COORDINATES:
        unit, words = unit or words[-1], words[:-1]
    for word in (words[-1], words[0]):
        part = "seen" if word in CONFIDENCE else COORDINATES.get(word, "")
        if part:
            break
    if not part:
        return None
    rest = [word for word in words if word not in COORDINATES and word not in CONFIDENCE]
    numbers = [word for word in rest if word.isdigit()]
    name = point_named(" ".join(word for word in rest if not word.isdigit()))
    if name is None and numbers and set(rest) <= {"landmark", "lm", "pose", "kp", numbers[-1]}:
        name = f"#{int(numbers[-1][:6])}"
    if name is None and not rest:
        name = "*"  # of a table with a row for each landmark
    return None if name is None else Heading("point", name, part, unit)


def _angle(words: list[str], unit: str) -> Heading | None:
    """An angle: `right_knee_angle_deg`, `hip_flexion_r`, `crank_angle_deg`, `knee`."""
    if "crank" in words and SPEEDS.intersection(words):
        told = unit.replace(" ", "") or next((w for w in ("rpm", "deg", "rad") if w in words), "")
        factor = next((each for name, each in SPEED_UNITS.items() if told.startswith(name)), None)
        return None if factor is None else Heading("speed", "crank", unit=str(factor))
    if NOT_ANGLES.intersection(words):
        return None
    if "crank" in words:
        return Heading("angle", "crank", unit=unit) if "angle" in words or "deg" in words else None
    joints = [
        "torso" if word in TRUNK_WORDS else PART_OF[word]
        for word in words
        if word in TRUNK_WORDS or PART_OF.get(word) in ANGLED
    ]
    if not joints:
        return None
    if "torso" in joints:
        if "hip" in joints or "thigh" in words:
            return Heading("angle", f"{side_of(words) or NEAR}.trunk_to_thigh", unit=unit)
        return Heading("angle", "torso", unit=unit)
    joint = joints[0]
    if joint == "hip" and "flexion" in words:
        joint = "hip_flexion"
    return Heading("angle", f"{side_of(words) or NEAR}.{joint}", unit=unit)


def numbered_points(headings: list[Heading | None]) -> dict[str, str]:
    """Names of points that are numbered, as MediaPipe numbers them, from 0 or from 1: `#24` is the right hip."""
    numbers = {int(h.name[1:]) for h in headings if h is not None and h.name.startswith("#")}
    first = 1 if numbers and min(numbers) == 1 and max(numbers) == 33 else 0
    return {f"#{place + first}": name for place, name in MEDIAPIPE.items()}
