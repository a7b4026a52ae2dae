"""The time column of a text table in seconds, whatever it counts."""

from __future__ import annotations

import numpy as np

from fit_optimizer.traces.formats.csv_columns import Column
from fit_optimizer.traces.formats.csv_table import CsvTable
from rider_models.arrays import Array

EPOCH_UNITS = (
    (1e17, 1e-9, "nanoseconds"),
    (1e14, 1e-6, "microseconds"),
    (1e11, 1e-3, "milliseconds"),
)
"""Numbers so large count such a unit since 1970: 1e11 s would be the year 5138."""

LONGEST_STEP_S = 200.0
"""A step between rows that would be longer in seconds is counted in milliseconds (a guess)."""

DURATION_AGREES = 0.05
"""How near a row's time must be to that of a turn at its cadence to be that turn's (a guess)."""

FEWEST_ROWS = 5
"""Rows needed to tell (a guess)."""

DURATION_SHARE = 0.8
"""Share of the rows in which it must be (a guess)."""


def table_time_s(table: CsvTable, losses: list[str]) -> tuple[Array | None, bool]:
    """The time of each row in s, shape (n,), or None; and whether the rows are revolutions.

    Where every row's time is that of a turn at its own cadence, as in Wattbike Hub's export, the
    times are added up. What was judged and not said by the heading is added to `losses`.
    """
    place = table.index_of("time_s")
    if place is None:
        return None, table.by_revolution
    time, column = table.values[place], table.columns[place]
    cadence = table.of("cadence_rpm")
    factor = None if cadence is None else _turn_factor(time, cadence)
    if factor is not None:
        losses.append(
            f"Each row is a revolution and {column.heading} how long it took; the times were added up."
        )
        turns = np.where(np.isfinite(time), time * factor, 0.0)
        return np.cumsum(turns) - turns, True
    if column.unit and column.factor != 1.0:
        return time, table.by_revolution
    return _in_seconds(time, column, losses), table.by_revolution


def _turn_factor(time: Array, cadence: Array) -> float | None:
    """What turns times into those of a turn at the same row's cadence, where they are that."""
    turning = np.isfinite(time) & (cadence > 0.0)
    if np.count_nonzero(turning) < FEWEST_ROWS:
        return None
    turns = time[turning] * cadence[turning] / 60.0
    for factor in (1.0, 0.001):
        if float(np.mean(np.abs(turns * factor - 1.0) < DURATION_AGREES)) >= DURATION_SHARE:
            return factor
    return None


def _in_seconds(time: Array, column: Column, losses: list[str]) -> Array:
    """The time in s where no heading, or one that cannot be true of its numbers, says what they count."""
    finite = time[np.isfinite(time)]
    if finite.size == 0:
        return time
    for least, factor, name in EPOCH_UNITS:
        if abs(float(np.median(finite))) >= least:
            losses.append(f"The column {column.heading} counts {name} since 1970.")
            return time * factor
    if column.unit:
        return time
    steps = np.diff(finite)
    steps = steps[steps > 0.0]
    if steps.size and float(np.median(steps)) >= LONGEST_STEP_S:
        losses.append(f"The column {column.heading} names no unit and was taken as milliseconds.")
        return time * 0.001
    return time
