"""An electromyogram over the crank cycle: mean and spread of revolutions, and when the muscle works."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fit_optimizer.emg.columns import Channel, EmgColumns, columns_of
from fit_optimizer.emg.envelopes import LOW_PASS_HZ, Envelope, Kind, envelope, even_times
from fit_optimizer.emg.revolutions import (
    Revolutions,
    by_angle,
    by_cadence,
    by_pulses,
    check_cadence,
    check_told,
)
from fit_optimizer.emg.table import EmgError, read_emg_table
from fit_optimizer.traces.file_start import shown_name
from rider_models.arrays import Array, Side

ANGLES_DEG = np.arange(360.0)
"""Crank angles at which curves are given, of the channel's own leg: 0 is its top dead centre."""
THRESHOLD = 0.2
"""Share of the way from a curve's least to its peak from which a muscle counts as switched on: 20 %, as in most
studies of pedalling (Hug & Dorel 2009, J Electromyogr Kinesiol 19:182)."""
OTHER_LEG_DEG = 180
"""How far the other leg's top dead centre lies from a leg's own."""

CADENCE_OFF = 0.1
"""Share by which a cadence that is told may differ from the recorded one: as far as one that is told alone is
looked for in the envelopes (a guess)."""


@dataclass(frozen=True, eq=False)
class MuscleCycle:
    """A channel over the crank cycle of its own leg.

    `mean` and `spread` (360, standard deviation over revolutions) are shares of the largest envelope in
    the recording; `spread` is None for a table that is a mean curve already. `on_deg` and `off_deg` bound the
    burst that holds the peak; None where the muscle never falls below the threshold.
    """

    channel: Channel
    kind: Kind
    mean: Array
    spread: Array | None
    on_deg: float | None
    off_deg: float | None

    @property
    def peak_deg(self) -> float:
        """Crank angle of the mean curve's peak."""
        return float(ANGLES_DEG[self.mean.argmax()])


@dataclass(frozen=True, eq=False)
class EmgCycles:
    """All channels of a recording over the crank cycle.

    `revolutions` were averaged, `left_out` lasted too long or too short; None where the table is a mean
    curve. `phase_known` is false where only a cadence was stated.
    """

    file: str
    muscles: tuple[MuscleCycle, ...]
    cadence_rpm: float | None
    revolutions: int | None
    left_out: int
    rate_hz: float | None
    phase_known: bool
    passed_over: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """How a recording is read: the side of channels that name none, where a pulse stands (deg), the cadence
    (rpm) where nothing tells revolutions, the envelope's cut-off (Hz), the threshold (share)."""

    side: Side = "right"
    pulse_deg: float = 0.0
    cadence_rpm: float | None = None
    low_pass_hz: float = LOW_PASS_HZ
    threshold: float = THRESHOLD


def read_emg(path: Path, reading: Reading = Reading()) -> EmgCycles:
    """The muscles of an electromyogram over the crank cycle. Raises EmgError."""
    columns = columns_of(read_emg_table(path), reading.side)
    if columns.time_s is None:
        return _mean_curves(columns, reading, shown_name(path))
    time_s = even_times(columns.time_s)
    rate_hz = (len(time_s) - 1) / float(time_s[-1] - time_s[0])
    made = [envelope(c.name, c.values, rate_hz, reading.low_pass_hz) for c in columns.channels]
    turns = _revolutions(columns, time_s, made, reading)
    check_cadence(turns, np.stack([one.values for one in made]), time_s)
    muscles = tuple(
        _cycle(channel, one, turns, columns, reading)
        for channel, one in zip(columns.channels, made, strict=True)
    )
    return EmgCycles(
        file=shown_name(path),
        muscles=muscles,
        cadence_rpm=turns.cadence_rpm,
        revolutions=len(turns.kept),
        left_out=turns.left_out,
        rate_hz=rate_hz,
        phase_known=turns.phase_known,
        passed_over=columns.passed_over,
    )


def burst(mean: Array, threshold: float) -> tuple[float, float] | None:
    """(on, off): crank angles (deg) between which a mean curve (360) lies above a threshold about its peak.

    The threshold is a share of the way from the least to the peak; between degrees by straight lines. None
    for a curve that is flat.
    """
    if np.ptp(mean) == 0:
        return None
    level = mean.min() + threshold * np.ptp(mean)
    peak = int(mean.argmax())
    from_peak = np.roll(mean, -peak)
    below = from_peak < level
    after = int(below.argmax())
    before = int(below[::-1].argmax())
    off = after - (level - from_peak[after]) / (from_peak[after - 1] - from_peak[after])
    last, following = from_peak[-1 - before], from_peak[(-before) % 360]
    on = -1 - before + (level - last) / (following - last)
    return float((peak + on) % 360), float((peak + off) % 360)


def _revolutions(
    columns: EmgColumns, time_s: Array, made: list[Envelope], reading: Reading
) -> Revolutions:
    if columns.crank_deg is not None:
        return _as_told(by_angle(columns.crank_deg, time_s), reading)
    if columns.pulse is not None:
        return _as_told(by_pulses(columns.pulse, time_s, reading.pulse_deg), reading)
    if reading.cadence_rpm is not None:
        return by_cadence(reading.cadence_rpm, np.stack([one.values for one in made]), time_s)
    raise EmgError(
        "nothing tells the revolutions: a column crank_angle_deg or pulse is wanted, or the cadence "
        "(pedalfit emg --cadence-rpm)"
    )


def _as_told(turns: Revolutions, reading: Reading) -> Revolutions:
    """Revolutions that were recorded. Raises EmgError where their cadence is not the one that is told."""
    told = reading.cadence_rpm
    if told is not None and not abs(turns.cadence_rpm - told) <= CADENCE_OFF * turns.cadence_rpm:
        raise EmgError(
            f"the crank was recorded at {turns.cadence_rpm:.0f} rpm, and --cadence-rpm is {told:g}: leave it out, "
            "or correct the times"
        )
    return turns


def _cycle(
    channel: Channel, made: Envelope, turns: Revolutions, columns: EmgColumns, reading: Reading
) -> MuscleCycle:
    """A channel's revolutions, each at every degree of its own leg, averaged."""
    own = 0 if channel.side == columns.angle_side else OTHER_LEG_DEG
    angle = turns.angle_deg
    growing = np.concatenate([[True], np.diff(angle) > 0])
    wanted = 360.0 * turns.kept[:, None] + ANGLES_DEG
    curves = np.interp(wanted, angle[growing], made.values[growing])
    curves = np.roll(curves / curves.max(), own, axis=1)
    return _muscle(channel, made.kind, curves.mean(axis=0), curves.std(axis=0, ddof=1), reading)


def _mean_curves(columns: EmgColumns, reading: Reading, file: str) -> EmgCycles:
    """A table over the crank angle without times: one revolution, averaged already. Raises EmgError."""
    angle = columns.crank_deg
    if angle is None:
        raise EmgError(
            "the table has neither times nor crank angles: a column time_s or crank_angle_deg is wanted"
        )
    steps = np.diff(angle)
    turned = angle[-1] - angle[0] + float(np.median(steps))
    if (steps <= 0).any() or not 330 <= turned <= 390:
        raise EmgError(
            f"the crank angles go from {angle.min():g} to {angle.max():g} deg over {len(angle)} rows without times: "
            "a mean curve grows once from 0 to 360 deg, a recording of many revolutions has a column time_s"
        )
    if len(angle) < 12:
        raise EmgError(f"{len(angle)} rows are too few for a curve over the crank: 12 are wanted")
    muscles = []
    for channel in columns.channels:
        if channel.values.max() <= 0 or np.ptp(channel.values) == 0:
            raise EmgError(
                f"{channel.name} holds no envelope: its values go from {channel.values.min():g} to "
                f"{channel.values.max():g}"
            )
        own = 0 if channel.side == columns.angle_side else OTHER_LEG_DEG
        curve = np.interp(
            ANGLES_DEG - own, angle, channel.values / channel.values.max(), period=360
        )
        muscles.append(_muscle(channel, "envelope", np.maximum(curve, 0.0), None, reading))
    told = reading.cadence_rpm
    if told is not None:
        check_told(told)
    return EmgCycles(file, tuple(muscles), told, None, 0, None, True, columns.passed_over)


def _muscle(
    channel: Channel, kind: Kind, mean: Array, spread: Array | None, reading: Reading
) -> MuscleCycle:
    on_off = burst(mean, reading.threshold)
    on, off = (None, None) if on_off is None else on_off
    return MuscleCycle(channel, kind, mean, spread, on, off)
