"""Lengths between parts of a bicycle and the hands on it (mm), from the keys that are known; else by custom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians, sin

Known = Mapping[str, object]
"""Keys of a set-up by their flat names; those that are not numbers or absent count as unknown."""
Place = tuple[float, float]
"""Forward and up (mm)."""

USUAL_SADDLE_MM, USUAL_NOSE_TO_REFERENCE_MM = 270.0, 145.0
"""Length of a usual saddle, and how far behind its nose it is 80 mm wide: 130-160 mm on most (a guess)."""
HEAD_TUBE_ANGLE_DEG = 73.0
"""Angle of the head tube of most road frames, within a degree and a half."""
USUAL_STEM_MM, USUAL_STEM_DEG, USUAL_SPACERS_MM = 100.0, -6.0, 20.0
"""What a bicycle has whose stem and spacers nobody wrote down: a guess, and said to be one."""
LEAST_BAR_MM = 5.0
"""A bar that is off by less is left: no part moves it by so little."""
STEM_ABOVE_HEAD_TUBE_MM = 30.0
"""Top of the head tube to the middle of the stem's clamp on the steerer without spacers: 10 mm of headset
cover and half of a clamp of 40 mm. A guess within 8 mm."""
USUAL_HANDLEBAR_REACH_MM, USUAL_HANDLEBAR_DROP_MM = 80.0, 125.0
"""Of compact road bars, as their makers state them: 70-85 and 120-130 mm."""
HOOD_AHEAD_OF_BEND_MM, HOOD_UP_MM = 45.0, 20.0
"""Trough of the hoods ahead of the bar's foremost bend, and above the bar at the stem. Guesses."""
DROPS_BEHIND_BEND_MM, DROPS_ABOVE_END_MM = 25.0, 20.0
"""Where the drops are held: behind the foremost bend, and above the end of the drops. Guesses."""
WRIST_FROM_GRIP: dict[str, Place] = {
    "hoods": (-65.0, 15.0),
    "bar": (-55.0, 30.0),
    "drops": (-60.0, 25.0),
}
"""Middle of the wrist from where the thumb's web lies, forward and up (mm): a palm is some 70 mm long from
wrist to web, and lies above what it holds. Guesses within 15 mm."""
PAD_AHEAD_OF_ELBOW_MM, ELBOW_ABOVE_PAD_MM = 60.0, 40.0
"""Middle of an elbow pad ahead of the elbow's centre, and that above the pad's top: the forearm lies on the
pad, the elbow behind it. Guesses within 20 and 10 mm."""
FOREARM_RISE_DEG = 10.0
"""Rise of the forearms on aero bars, forward: 0-20 deg on most (a guess)."""


def number(keys: Known, key: str, otherwise: float) -> float:
    """The number of a key, or another where it is unknown."""
    value = keys.get(key)
    return float(value) if isinstance(value, int | float) else otherwise


def nose_to_reference_mm(keys: Known) -> float:
    """Saddle's nose back to where it is 80 mm wide (mm).

    Saddles of other lengths differ at the nose: a short one of 240 mm has its nose 30 mm further back
    over the same sitting place, as its makers mount it. A guess within 15 mm where it is not measured.
    """
    shorter = USUAL_SADDLE_MM - number(keys, "saddle_length_mm", USUAL_SADDLE_MM)
    return number(keys, "saddle_nose_to_reference_mm", USUAL_NOSE_TO_REFERENCE_MM - shorter)


def stem_reach_mm(stem_mm: float, rise_deg: float, head_tube_deg: float) -> Place:
    """The bar's clamp from the steerer's axis, forward and up (mm), of a stem."""
    along = radians(90 - head_tube_deg + rise_deg)
    return stem_mm * cos(along), stem_mm * sin(along)


def clamp_on_frame_mm(keys: Known, stack_mm: float, reach_mm: float) -> Place:
    """The middle of the bar at the stem from the bottom bracket, forward and up (mm), on a frame."""
    head = number(keys, "head_tube_angle_deg", HEAD_TUBE_ANGLE_DEG)
    steerer = STEM_ABOVE_HEAD_TUBE_MM + number(keys, "spacers_mm", USUAL_SPACERS_MM)
    forward, up = stem_reach_mm(
        number(keys, "stem_length_mm", USUAL_STEM_MM),
        number(keys, "stem_angle_deg", USUAL_STEM_DEG),
        head,
    )
    return (
        reach_mm - steerer * cos(radians(head)) + forward,
        stack_mm + steerer * sin(radians(head)) + up,
    )


def held(keys: Known) -> str:
    """What the hands hold: as said, or by custom the hoods, on a city bike the bar itself."""
    said = keys.get("hands_on")
    return said if isinstance(said, str) else "bar" if keys.get("discipline") == "city" else "hoods"


def wrist_from_clamp_mm(keys: Known) -> Place:
    """Middle of the wrists from the middle of the bar at the stem, forward and up (mm)."""
    reach = number(keys, "handlebar_reach_mm", USUAL_HANDLEBAR_REACH_MM)
    drop = number(keys, "handlebar_drop_mm", USUAL_HANDLEBAR_DROP_MM)
    hold = held(keys)
    grip = {
        "hoods": (
            number(keys, "hood_forward_mm", reach + HOOD_AHEAD_OF_BEND_MM),
            number(keys, "hood_up_mm", HOOD_UP_MM),
        ),
        "bar": (0.0, 0.0),
        "drops": (reach - DROPS_BEHIND_BEND_MM, DROPS_ABOVE_END_MM - drop),
    }[hold]
    wrist = WRIST_FROM_GRIP[hold]
    return grip[0] + wrist[0], grip[1] + wrist[1]


def elbow_on_pad_mm(reach_mm: float, stack_mm: float) -> Place:
    """Middle of the elbow, forward and up (mm), that lies on a pad at a reach and stack from the bottom bracket."""
    return reach_mm - PAD_AHEAD_OF_ELBOW_MM, stack_mm + ELBOW_ABOVE_PAD_MM


def pad_of_elbow_mm(forward_mm: float, up_mm: float) -> Place:
    """Reach and stack (mm) of the elbow pad under an elbow."""
    return forward_mm + PAD_AHEAD_OF_ELBOW_MM, up_mm - ELBOW_ABOVE_PAD_MM


def post_carries_mm(raised_mm: float, seat_tube_angle_deg: float) -> float:
    """How far back (+, mm) the seat post carries a saddle that is raised (+)."""
    return raised_mm * cos(radians(seat_tube_angle_deg))


@dataclass(frozen=True)
class SeatPost:
    """Height and setback (mm) of a saddle on its post, and the seat tube's angle (deg)."""

    saddle_height_mm: float
    saddle_setback_mm: float
    seat_tube_angle_deg: float

    def setback_at(self, saddle_height_mm: float) -> float:
        """The setback (mm, to a tenth) at another saddle height, the saddle left where it is on its rails."""
        raised = saddle_height_mm - self.saddle_height_mm
        return round(self.saddle_setback_mm + post_carries_mm(raised, self.seat_tube_angle_deg), 1)
