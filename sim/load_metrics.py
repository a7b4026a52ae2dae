"""The metrics of one leg's joint loads: peak, mean over time and impulse per minute."""

from __future__ import annotations

import numpy as np

from rider_models.arrays import Array
from sim.joint_loads import JointLoads
from sim.stroke import LegStroke

SECONDS_PER_MINUTE = 60.0
KN_PER_N = 1e-3
MPA_PER_PA = 1e-6
"""Of units."""


def load_curves(loads: JointLoads) -> dict[str, Array]:
    """Forces (N) over the crank cycle by the names under which metrics and files know them."""
    return {
        "tibiofemoral_compression": loads.tibiofemoral_compression,
        "tibiofemoral_shear": loads.tibiofemoral_shear,
        "patellofemoral_force": loads.patellofemoral,
        "hip_contact_force": loads.hip_contact,
        "quadriceps_tendon_force": loads.quadriceps_tendon,
        "patellar_tendon_force": loads.patellar_tendon,
        "achilles_tendon_force": loads.achilles_tendon,
    }


def load_metrics(leg: LegStroke, body_weight_n: float) -> dict[str, float]:
    """Peak (N and body weights), mean (N) and impulse per minute (kN s) of each load.

    Shear counts by its size in either direction. Mean and impulse are over time; the impulse is
    what a minute of riding adds up to, for the distance ridden hangs on a gear that nobody gives.
    """
    share = leg.problem.cycle.time_share
    metrics = {}
    for name, curve in load_curves(leg.loads).items():
        size = np.abs(curve) if name == "tibiofemoral_shear" else curve
        peak, mean = float(size.max()), float((size * share).sum())
        metrics[f"{name}_peak_n"] = peak
        metrics[f"{name}_peak_bw"] = peak / body_weight_n
        metrics[f"{name}_mean_n"] = mean
        metrics[f"{name}_impulse_kn_s_per_min"] = mean * SECONDS_PER_MINUTE * KN_PER_N
    stress = leg.loads.patellofemoral_stress * MPA_PER_PA
    metrics["patellofemoral_stress_peak_mpa"] = float(stress.max())
    metrics["patellofemoral_stress_mean_mpa"] = float((stress * share).sum())
    return metrics
