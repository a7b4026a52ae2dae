"""A set-up's stroke played forward, as a document (`fit_optimizer.documents.forward`)."""

from __future__ import annotations

import numpy as np

from fit_optimizer.documents.forward import ForwardCurves, ForwardDocument, ForwardLegCurves
from fit_optimizer.rides.stroke_document import rounded, simulate_set_up
from fit_optimizer.setup.keys_in_force import keys_in_force
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import SIDES, Joint
from sim.forward import (
    ForwardRun,
    check_revolutions,
    forward_metrics,
    ride_forward,
)

DEFAULT_REVOLUTIONS = 10.0
"""How long is ridden unless told otherwise. A guess."""


def forward_document(set_up: SetUp, revolutions: float = DEFAULT_REVOLUTIONS) -> ForwardDocument:
    """Solve a set-up's stroke, play it forward and compare the two. Raises PedalfitError."""
    check_revolutions(revolutions)
    stroke, _ = simulate_set_up(set_up)
    run = ride_forward(stroke, revolutions)
    fit, effort = keys_in_force(set_up)
    return ForwardDocument(
        fit=fit,
        effort=effort,
        revolutions=revolutions,
        step_ms=1000 * run.step_s,
        figures=forward_metrics(stroke, run),
        curves=_curves(run),
    )


def _curves(run: ForwardRun) -> ForwardCurves:
    energies = run.energies
    left, right = (_leg_curves(run, leg) for leg in range(len(SIDES)))
    return ForwardCurves(
        time_s=rounded(run.time),
        crank_angle_deg=rounded(np.rad2deg(run.crank_angle)),
        cadence_rpm=rounded(run.crank_speed * 60 / (2 * np.pi)),
        muscle_work_j=rounded(energies.muscle_work),
        resistance_work_j=rounded(energies.resistance_work),
        kinetic_j=rounded(energies.kinetic),
        potential_j=rounded(energies.potential),
        dissipation_j=rounded(energies.dissipation),
        left=left,
        right=right,
    )


def _leg_curves(run: ForwardRun, leg: int) -> ForwardLegCurves:
    degrees = np.rad2deg(run.joint_angles[:, leg])
    return ForwardLegCurves(
        crank_torque_nm=rounded(run.crank_torque[:, leg]),
        hip_flexion_deg=rounded(degrees[:, Joint.HIP_FLEXION]),
        knee_flexion_deg=rounded(degrees[:, Joint.KNEE_FLEXION]),
        ankle_dorsiflexion_deg=rounded(degrees[:, Joint.ANKLE_DORSIFLEXION]),
    )
