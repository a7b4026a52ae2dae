"""What a fitter sets: its name, the line it is measured along, unit and decimals."""

from __future__ import annotations

from dataclasses import dataclass

MM, DEG = "mm", "\u00b0"


@dataclass(frozen=True)
class Adjustment:
    """One thing a fitter sets: key in the document, name, how it is measured, unit and decimals.

    `always` where the table shows it though the search left it alone.
    """

    key: str
    name: str
    measured: str
    unit: str
    decimals: int
    always: bool = False

    @property
    def unit_word(self) -> str:
        """The unit spelled as in an axis label."""
        return "deg" if self.unit == DEG else self.unit


ADJUSTMENTS = (
    Adjustment(
        "saddle_height_mm",
        "Saddle height",
        "bottom-bracket centre to saddle top along the seat tube",
        MM,
        0,
        always=True,
    ),
    Adjustment(
        "saddle_setback_mm",
        "Saddle setback",
        "bottom-bracket centre back to where the saddle is 80 mm wide, horizontally",
        MM,
        0,
        always=True,
    ),
    Adjustment(
        "torso_angle_deg", "Torso angle", "hip to shoulder, from horizontal", DEG, 1, always=True
    ),
    Adjustment(
        "heel_drop_deg",
        "Heel drop",
        "against what a rider does unasked at that saddle height; + is heel lower",
        DEG,
        1,
        always=True,
    ),
    Adjustment(
        "ankle_range_deg", "Ankle range", "from most to least bent over a stroke", DEG, 1, True
    ),
    Adjustment("ankle_peak_deg", "Ankle peak", "crank angle where the ankle is bent most", DEG, 0),
    Adjustment("crank_length_mm", "Crank length", "bottom-bracket centre to spindle", MM, 1),
    Adjustment("cleat_setback_mm", "Cleat setback", "spindle behind the ball of the foot", MM, 0),
    Adjustment(
        "cleat_outward_mm", "Cleat outward", "middle of the spindle outward of the foot", MM, 0
    ),
    Adjustment("stance_width_mm", "Stance width", "pedal middle to pedal middle, across", MM, 0),
    Adjustment("bar_up_mm", "Bar up", "bottom-bracket centre up to the wrists", MM, 0),
    Adjustment(
        "bar_forward_mm", "Bar forward", "bottom-bracket centre forward to the wrists", MM, 0
    ),
    Adjustment("toe_out_deg", "Toe out", "foot's heading outward of straight ahead", DEG, 1),
)
_BY_KEY = {one.key: one for one in ADJUSTMENTS}


def adjustment(key: str) -> Adjustment:
    """An adjustment by its key; one that this table does not know is named after its key."""
    if key in _BY_KEY:
        return _BY_KEY[key]
    words, _, suffix = key.rpartition("_")
    unit = {"mm": MM, "deg": DEG}.get(suffix, "")
    return Adjustment(key, (words or key).replace("_", " ").capitalize(), "", unit, 1)
