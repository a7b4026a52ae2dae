"""The document of a recording, and of its comparison with a set-up: `trace --json`, `trace_check`."""

from __future__ import annotations

from pydantic import Field

from fit_optimizer.documents.part import Document, Part, Schema
from fit_optimizer.documents.ride import Curve

BySide = dict[str, dict[str, float]]
"""Numbers by side (`left`, `right`, `both`) and metric."""


class Offset(Part):
    """How far outward of the pedal's middle the foot pushed (mm): median and spread of a bin."""

    median: float
    spread: float


class BinFound(Part):
    """One bin of power and cadence: recorded with its spread, simulated, and the error.

    `refusal` says why nothing was simulated, where a set-up was compared and could not be ridden.
    """

    power_w: float
    cadence_rpm: float
    records: int
    recorded: BySide
    spread: BySide = Field(default_factory=dict)
    simulated: BySide = Field(default_factory=dict)
    refusal: str = ""
    error: BySide = Field(default_factory=dict)
    error_in_spreads: BySide = Field(default_factory=dict)
    platform_offset_mm: dict[str, Offset] = Field(default_factory=dict)


class CurveLeg(Part):
    """Torque of a leg, or of both, over the crank circle, with what is read off it.

    Where a set-up was compared, `figures` are by `recorded` and `simulated`.
    """

    recorded: Curve
    spread: Curve | None = None
    simulated: Curve | None = None
    figures: dict[str, float | dict[str, float]] = Field(default_factory=dict)
    rms_error_nm: float | None = None
    rms_error_in_spreads: float | None = None
    correlation: float | None = None


class CurveFound(Part):
    """A recorded torque curve by leg; `positions_known` where its top dead centre is."""

    unit: str
    power_w: float | None = None
    cadence_rpm: float | None = None
    revolutions: int | None = None
    positions_known: bool
    notes: list[str] = Field(default_factory=list)
    refusal: str = ""
    crank_angle_deg: Curve
    legs: dict[str, CurveLeg]
    dead_spots: dict[str, float | dict[str, float]] = Field(default_factory=dict)


class Recorded(Part):
    """What a recording holds: its bins, and its torque curve if it has one."""

    file: str = ""
    device: str | None = None
    sides: str = ""
    records: int = 0
    used: int = 0
    left_out: dict[str, int] = Field(default_factory=dict)
    losses: list[str] = Field(default_factory=list)
    bins: list[BinFound]
    curve: CurveFound | None = None


class CheckFound(Recorded):
    """A recording beside a set-up's simulation: typical and mean errors by metric, and the verdict."""

    verdict: str
    rms_error: dict[str, float] = Field(default_factory=dict)
    rms_error_in_spreads: dict[str, float] = Field(default_factory=dict)
    mean_error: dict[str, float] = Field(default_factory=dict)


class TraceDocument(Document, Recorded):
    """A whole document of a recording; where a set-up was compared, with its errors and verdict."""

    SCHEMA = Schema("pedalfit.trace", 1)

    verdict: str = ""
    rms_error: dict[str, float] = Field(default_factory=dict)
    rms_error_in_spreads: dict[str, float] = Field(default_factory=dict)
    mean_error: dict[str, float] = Field(default_factory=dict)

    @classmethod
    def of_check(cls, check: CheckFound) -> TraceDocument:
        """The whole document of a comparison."""
        return cls.model_validate(check.as_json())
