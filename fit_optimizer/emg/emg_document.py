"""Builds the document of an electromyogram."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import Any, Literal

from fit_optimizer.documents.emg import (
    EmgCompared,
    EmgDocument,
    EmgGroup,
    EmgMuscle,
    EmgSimulated,
)
from fit_optimizer.emg.compare import (
    DELAY_MS,
    EmgComparison,
    GroupLikeness,
    MuscleLikeness,
    compare_emg,
)
from fit_optimizer.emg.cycles import EmgCycles, MuscleCycle, Reading, read_emg
from fit_optimizer.setup.keys_in_force import Keys, keys_in_force
from fit_optimizer.setup.refusals import explained
from fit_optimizer.setup.rider_on_bike import seat_rider
from fit_optimizer.setup.tables import SetUp
from rider_models.arrays import Array
from rider_models.errors import PedalfitError

CADENCE_APART = 0.1
"""How far the recording's cadence may lie from the set-up's, as a share, before it is said: envelopes shift by
some degrees with cadence (a guess)."""


def emg_beside(
    file: Path, reading: Reading, set_up: SetUp | None = None, delay_ms: float = DELAY_MS
) -> EmgDocument:
    """The document of a recording, with a set-up's stroke beside it where one is given.

    Raises EmgError, or PedalfitError where the set-up cannot be ridden.
    """
    cycles = read_emg(file, reading)
    if set_up is None:
        return emg_document(cycles, reading)
    with explained(set_up):
        stroke = seat_rider(set_up).simulate()
    comparison = compare_emg(cycles, stroke, delay_ms)
    return emg_document(cycles, reading, comparison, keys_in_force(set_up))


def emg_compared(cycles: EmgCycles, now: SetUp, then: SetUp) -> EmgCompared:
    """A recording beside the stroke of a set-up as it is, or of the recommended one where that cannot be ridden.

    Raises PedalfitError where neither can.
    """
    of: Literal["current", "recommended"] = "current"
    try:
        stroke, keys = seat_rider(now).simulate(), keys_in_force(now)
    except PedalfitError:
        of, stroke, keys = "recommended", seat_rider(then).simulate(), keys_in_force(then)
    comparison = compare_emg(cycles, stroke)
    document = emg_document(cycles, Reading(), comparison, keys)
    return EmgCompared(
        file=cycles.file,
        of=of,
        cadence_rpm=document.cadence_rpm,
        revolutions=document.revolutions,
        delay_ms=comparison.delay_ms,
        threshold_pct=document.threshold_pct,
        muscles=document.muscles,
        groups=document.groups or [],
        notes=document.notes,
    )


def emg_document(
    cycles: EmgCycles,
    reading: Reading,
    comparison: EmgComparison | None = None,
    keys: tuple[Keys, dict[str, float]] | None = None,
) -> EmgDocument:
    """The document of a recording; with a comparison also that, and the keys in force of its set-up."""
    likeness = {} if comparison is None else {m.cycle.channel.name: m for m in comparison.muscles}
    optional: dict[str, Any] = {}
    if cycles.revolutions is not None:
        optional |= {
            "cadence_rpm": cycles.cadence_rpm,
            "revolutions": cycles.revolutions,
            "sampling_hz": cycles.rate_hz,
        }
    if comparison is not None and keys is not None:
        optional |= {"delay_ms": comparison.delay_ms, "fit": keys[0], "effort": keys[1]}
        optional["groups"] = [_group(one) for one in comparison.groups]
        if comparison.turned_deg is not None:
            optional["turned_deg"] = comparison.turned_deg
    return EmgDocument(
        file=cycles.file,
        revolutions_left_out=cycles.left_out,
        low_pass_hz=reading.low_pass_hz,
        threshold_pct=100 * reading.threshold,
        muscles=[_muscle(m, likeness.get(m.channel.name)) for m in cycles.muscles],
        notes=_notes(cycles, keys),
        **optional,
    )


def _group(found: GroupLikeness) -> EmgGroup:
    return EmgGroup(
        group=found.group,
        side=found.side,
        channels=list(found.channels),
        correlation=found.correlation,
        **({} if isnan(found.lag_deg) else {"lag_deg": found.lag_deg}),
    )


def _muscle(muscle: MuscleCycle, likeness: MuscleLikeness | None) -> EmgMuscle:
    optional: dict[str, Any] = {}
    if muscle.spread is not None:
        optional["spread"] = _curve(muscle.spread)
    if muscle.on_deg is not None:
        optional |= {"on_deg": muscle.on_deg, "off_deg": muscle.off_deg}
    if likeness is not None:
        optional["simulated"] = EmgSimulated(
            activation=_curve(likeness.simulated),
            activation_peak=likeness.simulated_peak,
            expected_activation=_curve(likeness.expected),
            correlation=likeness.correlation,
            **({} if isnan(likeness.lag_deg) else {"lag_deg": likeness.lag_deg}),
        )
    electrode = muscle.channel.electrode
    return EmgMuscle(
        name=muscle.channel.name,
        muscle=electrode.muscle,
        group=electrode.group,
        side=muscle.channel.side,
        kind=muscle.kind,
        mean=_curve(muscle.mean),
        peak_deg=muscle.peak_deg,
        **optional,
    )


def _notes(cycles: EmgCycles, keys: tuple[Keys, dict[str, float]] | None) -> list[str]:
    """What a reader should know of the recording."""
    found = []
    if cycles.revolutions is None:
        found.append("the table is a mean curve: no spread over revolutions is known")
    if cycles.left_out:
        found.append(
            f"{cycles.left_out} revolutions lasted a quarter longer or shorter than the others and were left out"
        )
    if not cycles.phase_known:
        found.append(
            "only a cadence was stated, so top dead centre is unknown: all curves were turned together to fit best, "
            "and lags tell only how the muscles follow each other"
            if keys is not None
            else "only a cadence was stated, so top dead centre is unknown: crank angles count from the start"
        )
    if keys is not None and cycles.cadence_rpm is not None:
        ridden = keys[1]["cadence_rpm"]
        if abs(cycles.cadence_rpm / ridden - 1) > CADENCE_APART:
            found.append(
                f"the recording has {cycles.cadence_rpm:.0f} rpm and the set-up {ridden:.0f}: "
                f"--set cadence_rpm={cycles.cadence_rpm:.0f} compares like with like"
            )
    if cycles.passed_over:
        found.append(f"passed over: {', '.join(cycles.passed_over[:8])}")
    return found


def _curve(values: Array) -> list[float]:
    return [float(value) for value in values]
