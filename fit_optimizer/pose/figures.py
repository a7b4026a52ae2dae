"""The figures that fitters read off a rider, from curves over the crank angle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fit_optimizer.pose.curves import MeanCurve


@dataclass(frozen=True, slots=True)
class FigureKind:
    """One figure: its key (the unit stands at the end), what it is in words, the curve it is read from."""

    key: str
    words: str
    curve: str
    read: str


FIGURES: tuple[FigureKind, ...] = (
    FigureKind("knee_bottom_deg", "least knee flexion, near the bottom", "knee_flexion", "lowest"),
    FigureKind("knee_top_deg", "most knee flexion, near the top", "knee_flexion", "highest"),
    FigureKind("hip_closed_deg", "least angle from trunk to thigh", "trunk_to_thigh", "lowest"),
    FigureKind("hip_open_deg", "most angle from trunk to thigh", "trunk_to_thigh", "highest"),
    FigureKind(
        "hip_flexion_most_deg", "most hip flexion against the pelvis", "hip_flexion", "highest"
    ),
    FigureKind(
        "hip_flexion_least_deg", "least hip flexion against the pelvis", "hip_flexion", "lowest"
    ),
    FigureKind("ankle_top_deg", "ankle at the top, + toes up", "ankle_dorsiflexion", "0"),
    FigureKind("ankle_forward_deg", "ankle with the crank forward", "ankle_dorsiflexion", "90"),
    FigureKind("ankle_bottom_deg", "ankle at the bottom", "ankle_dorsiflexion", "180"),
    FigureKind("ankle_back_deg", "ankle with the crank back", "ankle_dorsiflexion", "270"),
    FigureKind("torso_deg", "hip to shoulder from horizontal", "torso", "mean"),
    FigureKind("shoulder_deg", "trunk to upper arm", "shoulder", "mean"),
    FigureKind("elbow_bend_deg", "bend of the elbow, 0 straight", "elbow_bend", "mean"),
    FigureKind(
        "knee_over_spindle_mm", "knee ahead of the spindle, crank forward", "knee_ahead_mm", "90"
    ),
    FigureKind("knee_travel_mm", "knee from side to side", "knee_sideways_mm", "range"),
)
"""In the order of tables; the ankle's four positions are those of the crank."""

FIGURE = {kind.key: kind for kind in FIGURES}
"""The same by key."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure's value, and the half-width that holds 68 % of the frames there; None where not known."""

    value: float
    spread: float | None


PoseFigures = Mapping[str, Figure]
"""Figures of a leg by key, those alone whose points or angles were there."""


def pose_figures(curves: Mapping[str, MeanCurve]) -> dict[str, Figure]:
    """Every figure of a leg that its curves tell."""
    return {
        kind.key: _read(curves[kind.curve], kind.read) for kind in FIGURES if kind.curve in curves
    }


def _read(curve: MeanCurve, what: str) -> Figure:
    if what == "mean":
        return Figure(float(curve.mean.mean()), _known(float(np.mean(curve.spread))))
    if what == "range":
        return Figure(curve.highest - curve.lowest, _known(float(np.mean(curve.spread))))
    if what in ("lowest", "highest"):
        place = int(curve.mean.argmin() if what == "lowest" else curve.mean.argmax())
    else:
        place = round(float(what) / 360 * len(curve.mean))
    return Figure(float(curve.mean[place]), _known(float(curve.spread[place])))


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None
