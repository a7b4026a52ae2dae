"""The document of an inverse stroke: `inverse --json`."""

from __future__ import annotations

from pydantic import Field

from fit_optimizer.documents.part import Document, Schema
from fit_optimizer.documents.ride import Curves, Metrics
from fit_optimizer.documents.stroke import MetricsByLeg


class InverseDocument(Document):
    """Muscles and joint loads of a measured movement: what was held, what was predicted, and how well it fits."""

    SCHEMA = Schema("pedalfit.inverse", 1)

    file: str
    """Name of the film's file."""
    forces: str = ""
    """Name of the file with the crank torque; empty where it is predicted."""
    metrics: Metrics
    """Metrics of the stroke."""
    metrics_by_leg: MetricsByLeg
    """Metrics of each leg."""
    curves: Curves
    """Curves of the stroke."""
    hip_path_mm: dict[str, float]
    """How far the hip moves about its mean for the measured angles, at most, by side."""
    foot_off_mm: dict[str, float]
    """How far the foot is from the pedal's axis, at most, by side."""
    reserve_pct: dict[str, float]
    """Largest reserve moment of each joint over its peak moment: what the muscles cannot do of what was measured."""
    notes: list[str] = Field(default_factory=list)
    """What was measured, predicted and assumed, in sentences."""
