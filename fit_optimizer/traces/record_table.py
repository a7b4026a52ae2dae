"""Records gathered one by one from a file, and the `Recording` made from them.

Every reader ends here, so that `0 is not sent`, impossible values, time that jumps and the sides
of the meter are judged in one place, whatever the file was.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping

import numpy as np

from fit_optimizer.traces.record_times import in_time_order, joined_parts
from fit_optimizer.traces.recording import (
    ANGLE_METRICS,
    LEG_METRICS,
    PERCENT_METRICS,
    LegRecords,
    Recording,
    Sides,
    TraceError,
)
from fit_optimizer.traces.wording import counted
from rider_models.arrays import SIDES, Array, Flags

MAX_RECORDS = 100_000
"""Records kept of one file: 27 hours at one a second, so that memory and time stay bounded."""

LEG_COLUMNS = tuple(f"{side}_{name}" for side in SIDES for name in LEG_METRICS)
COLUMNS = (
    "time_s",
    "power_w",
    "cadence_rpm",
    *LEG_COLUMNS,
    "balance_right_pct",
    "combined_smoothness_pct",
    "standing",
)

POSSIBLE = {
    "power_w": (0.0, 3000.0),
    "cadence_rpm": (0.0, 250.0),
    "balance_right_pct": (0.0, 100.0),
    "combined_smoothness_pct": (0.0, 100.0),
    **{f"{side}_{name}": (0.0, 100.0) for side in SIDES for name in PERCENT_METRICS},
    **{f"{side}_platform_offset_mm": (-60.0, 60.0) for side in SIDES},
}
"""What a rider on a bicycle can do; anything outside is damage, not pedalling."""
OF_THE_RIDE = ("power_w", "cadence_rpm")
"""Columns that say nothing of the pedal stroke."""

ALL_ROUND_DEG = 355.0
"""A phase longer than this is the meter's way of saying that it found no start and no end."""

ZERO_IS_NOT_SENT = ("torque_effectiveness_pct", "pedal_smoothness_pct")
STROKE_FIGURES = (*PERCENT_METRICS, *ANGLE_METRICS)


class RecordTable:
    """Growing columns of `COLUMNS`, 8 bytes a value, no more than `MAX_RECORDS` rows."""

    def __init__(self) -> None:
        """Start with no rows."""
        self._columns = {name: array("d") for name in COLUMNS}

    def __len__(self) -> int:
        """Number of rows."""
        return len(self._columns["time_s"])

    @property
    def full(self) -> bool:
        """Whether no more records are taken."""
        return len(self) >= MAX_RECORDS

    def add(self, record: Mapping[str, float]) -> None:
        """Append one record, unless full; columns it does not name become NaN."""
        if self.full:
            return
        nan = float("nan")
        for name, column in self._columns.items():
            column.append(record.get(name, nan))

    def columns(self) -> dict[str, Array]:
        """Every column as an array of shape (n,)."""
        return {name: np.array(column, dtype=np.float64) for name, column in self._columns.items()}


def recording_from(
    columns: Mapping[str, Array],
    device: str,
    losses: list[str],
    name: str,
    balances_of_unknown_leg: int = 0,
) -> Recording:
    """Judge the columns and make a `Recording` of them.

    `columns` has the arrays of `COLUMNS`, shape (n,), with 0 or NaN for what was not sent; `name`
    is the file's name for messages. Raises `TraceError` where there is no record, or no power.
    """
    if columns["time_s"].size == 0:
        raise TraceError(f"{name} holds no records of a ride.")
    possible, impossible_figures = _possible_only(columns, losses)
    columns = in_time_order(possible, losses)
    if columns["time_s"].size == 0:
        raise TraceError(f"{name} holds no record with a usable time.")
    columns = joined_parts(columns, losses)
    if not np.any(columns["power_w"] > 0.0):
        raise TraceError(
            f"{name} holds no power: it was not recorded with a power meter, or the meter was off."
        )
    left, right = _legs(columns, losses)
    combined = _without_zeros(columns["combined_smoothness_pct"])
    sides = _sides(left, right, combined, columns["balance_right_pct"])
    losses += _not_told(columns, sides, balances_of_unknown_leg)
    count = columns["time_s"].size
    balance = np.full(count, np.nan) if sides in SIDES else columns["balance_right_pct"]
    if sides in ("left", "none"):
        right = LegRecords.not_sent(count)
    if sides in ("right", "none"):
        left = LegRecords.not_sent(count)
    return Recording(
        time_s=columns["time_s"],
        power_w=columns["power_w"],
        cadence_rpm=columns["cadence_rpm"],
        left=left,
        right=right,
        balance_right_pct=balance,
        combined_smoothness_pct=combined,
        standing=columns["standing"] > 0.0,
        sides=sides,
        device=device,
        losses=tuple(dict.fromkeys(losses)),
        balances_of_unknown_leg=balances_of_unknown_leg,
        impossible_figures=impossible_figures,
    )


def _not_told(
    columns: Mapping[str, Array], sides: Sides, balances_of_unknown_leg: int
) -> Iterator[str]:
    """What a recording does not tell, in sentences."""
    if balances_of_unknown_leg:
        yield (
            f"{balances_of_unknown_leg} balance values do not say which leg they are of and were "
            "not used."
        )
    if sides == "none":
        if np.any(np.isfinite(columns["balance_right_pct"])):
            yield (
                "Its balance never leaves 50 %, which is what meters send that cannot tell the legs "
                "apart."
            )
        yield "It holds power but nothing about the pedal stroke (no pedalling figures)."
    if sides in SIDES:
        yield f"The meter measures the {sides} leg only, so there is no balance."
    if not np.any(np.isfinite(columns["cadence_rpm"])):
        yield "It holds no cadence."


def _possible_only(columns: Mapping[str, Array], losses: list[str]) -> tuple[dict[str, Array], int]:
    """The columns without the values that no rider can produce, and how many of these were pedalling figures.

    `losses` is told of all of them.
    """
    kept = dict(columns)
    blanked, figures = 0, 0
    for name, (lowest, highest) in POSSIBLE.items():
        values = kept[name]
        impossible = np.isfinite(values) & ((values < lowest) | (values > highest))
        impossible |= np.isinf(values)
        count = int(np.count_nonzero(impossible))
        blanked += count
        figures += 0 if name in OF_THE_RIDE else count
        kept[name] = np.where(impossible, np.nan, values)
    for name in LEG_COLUMNS:
        if name.endswith("_deg"):
            kept[name] = np.where(np.abs(kept[name]) <= 720.0, kept[name], np.nan)
    if blanked:
        losses.append(f"Dropped: {counted(blanked, 'value')} that no rider can produce.")
    return kept, figures


def _without_zeros(values: Array) -> Array:
    return np.where(values == 0.0, np.nan, values)


def _legs(columns: Mapping[str, Array], losses: list[str]) -> tuple[LegRecords, LegRecords]:
    """Both legs' metrics, with what the FIT profile and its makers mean by `not sent` as NaN.

    A platform centre offset of 0 mm is not sent only where every offset of the ride, of either
    pedal, is 0. Where one is not, a 0 is an offset like others, but for records in which that leg
    sends none of the metrics that it sends elsewhere (one-legged drills, coasting).
    """
    offsets = {side: columns[f"{side}_platform_offset_mm"] for side in SIDES}
    meter_sends = any(np.any(np.nan_to_num(values) != 0.0) for values in offsets.values())
    legs = []
    for side, sent in offsets.items():
        figures = _strokes(columns, side, losses)
        others: Flags = np.any([np.isfinite(each) for each in figures.values()], axis=0)
        offset = sent if meter_sends else _without_zeros(sent)
        if others.any() or not np.any(np.nan_to_num(offset) != 0.0):
            offset = np.where((offset == 0.0) & ~others, np.nan, offset)
        legs.append(LegRecords(**figures, platform_offset_mm=offset))
    return legs[0], legs[1]


def _strokes(columns: Mapping[str, Array], side: str, losses: list[str]) -> dict[str, Array]:
    """One leg's torque effectiveness, smoothness and phases, NaN where they were not sent.

    A zero in torque effectiveness or smoothness is `not sent`, and so is a power phase that starts
    where it ends (0 to 0). A start of 0 deg alone is a genuine angle. A phase that goes all the way
    round (Assioma sends 0 to 357.2 deg, of both phases, where torque never falls below zero) has no
    start and no end.
    """
    leg = {name: columns[f"{side}_{name}"] for name in STROKE_FIGURES}
    for name in ZERO_IS_NOT_SENT:
        leg[name] = _without_zeros(leg[name])
    for name in ANGLE_METRICS:
        leg[name] = np.mod(leg[name], 360.0)
    for start, end in (ANGLE_METRICS[:2], ANGLE_METRICS[2:]):
        arc = np.mod(leg[end] - leg[start], 360.0)
        all_round: Flags = arc >= ALL_ROUND_DEG
        if np.any(all_round):
            phases = f"{side} {start.removesuffix('_start_deg').replace('_', ' ')}s"
            count = np.count_nonzero(all_round)
            losses.append(f"{count} {phases} go all the way round, so have no start or end.")
        empty = all_round | (arc == 0.0)
        leg[start], leg[end] = (np.where(empty, np.nan, leg[name]) for name in (start, end))
    return leg


def _sides(left: LegRecords, right: LegRecords, combined: Array, balance: Array) -> Sides:
    """Which sides a meter measures, from what it sent rather than from its name.

    A side that sent less than 2 % of what the other did is damage, not a side. A balance that
    never leaves 0 or 100 % is how single-sided meters fill that field, and one that never leaves
    50 % is how those fill it that cannot tell the legs apart.
    """
    if np.any(np.isfinite(combined)):
        return "combined"
    sent = {
        "left": int(np.count_nonzero(left.sent)),
        "right": int(np.count_nonzero(right.sent)),
    }
    if sent["left"] or sent["right"]:
        if sent["right"] < 0.02 * sent["left"]:
            return "left"
        return "right" if sent["left"] < 0.02 * sent["right"] else "both"
    shares = balance[np.isfinite(balance)]
    if shares.size and np.all(shares >= 100.0):
        return "right"
    if shares.size and np.all(shares <= 0.0):
        return "left"
    filled = shares.size >= 30 and bool(np.all(shares == 50.0))
    return "both" if shares.size and not filled else "none"
