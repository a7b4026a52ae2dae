"""Steady seated pedalling grouped by power and cadence, with the median and spread of each metric.

Bins are centred on multiples of their width: 25 W wide they are centred on 75, 100, ... W, which
are the efforts a rider is calibrated at; 10 rpm wide on 70, 80, ... rpm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

import numpy as np

from fit_optimizer.traces.circular import circular_median_deg, circular_spread_deg, spread
from fit_optimizer.traces.recording import ANGLE_METRICS, LEG_METRICS, LegRecords, Recording, Sides
from fit_optimizer.traces.steady import Steadiness, left_out_reasons
from rider_models.arrays import Array, Flags

POWER_WIDTH_W = 25.0
CADENCE_WIDTH_RPM = 10.0
"""Widths of a bin of power and cadence. Guesses: finer than a meter's own scatter they would be empty."""
FEWEST_RECORDS = 10
"""Fewest records of a bin, and fewest that send a metric, from which a median is taken. A guess."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Median of a metric and the half-width about it that holds 68 % of the records; NaN: none."""

    median: float
    spread: float


@dataclass(frozen=True, slots=True)
class LegMetrics:
    """One leg's metrics in a bin, under the names of `LegRecords`."""

    torque_effectiveness_pct: Summary
    pedal_smoothness_pct: Summary
    power_phase_start_deg: Summary
    power_phase_end_deg: Summary
    peak_power_phase_start_deg: Summary
    peak_power_phase_end_deg: Summary
    platform_offset_mm: Summary

    def metric(self, name: str) -> Summary:
        """One of `LEG_METRICS`."""
        figure: Summary = getattr(self, name)
        return figure

    @property
    def any_sent(self) -> bool:
        """Whether any metric of this leg was sent."""
        return any(not isnan(self.metric(name).median) for name in LEG_METRICS)


@dataclass(frozen=True, slots=True)
class Bin:
    """Records between two powers and two cadences (the lower edge within, the upper without)."""

    power_from_w: float
    power_to_w: float
    cadence_from_rpm: float
    cadence_to_rpm: float
    records: int
    power_w: Summary
    cadence_rpm: Summary
    balance_right_pct: Summary
    combined_smoothness_pct: Summary
    left: LegMetrics
    right: LegMetrics


@dataclass(frozen=True, slots=True)
class BinTable:
    """A ride's bins in order of power, then cadence, and what became of every record.

    `used` records are in `bins`; `left_out` says how many are not, by reason; together they are
    `records`.
    """

    bins: tuple[Bin, ...]
    records: int
    used: int
    left_out: Mapping[str, int]
    sides: Sides
    device: str
    losses: tuple[str, ...]

    @property
    def most_ridden(self) -> Bin | None:
        """The bin with the most records, or None where there is no bin."""
        return max(self.bins, key=lambda each: each.records, default=None)


def group_in_bins(
    recording: Recording,
    *,
    power_width_w: float = POWER_WIDTH_W,
    cadence_width_rpm: float = CADENCE_WIDTH_RPM,
    fewest_records: int = FEWEST_RECORDS,
    limits: Steadiness | None = None,
) -> BinTable:
    """Medians and spreads of steady seated pedalling per power and cadence bin.

    Bins with fewer than `fewest_records` records are dropped, their records counted under `too few
    in their bin`. Raises `ValueError` where a width or `fewest_records` is not positive.
    """
    if not (power_width_w > 0.0 and cadence_width_rpm > 0.0 and fewest_records > 0):
        raise ValueError("power_width_w, cadence_width_rpm and fewest_records must be above 0")
    steady, reasons = left_out_reasons(recording, limits)
    kept = recording.taken(steady)
    power_bin = np.floor(kept.power_w / power_width_w + 0.5).astype(np.int64)
    cadence_bin = np.floor(kept.cadence_rpm / cadence_width_rpm + 0.5).astype(np.int64)
    bins: list[Bin] = []
    lonely = 0
    cells, members = np.unique(
        np.stack([power_bin, cadence_bin], axis=1), axis=0, return_inverse=True
    )
    members = members.reshape(-1)
    for index, (power_step, cadence_step) in enumerate(cells):
        inside: Flags = members == index
        count = int(np.count_nonzero(inside))
        if count < fewest_records:
            lonely += count
            continue
        power_from = (float(power_step) - 0.5) * power_width_w
        cadence_from = (float(cadence_step) - 0.5) * cadence_width_rpm
        bins.append(
            _bin(
                kept.taken(inside),
                (power_from, power_from + power_width_w),
                (cadence_from, cadence_from + cadence_width_rpm),
                fewest_records,
            )
        )
    return BinTable(
        bins=tuple(bins),
        records=recording.count,
        used=kept.count - lonely,
        left_out={**reasons, "too few in their bin": lonely},
        sides=recording.sides,
        device=recording.device,
        losses=recording.losses,
    )


def _bin(
    part: Recording, power: tuple[float, float], cadence: tuple[float, float], fewest: int
) -> Bin:
    return Bin(
        *power,
        *cadence,
        records=part.count,
        power_w=_summary(part.power_w, fewest),
        cadence_rpm=_summary(part.cadence_rpm, fewest),
        balance_right_pct=_summary(part.balance_right_pct, fewest),
        combined_smoothness_pct=_summary(part.combined_smoothness_pct, fewest),
        left=_leg(part.left, fewest),
        right=_leg(part.right, fewest),
    )


def _leg(leg: LegRecords, fewest: int) -> LegMetrics:
    return LegMetrics(
        *(_summary(leg.metric(name), fewest, angle=name in ANGLE_METRICS) for name in LEG_METRICS)
    )


def _summary(values: Array, fewest: int, *, angle: bool = False) -> Summary:
    sent = values[np.isfinite(values)]
    if sent.size < fewest:
        return Summary(float("nan"), float("nan"))
    if angle:
        centre = circular_median_deg(sent)
        return Summary(centre, circular_spread_deg(sent, centre))
    middle = float(np.median(sent))
    return Summary(middle, spread(sent, middle))
