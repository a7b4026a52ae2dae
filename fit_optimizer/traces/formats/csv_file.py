"""A text table in three shapes: records of a ride, torque against crank angle, a time series."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np

from fit_optimizer.traces.file_start import FileStart, shown_name
from fit_optimizer.traces.formats.csv_curve import curve_from, curve_unit, side_places
from fit_optimizer.traces.formats.csv_records import records_from
from fit_optimizer.traces.formats.csv_series import series_from
from fit_optimizer.traces.formats.csv_table import CsvTable, read_csv_table
from fit_optimizer.traces.formats.csv_time import table_time_s
from fit_optimizer.traces.recording import TraceError
from fit_optimizer.traces.trace import Trace
from rider_models.arrays import Array

SLOWEST_SERIES_S = 0.15
"""A time series with a longer step than this has fewer than five samples a turn at 80 rpm."""

NO_TABLE = re.compile(r'<|\{|\[\s*[\d"{\[\]-]')
"""How texts start that are XML, HTML or JSON; a heading may start with a bracket too."""


def is_text_table(start: FileStart) -> bool:
    """Whether a file is text that is neither XML nor JSON; its headings are looked at when read."""
    return start.is_text and start.ending != ".fit" and NO_TABLE.match(start.text) is None


def read_csv(path: Path, crank_length_mm: float | None = None) -> Trace:
    """What a text table holds; its headings decide which of the three shapes it is.

    Records need a power column, or one of each leg; a curve needs a crank angle and a torque or
    force; a series needs time as well, and a crank angle or cadence. `crank_length_mm` turns forces
    into torques, without which a force gives no power. Raises `TraceError` where columns are
    missing, look swapped, hold no numbers, or are in a unit that is not known.
    """
    name = shown_name(path)
    table = read_csv_table(path)
    losses: list[str] = []
    time, by_revolution = table_time_s(table, losses)
    power, angle, cadence = (table.of(name) for name in ("power_w", "angle", "cadence_rpm"))
    has_torque = bool(side_places(table))
    step = _step_s(time)
    if has_torque and angle is not None and time is None:
        return Trace(None, curve_from(table, name, crank_length_mm))
    is_series = has_torque and not by_revolution and (angle is not None or cadence is not None)
    if is_series and time is not None:
        if step <= SLOWEST_SERIES_S:
            return series_from(_with_time(table, time, losses), name, crank_length_mm)
        if power is None:
            raise TraceError(
                f"{name} has a row every {step:.2g} s, too few to see a pedal stroke, and no "
                "power column."
            )
    if power is not None:
        said = [*table.losses, *losses]
        return Trace(records_from(table, time, by_revolution, name, said), None)
    if by_revolution:
        raise TraceError(f"{name} has a row for each revolution, and no column with its power.")
    unit = f" (a {curve_unit(table)} column alone is not enough)" if has_torque else ""
    raise TraceError(
        f"{name} lacks columns{unit}: it needs power_w and cadence_rpm, or crank_angle_deg "
        "and torque_nm, or time_s, torque_nm and crank_angle_deg or cadence_rpm."
    )


def _with_time(table: CsvTable, time_s: Array, losses: list[str]) -> CsvTable:
    """The table with its time in seconds, and what was judged of it."""
    place = table.index_of("time_s")
    values = tuple(time_s if n == place else column for n, column in enumerate(table.values))
    return replace(table, values=values, losses=(*table.losses, *losses))


def _step_s(time: Array | None) -> float:
    """Median step of a time column that is not 0; infinite where there is none."""
    if time is None:
        return float("inf")
    steps = np.diff(time[np.isfinite(time)])
    steps = steps[steps > 0.0]
    return float(np.median(steps)) if steps.size else float("inf")
