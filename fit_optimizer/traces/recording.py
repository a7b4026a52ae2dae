"""What a trace holds, whatever file it came from: records of a ride, or torque against angle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Literal

import numpy as np

from fit_optimizer.traces.wording import sentence
from rider_models.arrays import Array, Flags
from rider_models.errors import PedalfitError

Sides = Literal["both", "left", "right", "combined", "none"]

PERCENT_METRICS = ("torque_effectiveness_pct", "pedal_smoothness_pct")
ANGLE_METRICS = (
    "power_phase_start_deg",
    "power_phase_end_deg",
    "peak_power_phase_start_deg",
    "peak_power_phase_end_deg",
)
LEG_METRICS = (*PERCENT_METRICS, *ANGLE_METRICS, "platform_offset_mm")


class TraceError(PedalfitError):
    """A trace that cannot be used; the message is one sentence for a fitter.

    Whatever a file's name or text put into the message, it is one line without control characters.
    """

    def __init__(self, message: str) -> None:
        """Keep the message as `wording.sentence` makes it."""
        super().__init__(sentence(message))


@dataclass(frozen=True, slots=True)
class LegRecords:
    """What a meter sent for one leg; every array has shape (n,), NaN where nothing was sent.

    Angles are in [0, 360), 0 at that side's top dead centre, growing with forward pedalling.
    """

    torque_effectiveness_pct: Array
    pedal_smoothness_pct: Array
    power_phase_start_deg: Array
    power_phase_end_deg: Array
    peak_power_phase_start_deg: Array
    peak_power_phase_end_deg: Array
    platform_offset_mm: Array

    @classmethod
    def not_sent(cls, count: int) -> LegRecords:
        """A leg of `count` records about which nothing was sent."""
        return cls(*(np.full(count, np.nan) for _ in LEG_METRICS))

    def metric(self, name: str) -> Array:
        """The records of one of `LEG_METRICS`, shape (n,)."""
        values: Array = getattr(self, name)
        return values

    def taken(self, chosen: Flags) -> LegRecords:
        """The chosen records only."""
        return LegRecords(*(self.metric(name)[chosen] for name in LEG_METRICS))

    @property
    def strokes_sent(self) -> Flags:
        """Shape (n,): records in which this leg's effectiveness, smoothness or a phase was sent."""
        names = (*PERCENT_METRICS, *ANGLE_METRICS)
        sent: Flags = np.any([np.isfinite(self.metric(n)) for n in names], axis=0)
        return sent

    @property
    def sent(self) -> Flags:
        """Shape (n,): records in which any metric of this leg was sent."""
        sent: Flags = np.any([np.isfinite(self.metric(n)) for n in LEG_METRICS], axis=0)
        return sent


@dataclass(frozen=True, slots=True)
class Recording:
    """A ride: one record a second, or one a revolution; arrays have shape (n,), NaN: not sent.

    `time_s` counts from the first record and never falls. `balance_right_pct` is the right leg's
    share of the power. `combined_smoothness_pct` is a spider's smoothness of both legs together
    (about twice a leg's) and must never be compared with a leg's. `standing` is true where the
    device said that the rider stood. `sides` is `none` where only power and cadence were sent.
    `losses` are sentences about what the file held, or should have held, and is not here.
    `format_has_strokes` is false where the file's format has no place for the pedal stroke (TCX).
    `balances_of_unknown_leg` counts the balance values that did not say which leg they are of;
    they are NaN in `balance_right_pct`. `impossible_figures` counts the pedalling figures that no rider can
    produce, which are NaN too.
    """

    time_s: Array
    power_w: Array
    cadence_rpm: Array
    left: LegRecords
    right: LegRecords
    balance_right_pct: Array
    combined_smoothness_pct: Array
    standing: Flags
    sides: Sides
    device: str
    losses: tuple[str, ...] = ()
    format_has_strokes: bool = True
    balances_of_unknown_leg: int = 0
    impossible_figures: int = 0

    def __post_init__(self) -> None:
        """Raise `ValueError` where arrays differ in length."""
        count = self.time_s.size
        for name in ("power_w", "cadence_rpm", "balance_right_pct", "combined_smoothness_pct"):
            if getattr(self, name).shape != (count,):
                raise ValueError(f"{name} must have {count} records, like time_s")

    @property
    def count(self) -> int:
        """Number of records."""
        return int(self.time_s.size)

    @property
    def balance_left_pct(self) -> Array:
        """The left leg's share of the power, shape (n,)."""
        return 100.0 - self.balance_right_pct

    @property
    def has_pedalling_figures(self) -> bool:
        """Whether anything about the pedal stroke was sent besides power and cadence."""
        return self.sides != "none"

    def taken(self, chosen: Flags) -> Recording:
        """The chosen records only; everything said about the recording stays."""
        arrays = {
            item.name: getattr(self, item.name)[chosen]
            for item in fields(self)
            if isinstance(getattr(self, item.name), np.ndarray)
        }
        return replace(self, left=self.left.taken(chosen), right=self.right.taken(chosen), **arrays)


@dataclass(frozen=True, slots=True)
class TorqueCurve:
    """Crank torque (or tangential pedal force) against crank angle over one mean revolution.

    `crank_angle_deg` is 0, 1, ... 359, and each side's curve is against that side's own crank
    angle, 0 at its top dead centre. A side that was not measured is None; `total` is what a meter
    gives that cannot tell the legs apart, against the right crank's angle. `unit` is the curves'
    unit: `Nm`, or `N` for a force at the pedal, or either per kg of rider.
    `top_dead_centre_known` is false where the angle was counted up from cadence alone: shape and
    size then hold, positions do not. `spreads` holds, by the same names, the half-width about a
    curve that holds 68 % of the revolutions at each angle, where there were several.
    """

    crank_angle_deg: Array
    left: Array | None
    right: Array | None
    total: Array | None
    unit: Literal["Nm", "N", "Nm/kg", "N/kg"]
    cadence_rpm: float
    revolutions: int
    top_dead_centre_known: bool
    losses: tuple[str, ...] = ()
    spreads: Mapping[str, Array] = field(default_factory=dict)

    @property
    def sides(self) -> Sides:
        """Which sides were measured."""
        if self.left is not None and self.right is not None:
            return "both"
        if self.left is not None:
            return "left"
        return "right" if self.right is not None else "combined"

    @property
    def by_side(self) -> dict[str, Array]:
        """The curves that were measured, under `left`, `right` or `total`."""
        curves = {"left": self.left, "right": self.right, "total": self.total}
        return {side: curve for side, curve in curves.items() if curve is not None}

    def in_newton_metres(self, crank_length_mm: float) -> TorqueCurve:
        """The same curve as a torque; a force is multiplied by the crank length."""
        if self.unit.startswith("Nm"):
            return self
        unit: Literal["Nm", "Nm/kg"] = "Nm/kg" if self.unit == "N/kg" else "Nm"
        return self._times(crank_length_mm / 1000.0, unit)

    def of_rider(self, mass_kg: float) -> TorqueCurve:
        """The same curve of a rider of this mass, where it is per kg."""
        if not self.unit.endswith("/kg"):
            return self
        return self._times(mass_kg, "N" if self.unit == "N/kg" else "Nm")

    def _times(self, factor: float, unit: Literal["Nm", "N", "Nm/kg"]) -> TorqueCurve:
        curves = {side: curve * factor for side, curve in self.by_side.items()}
        spreads = {side: spread * factor for side, spread in self.spreads.items()}
        return replace(
            self,
            left=curves.get("left"),
            right=curves.get("right"),
            total=curves.get("total"),
            unit=unit,
            spreads=spreads,
        )
