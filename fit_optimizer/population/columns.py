"""What the table of simulated riders holds, and where it stands."""

from __future__ import annotations

from pathlib import Path

TABLE = Path(__file__).parents[1] / "data" / "simulated_riders.csv"
"""The table, made by `python -m fit_optimizer.population.derive_riders`."""
METRICS = (
    "patellofemoral_force_peak_bw",
    "tibiofemoral_compression_peak_bw",
    "achilles_tendon_force_peak_bw",
    "gross_efficiency_pct",
    "dead_centre_size_pct",
    "torque_effectiveness_pct",
)
"""Metrics of the stroke that the table holds."""
EFFORT = ("power_w_kg", "cadence_rpm")
"""What a rider's figures are compared at."""
BODY = ("sex", "height_mm", "mass_kg", "inseam_mm", "torso_angle_deg", "knee_bottom_deg")
"""The rest of what was drawn."""
