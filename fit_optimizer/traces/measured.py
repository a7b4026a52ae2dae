"""What a recording says of the pedal stroke, read once for whoever compares or calibrates."""

from __future__ import annotations

import os
from dataclasses import dataclass
from math import isnan

import numpy as np

from fit_optimizer.traces.bins import BinTable, group_in_bins
from fit_optimizer.traces.file_start import shown_name
from fit_optimizer.traces.reader import read_trace
from fit_optimizer.traces.recording import Recording, TorqueCurve, TraceError
from fit_optimizer.traces.trace import Trace


@dataclass(frozen=True, slots=True)
class Measured:
    """A recording's bins of power and cadence (none for a curve), and its mean torque curve."""

    name: str
    table: BinTable
    curve: TorqueCurve | None

    @property
    def losses(self) -> tuple[str, ...]:
        """Every sentence about what was lost, each once."""
        of_curve = () if self.curve is None else self.curve.losses
        return tuple(dict.fromkeys((*self.table.losses, *of_curve)))


def read_measured(
    path: str | os.PathLike[str], crank_length_mm: float | None = None, to_compare: bool = True
) -> Measured:
    """Bins and torque curve of a recording; `crank_length_mm` turns a pedal force into a torque.

    Raises TraceError where the file cannot be used, was recorded by a meter that sends power and
    cadence alone, or holds neither a curve nor ten records of steady riding at one effort. A format
    that has no place for the pedal stroke (TCX) is refused only where it is `to_compare`.
    """
    name = shown_name(path)
    trace = read_trace(path, crank_length_mm)
    if trace.bins is not None:
        if to_compare and trace.bins.sides == "none":
            _refuse_silent_meter(None, name)
        return Measured(name, trace.bins, trace.curve)
    table = _no_bins(trace) if trace.recording is None else group_in_bins(trace.recording)
    if trace.curve is None:
        if to_compare or trace.recording is None or trace.recording.format_has_strokes:
            _refuse_silent_meter(trace.recording, name)
        _refuse_unsteady_ride(table, name)
        if to_compare:
            _refuse_few_figures(table, name)
    return Measured(name, table, trace.curve)


def _no_bins(trace: Trace) -> BinTable:
    return BinTable(
        bins=(),
        records=0,
        used=0,
        left_out={},
        sides=trace.sides,
        device="torque against crank angle",
        losses=(),
    )


def _refuse_silent_meter(recording: Recording | None, name: str) -> None:
    """Raise TraceError where a ride says nothing of the pedal stroke."""
    if recording is not None and recording.has_pedalling_figures:
        return
    if recording is not None and recording.balances_of_unknown_leg:
        raise TraceError(
            f"{name} holds a balance, but it does not say which leg's share it is, and no other "
            "figure of the pedal stroke: a meter that marks the right leg's share, or sends torque "
            "effectiveness, smoothness or power phases, is needed."
        )
    if recording is not None and np.any(np.isfinite(recording.balance_right_pct)):
        raise TraceError(
            f"{name} holds a balance that never leaves 50 %, which is what meters send that cannot "
            "tell the legs apart, and no other figure of the pedal stroke."
        )
    if recording is not None and recording.impossible_figures:
        raise TraceError(
            f"{name} holds no pedalling figures (torque effectiveness, pedal smoothness, power phase or "
            f"balance) that a rider can produce, and {recording.impossible_figures} that none can: check "
            "the columns' names and units."
        )
    raise TraceError(
        f"{name} holds no pedalling figures (torque effectiveness, pedal smoothness, power "
        "phase or balance): a meter that sends them is needed."
    )


def _refuse_few_figures(table: BinTable, name: str) -> None:
    """Raise TraceError where no bin has a metric of the pedal stroke in enough records."""
    for each in table.bins:
        shared = (each.balance_right_pct, each.combined_smoothness_pct)
        if each.left.any_sent or each.right.any_sent:
            return
        if any(not isnan(figure.median) for figure in shared):
            return
    raise TraceError(
        f"{name} holds figures of the pedal stroke in too few records: no bin of power and cadence "
        "has one in ten."
    )


def _refuse_unsteady_ride(table: BinTable, name: str) -> None:
    """Raise TraceError where a ride gives no bin, with what most of it was."""
    if table.bins:
        return
    reason, count = max(table.left_out.items(), key=lambda each: each[1])
    raise TraceError(
        f"{name} holds no ten records of steady seated pedalling at one effort: {count} of "
        f"{table.records} records were left out as {reason}."
    )
