"""The figures that fitters read off a rider, one row each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FigureKind:
    """One figure: its key (the unit stands at the end), what it is in words, the curve it is read from.

    `read` is `lowest`, `highest`, `mean` or `range` of the curve, or a crank angle (deg). `low` and `high`
    bound what may be typed.
    """

    key: str
    words: str
    curve: str
    read: str
    low: float
    high: float


KNEE, HIP, TRUNK, ANKLE = "knee_flexion", "hip_flexion", "trunk_to_thigh", "ankle_dorsiflexion"
FIGURES: tuple[FigureKind, ...] = (
    FigureKind("knee_bottom_deg", "least knee flexion, near the bottom", KNEE, "lowest", 5, 70),
    FigureKind("knee_top_deg", "most knee flexion, near the top", KNEE, "highest", 80, 140),
    FigureKind("hip_closed_deg", "least angle from trunk to thigh", TRUNK, "lowest", 15, 110),
    FigureKind("hip_open_deg", "most angle from trunk to thigh", TRUNK, "highest", 50, 160),
    FigureKind(
        "hip_flexion_most_deg", "most hip flexion, against the pelvis", HIP, "highest", 50, 130
    ),
    FigureKind(
        "hip_flexion_least_deg", "least hip flexion, against the pelvis", HIP, "lowest", 0, 90
    ),
    FigureKind("ankle_top_deg", "ankle at the top, + toes up", ANKLE, "0", -50, 45),
    FigureKind(
        "ankle_forward_deg", "ankle with the crank forward, + toes up", ANKLE, "90", -50, 45
    ),
    FigureKind("ankle_bottom_deg", "ankle at the bottom, + toes up", ANKLE, "180", -50, 45),
    FigureKind("ankle_back_deg", "ankle with the crank back, + toes up", ANKLE, "270", -50, 45),
    FigureKind("torso_deg", "hip to shoulder from horizontal", "torso", "mean", 0, 90),
    FigureKind("shoulder_deg", "trunk to upper arm", "shoulder", "mean", 0, 150),
    FigureKind("elbow_bend_deg", "bend of the elbow, 0 straight", "elbow_bend", "mean", 0, 130),
    FigureKind(
        "knee_over_spindle_mm",
        "knee ahead of the spindle, crank forward",
        "knee_ahead_mm",
        "90",
        -200,
        200,
    ),
    FigureKind("knee_travel_mm", "knee from side to side", "knee_sideways_mm", "range", 0, 150),
)
"""In the order of tables; the ankle's four positions are those of the crank."""

STATIC_KNEE = FigureKind(
    "knee_static_deg",
    "knee flexion by goniometer, sitting still at the bottom",
    KNEE,
    "lowest",
    5,
    70,
)
"""Typed by hand alone: no film of pedalling shows it."""

STATIC_KNEE_LESS_DEG = 5.0
"""By how much a knee that is held still at the bottom reads less flexion than the same knee pedalling: 25-35
held still goes with 30-40 pedalling (Ferrer-Roca et al. 2012, from memory; studies have 5 to 8). A guess."""
