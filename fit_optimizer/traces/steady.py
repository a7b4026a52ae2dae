"""Which records of a ride are steady seated pedalling, and why the others are left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fit_optimizer.traces.record_times import typical_step_s
from fit_optimizer.traces.recording import Recording
from rider_models.arrays import Array, Flags


@dataclass(frozen=True, slots=True)
class Steadiness:
    """What counts as steady seated pedalling. Thresholds are relative to the ride around them,
    so that slow and fast, weak and strong riders are judged alike."""

    lowest_power_w: float = 20.0
    lowest_cadence_rpm: float = 25.0
    first_seconds_s: float = 5.0
    """After every start or pause; meters need some turns before their metrics settle."""
    pause_s: float = 4.0
    """A longer time without pedalling, or without records, is a pause."""
    pause_steps: float = 3.0
    """Where records are further apart, a pause is longer than this many of their steps (a guess):
    devices that record every 5 s, or only what changes, leave longer gaps than `pause_s`."""
    one_leg_share_pct: float = 10.0
    """A leg with no more than this share of the power rests while the other is drilled (a guess)."""
    silent_leg_s: float = 5.0
    """A leg of a two-sided meter that sends nothing for this long rests too (a guess)."""
    standing_margin_s: float = 5.0
    """Left out either side of standing, because devices notice it late."""
    sprint_window_s: float = 121.0
    sprint_share: float = 1.6
    """A sprint is this many times the median power around it, and `sprint_above_w` above it."""
    sprint_above_w: float = 100.0
    steady_window_s: float = 11.0
    power_share: float = 0.2
    """Steady power is this near to the median around it, or within `power_within_w`."""
    power_within_w: float = 25.0
    cadence_within_rpm: float = 6.0


def left_out_reasons(
    recording: Recording, limits: Steadiness | None = None
) -> tuple[Flags, Mapping[str, int]]:
    """Shape (n,): true for steady seated pedalling; and how many others there are, by reason.

    Each record is counted under the first reason that applies: `power or cadence not sent`,
    `coasting`, `standing`, `one leg only`, `first seconds`, `sprint`, `changing power or cadence`.
    """
    limits = Steadiness() if limits is None else limits
    time, power, cadence = recording.time_s, recording.power_w, recording.cadence_rpm
    left = np.ones(recording.count, dtype=np.bool_)
    counts: dict[str, int] = {}

    def leave_out(reason: str, these: Flags) -> None:
        counts[reason] = int(np.count_nonzero(left & these))
        np.logical_and(left, ~these, out=left)

    unsent: Flags = ~(np.isfinite(power) & np.isfinite(cadence))
    leave_out("power or cadence not sent", unsent)
    pedalling = (power >= limits.lowest_power_w) & (cadence >= limits.lowest_cadence_rpm)
    leave_out("coasting", ~pedalling)
    leave_out("standing", _near(recording.standing, time, limits.standing_margin_s))
    leave_out("one leg only", _one_leg(recording, pedalling, limits))
    leave_out("first seconds", _first_seconds(time, pedalling, limits))
    moving = np.flatnonzero(pedalling)
    around = _medians(power[moving], time[moving], limits.sprint_window_s)
    sprint = np.zeros(recording.count, dtype=np.bool_)
    sprint[moving] = (power[moving] > limits.sprint_share * around) & (
        power[moving] > around + limits.sprint_above_w
    )
    leave_out("sprint", sprint)
    changing = np.zeros(recording.count, dtype=np.bool_)
    near_power = _medians(power[moving], time[moving], limits.steady_window_s)
    near_cadence = _medians(cadence[moving], time[moving], limits.steady_window_s)
    allowed = np.maximum(limits.power_share * near_power, limits.power_within_w)
    changing[moving] = (np.abs(power[moving] - near_power) > allowed) | (
        np.abs(cadence[moving] - near_cadence) > limits.cadence_within_rpm
    )
    leave_out("changing power or cadence", changing)
    return left, counts


def _one_leg(recording: Recording, pedalling: Flags, limits: Steadiness) -> Flags:
    """Records of a two-sided meter in which one leg rests: its share of the power is next to none,
    or it alone sends no metrics for `silent_leg_s`.

    The stroke of one leg is another than that leg's in a stroke of two, so it is in no bin.
    """
    share, rest = recording.balance_right_pct, limits.one_leg_share_pct
    one: Flags = (share <= rest) | (share >= 100.0 - rest)
    if recording.sides != "both":
        return one
    left, right = recording.left.strokes_sent, recording.right.strokes_sent
    for silent in (pedalling & left & ~right, pedalling & right & ~left):
        edges = np.flatnonzero(np.diff(silent.astype(np.int8), prepend=0, append=0))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            if recording.time_s[end - 1] - recording.time_s[start] >= limits.silent_leg_s:
                one[start:end] = True
    return one


def _near(these: Flags, time: Array, margin_s: float) -> Flags:
    """Records within `margin_s` of one of `these`."""
    at = time[these]
    if at.size == 0:
        return np.zeros(time.size, dtype=np.bool_)
    after = np.searchsorted(at, time)
    behind = np.abs(time - at[np.clip(after - 1, 0, at.size - 1)])
    ahead = np.abs(time - at[np.clip(after, 0, at.size - 1)])
    near: Flags = np.minimum(behind, ahead) <= margin_s
    return near


def _first_seconds(time: Array, pedalling: Flags, limits: Steadiness) -> Flags:
    """Pedalling records less than `first_seconds_s` after a start or a pause."""
    first = np.zeros(time.size, dtype=np.bool_)
    moving = np.flatnonzero(pedalling)
    if moving.size == 0:
        return first
    gap = np.diff(time[moving], prepend=-np.inf)
    pause = max(limits.pause_s, limits.pause_steps * _usual_step_s(time))
    starts = time[moving][np.maximum.accumulate(np.where(gap > pause, np.arange(moving.size), 0))]
    first[moving] = time[moving] - starts < limits.first_seconds_s
    return first


def _usual_step_s(time: Array) -> float:
    """The step in s that nine of ten records do not exceed, pauses among them (smart recording)."""
    steps = np.diff(time)
    steps = steps[(steps > 0.0)]
    if steps.size == 0:
        return 1.0
    return float(min(np.percentile(steps, 90.0), 3.0 * np.median(steps)))


def _medians(values: Array, time: Array, window_s: float) -> Array:
    """Median around each value, over as many records as `window_s` usually holds (3 or more)."""
    if values.size == 0:
        return values
    size = max(3, round(min(window_s / max(typical_step_s(time), 1e-3), 1001.0))) | 1
    from scipy.ndimage import median_filter  # noqa: PLC0415  workers compare bins and smooth nothing

    return np.asarray(median_filter(values, size=size, mode="nearest"), dtype=np.float64)
