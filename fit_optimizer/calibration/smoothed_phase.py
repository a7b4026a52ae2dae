"""Power phases as a calibration fits them: edges that move smoothly as the stroke changes.

Just before the top the torque of a leg runs along nought for 40 deg or more, so a tenth of a Nm
moves the place where it crosses nought by tens of degrees, and a search cannot see which way to go.
Riders' strokes differ by more than that: a meter's median is of crossings at many levels. So the
edges are read where the torque crosses several levels about nought, and averaged. Comparisons
(`trace_check`) keep the meter's definition.
"""

from __future__ import annotations

import numpy as np

from fit_optimizer.documents.trace import BySide
from fit_optimizer.trace_check.bins import simulated_metrics
from fit_optimizer.traces import circular_mean_deg
from rider_models.arrays import Array
from sim.crank_curve import between_samples, main_positive_arc
from sim.pedalling_metrics import metered_torque
from sim.stroke import Stroke

LEVELS = (-0.13, -0.065, 0.0, 0.065, 0.13)
"""Shares of a leg's mean torque. A recorded power phase's start scatters by 4-10 deg within a bin
where the torque rises by 0.2-0.3 Nm per deg: 1-2 Nm of about 12 (rounded, so a guess)."""


def fitted_metrics(stroke: Stroke) -> BySide:
    """What a meter would show of a stroke, the power phases' edges averaged over `LEVELS`."""
    figures = simulated_metrics(stroke)
    for side, leg in stroke.legs.items():
        figures[side] |= averaged_edges(metered_torque(leg))
    return figures


def averaged_edges(torque: Array) -> dict[str, float]:
    """Power phase of a leg's crank torque (n, Nm), averaged over the levels that it crosses."""
    raised = [torque + level * torque.mean() for level in LEVELS]
    arcs = [between_samples(curve, main_positive_arc(curve)) for curve in raised]
    crossed = [arc for arc in arcs if arc.start_deg != arc.end_deg]
    if not crossed:
        return {}
    return {
        "power_phase_start_deg": circular_mean_deg(np.array([a.start_deg for a in crossed])),
        "power_phase_end_deg": circular_mean_deg(np.array([a.end_deg for a in crossed])),
    }
