"""Muscles as measured beside the simulated ones: when each works, and how alike the functional groups are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fit_optimizer.documents.emg import EmgCompared, EmgDocument, EmgGroup, EmgMuscle, EmgSimulated
from fit_optimizer.report.wording import capitalised

NOTHING_TOLD = "\u2013"


@dataclass(frozen=True)
class BurstRow:
    """A muscle's burst as measured, its peak, and correlation and lag of the simulated activation."""

    name: str
    burst: str
    peak: str
    correlation: str
    lag: str


@dataclass(frozen=True)
class GroupRow:
    """A functional group of a leg: the channels over it, and correlation and lag of its simulated activation."""

    name: str
    channels: str
    correlation: str
    lag: str


def burst_rows(muscles: Sequence[EmgMuscle]) -> list[BurstRow]:
    """A row for each channel."""
    return [
        BurstRow(
            _of_leg(one.muscle, one.side),
            _burst(one),
            _degrees(one.peak_deg),
            _correlation(one.simulated),
            _lag(one.simulated),
        )
        for one in muscles
    ]


def group_rows(groups: Sequence[EmgGroup]) -> list[GroupRow]:
    """A row for each functional group that has a channel."""
    return [
        GroupRow(
            _of_leg(one.group, one.side),
            ", ".join(one.channels).replace("_", " "),
            _correlation(one),
            _lag(one),
        )
        for one in groups
    ]


def emg_note(found: EmgCompared | EmgDocument) -> str:
    """Where the measurement comes from, what correlation and lag are, and what else a reader should know."""
    notes = "".join(f" {capitalised(note)}." for note in found.notes)
    turns = "one mean curve" if found.revolutions is None else f"{found.revolutions} revolutions"
    pace = "" if found.cadence_rpm is None else f" at {found.cadence_rpm:.0f} rpm"
    said = f"{found.file or 'Recording'}: {turns}{pace}. On from {found.threshold_pct:.0f} % of the way to the peak."
    if found.delay_ms is None:
        return said + notes
    other = isinstance(found, EmgCompared) and found.of == "recommended"
    of = " Compared with the recommended fit: the present one cannot be ridden." if other else ""
    return (
        f"{said} r: correlation of the simulated activation with what the measured envelope brings about (activation "
        f"dynamics, and {found.delay_ms:.0f} ms for the tendon); lag: by how much the simulated one comes later. "
        f"Amplitudes are not compared.{of}{notes}"
    )


def _of_leg(name: str, side: str) -> str:
    return f"{capitalised(name.replace('_', ' '))}{', left' if side == 'left' else ''}"


def _burst(muscle: EmgMuscle) -> str:
    if muscle.on_deg is None or muscle.off_deg is None:
        return NOTHING_TOLD
    return f"{muscle.on_deg:.0f}\u2013{muscle.off_deg:.0f}\u00b0"


def _degrees(value: float) -> str:
    return f"{value:.0f}\u00b0"


def _correlation(found: EmgSimulated | EmgGroup | None) -> str:
    return NOTHING_TOLD if found is None else f"{found.correlation:.2f}".replace("-", "\u2212")


def _lag(found: EmgSimulated | EmgGroup | None) -> str:
    if found is None or found.lag_deg is None:
        return NOTHING_TOLD
    return f"{found.lag_deg:+.0f}\u00b0".replace("-", "\u2212")
