"""Records of a ride from a text table: one a second, or one a revolution."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fit_optimizer.traces.formats.csv_cells import RIGHT_FLAG
from fit_optimizer.traces.formats.csv_table import CsvTable
from fit_optimizer.traces.record_table import COLUMNS, LEG_COLUMNS, MAX_RECORDS, recording_from
from fit_optimizer.traces.recording import Recording, TraceError
from rider_models.arrays import SIDES, Array

FORMAT_WITHOUT_STROKES = "It has a row for each revolution, without figures of the pedal stroke."


def records_from(
    table: CsvTable,
    time_s: Array | None,
    by_revolution: bool,
    name: str,
    losses: list[str],
) -> Recording:
    """The ride in a table with a power column, or one of each leg.

    `time_s` is the table's time, shape (n,), or None. Raises `TraceError` where the power is another
    than the one ridden, a unit is not known, or columns look swapped.
    """
    table.refuse_unusable(name, "power_w", "cadence_rpm", "time_s")
    count = min(table.values[0].size, MAX_RECORDS)
    if table.values[0].size > count:
        losses.append(f"Only the first {count} records were read.")
    columns = {column: np.full(count, np.nan) for column in COLUMNS}
    unknown = 0
    for column, rows in zip(reversed(table.columns), reversed(table.values), strict=True):
        target, values = column.quantity, rows[:count]
        if column.refusal:
            continue
        if column.side in SIDES and f"{column.side}_{target}" in LEG_COLUMNS:
            columns[f"{column.side}_{target}"] = _as_percent(values, target)
        elif target == "pedal_smoothness_pct" and column.side in ("", "both"):
            columns["combined_smoothness_pct"] = _as_percent(values, target)
        elif target == "balance":
            shares, of_nobody = _right_share(_as_percent(values, "balance_pct"), column.side)
            if np.isfinite(shares).any() or not np.isfinite(columns["balance_right_pct"]).any():
                columns["balance_right_pct"], unknown = shares, of_nobody
        elif target in columns and column.side in ("", "both"):
            columns[target] = values
    _power_of_legs(table, columns, count, losses)
    _say_which_power(table, losses)
    if time_s is None:
        losses.append("It has no time column; its rows were taken as one a second.")
        columns["time_s"] = np.arange(count, dtype=np.float64)
        if by_revolution and np.any(columns["cadence_rpm"] > 0.0):
            losses[-1] = "It has no time column; its rows were taken as one a revolution."
            turns = 60.0 / np.where(columns["cadence_rpm"] > 0.0, columns["cadence_rpm"], np.inf)
            columns["time_s"] = np.cumsum(turns) - turns
    else:
        columns["time_s"] = time_s[:count]
    columns["standing"] = np.zeros(count)
    _refuse_swapped(columns, name)
    _refuse_without_cadence(table, name)
    read = recording_from(columns, "unknown power meter", losses, name, unknown)
    if by_revolution and not read.has_pedalling_figures:
        said = (*read.losses, FORMAT_WITHOUT_STROKES)
        return replace(read, format_has_strokes=False, losses=said)
    return read


def _power_of_legs(
    table: CsvTable, columns: dict[str, Array], count: int, losses: list[str]
) -> None:
    """Fill in the power, and the balance, from the powers of the legs where they are recorded."""
    places = {side: table.index_of("power_w", side) for side in SIDES}
    legs = {
        side: np.where(
            np.abs(table.values[place][:count]) < 1e5, table.values[place][:count], np.nan
        )
        for side, place in places.items()
        if place is not None and not table.columns[place].refusal
    }
    has_total = np.isfinite(columns["power_w"]).any()
    if len(legs) == 2:
        total = legs["left"] + legs["right"]
        if not has_total:
            columns["power_w"] = total
            losses.append("The power is the sum of the left and the right leg's.")
        if not np.isfinite(columns["balance_right_pct"]).any():
            columns["balance_right_pct"] = np.divide(
                100.0 * legs["right"], total, out=np.full(count, np.nan), where=total > 0.0
            )
    elif len(legs) == 1 and not has_total:
        side, power = next(iter(legs.items()))
        columns["power_w"] = 2.0 * power
        losses.append(f"Only the {side} leg's power was recorded; it was doubled, as meters do.")


def _say_which_power(table: CsvTable, losses: list[str]) -> None:
    """Add a sentence where the power's heading holds words that are not known."""
    place = table.index_of("power_w", "", "both")
    if place is not None and not table.columns[place].refusal and table.columns[place].rank > 0:
        losses.append(f"The power is taken to be the column {table.columns[place].heading}.")


def _refuse_without_cadence(table: CsvTable, name: str) -> None:
    """Raise `TraceError` where no heading is a cadence's."""
    if table.index_of("cadence_rpm") is None:
        raise TraceError(
            f"{name} has power but no column of cadence: name it cadence_rpm, or cadence with its unit "
            "(rpm, rev/min, 1/min or U/min)."
        )


def _as_percent(values: Array, quantity: str) -> Array:
    """Percentages, where a column holds them as shares of 1."""
    finite = values[np.isfinite(values)]
    if quantity.endswith("_pct") and finite.size and 0.0 < float(finite.max()) <= 1.0:
        return 100.0 * values
    return values


def _right_share(values: Array, side: str) -> tuple[Array, int]:
    """The right leg's percentage from a balance column, and how many values are of no known leg.

    A column that names its leg is that leg's percentage. One that names both, as the FIT field
    does, is the right leg's where its values carry FIT's flag (128 added; pairs of shares were given
    it), and nobody's otherwise. A flag in a column that names its leg says the same of its value. A
    share of 0 is not sent, but for one of a leg that elsewhere has all of the power.
    """
    flagged = values >= RIGHT_FLAG
    drills = bool(np.any((values >= 99.0) & ~flagged))
    sent = (values > 0.0) | ((values == 0.0) & drills)
    if side == "right":
        return np.where(sent, values - RIGHT_FLAG * flagged, np.nan), 0
    if side == "left":
        of_left = np.where(flagged, 100.0 - (values - RIGHT_FLAG), values)
        return np.where(sent, 100.0 - of_left, np.nan), 0
    unknown = int(np.count_nonzero(np.isfinite(values) & ~flagged & (values > 0.0)))
    return np.where(flagged, values - RIGHT_FLAG, np.nan), unknown


def _refuse_swapped(columns: dict[str, Array], name: str) -> None:
    """Raise `TraceError` where columns hold what their headings cannot mean."""
    time = columns["time_s"]
    steps = np.diff(time[np.isfinite(time)])
    if steps.size and np.mean(steps < 0.0) > 0.3:
        raise TraceError(f"{name} has a time column that runs backwards: are columns swapped?")
    if steps.size and not np.any(steps > 0.0):
        raise TraceError(f"{name} has a time column that does not move on.")
    turning = columns["cadence_rpm"][columns["cadence_rpm"] > 0.0]
    if turning.size and float(np.median(turning)) > 150.0:
        raise TraceError(
            f"{name} has a median cadence of {np.median(turning):.0f} rpm: are power and cadence "
            "swapped?"
        )
    for side in SIDES:
        effective = columns[f"{side}_torque_effectiveness_pct"]
        smooth = columns[f"{side}_pedal_smoothness_pct"]
        both = (effective > 0.0) & (smooth > 0.0)
        if both.any() and float(np.median(smooth[both] - effective[both])) > 10.0:
            raise TraceError(
                f"{name} has more {side} pedal smoothness than torque effectiveness: are the two "
                "columns swapped?"
            )
