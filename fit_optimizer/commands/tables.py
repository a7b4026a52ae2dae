"""Short tables for the terminal."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from fit_optimizer.calibration import Calibration

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
        band = document["bands"][key]
        values = [document[side]["fit"][key] for side in ("current", "recommended")]
        shown = [f"{value:.{digits}f}" for value in values]
        table.add_row(words, *shown, f"{band['low']:.{digits}f}-{band['high']:.{digits}f}", unit)
    return table


def trace_table(document: dict[str, Any]) -> Table:
    """Bins of a trace document: recorded, and simulated beside it where a set-up was compared."""
    table = Table(title=f"{document['file']}: {document['device'] or 'unknown device'}")
    headings = ("W", "rpm", "n", "side", "TE %", "PS %", "phase deg", "peak phase deg")
    for heading in headings:
        table.add_column(heading, justify="left" if heading == "side" else "right")
    for each in document["bins"]:
        head = (f"{each['power_w']:.0f}", f"{each['cadence_rpm']:.0f}", str(each["records"]))
        for side, figures in each["recorded"].items():
            table.add_row(*head, side, *_trace_cells(figures))
            simulated = each.get("simulated", {}).get(side)
            if simulated:
                table.add_row("", "", "", "  simulated", *_trace_cells(simulated))
            head = ("", "", "")
    return table


def _trace_cells(figures: dict[str, float]) -> tuple[str, str, str, str]:
    def number(key: str, digits: int) -> str:
        return f"{figures[key]:.{digits}f}" if key in figures else "-"

    def arc(name: str) -> str:
        return f"{number(f'{name}_start_deg', 0)} to {number(f'{name}_end_deg', 0)}"

    smoothness = "pedal_smoothness_pct"
    if smoothness not in figures and "combined_smoothness_pct" in figures:
        smoothness = "combined_smoothness_pct"
    effectiveness = number("torque_effectiveness_pct", 1)
    return effectiveness, number(smoothness, 1), arc("power_phase"), arc("peak_power_phase")


def calibration_table(result: Calibration) -> Table:
    """Root mean square errors before and after, over fitted and held-out bins."""
    table = Table(title=f"{len(result.fitted)} bins fitted, {len(result.held_out)} held out")
    columns = ("rms error", "fitted before", "fitted after", "held out before", "held out after")
    for column in columns:
        table.add_column(column, justify="left" if column == "rms error" else "right")
    for metric in result.errors_after["fitted"]:
        cells = [
            f"{errors.get(metric, float('nan')):.1f}"
            for name in ("fitted", "held out")
            for errors in (result.errors_before[name], result.errors_after[name])
        ]
        name, _, unit = metric.rpartition("_")
        table.add_row(f"{name.replace('_', ' ')} ({unit})", *cells)
    return table
