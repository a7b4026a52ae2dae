"""The document of a stroke played forward: `forward --json`."""

from __future__ import annotations

from fit_optimizer.documents.part import Document, Part, Schema
from fit_optimizer.documents.ride import Curve, Keys


class ForwardLegCurves(Part):
    """Curves of a leg over the time ridden."""

    crank_torque_nm: Curve
    """Torque about the crank axis; + drives."""
    hip_flexion_deg: Curve
    """Thigh against pelvis; + is flexed."""
    knee_flexion_deg: Curve
    """Shank against thigh; + is flexed."""
    ankle_dorsiflexion_deg: Curve
    """Foot against shank; + is toes up."""


class ForwardCurves(Part):
    """What happened over the time ridden; works and energies count from its start."""

    time_s: Curve
    """Time ridden."""
    crank_angle_deg: Curve
    """Angle turned by the right crank."""
    cadence_rpm: Curve
    """Cadence."""
    muscle_work_j: Curve
    """Work of the muscles so far."""
    resistance_work_j: Curve
    """Work against the resistance so far."""
    kinetic_j: Curve
    """Kinetic energy."""
    potential_j: Curve
    """Potential energy."""
    dissipation_j: Curve
    """Energy that constraints and time steps lost so far."""
    left: ForwardLegCurves
    """The left leg."""
    right: ForwardLegCurves
    """The right leg."""


class ForwardDocument(Document):
    """A forward ride beside the stroke that it was made from; `figures` are `FORWARD_METRICS`."""

    SCHEMA = Schema("pedalfit.forward", 1)

    fit: Keys
    """Keys in force but power and cadence."""
    effort: dict[str, float]
    """Power and cadence."""
    revolutions: float
    """Revolutions ridden."""
    step_ms: float
    """Time step."""
    figures: dict[str, float]
    """How the ride compares with its plan."""
    curves: ForwardCurves
    """What happened over the time ridden."""
