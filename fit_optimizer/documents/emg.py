"""The document of an electromyogram, alone or beside a stroke: `emg --json`."""

from __future__ import annotations

from typing import Literal

from fit_optimizer.documents.part import Document, Part, Schema
from fit_optimizer.documents.ride import Curve, Keys


class EmgSimulated(Part):
    """A muscle's functional group in the stroke, beside what was measured."""

    activation: Curve
    """Simulated activation by degree, as a share of its own peak."""
    activation_peak: float
    """The peak itself."""
    expected_activation: Curve
    """Activation that the measured envelope brings about, delayed, as a share of its own peak."""
    correlation: float
    """Correlation of the two."""
    lag_deg: float | None = None
    """By how much the simulated activation comes later; absent where it is flat."""


class EmgMuscle(Part):
    """A channel over the crank cycle of its own leg: 0 is its top dead centre."""

    name: str
    """The column's name in the file."""
    muscle: str
    """The muscle under the electrode."""
    group: str
    """The functional group that it stands for."""
    side: Literal["left", "right"]
    """The leg."""
    kind: Literal["raw", "envelope"]
    """Whether an envelope was made of a raw recording."""
    mean: Curve
    """Mean of the revolutions by degree, as a share of the largest envelope in the recording."""
    spread: Curve | None = None
    """Standard deviation over the revolutions; absent for a table that is a mean curve."""
    on_deg: float | None = None
    """Crank angle where the burst with the peak begins; absent for a flat curve."""
    off_deg: float | None = None
    """Crank angle where that burst ends."""
    peak_deg: float
    """Crank angle of the peak."""
    simulated: EmgSimulated | None = None
    """The muscle in the simulated stroke; absent without a set-up."""


class EmgGroup(Part):
    """A functional group of one leg in the stroke, beside the mean of the electrodes over it."""

    group: str
    """The functional group."""
    side: Literal["left", "right"]
    """The leg."""
    channels: list[str]
    """The columns over it."""
    correlation: float
    """Correlation of the simulated activation with the mean of what the channels bring about."""
    lag_deg: float | None = None
    """By how much the simulated activation comes later; absent where it is flat."""


class EmgCompared(Part):
    """An electromyogram beside the stroke of a fit: `emg` of `fit.json`."""

    file: str
    """The recording."""
    of: Literal["current", "recommended"]
    """Which ride it is compared with: the fit as it is, or the one recommended where that cannot be ridden."""
    cadence_rpm: float | None = None
    """Cadence of the recording; absent for a mean curve."""
    revolutions: int | None = None
    """Revolutions averaged; absent for a mean curve."""
    delay_ms: float
    """Delay put on the measured activation, beyond the activation dynamics."""
    threshold_pct: float
    """Share of the way from a curve's least to its peak from which a muscle counts as switched on."""
    muscles: list[EmgMuscle]
    """Every channel."""
    groups: list[EmgGroup]
    """Every functional group of either leg that has a channel."""
    notes: list[str]
    """What a reader should know, in sentences."""


class EmgDocument(Document):
    """An electromyogram over the crank cycle, and how a set-up's stroke compares with it."""

    SCHEMA = Schema("pedalfit.emg", 1)

    file: str | None = None
    """The recording; absent in older documents."""
    cadence_rpm: float | None = None
    """Cadence of the recording; absent for a mean curve."""
    revolutions: int | None = None
    """Revolutions averaged; absent for a mean curve."""
    revolutions_left_out: int
    """Revolutions left out because they lasted too long or too short."""
    sampling_hz: float | None = None
    """Samples a second; absent for a mean curve."""
    low_pass_hz: float
    """Cut-off of the envelopes."""
    threshold_pct: float
    """Share of the way from a curve's least to its peak from which a muscle counts as switched on."""
    delay_ms: float | None = None
    """Delay put on the measured activation, beyond the activation dynamics; absent without a set-up."""
    turned_deg: float | None = None
    """What a recording without a known phase was turned by to fit best; absent where the phase is known."""
    fit: Keys | None = None
    """Keys in force of the set-up compared; absent without one."""
    effort: dict[str, float] | None = None
    """Power and cadence of the set-up compared; absent without one."""
    muscles: list[EmgMuscle]
    """Every channel."""
    groups: list[EmgGroup] | None = None
    """Every functional group of either leg that has a channel; absent without a set-up and in older documents."""
    notes: list[str]
    """What a reader should know, in sentences."""
