"""CSV in three shapes: records by the second, torque against crank angle, high-rate time series."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from fit_optimizer.traces.formats.csv_curve import curve_from, curve_unit, side_places
from fit_optimizer.traces.formats.csv_series import series_from
from fit_optimizer.traces.formats.csv_table import RIGHT_FLAG, CsvTable, read_csv_table
from fit_optimizer.traces.record_table import COLUMNS, LEG_COLUMNS, MAX_RECORDS, recording_from
from fit_optimizer.traces.recording import FloatArray, Recording, Trace, TraceError

SLOWEST_SERIES_S = 0.15
"""A time series with a longer step than this has fewer than five samples a turn at 80 rpm."""


def read_csv(path: Path, crank_length_mm: float | None = None) -> Trace:
    """What a CSV file holds; its headings decide which of the three shapes it is.

    Records by the second need a power column; a curve needs a crank angle and a torque or force; a
    series needs time as well, and a crank angle or cadence. `crank_length_mm` turns forces into
    torques, without which a force gives no power. Raises `TraceError` where columns are missing,
    look swapped, or hold no numbers.
    """
    table = read_csv_table(path)
    time = table.of("time_s")
    power, angle, cadence = (table.of(name) for name in ("power_w", "angle", "cadence_rpm"))
    has_torque = bool(side_places(table))
    step = _step_s(time)
    if has_torque and angle is not None and time is None:
        return Trace(None, curve_from(table, path.name, crank_length_mm))
    if has_torque and time is not None and (angle is not None or cadence is not None):
        if step <= SLOWEST_SERIES_S:
            return series_from(table, path.name, crank_length_mm)
        if power is None:
            raise TraceError(
                f"{path.name} has a row every {step:.2g} s, too few to see a pedal stroke, and no "
                "power column."
            )
    if power is not None:
        return Trace(_records_from(table, step, path.name), None)
    unit = f" (a {curve_unit(table)} column alone is not enough)" if has_torque else ""
    raise TraceError(
        f"{path.name} lacks columns{unit}: it needs power_w and cadence_rpm, or crank_angle_deg "
        "and torque_nm, or time_s, torque_nm and crank_angle_deg or cadence_rpm."
    )


def _step_s(time: FloatArray | None) -> float:
    """Median step of a time column that is not 0; infinite where there is none."""
    if time is None:
        return float("inf")
    steps = np.diff(time[np.isfinite(time)])
    steps = steps[steps > 0.0]
    return float(np.median(steps)) if steps.size else float("inf")


def _records_from(table: CsvTable, step_s: float, name: str) -> Recording:
    losses = list(table.losses)
    count = min(table.values[0].size, MAX_RECORDS)
    if table.values[0].size > count:
        losses.append(f"Only the first {count} records were read.")
    columns = {column: np.full(count, np.nan) for column in COLUMNS}
    for column, rows in zip(reversed(table.columns), reversed(table.values), strict=True):
        target, values = column.quantity, rows[:count]
        if column.side in ("left", "right") and f"{column.side}_{target}" in LEG_COLUMNS:
            columns[f"{column.side}_{target}"] = _as_percent(values, target)
        elif target == "pedal_smoothness_pct" and column.side in ("", "both"):
            columns["combined_smoothness_pct"] = _as_percent(values, target)
        elif target == "balance":
            columns["balance_right_pct"] = _right_share(values, column.side, losses)
        elif target in columns and column.side in ("", "both"):
            columns[target] = values
    if table.of("time_s") is None:
        losses.append("It has no time column; its rows were taken as one a second.")
        columns["time_s"] = np.arange(count, dtype=np.float64)
    columns["standing"] = np.zeros(count)
    _refuse_swapped(columns, name)
    if table.of("time_s") is not None and not np.isfinite(step_s) and count > 1:
        raise TraceError(f"{name} has a time column that does not move on.")
    return recording_from(columns, "unknown power meter", losses, name)


def _as_percent(values: FloatArray, quantity: str) -> FloatArray:
    """Percentages, where a column holds them as shares of 1."""
    finite = values[np.isfinite(values)]
    if quantity.endswith("_pct") and finite.size and 0.0 < float(finite.max()) <= 1.0:
        return 100.0 * values
    return values


def _right_share(values: FloatArray, side: str, losses: list[str]) -> FloatArray:
    """The right leg's percentage from a balance column.

    A column that names its leg is that leg's percentage. One that names both, as the FIT field
    does, is the right leg's where its values carry FIT's flag (128 added; pairs of shares were given
    it), and nobody's otherwise. A flag in a column that names its leg says the same of its value.
    """
    flagged = values >= RIGHT_FLAG
    if side == "right":
        return np.where(values > 0.0, values - RIGHT_FLAG * flagged, np.nan)
    if side == "left":
        of_left = np.where(flagged, 100.0 - (values - RIGHT_FLAG), values)
        return np.where(values > 0.0, 100.0 - of_left, np.nan)
    unknown = int(np.count_nonzero(np.isfinite(values) & ~flagged & (values > 0.0)))
    if unknown:
        losses.append(f"{unknown} balance values did not say which leg they are of, and went.")
    return np.where(flagged, values - RIGHT_FLAG, np.nan)


def _refuse_swapped(columns: dict[str, FloatArray], name: str) -> None:
    """Raise `TraceError` where columns hold what their headings cannot mean."""
    time = columns["time_s"]
    steps = np.diff(time[np.isfinite(time)])
    if steps.size and np.mean(steps < 0.0) > 0.3:
        raise TraceError(f"{name} has a time column that runs backwards: are columns swapped?")
    turning = columns["cadence_rpm"][columns["cadence_rpm"] > 0.0]
    if turning.size and float(np.median(turning)) > 150.0:
        raise TraceError(
            f"{name} has a median cadence of {np.median(turning):.0f} rpm: are power and cadence "
            "swapped?"
        )
    for side in ("left", "right"):
        effective = columns[f"{side}_torque_effectiveness_pct"]
        smooth = columns[f"{side}_pedal_smoothness_pct"]
        both = (effective > 0.0) & (smooth > 0.0)
        if both.any() and float(np.median(smooth[both] - effective[both])) > 10.0:
            raise TraceError(
                f"{name} has more {side} pedal smoothness than torque effectiveness: are the two "
                "columns swapped?"
            )
