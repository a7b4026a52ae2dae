"""Where the two-leg crank torque lies below half its mean."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fit_optimizer.documents.ride import Curves
from sim.crank_curve import STEP_DEG, Arc, fine


@dataclass(frozen=True)
class DeadSpot(Arc):
    """An arc of the right crank's circle (deg) with too little torque."""

    def spans(self) -> list[tuple[float, float]]:
        """The arc as intervals within 0-360 deg."""
        end = self.start_deg + self.width_deg
        if end <= 360:
            return [(self.start_deg, end)]
        return [(self.start_deg, 360.0), (0.0, end - 360)]


def half_mean(curves: Curves) -> float:
    """Half the mean torque of both legs (Nm), below which a dead spot is counted."""
    return float(np.mean(curves.total_torque())) / 2


def dead_spots(curves: Curves) -> list[DeadSpot]:
    """The arcs below half the mean torque, by their start."""
    weak = fine(np.asarray(curves.total_torque())) < half_mean(curves)
    if weak.all() or not weak.any():
        return []
    starts = np.flatnonzero(weak & ~np.roll(weak, 1))
    ends = np.flatnonzero(~weak & np.roll(weak, 1))
    spots = []
    for start in starts:
        later = ends[ends > start]
        end = later[0] if len(later) else ends[0]
        spots.append(DeadSpot(float(start * STEP_DEG), float(end * STEP_DEG)))
    return spots
