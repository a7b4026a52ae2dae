"""The figures that fitters read off a rider, from curves over the crank angle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fit_optimizer.pose.curves import MeanCurve
from fit_optimizer.pose.figure_table import FIGURES


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
