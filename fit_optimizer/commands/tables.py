"""Short tables for the terminal."""

from __future__ import annotations

from typing import Any

from rich.table import Table

SHOWN_METRICS = (
    ("mean_crank_power_w", "power", "W", 0),
    ("torque_effectiveness_pct", "torque effectiveness", "%", 1),
    ("pedal_smoothness_pct", "pedal smoothness", "%", 1),
    ("power_phase_start_deg", "power phase from", "deg", 0),
    ("power_phase_end_deg", "power phase to", "deg", 0),
    ("peak_power_phase_start_deg", "peak power phase from", "deg", 0),
    ("peak_power_phase_end_deg", "peak power phase to", "deg", 0),
    ("dead_centre_size_pct", "dead-centre size", "%", 1),
    ("dead_spot_width_deg", "dead-spot width", "deg", 0),
    ("hip_flexion_max_deg", "most hip flexion", "deg", 0),
    ("knee_flexion_min_deg", "least knee flexion", "deg", 0),
    ("knee_flexion_max_deg", "most knee flexion", "deg", 0),
    ("ankle_dorsiflexion_min_deg", "least ankle dorsiflexion", "deg", 0),
    ("ankle_dorsiflexion_max_deg", "most ankle dorsiflexion", "deg", 0),
    ("knee_extension_moment_peak_nm", "peak knee extension moment", "Nm", 0),
    ("patellofemoral_force_peak_n", "peak patellofemoral force", "N", 0),
    ("tibiofemoral_compression_peak_n", "peak tibiofemoral compression", "N", 0),
    ("achilles_tendon_force_peak_n", "peak Achilles tendon force", "N", 0),
    ("hip_work_share_pct", "hip's share of the work", "%", 0),
    ("knee_work_share_pct", "knee's share of the work", "%", 0),
    ("ankle_work_share_pct", "ankle's share of the work", "%", 0),
)

FIT_ROWS = (
    ("saddle_height_mm", "saddle height", "mm", 0),
    ("heel_drop_deg", "heel drop", "deg", 1),
    ("ankle_range_deg", "ankle range", "deg", 1),
    ("torso_angle_deg", "torso angle", "deg", 1),
    ("saddle_setback_mm", "saddle setback", "mm", 0),
    ("crank_length_mm", "crank length", "mm", 1),
    ("cleat_setback_mm", "cleat setback", "mm", 0),
    ("stance_width_mm", "stance width", "mm", 0),
)


def stroke_table(document: dict[str, Any]) -> Table:
    """Main figures of a stroke document."""
    table = Table(
        title=f"{document['fit']['name']}, saddle at {document['fit']['saddle_height_mm']:.0f} mm"
    )
    table.add_column("figure")
    table.add_column("value", justify="right")
    table.add_column("unit")
    for key, words, unit, digits in SHOWN_METRICS:
        table.add_row(words, f"{document['metrics'][key]:.{digits}f}", unit)
    return table


def fit_table(document: dict[str, Any]) -> Table:
    """Now, recommended and band of a fit document."""
    table = Table(title=f"{document['rider']}: recommended fit")
    for column in ("", "now", "recommended", "band", "unit"):
        table.add_column(column, justify="left" if column in ("", "unit") else "right")
    for key, words, unit, digits in FIT_ROWS:
        band = document["bands"].get(key)
        if band is None:
            continue
        values = [document[side]["values"][key] for side in ("current", "recommended")]
        shown = [f"{value:.{digits}f}" for value in values]
        table.add_row(words, *shown, f"{band['low']:.{digits}f} to {band['high']:.{digits}f}", unit)
    return table


_ROWS = {
    "cadence_error_pct": ("cadence, worst revolution", "%"),
    "hip_flexion_rms_deg": ("hip flexion, rms", "deg"),
    "knee_flexion_rms_deg": ("knee flexion, rms", "deg"),
    "ankle_dorsiflexion_rms_deg": ("ankle dorsiflexion, rms", "deg"),
    "crank_torque_rms_pct": ("crank torque of a leg, rms", "% of peak"),
    "cleat_gap_max_mm": ("gap at the cleat, largest", "mm"),
    "energy_error_pct": ("energy lost or made", "% of muscle work"),
    "run_time_over_real_time": ("computing time over ridden time", ""),
}


def forward_table(document: dict[str, Any]) -> Table:
    """The figures of a forward ride for the terminal."""
    table = Table(title="Forward simulation against the solved stroke", title_justify="left")
    table.add_column("departure")
    table.add_column("", justify="right")
    table.add_column("")
    for key, (words, unit) in _ROWS.items():
        table.add_row(words, f"{document['figures'][key]:.2f}", unit)
    return table
