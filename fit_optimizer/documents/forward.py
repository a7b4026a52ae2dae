"""The document of a stroke played forward: `forward --json`."""

from __future__ import annotations

from fit_optimizer.documents.part import Document, Part, Schema
from fit_optimizer.documents.ride import Curve, Keys


class ForwardLegCurves(Part):
    """Curves of a leg over the time ridden."""

    crank_torque_nm: Curve
    hip_flexion_deg: Curve
    knee_flexion_deg: Curve
    ankle_dorsiflexion_deg: Curve


class ForwardCurves(Part):
    """What happened over the time ridden; works and energies count from its start."""

    time_s: Curve
    crank_angle_deg: Curve
    cadence_rpm: Curve
    muscle_work_j: Curve
    resistance_work_j: Curve
    kinetic_j: Curve
    potential_j: Curve
    dissipation_j: Curve
    left: ForwardLegCurves
    right: ForwardLegCurves


class ForwardDocument(Document):
    """A forward ride beside the stroke that it was made from; `figures` are `FORWARD_METRICS`."""

    SCHEMA = Schema("pedalfit.forward", 1)

    fit: Keys
    effort: dict[str, float]
    revolutions: float
    step_ms: float
    figures: dict[str, float]
    curves: ForwardCurves
