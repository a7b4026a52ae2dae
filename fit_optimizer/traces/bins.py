"""Steady seated pedalling grouped by power and cadence, with the median and spread of each figure.

Bins are centred on multiples of their width: 25 W wide they are centred on 75, 100, ... W, which
are the efforts a rider is calibrated at; 10 rpm wide on 70, 80, ... rpm.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

import numpy as np

from fit_optimizer.traces.circular import circular_median_deg, circular_spread_deg, spread
from fit_optimizer.traces.recording import ANGLE_FIGURES, LEG_FIGURES, LegRecords, Recording, Sides
from fit_optimizer.traces.steady import Steadiness, left_out_reasons
from rider_models.arrays import Array, Flags

POWER_WIDTH_W = 25.0
CADENCE_WIDTH_RPM = 10.0
FEWEST_RECORDS = 10
"""A bin of fewer records, or a figure sent in fewer, says more of chance than of the rider."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Median of a figure and the half-width about it that holds 68 % of the records; NaN: none."""

    median: float
    spread: float


@dataclass(frozen=True, slots=True)
class LegFigures:
    """One leg's figures in a bin, under the names of `LegRecords`."""

    torque_effectiveness_pct: Figure
    pedal_smoothness_pct: Figure
    power_phase_start_deg: Figure
    power_phase_end_deg: Figure
    peak_power_phase_start_deg: Figure
    peak_power_phase_end_deg: Figure
    platform_offset_mm: Figure

    def figure(self, name: str) -> Figure:
        """One of `LEG_FIGURES`."""
        figure: Figure = getattr(self, name)
        return figure

    @property
    def any_sent(self) -> bool:
        """Whether any figure of this leg was sent."""
        return any(not isnan(self.figure(name).median) for name in LEG_FIGURES)


@dataclass(frozen=True, slots=True)
class Bin:
    """Records between two powers and two cadences (the lower edge within, the upper without)."""

    power_from_w: float
    power_to_w: float
    cadence_from_rpm: float
    cadence_to_rpm: float
    records: int
    power_w: Figure
    cadence_rpm: Figure
    balance_right_pct: Figure
    combined_smoothness_pct: Figure
    left: LegFigures
    right: LegFigures


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
        power_w=_figure(part.power_w, fewest),
        cadence_rpm=_figure(part.cadence_rpm, fewest),
        balance_right_pct=_figure(part.balance_right_pct, fewest),
        combined_smoothness_pct=_figure(part.combined_smoothness_pct, fewest),
        left=_leg(part.left, fewest),
        right=_leg(part.right, fewest),
    )


def _leg(leg: LegRecords, fewest: int) -> LegFigures:
    return LegFigures(
        *(_figure(leg.figure(name), fewest, angle=name in ANGLE_FIGURES) for name in LEG_FIGURES)
    )


def _figure(values: Array, fewest: int, *, angle: bool = False) -> Figure:
    sent = values[np.isfinite(values)]
    if sent.size < fewest:
        return Figure(float("nan"), float("nan"))
    if angle:
        centre = circular_median_deg(sent)
        return Figure(centre, circular_spread_deg(sent, centre))
    middle = float(np.median(sent))
    return Figure(middle, spread(sent, middle))
