"""Which quantity, side and unit the heading of a CSV column names.

Headings of meters' exports, GoldenCheetah, FIT field names and laboratory tables are recognised by
their words, whatever joins them: `left_crank_torque_nm`, `Power (W)`, `LTE`, `crank angle [rad]`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

Side = Literal["left", "right", "both", ""]

SHORT_HEADINGS = {
    "lte": "left torque effectiveness",
    "rte": "right torque effectiveness",
    "lps": "left smoothness",
    "rps": "right smoothness",
    "lpco": "left pco",
    "rpco": "right pco",
    "lppb": "left power phase start",
    "rppb": "right power phase start",
    "lppe": "left power phase end",
    "rppe": "right power phase end",
    "lpppb": "left peak power phase start",
    "rpppb": "right peak power phase start",
    "lpppe": "left peak power phase end",
    "rpppe": "right peak power phase end",
    "lrbalance": "balance left pct",
    "nm": "torque nm",
}
"""GoldenCheetah's short headings, spelt out (its lrbalance is the left leg's percentage)."""

WORDS_OF = {
    "left": {"left", "l", "lh"},
    "right": {"right", "r", "rh"},
    "both": {"total", "both", "combined", "sum"},
    "start": {"start", "begin", "onset"},
    "end": {"end", "finish", "stop"},
    "time": {"time", "secs", "sec", "seconds", "timestamp", "t"},
    "angle": {"angle", "theta", "crank"},
    "degrees": {"deg", "degree", "degrees"},
    "radians": {"rad", "radian", "radians"},
}
NOT_OF_THE_CRANK = {
    "hip",
    "knee",
    "ankle",
    "foot",
    "shank",
    "thigh",
    "torso",
    "trunk",
    "joint",
    "muscle",
}
NOT_DRIVING = {"radial", "fr", "vertical", "horizontal", "normal", "ap", "shear", "lateral"}
STATISTICS = {"sd", "std", "se", "sem", "min", "max", "var", "lap", "session", "avg"}


@dataclass(frozen=True, slots=True)
class Column:
    """A recognised column: what it holds, of which side, and what to multiply it by."""

    index: int
    heading: str
    quantity: str
    side: Side
    factor: float
    unit: str


def column_of(index: int, heading: str) -> Column | None:
    """The column a heading names, or None where it is of no use here."""
    squeezed = re.sub(r"[^a-z0-9]", "", heading.lower())
    spelt = SHORT_HEADINGS.get(squeezed, heading)
    spaced = re.sub(r"([a-z])([A-Z])", r"\1 \2", spelt).lower()
    words = set(re.findall(r"[a-z]+|\d+", spaced))
    if words & STATISTICS:
        return None
    side: Side = ""
    if words & WORDS_OF["both"] or (words & WORDS_OF["left"] and words & WORDS_OF["right"]):
        side = "both"
    elif words & WORDS_OF["left"]:
        side = "left"
    elif words & WORDS_OF["right"]:
        side = "right"
    quantity = _quantity(words)
    if quantity is None:
        return None
    factor, unit = _factor_and_unit(quantity, words)
    return Column(index, heading.strip(), quantity, side, factor, unit)


def _quantity(words: set[str]) -> str | None:
    pedalling = _pedalling_figure(words)
    if pedalling is not None:
        return pedalling
    if words & NOT_OF_THE_CRANK:
        return None
    if words & {"torque", "torq", "moment", "torques"}:
        return "torque"
    if (words & {"force", "ft"}) and not words & NOT_DRIVING:
        return "force"
    if words & {"velocity", "omega"} and not words & {"linear", "wheel"}:
        return "cadence_rpm" if words & {"crank", "rad", "deg", "omega"} else None
    if words & {"cadence", "cad", "rpm"}:
        return "cadence_rpm"
    if words & {"power", "watts", "watt"}:
        return None if "kg" in words else "power_w"
    if words & WORDS_OF["angle"] and not words & {"pedal", "gps", "length"}:
        return "angle"
    if words & WORDS_OF["time"] and not words & {"zone", "lap"}:
        return "time_s"
    return None


def _pedalling_figure(words: set[str]) -> str | None:
    if words & {"effectiveness", "te"}:
        return "torque_effectiveness_pct"
    if words & {"smoothness", "ps"}:
        return "pedal_smoothness_pct"
    if words & {"pco"} or {"platform", "offset"} <= words:
        return "platform_offset_mm"
    if "balance" in words:
        return "balance"
    if "phase" in words or words & {"pp", "ppp"}:
        peak = "peak_" if words & {"peak", "ppp"} else ""
        for edge in ("start", "end"):
            if words & WORDS_OF[edge]:
                return f"{peak}power_phase_{edge}_deg"
    return None


def _factor_and_unit(quantity: str, words: set[str]) -> tuple[float, str]:
    """What turns the column into degrees, seconds, rpm, Nm or N, and the unit its curve has."""
    radians = bool(words & WORDS_OF["radians"])
    per_kg = "/kg" if "kg" in words else ""
    if quantity == "time_s":
        return (0.001 if words & {"ms", "millis", "milliseconds"} else 1.0, "s")
    if quantity == "cadence_rpm" and words & {"velocity", "omega"}:
        return (1.0 / 6.0 if words & WORDS_OF["degrees"] else 60.0 / math.tau, "rpm")
    if quantity == "torque":
        return (0.001 if "nmm" in words else 1.0, f"Nm{per_kg}")
    if quantity == "force":
        return (1.0, f"N{per_kg}")
    if quantity == "angle" or quantity.endswith("_deg"):
        named = radians or bool(words & WORDS_OF["degrees"])
        return (math.degrees(1.0) if radians else 1.0, "deg" if named else "")
    return (1.0, "")
