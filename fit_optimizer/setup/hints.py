"""What a set-up's values say about how they were measured: sentences for a fitter, none in most cases."""

from __future__ import annotations

from dataclasses import dataclass
from math import atan2, cos, degrees, radians, sin

from fit_optimizer.setup.bike_parts import nose_to_reference_mm
from fit_optimizer.setup.measured_bike import known
from fit_optimizer.setup.named_rows import AS_EVER
from fit_optimizer.setup.rider_on_bike import seat_rider, technique_in_force
from fit_optimizer.setup.seat_tube import angle_without_setback_deg
from fit_optimizer.setup.tables import SetUp

NEAR_CUSTOM_MM = 45.0
"""How far a setback may lie from what custom has and still be a rider's own (a guess)."""


STEEPEST_SEAT_DEG = 84.0
"""Seat angle beyond which no setback is a rider's own: triathletes' steepest lie at 80 to 82 deg (a guess)."""

LIKE_A_SHARE = 2.0
"""A technique's percentage up to here was probably meant as a share, of which 2 is all that is allowed (a guess)."""

SADDLE_NEAR_CUSTOM_MM = 60.0
"""How far a saddle height may lie from what custom has and still be a rider's own (a guess)."""


def hints(set_up: SetUp) -> list[str]:
    """Values that look as if they were measured from somewhere else, in sentences."""
    said = (nose_hint(set_up), technique_hint(set_up))
    return [sentence for sentence in said if sentence]


def technique_hint(set_up: SetUp) -> str:
    """Of a share of a technique where none is followed, or one that looks like no percentage; else empty."""
    riding = set_up.riding
    pct = riding.technique_pct
    if "technique_pct" in riding.model_fields_set and 0 < pct <= LIKE_A_SHARE:
        return (
            f"technique_pct is {pct:g}, so {pct:g} % of the technique is followed: it is wanted in percent "
            f"({100 * pct:g}?)."
        )
    if "technique_pct" not in riding.model_fields_set or "technique" in riding.model_fields_set:
        return ""
    if technique_in_force(set_up)[0] != AS_EVER:
        return ""
    return (
        f"technique_pct is {riding.technique_pct:g}, and no technique is followed: it counts once technique is set, "
        "as to pull."
    )


@dataclass(frozen=True)
class NoseSetback:
    """A setback (mm) that looks like the nose's, what it would be where the saddle is 80 mm wide, and the seat angle
    (deg from horizontal) that either makes."""

    setback_mm: float
    meant_mm: float
    seat_angle_deg: float
    seat_angle_meant_deg: float


def nose_hint(set_up: SetUp) -> str:
    """Of a setback that fits the saddle's nose and not the place where the saddle is 80 mm wide."""
    found = nose_setback(set_up)
    if found is None:
        return ""
    return (
        f"saddle_setback_mm is {found.setback_mm:g}, which looks like the saddle's nose: it is measured where "
        f"the saddle is 80 mm wide, some {found.meant_mm - found.setback_mm:.0f} mm further back "
        f"(saddle_setback_mm = {found.meant_mm:.0f}?), and makes the seat angle {found.seat_angle_deg:.0f} deg "
        f"instead of {found.seat_angle_meant_deg:.0f}; the nose's own is saddle_nose_setback_mm = "
        f"{found.setback_mm:g}."
    )


def nose_setback(set_up: SetUp) -> NoseSetback | None:
    """The setback that fits the saddle's nose and not the place where the saddle is 80 mm wide; None for others."""
    setback = set_up.bicycle.saddle_setback_mm
    if setback is None:
        return None
    seated = seat_rider(set_up)
    tube = radians(angle_without_setback_deg(set_up))
    custom = 1000 * seated.custom_saddle_height_m * cos(tube)
    behind = nose_to_reference_mm(known(set_up))
    meant = setback + behind
    up = 1000 * seated.bicycle.saddle_height_m * sin(seated.bicycle.seat_tube_angle)
    typed, so = (degrees(atan2(up, back)) for back in (setback, meant))
    looks_so = abs(meant - custom) <= NEAR_CUSTOM_MM < abs(setback - custom) / 2
    if not looks_so and typed <= STEEPEST_SEAT_DEG:
        return None
    return NoseSetback(setback, meant, typed, so)


def from_the_pedal(set_up: SetUp, rideable_mm: tuple[float, float]) -> str:
    """Of a saddle height that fits once the crank's length is taken off; empty where it does not."""
    height = set_up.bicycle.saddle_height_mm
    if height is None:
        return ""
    seated = seat_rider(set_up)
    meant = height - 1000 * seated.bicycle.crank_length_m
    low, high = rideable_mm
    far = abs(meant - 1000 * seated.custom_saddle_height_m) > SADDLE_NEAR_CUSTOM_MM
    if height <= high or far or not low <= meant <= high:
        return ""
    return (
        f"if it was measured from the pedal, take off the crank: saddle_height_mm = "
        f"{meant:.0f} is measured from the bottom bracket"
    )
