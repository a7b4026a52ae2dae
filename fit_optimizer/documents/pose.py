"""The document of a rider as measured: `pose --json`, and what a report shows of it."""

from __future__ import annotations

from pydantic import Field

from fit_optimizer.documents.part import Document, Part, Schema
from fit_optimizer.documents.ride import Curve


class FigureFound(Part):
    """A figure of a leg: measured with its spread, and of the model where one was compared."""

    measured: float
    """As measured."""
    spread: float | None = None
    """Half-width that holds 68 % of the frames there."""
    model: float | None = None
    """Of the set-up, read the same way."""


class CurveMeasured(Part):
    """A curve over the leg's own crank angle: mean, spread, and the model's."""

    mean: Curve
    """Mean over the revolutions."""
    spread: Curve | None = None
    """Half-width that holds 68 % of the frames at each position."""
    model: Curve | None = None
    """Of the set-up, read the same way."""
    rms_error: float | None = None
    """Root mean square of model less measured."""
    mean_error: float | None = None
    """Mean of model less measured."""


class LegMeasured(Part):
    """One leg as measured."""

    figures: dict[str, FigureFound]
    """By key; the unit stands at its end."""
    curves: dict[str, CurveMeasured]
    """By name: angles in deg, lengths with their unit."""


class PoseMeasured(Part):
    """A rider as measured: how it was recorded, revolutions, legs, and what to know of it."""

    file: str
    """Name of the file."""
    source: str
    """Program or format that it comes from."""
    reads: str
    """What the knee angle is between: markers on the skin, or centres of joints."""
    plane: bool
    """Whether points are in the plane of a film."""
    cadence_rpm: float | None = None
    """Mean cadence; none of a mean curve."""
    revolutions: int
    """Whole revolutions; 0 of a mean curve."""
    frames: int
    """Frames of the file."""
    frame_rate_hz: float | None = None
    """Frames a second."""
    crank_from: str
    """What told the crank angle: pedal, foot, ankle, knee or file."""
    crank_off_deg: float
    """How far the crank angle may be off."""
    crank_angle_deg: Curve
    """Crank angles of the curves, each leg's own."""
    legs: dict[str, LegMeasured]
    """By side."""
    notes: list[str] = Field(default_factory=list)
    """What was found, mended or assumed, in sentences."""


class PoseDocument(Document, PoseMeasured):
    """A whole document of a measured rider; where a set-up was compared, with the model's curves."""

    SCHEMA = Schema("pedalfit.pose", 1)

    @classmethod
    def of_measured(cls, measured: PoseMeasured) -> PoseDocument:
        """The whole document of a measured rider."""
        return cls.model_validate(measured.as_json())


class FigureCompared(Part):
    """A figure of a leg as measured, and of the model on the bicycle now and as recommended."""

    measured: float | None = None
    """As measured; none where it was not."""
    spread: float | None = None
    """Half-width that holds 68 % of the frames."""
    now: float | None = None
    """Of the model now, read the same way; none where it cannot ride."""
    recommended: float
    """Of the model as recommended, read the same way."""


class CurveCompared(Part):
    """A joint's angle (deg) over the leg's own crank angle: measured, of the model now and as recommended."""

    measured: Curve
    """Mean over the revolutions."""
    spread: Curve | None = None
    """Half-width that holds 68 % of the frames."""
    now: Curve | None = None
    """Of the model now; none where it cannot ride."""
    recommended: Curve
    """Of the model as recommended."""


class LegCompared(Part):
    """One leg."""

    figures: dict[str, FigureCompared]
    """By key; the unit stands at its end."""
    curves: dict[str, CurveCompared]
    """Joint angles that were measured over the revolution."""


class PoseCompared(Part):
    """A rider as measured beside the model of them now and as recommended."""

    file: str
    """Name of the film's file, or `[measured]` for figures typed by hand."""
    reads: str
    """What the knee angle is between: markers on the skin, or centres of joints."""
    legs: dict[str, LegCompared]
    """By side."""
    notes: list[str] = Field(default_factory=list)
    """What was found, mended or assumed, in sentences."""
