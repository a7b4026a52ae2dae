"""Points and angles of a body by one name each, and the names that programs have for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import combining, normalize

from fit_optimizer.pose.part_words import PART_OF, SIDE_OF
from rider_models.arrays import SIDES

NEAR = "near"
"""Side of names that tell none: whichever the camera sees."""

BODY_POINTS = (
    "shoulder",
    "elbow",
    "wrist",
    "hip",
    "knee",
    "ankle",
    "heel",
    "toe",
    "pedal",
)
"""Points of one side of the body; `pedal` is the middle of the pedal spindle."""

POINTS = (*(f"{side}.{part}" for side in SIDES for part in BODY_POINTS), "crank")
"""Every point by name, besides those of `NEAR`; `crank` is the middle of the bottom bracket."""

LEG_ANGLES = (
    "knee_flexion",
    "hip_flexion",
    "trunk_to_thigh",
    "ankle_dorsiflexion",
    "shoulder",
    "elbow_bend",
)
"""Angles of one side (deg): knee 0 straight; hip flexion thigh against pelvis; trunk to thigh the angle
enclosed, small where the hip closes; ankle 0 square, toes up +; shoulder from trunk to upper arm; elbow 0
straight."""

ANGLES = (*(f"{side}.{angle}" for side in SIDES for angle in LEG_ANGLES), "torso")
"""Every angle by name; `torso` is hip to shoulder from horizontal."""

_SECOND = frozenset(("small", "inner", "medial", "study", "index", "ref"))
"""Words that tell a further point of a part that has one already."""
_CAMEL = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")

MEDIAPIPE = {
    11: "left.shoulder",
    12: "right.shoulder",
    13: "left.elbow",
    14: "right.elbow",
    15: "left.wrist",
    16: "right.wrist",
    23: "left.hip",
    24: "right.hip",
    25: "left.knee",
    26: "right.knee",
    27: "left.ankle",
    28: "right.ankle",
    29: "left.heel",
    30: "right.heel",
    31: "left.toe",
    32: "right.toe",
}
"""Landmarks of MediaPipe Pose (33 of them) by their place in the list."""

BODY_25 = {
    2: "right.shoulder",
    3: "right.elbow",
    4: "right.wrist",
    5: "left.shoulder",
    6: "left.elbow",
    7: "left.wrist",
    9: "right.hip",
    10: "right.knee",
    11: "right.ankle",
    12: "left.hip",
    13: "left.knee",
    14: "left.ankle",
    19: "left.toe",
    21: "left.heel",
    22: "right.toe",
    24: "right.heel",
}
"""Keypoints of OpenPose's BODY_25 by their place."""

HALPE_26 = {
    5: "left.shoulder",
    6: "right.shoulder",
    7: "left.elbow",
    8: "right.elbow",
    9: "left.wrist",
    10: "right.wrist",
    11: "left.hip",
    12: "right.hip",
    13: "left.knee",
    14: "right.knee",
    15: "left.ankle",
    16: "right.ankle",
    20: "left.toe",
    21: "right.toe",
    24: "left.heel",
    25: "right.heel",
}
"""Keypoints of HALPE_26, which Pose2Sim writes as OpenPose's files, by their place."""

COCO_17 = {place: name for place, name in HALPE_26.items() if place < 17}
"""Keypoints of COCO: the first 17 of HALPE_26."""

COCO_18 = {
    2: "right.shoulder",
    3: "right.elbow",
    4: "right.wrist",
    5: "left.shoulder",
    6: "left.elbow",
    7: "left.wrist",
    8: "right.hip",
    9: "right.knee",
    10: "right.ankle",
    11: "left.hip",
    12: "left.knee",
    13: "left.ankle",
}
"""Keypoints of OpenPose's older models of the body (COCO with a neck, 18 of them; MPI, 15) by their place."""

BY_COUNT = {25: BODY_25, 26: HALPE_26, 17: COCO_17, 18: COCO_18, 15: COCO_18, 33: MEDIAPIPE}
"""Which list of keypoints it is, told by how many it has."""


def words_of(text: str) -> list[str]:
    """The words of a heading in lower case and without accents: of `RBigToe` r, big, toe, of `Hüfte_r` hufte, r."""
    text = "".join(one for one in normalize("NFKD", text) if not combining(one))
    return [word.lower() for word in _CAMEL.findall(text)]


def side_of(words: Iterable[str]) -> str | None:
    """`right` or `left` where the words say so."""
    return next((SIDE_OF[word] for word in words if word in SIDE_OF), None)


def point_named(text: str) -> str | None:
    """The point that a program's or a fitter's name means, as `right.knee`; None where it means none.

    A name without a side is `near.knee`: the side that the camera sees.
    """
    words = words_of(text)
    if _SECOND.intersection(words) and "foot" not in words:
        return None
    joined = ["".join(words)]
    part = next((PART_OF[word] for word in [*words, *joined] if word in PART_OF), None)
    if part is None and "foot" in words and "index" in words:
        part = "toe"
    if part == "crank":
        return "crank"
    return f"{side_of(words) or NEAR}.{part}" if part is not None else None
