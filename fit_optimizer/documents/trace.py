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
    """Median over the bin's records."""
    spread: float
    """Half-width that holds 68 % of them."""


class BinFound(Part):
    """One bin of power and cadence: recorded with its spread, simulated, and the error.

    `refusal` says why nothing was simulated, where a set-up was compared and could not be ridden.
    """

    power_w: float
    """Median power."""
    cadence_rpm: float
    """Median cadence."""
    records: int
    """Records in the bin."""
    recorded: BySide
    """Medians by side and metric."""
    spread: BySide = Field(default_factory=dict)
    """Half-width that holds 68 % of the records."""
    simulated: BySide = Field(default_factory=dict)
    """Metrics of the set-up's stroke, by side."""
    refusal: str = ""
    """Why nothing was simulated."""
    error: BySide = Field(default_factory=dict)
    """Simulated less recorded."""
    error_in_spreads: BySide = Field(default_factory=dict)
    """Simulated less recorded, in the bin's spread."""
    platform_offset_mm: dict[str, Offset] = Field(default_factory=dict)
    """Where on the pedal the foot pushed, by side."""


class CurveLeg(Part):
    """Torque of a leg, or of both, over the crank circle, with what is read off it.

    Where a set-up was compared, `figures` are by `recorded` and `simulated`.
    """

    recorded: Curve
    """Recorded torque over the crank circle."""
    spread: Curve | None = None
    """Half-width that holds 68 % of the revolutions."""
    simulated: Curve | None = None
    """Simulated torque."""
    figures: dict[str, float | dict[str, float]] = Field(default_factory=dict)
    """Peak, lowest, mean and where; by `recorded` and `simulated` where compared."""
    rms_error_nm: float | None = None
    """Root mean square error."""
    rms_error_in_spreads: float | None = None
    """Root mean square error in the recording's spread."""
    correlation: float | None = None
    """Of simulated with recorded torque."""


class CurveFound(Part):
    """A recorded torque curve by leg; `positions_known` where its top dead centre is."""

    unit: str
    """Unit of the torque."""
    power_w: float | None = None
    """Power at which it was compared."""
    cadence_rpm: float | None = None
    """Cadence of the recording."""
    revolutions: int | None = None
    """Revolutions recorded."""
    positions_known: bool
    """Whether its top dead centre is known."""
    notes: list[str] = Field(default_factory=list)
    """What to know of the comparison."""
    refusal: str = ""
    """Why it could not be compared."""
    crank_angle_deg: Curve
    """Crank angles of the curves."""
    legs: dict[str, CurveLeg]
    """By leg, or `both`."""
    dead_spots: dict[str, float | dict[str, float]] = Field(default_factory=dict)
    """Dead-centre size and width; by `recorded` and `simulated` where compared."""


class Recorded(Part):
    """What a recording holds: its bins, and its torque curve if it has one."""

    file: str = ""
    """Name of the recording."""
    device: str | None = None
    """What recorded it."""
    sides: str = ""
    """Which legs it measured."""
    records: int = 0
    """Records in it."""
    used: int = 0
    """Records in the bins."""
    left_out: dict[str, int] = Field(default_factory=dict)
    """Records left out, by reason."""
    losses: list[str] = Field(default_factory=list)
    """What could not be read, in sentences."""
    bins: list[BinFound]
    """Bins of power and cadence."""
    curve: CurveFound | None = None
    """A torque curve, where it holds one."""


class CheckFound(Recorded):
    """A recording beside a set-up's simulation: typical and mean errors by metric, and the verdict."""

    verdict: str
    """How near the simulation is, in words."""
    rms_error: dict[str, float] = Field(default_factory=dict)
    """Root mean square error by metric."""
    rms_error_in_spreads: dict[str, float] = Field(default_factory=dict)
    """Root mean square error by metric, in the recording's spread."""
    mean_error: dict[str, float] = Field(default_factory=dict)
    """Mean error by metric."""


class TraceDocument(Document, Recorded):
    """A whole document of a recording; where a set-up was compared, with its errors and verdict."""

    SCHEMA = Schema("pedalfit.trace", 1)

    verdict: str = ""
    """How near the simulation is, in words."""
    rms_error: dict[str, float] = Field(default_factory=dict)
    """Root mean square error by metric."""
    rms_error_in_spreads: dict[str, float] = Field(default_factory=dict)
    """Root mean square error by metric, in the recording's spread."""
    mean_error: dict[str, float] = Field(default_factory=dict)
    """Mean error by metric."""

    @classmethod
    def of_check(cls, check: CheckFound) -> TraceDocument:
        """The whole document of a comparison."""
        return cls.model_validate(check.as_json())
